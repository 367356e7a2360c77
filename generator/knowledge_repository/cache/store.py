"""Cache store: rows of pickled values in an SQLite file, in a folder that only this user can write.

The folder is outside the repository, so that a pull request cannot bring one along: a pickle is a
program. What is corrupt, or was written by another version of the program, counts as empty.
"""

from __future__ import annotations

import os
import pickle
import shutil
import sqlite3
import stat
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import platformdirs
from filelock import FileLock, Timeout

from knowledge_repository.cache.hashing import hash_program, hash_text

FILE, LOCK, ROOT = "cache.sqlite", "lock", "root"
MAX_PATH_BYTES = 10_000
"""The file ``root`` holds the path of a repository."""


class Row(NamedTuple):
    """A result and the hash of the inputs that it was made from."""

    inputs: str
    value: Any  # what one kind of rows holds, only its reader knows


class CacheStore:
    """The rows of one cache folder: (kind, key) → Row."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._file = folder / FILE
        try:
            self._open()
        except sqlite3.DatabaseError:  # corrupt, or no database at all
            self.clear()

    def _open(self) -> None:
        self._db = sqlite3.connect(self._file, isolation_level=None)
        # A crash of the system may corrupt the file; checksums find out, and it is only a cache.
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS rows (kind TEXT, key TEXT, inputs TEXT, checksum TEXT,"
            " value BLOB, PRIMARY KEY (kind, key))"
        )
        program = self._db.execute("SELECT inputs FROM rows WHERE kind = 'program'").fetchone()
        if program != (hash_program(),):
            self._db.execute("DELETE FROM rows")
            self._db.execute(
                "INSERT INTO rows VALUES ('program', '', ?, '', x'')", (hash_program(),)
            )

    def read(self, kind: str) -> dict[str, Row]:
        """The rows of a kind by key; corrupt ones are left out."""
        query = "SELECT key, inputs, checksum, value FROM rows WHERE kind = ?"
        with suppress(sqlite3.DatabaseError):
            return {
                key: Row(inputs, pickle.loads(value))
                for key, inputs, checksum, value in self._db.execute(query, (kind,))
                if hash_text(value) == checksum
            }
        return {}

    def write(self, kind: str, fresh: Mapping[str, Row], unchanged: Set[str]) -> None:
        """Write the rows of a kind in one transaction: *fresh* ones are added, those whose keys are
        *unchanged* stay as they are, all others are removed."""
        try:
            self._db.execute("BEGIN")
            known = self._db.execute("SELECT key FROM rows WHERE kind = ?", (kind,)).fetchall()
            self._db.executemany(
                "DELETE FROM rows WHERE kind = ? AND key = ?",
                [(kind, key) for (key,) in known if key not in unchanged],
            )
            for key, (inputs, value) in fresh.items():
                raw = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
                values = (kind, key, inputs, hash_text(raw), raw)
                self._db.execute("INSERT INTO rows VALUES (?, ?, ?, ?, ?)", values)
            self._db.execute("COMMIT")
        except sqlite3.Error:  # a full disk, a corrupt file: the next build starts without a cache
            self.clear()

    def clear(self) -> None:
        """Remove all rows."""
        with suppress(AttributeError):
            self._db.close()
        with suppress(OSError, sqlite3.Error):
            self._file.unlink(missing_ok=True)
            Path(f"{self._file}-journal").unlink(missing_ok=True)
            self._open()

    def close(self) -> None:
        """Close the file."""
        self._db.close()


@contextmanager
def open_store(root: Path, *choices: object) -> Iterator[CacheStore | None]:
    """The store for builds of *root* with these *choices* (the folder of the site, drafts).

    None where another build uses it, or where there is no folder that only this user can write.
    """
    folder = cache_folder(root, *choices)
    if folder is None:
        yield None
        return
    lock = FileLock(folder / LOCK, timeout=0)
    try:
        lock.acquire()
    except (Timeout, OSError):
        yield None
        return
    store = CacheStore(folder)
    try:
        yield store
    finally:
        store.close()
        lock.release()


def cache_folder(root: Path, *choices: object) -> Path | None:
    """A folder for builds of *root* with these *choices*; None if it could not be trusted."""
    caches = platformdirs.user_cache_path("knowledge-repository", appauthor=False)
    folder = caches / hash_text(" ".join(map(str, (root, *choices))))
    try:
        caches.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not _is_private(caches):
            return None
        folder.mkdir(exist_ok=True, mode=0o700)
        if not _is_private(folder):
            return None
        if not (folder / ROOT).exists():
            _remove_orphans(caches)
            (folder / ROOT).write_text(str(root), encoding="utf-8")
        return folder
    except OSError:
        return None


def _is_private(folder: Path) -> bool:
    """Whether only this user can write into *folder*."""
    if not hasattr(os, "getuid"):
        return True  # Windows: the cache folder is inside the user's profile
    status = folder.lstat()
    is_own = stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid()
    return is_own and not status.st_mode & 0o022


def _remove_orphans(caches: Path) -> None:
    """Remove the caches of repositories that no longer exist."""
    for file in caches.glob(f"*/{ROOT}"):
        with suppress(OSError, ValueError):  # unreadable, no text, no path: it is left alone
            status = file.lstat()
            if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_PATH_BYTES:
                continue
            if not Path(file.read_text(encoding="utf-8")).is_dir():
                shutil.rmtree(file.parent, ignore_errors=True)
