"""Hashes of inputs, and the stat of output files."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
import sys
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from pathlib import Path

from knowledge_repository.config import addresses, build_month

PROGRAM = Path(__file__).parent.parent
MAX_BYTES = 16_000_000
"""Bytes of a file that is hashed whole; of a larger one, which no limit accepts, size and time."""
REPOSITORY = ".git"
_OTHER_INPUTS = re.compile(rb"^\s*(?:INHERIT|hooks|custom_dir)\s*:|!ENV|!relative", re.MULTILINE)

FileStat = tuple[int, int, int]
"""Size, time of writing in nanoseconds and inode of a file: another write changes one of them."""


def hash_text(text: str | bytes) -> str:
    """A hash of *text*: 32 hexadecimal digits."""
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return hashlib.blake2b(raw, digest_size=16).hexdigest()


def hash_folders(root: Path, tops: Iterable[str]) -> dict[str, str]:
    """Each folder in *tops* and below → a hash of the files directly in it: names, types, bytes.

    Links are not followed, devices not opened; that something is unreadable is part of the hash.
    """
    found: dict[str, str] = {}
    todo = list(tops)
    while todo:
        folder = todo.pop()
        state = hashlib.blake2b(digest_size=16)
        try:
            with os.scandir(f"{root}/{folder}") as listed:
                items = sorted(listed, key=lambda item: item.name)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            found[folder] = f"unreadable: {error.errno}"
            continue
        for item in items:
            status = item.stat(follow_symlinks=False)
            raw = b""
            if stat.S_ISDIR(status.st_mode) and item.name != REPOSITORY:
                todo.append(f"{folder}/{item.name}")
            elif stat.S_ISREG(status.st_mode):
                raw = _bytes(item.path, status)
            links = 0 if stat.S_ISDIR(status.st_mode) else status.st_nlink
            head = f"{item.name!r} {status.st_mode} {links} {len(raw)}\n"
            state.update(head.encode("utf-8", "surrogatepass"))
            state.update(raw)
        found[folder] = state.hexdigest()
    return found


def hash_changed(
    root: Path, tops: Collection[str], known: Mapping[str, str], folders: Collection[str]
) -> dict[str, str]:
    """``hash_folders(root, tops)``; of the *known* hashes, those of *folders* and below changed.

    A folder in *tops* that is not known, or is in one of *folders*, is hashed: a kind may be
    declared before its folder is created, or after.
    """
    inside = tuple(f"{top}/" for top in tops)
    above = tuple(f"{one}/" for one in folders)
    changed = [top for top in tops if top not in known or f"{top}/".startswith(above)]
    changed += [one for one in folders if f"{one}/".startswith(inside)]
    outdated = tuple(f"{one}/" for one in changed)
    unchanged = {
        folder: state
        for folder, state in known.items()
        if f"{folder}/".startswith(inside) and not f"{folder}/".startswith(outdated)
    }
    return unchanged | hash_folders(root, changed)


def _bytes(path: str, status: os.stat_result) -> bytes:
    if status.st_size > MAX_BYTES:
        return f"{status.st_size} {status.st_mtime_ns}".encode()
    try:
        return Path(path).read_bytes()
    except OSError as error:
        return f"unreadable: {error.errno}".encode()


def hash_config(root: Path) -> str | None:
    """A hash of ``mkdocs.yml``, of the addresses that it may leave open and of the month of the
    build; None where it depends on other files or on the environment, so that its own bytes do not
    say what it means."""
    try:
        raw = (root / "mkdocs.yml").read_bytes()
    except OSError:
        return None
    return (
        None if _OTHER_INPUTS.search(raw) else hash_text(f"{raw!r} {addresses()} {build_month()}")
    )


@cache
def hash_program() -> str:
    """A hash of this program, of Python, and of the versions of all installed packages."""
    state = hashlib.blake2b(f"{sys.version} {sys.platform}".encode(), digest_size=16)
    for folder, names, files in os.walk(PROGRAM):
        names[:] = sorted(name for name in names if name != "__pycache__")
        for name in sorted(files):
            state.update(f"{folder}/{name}".encode())
            state.update(Path(folder, name).read_bytes())
    packages = set[str]()
    for place in sys.path:
        with contextlib.suppress(OSError):  # an archive, or a folder that does not exist
            packages.update(path.name for path in Path(place).glob("*.dist-info"))
    state.update(f"{sorted(packages)}".encode())
    return state.hexdigest()


def stat_files(site: Path) -> dict[str, FileStat | None]:
    """Path of each file below *site* → its stat; None for links and devices."""
    found: dict[str, FileStat | None] = {}
    start = len(f"{site}/")
    todo = [str(site)]
    while todo:
        try:
            with os.scandir(todo.pop()) as listed:
                items = list(listed)
        except OSError:
            continue
        for item in items:
            status = item.stat(follow_symlinks=False)
            if stat.S_ISDIR(status.st_mode):
                todo.append(item.path)
            else:
                file = (status.st_size, status.st_mtime_ns, status.st_ino)
                found[item.path[start:]] = file if stat.S_ISREG(status.st_mode) else None
    return found


def hash_stats(files: Mapping[str, FileStat | None]) -> str:
    """A hash of ``stat_files``."""
    return hash_text("\n".join(f"{path} {file}" for path, file in sorted(files.items())))
