"""Writing fixes into the files of a repository.

Only regular files of the repository are written. Each is written to a temporary file, which then
replaces it in one rename and keeps its permissions. A file that changed meanwhile is not replaced.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from knowledge_repository import markdown
from knowledge_repository.autofix.edits import apply_edits
from knowledge_repository.autofix.fixes import Fix, fix_text
from knowledge_repository.autofix.ledger import record
from knowledge_repository.content.load import input_dirs
from knowledge_repository.content.published import PUBLISHED
from knowledge_repository.model import Diagnostic, Library, Limits, Location
from knowledge_repository.rules.published import unrecorded_ids


def fix_files(
    root: Path, library: Library, diagnostics: Sequence[Diagnostic], limits: Limits
) -> Iterator[Fix]:
    """Fix the files below *root*; yields every fix after its file is written.

    Raises:
        OSError: a file could not be written and was not changed; earlier files are fixed. Its
            ``filename`` is the path below *root*.
    """
    terms, figures = _terms(library, diagnostics), _figures(diagnostics)
    for path in _files(root, input_dirs(root)):
        name = path.relative_to(root).as_posix()
        try:
            before = path.read_bytes()
        except OSError:  # a diagnostic of the check
            continue
        after, fixes = fix_text(name, before, terms.get(name, {}), figures.get(name, {}))
        if after != before and _write_or_name(root, name, before, after):
            yield from fixes
    yield from _shrink_pictures(root, limits, diagnostics)
    yield from _record_published(root, library)


def _record_published(root: Path, library: Library) -> Iterator[Fix]:
    """Add to the ledger of published ids those that it lacks. It was read, so it is no link."""
    if not (ids := unrecorded_ids(library)):
        return
    before = (root / PUBLISHED).read_bytes()
    edits = record(before, ids)
    if edits and _write_or_name(root, PUBLISHED, before, apply_edits(before, edits)):
        values = {"number": str(len(ids)), "id": ids[0]}
        yield Fix(edits[0].location, "published", values)


def _shrink_pictures(
    root: Path, limits: Limits, diagnostics: Sequence[Diagnostic]
) -> Iterator[Fix]:
    for diagnostic in diagnostics:
        if diagnostic.code != "picture-size":
            continue
        # Imported here: fixing texts alone needs no time to load Pillow.
        from knowledge_repository.content.shrinking import MAX_BYTES, shrink

        name = diagnostic.location.path
        if (root / name).stat().st_size > MAX_BYTES:
            continue
        before = (root / name).read_bytes()
        after = shrink(before, name, limits)
        if after is not None and _write_or_name(root, name, before, after):
            values = {"before": str(len(before)), "after": str(len(after))}
            yield Fix(diagnostic.location, "picture", values)


def _terms(
    library: Library, diagnostics: Sequence[Diagnostic]
) -> Mapping[str, Mapping[Location, str]]:
    """File → location of a term that is written as its label → its id, if only one fits."""
    found: dict[str, dict[Location, str]] = defaultdict(dict)
    for diagnostic in diagnostics:
        vocabulary = library.vocabularies.get(str(diagnostic.values.get("vocabulary", "")))
        if diagnostic.code != "unknown-term" or vocabulary is None:
            continue
        value = markdown.heading_key(str(diagnostic.values["value"]))
        ids = {
            term.id
            for term in vocabulary.terms.values()
            if value in {markdown.heading_key(word) for word in (term.id, *term.labels.values())}
        }
        if len(ids) == 1:
            found[diagnostic.location.path][diagnostic.location] = ids.pop()
    return found


def _figures(diagnostics: Sequence[Diagnostic]) -> Mapping[str, dict[Location, tuple[str, str]]]:
    """File → location of a number that differs from the original → it, and what to write."""
    found: dict[str, dict[Location, tuple[str, str]]] = defaultdict(dict)
    for diagnostic in diagnostics:
        values = {name: str(value) for name, value in diagnostic.values.items()}
        if diagnostic.code == "figure-parity" and values.get("new"):
            found[diagnostic.location.path][diagnostic.location] = values["other"], values["new"]
    return found


def _files(root: Path, folders: Sequence[str]) -> Iterator[Path]:
    """Every Markdown and YAML file in *folders*, sorted; no symbolic links and no hard links."""
    for folder in folders:
        if (root / folder).is_symlink():
            continue
        for location, inner, files in os.walk(root / folder):
            inner[:] = sorted(name for name in inner if not name.startswith("."))
            for name in sorted(files):
                path = Path(location) / name
                status = path.lstat()
                fixable = name.endswith((".md", ".yml")) and stat.S_ISREG(status.st_mode)
                if fixable and status.st_nlink == 1:
                    yield path


def _write_or_name(root: Path, name: str, before: bytes, after: bytes) -> bool:
    """``replace_file``; an error has the path below *root*."""
    try:
        return replace_file(root / name, before, after)
    except OSError as error:
        raise OSError(error.errno, error.strerror, name) from None


def write_files(root: Path, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> None:
    """Write the files of *after* below *root*, in their order: all of them, or none.

    Args:
        before: path → the content that the file has now; a path that is missing is a new file.
        after: path → new content.

    Raises:
        OSError: a file could not be written, or changed meanwhile. All files are as they were. Its
            ``filename`` is the path below *root*.
    """
    written: list[str] = []
    for name, content in after.items():
        path = root / name
        try:
            if name not in before:
                with path.open("xb") as file:
                    written.append(name)
                    file.write(content)
            elif replace_file(path, before[name], content):
                written.append(name)
            else:
                raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
        except OSError as error:
            for done in reversed(written):
                if done in before:
                    replace_file(root / done, after[done], before[done])
                else:
                    (root / done).unlink()
            raise OSError(error.errno, error.strerror, name) from None


def replace_file(path: Path, before: bytes, after: bytes) -> bool:
    """Replace a file; returns False if its content was no longer *before*.

    Raises:
        OSError: the file could not be written and was not changed.
    """
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(after)
        shutil.copymode(path, temporary)
        owner = path.stat()
        with suppress(OSError):  # only root may change an owner
            os.chown(temporary, owner.st_uid, owner.st_gid)
        if path.read_bytes() != before:
            return False
        Path(temporary).replace(path)
        return True
    finally:
        Path(temporary).unlink(missing_ok=True)
