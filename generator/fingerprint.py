"""What stands in files, in a few bytes: the same bytes, the same digest; nothing is trusted for its
time or its name. Imports nothing of ours and nothing slow, so that a build in which nothing has
changed is over before anything else is loaded.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

PROGRAM = Path(__file__).parent
MOST = 16_000_000
"""Bytes that are read of one file; of a larger one, which no limit lets in, size and time count."""
REPOSITORY = ".git"
_ELSEWHERE = re.compile(rb"^\s*(?:INHERIT|hooks|custom_dir)\s*:|!ENV|!relative", re.MULTILINE)


def digest(text: str | bytes) -> str:
    """A short name for *text* that no other text has."""
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return hashlib.blake2b(raw, digest_size=16).hexdigest()


def folders(root: Path, tops: Iterable[str]) -> dict[str, str]:
    """Each folder in *tops* and below → a digest of what stands right in it: names, kinds, bytes.

    Links are not followed, devices not opened; what cannot be read is a part of the digest.
    """
    found: dict[str, str] = {}
    todo = list(tops)
    while todo:
        folder = todo.pop()
        state = hashlib.blake2b(digest_size=16)
        try:
            with os.scandir(f"{root}/{folder}") as listed:
                items = sorted(listed, key=lambda item: item.name)
        except FileNotFoundError:
            continue
        except OSError as error:
            found[folder] = f"unreadable: {error.errno}"
            continue
        for item in items:
            status = item.stat(follow_symlinks=False)
            raw = b""
            if stat.S_ISDIR(status.st_mode):
                if item.name != REPOSITORY:
                    todo.append(f"{folder}/{item.name}")
                head = f"{item.name!r} {status.st_mode}\n"
            else:
                if stat.S_ISREG(status.st_mode):
                    raw = _bytes(item.path, status)
                head = f"{item.name!r} {status.st_mode} {status.st_nlink} {len(raw)}\n"
            state.update(head.encode("utf-8", "surrogatepass"))
            state.update(raw)
        found[folder] = state.hexdigest()
    return found


def _bytes(path: str, status: os.stat_result) -> bytes:
    if status.st_size > MOST:
        return f"{status.st_size} {status.st_mtime_ns}".encode()
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except OSError as error:
        return f"unreadable: {error.errno}".encode()
    try:
        raw = os.read(handle, status.st_size + 1)
        while more := os.read(handle, MOST) if len(raw) < status.st_size else b"":
            raw += more
        return raw
    finally:
        os.close(handle)


def settings(root: Path) -> str | None:
    """A digest of ``mkdocs.yml``; None where it draws on other files or on the environment, so
    that its own bytes do not tell what it means."""
    try:
        raw = (root / "mkdocs.yml").read_bytes()
    except OSError:
        return None
    return None if _ELSEWHERE.search(raw) else digest(raw)


@cache
def program() -> str:
    """A digest of this program, of Python, and of the versions of all packages beside it."""
    state = hashlib.blake2b(f"{sys.version} {sys.platform}".encode(), digest_size=16)
    for folder, names, files in os.walk(PROGRAM):
        names[:] = sorted(name for name in names if name != "__pycache__")
        for name in sorted(files):
            state.update(f"{folder}/{name}".encode())
            state.update(Path(folder, name).read_bytes())
    packages = set[str]()
    for place in sys.path:
        with contextlib.suppress(OSError):  # an archive, or a folder that is not there
            packages.update(path.name for path in Path(place).glob("*.dist-info"))
    state.update(f"{sorted(packages)}".encode())
    return state.hexdigest()


Standing = tuple[int, int, int]
"""Size, time of writing in nanoseconds and number of a file: another write changes one of them."""


def standing(path: str) -> Standing | None:
    """How a file of ours stands; None where there is none, or a link."""
    try:
        found = os.lstat(path)
    except OSError:
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return found.st_size, found.st_mtime_ns, found.st_ino


def files(site: Path) -> dict[str, Standing | None]:
    """Path of each file below *site* → how it stands; None for links and devices."""
    found: dict[str, Standing | None] = {}
    start = len(f"{site}/")
    todo = [str(site)]
    while todo:
        try:
            with os.scandir(todo.pop()) as listed:
                items = list(listed)
        except OSError:
            continue
        for item in items:
            how = item.stat(follow_symlinks=False)
            if stat.S_ISDIR(how.st_mode):
                todo.append(item.path)
            else:
                mine = (how.st_size, how.st_mtime_ns, how.st_ino)
                found[item.path[start:]] = mine if stat.S_ISREG(how.st_mode) else None
    return found


def of_files(found: Mapping[str, Standing | None]) -> str:
    """A digest of ``files``."""
    return digest("\n".join(f"{path} {how}" for path, how in sorted(found.items())))
