"""Which diagnostics belong to a change, for ``--changed-since``. The only module that runs git.

The whole repository is checked, because a deleted entry breaks entries that were not edited. A
diagnostic belongs to the change if its file was edited since the merge base, or if the repository
at the merge base did not have it.
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

from knowledge_repository.model import Diagnostic

SUGGESTED = frozenset({"known", "nearest", "label"})
"""Values that only suggest a fix: they change with the lists, but the diagnostic is the same."""


class UnknownRevision(Exception):
    """git does not know the revision, or this is not a git repository; the text is git's."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The differences from a revision."""

    commit: str
    """The merge base of the revision and the current commit; empty if somebody named the files."""
    paths: frozenset[str]
    """Files that were edited, added or removed since then, with or without a commit."""

    def touch(self, diagnostic: Diagnostic) -> bool:
        """Whether the file of a diagnostic, or a file in its folder, was edited."""
        path = diagnostic.location.path
        return path in self.paths or any(one.startswith(f"{path}/") for one in self.paths)


def since(root: Path, revision: str) -> Changes:
    """What changed in the repository at *root* since *revision*.

    Raises:
        UnknownRevision: git cannot find it.
    """
    named = _git(
        root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
    )
    commit = named.decode().strip()
    with suppress(UnknownRevision):  # two histories without a common commit
        commit = _git(root, "merge-base", commit, "HEAD").decode().strip() or commit
    edited = _git(
        root, "diff", "--name-only", "--no-renames", "--relative", "-z", commit, "--", "."
    )
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    names = (edited + new).decode("utf-8", "surrogateescape").split("\0")
    return Changes(commit, frozenset(name for name in names if name))


@contextmanager
def earlier(root: Path, commit: str, folders: Sequence[str]) -> Iterator[Path]:
    """The regular files of the repository at *commit*, in a temporary folder."""
    inside = ("mkdocs.yml/", *(f"{folder}/" for folder in folders))
    with tempfile.TemporaryDirectory(prefix="knowledge-earlier-") as location:
        with suppress(UnknownRevision):  # the folder did not exist yet
            packed = _git(root, "archive", "--format=tar", commit)
            with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
                for member in archive:
                    if f"{member.name}/".startswith(inside):
                        _unpack(archive, member, Path(location))
        yield Path(location)


def _unpack(archive: tarfile.TarFile, member: tarfile.TarInfo, location: Path) -> None:
    if member.isfile():
        archive.extract(member, location, filter="data")
    elif member.issym():  # a link without its target: the check only reports that it is a link
        link = location / member.name
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to("elsewhere")


def split(
    diagnostics: Sequence[Diagnostic], changes: Changes, before: Sequence[Diagnostic]
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """(diagnostics that belong to the change, all others).

    *before*: the diagnostics at the merge base; they are compared without lines, which move.
    """
    known = Counter(_key(diagnostic) for diagnostic in before)
    inside, outside = [], []
    for diagnostic in diagnostics:
        key = _key(diagnostic)
        if known[key] and not changes.touch(diagnostic):
            known[key] -= 1
            outside.append(diagnostic)
        else:
            inside.append(diagnostic)
    return inside, outside


def _key(diagnostic: Diagnostic) -> tuple[str, str, str]:
    values = {name: text for name, text in diagnostic.values.items() if name not in SUGGESTED}
    return diagnostic.location.path, diagnostic.code, str(sorted(values.items(), key=str))


def _git(root: Path, *arguments: str) -> bytes:
    command = ["git", "-C", str(root), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError as error:
        raise UnknownRevision(f"git: {error.strerror}") from None
    if done.returncode:
        message = done.stderr.decode("utf-8", "replace").strip().split("\n")[0]
        raise UnknownRevision(message or f"git {arguments[0]}: {done.returncode}")
    return done.stdout
