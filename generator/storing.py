"""A folder that outlives a process, for what the next one may take up: files that tell whether they
are whole, and whose they are. Knows nothing of what is in them.

It stands outside the repository: a pull request must not bring it. A file begins with the digest of
the program that wrote it and with a checksum; what does not fit is as if it were not there.
"""

from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import platformdirs

from generator import fingerprint
from generator.fingerprint import digest

LOCK, ROOT = "lock", "root"
"""Files that are no content: who is at work here, and for which repository."""


class Damaged(Exception):
    """The memory is not as it was written: forget it, and build without."""


class Spot(NamedTuple):
    """Where a text stands on the shelf."""

    start: int
    length: int
    checksum: str


@dataclass(eq=False)
class Shelf:
    """A file of texts, one behind the other; only ever written at its end."""

    path: Path

    def get(self, spot: Spot) -> str:
        """The text at *spot*.

        Raises:
            Damaged: something else stands there.
        """
        try:
            with self.path.open("rb", buffering=0) as file:
                file.seek(spot.start)
                raw = file.read(spot.length)
        except OSError as error:
            raise Damaged(str(error)) from error
        if digest(raw) != spot.checksum:
            raise Damaged(f"{self.path} at {spot.start}")
        return raw.decode()

    def put(self, values: Sequence[str]) -> list[Spot]:
        """Write texts behind all others."""
        spots = []
        with self.path.open("ab") as file:
            start = file.tell()
            for value in values:
                raw = value.encode()
                spots.append(Spot(start, len(raw), digest(raw)))
                start += file.write(raw)
        return spots

    def size(self) -> int:
        """Bytes."""
        try:
            return self.path.stat().st_size
        except OSError as error:
            raise Damaged(str(error)) from error


@dataclass(frozen=True)
class Store:
    """Named values in a folder, each in a file of its own; without a folder it keeps nothing."""

    folder: Path | None

    def read(self, name: str) -> Any:
        """The value of a name; None where there is none, or it is damaged, or another program's."""
        if self.folder is None:
            return None
        try:
            with (self.folder / name).open("rb") as file:
                program, checksum = file.readline().decode().split()
                if program != fingerprint.program():
                    return None
                raw = file.read()
            return pickle.loads(raw) if digest(raw) == checksum else None
        except (OSError, ValueError):
            return None

    def write(self, name: str, value: Any) -> None:
        """Put a value in place of the last one, in one rename.

        Raises:
            OSError: a full disk.
        """
        if self.folder is None:
            return
        raw = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
        fresh = self.folder / f"{name}.new"
        with fresh.open("wb") as file:
            file.write(f"{fingerprint.program()} {digest(raw)}\n".encode())
            file.write(raw)
        fresh.replace(self.folder / name)

    def remove(self, pattern: str = "*", but: Path | None = None) -> None:
        """Remove the files of a pattern, all *but* one."""
        for file in self.folder.glob(pattern) if self.folder is not None else ():
            if file != but and file.name not in (LOCK, ROOT):
                file.unlink(missing_ok=True)


def settled(root: Path, *choices: object) -> Path:
    """A folder for what is kept of the builds of *root* with these *choices*.

    Raises:
        OSError: the system gives no place.
    """
    caches = platformdirs.user_cache_path("knowledge-repository", appauthor=False)
    folder = caches / digest(" ".join(map(str, (root, *choices))))
    if not (folder / ROOT).exists():
        _tidied(caches)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / ROOT).write_text(str(root), encoding="utf-8")
    return folder


@contextmanager
def locked(folder: Path) -> Iterator[bool]:
    """Whether *folder* belongs to this process until the block ends; False where another has it.

    Raises:
        OSError: the system gives no place.
    """
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield _locked(handle)
    finally:
        os.close(handle)


def _tidied(caches: Path) -> None:
    """Remove what belongs to repositories that are no more."""
    for file in caches.glob(f"*/{ROOT}"):
        if not Path(file.read_text(encoding="utf-8")).is_dir():
            shutil.rmtree(file.parent, ignore_errors=True)


def _locked(handle: int) -> bool:
    """Whether this process now has the lock: until it closes the handle, or ends."""
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        lock = partial(msvcrt.locking, handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        lock = partial(fcntl.flock, handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    try:
        lock()
    except OSError:
        return False
    return True
