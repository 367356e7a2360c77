"""What a change touches, so that who made it reads about that first. The only module that asks git.

The whole is checked all the same: a deleted practice breaks entries that nobody edited. So a
problem belongs to the change when its file was edited since the two histories parted, or when the
repository as it was then did not have it.
"""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from generator.model import Diagnostic

SUGGESTED = frozenset({"known", "nearest", "label"})
"""What a message proposes: it grows with the lists, and makes no problem another one."""


class UnknownRevision(Exception):
    """git does not know the revision, or this is no repository of git's; the text says which."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs from a revision."""

    commit: str
    """Where the history of the revision and ours parted."""
    paths: frozenset[str]
    """Files that were edited, added or removed since, also those that are not committed."""

    def touch(self, diagnostic: Diagnostic) -> bool:
        """Whether the file of a problem, or one in its folder, was edited."""
        path = diagnostic.location.path
        return path in self.paths or any(one.startswith(f"{path}/") for one in self.paths)


def since(root: Path, revision: str) -> Changes:
    """What changed in the repository at *root* since *revision*.

    Raises:
        UnknownRevision: git cannot tell.
    """
    named = _git(
        root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
    )
    commit = named.decode().strip()
    with suppress(UnknownRevision):  # two histories without a common beginning
        commit = _git(root, "merge-base", commit, "HEAD").decode().strip() or commit
    edited = _git(
        root, "diff", "--name-only", "--no-renames", "--relative", "-z", commit, "--", "."
    )
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    names = (edited + new).decode("utf-8", "surrogateescape").split("\0")
    return Changes(commit, frozenset(name for name in names if name))


@contextmanager
def earlier(root: Path, commit: str, folders: Sequence[str]) -> Iterator[Path]:
    """The repository as it was, in a folder that is gone afterwards: ordinary files only."""
    with tempfile.TemporaryDirectory(prefix="knowledge-earlier-") as location:
        with suppress(UnknownRevision):  # the folder was not there yet
            packed = _git(root, "archive", "--format=tar", commit)
            with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
                for member in archive:
                    if member.name == "mkdocs.yml" or member.name.split("/")[0] in folders:
                        _unpack(archive, member, Path(location))
        yield Path(location)


def _unpack(archive: tarfile.TarFile, member: tarfile.TarInfo, location: Path) -> None:
    if member.isfile():
        archive.extract(member, location, filter="data")
    elif member.issym():  # it was a link, and is named again; where it led is nobody's business
        link = location / member.name
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to("elsewhere")


def touching(
    diagnostics: Sequence[Diagnostic], changes: Changes, before: Sequence[Diagnostic]
) -> list[Diagnostic]:
    """The *problems* that belong to the change: those *before* it are told by file and words,
    since lines move."""
    known = Counter(_key(diagnostic) for diagnostic in before)
    found = []
    for diagnostic in diagnostics:
        key = _key(diagnostic)
        if known[key] and not changes.touch(diagnostic):
            known[key] -= 1
        else:
            found.append(diagnostic)
    return found


def _key(diagnostic: Diagnostic) -> tuple[str, str, str]:
    said = {name: text for name, text in diagnostic.values.items() if name not in SUGGESTED}
    return diagnostic.location.path, diagnostic.code, str(sorted(said.items(), key=str))


def _git(root: Path, *arguments: str) -> bytes:
    command = ["git", "-C", str(root), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError as error:
        raise UnknownRevision(f"git cannot be run ({error.strerror})") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().split("\n")[0]
        raise UnknownRevision(said or "git does not know this revision")
    return done.stdout
