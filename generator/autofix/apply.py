"""``check --fix``: the files of a repository, mended as ``fixing`` does, written so that nothing is
lost.

Only ordinary files of ours are touched. Each is written beside itself and takes its own place in
one rename, with its permissions; a file that changed in the meantime is left alone.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from generator import markdown, schema
from generator.autofix.fixes import Fix, mend
from generator.model import Diagnostic, Library, Location

FOLDERS = (*schema.KINDS, "content")


def repair(root: Path, library: Library, diagnostics: Sequence[Diagnostic]) -> Iterator[Fix]:
    """Mend what can safely be mended in the files below *root*; what that was, by file and line.

    Raises:
        OSError: a file could not be written; it is as it was, and those before it are mended.
    """
    terms = _terms(library, diagnostics)
    for path in _files(root):
        name = path.relative_to(root).as_posix()
        try:
            before = path.read_bytes()
        except OSError:  # the check names it
            continue
        after, fixes = mend(name, before, _order(name, before), terms.get(name, {}))
        if after != before:
            try:
                written = _write(path, before, after)
            except OSError as error:
                raise OSError(error.errno, error.strerror, name) from None
            if written:
                yield from fixes


def _terms(
    library: Library, diagnostics: Sequence[Diagnostic]
) -> Mapping[str, Mapping[Location, str]]:
    """Where a term is spelt by its label, and the id that is meant: one and no other."""
    found: dict[str, dict[Location, str]] = defaultdict(dict)
    for diagnostic in diagnostics:
        vocabulary = library.vocabularies.get(str(diagnostic.values.get("vocabulary", "")))
        if diagnostic.code != "unknown-term" or vocabulary is None:
            continue
        value = markdown.heading_key(str(diagnostic.values["value"]))
        meant = {
            term.id
            for term in vocabulary.terms.values()
            if value in {markdown.heading_key(word) for word in (term.id, *term.labels.values())}
        }
        if len(meant) == 1:
            found[diagnostic.location.path][diagnostic.location] = meant.pop()
    return found


def _order(path: str, raw: bytes) -> tuple[str, ...]:
    """The usual order of the fields of an entry or page: as they are declared."""
    kind = path.split("/")[0]
    if not path.endswith(".md"):
        return ()
    if b"\ntranslation:" in raw:
        return schema.usual_order(schema.Words)
    return schema.usual_order(schema.KINDS.get(kind, schema.PlainPage))


def _files(root: Path) -> Iterator[Path]:
    """Every text and data file of ours, sorted; nothing that is a link or has a second name."""
    for folder in FOLDERS:
        if (root / folder).is_symlink():
            continue
        for location, folders, files in os.walk(root / folder):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(files):
                path = Path(location) / name
                status = path.lstat()
                ours = name.endswith((".md", ".yml")) and stat.S_ISREG(status.st_mode)
                if ours and status.st_nlink == 1:
                    yield path


def _write(path: Path, before: bytes, after: bytes) -> bool:
    """Whether the file could take its new content: not where somebody changed it meanwhile."""
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(after)
        shutil.copymode(path, beside)
        owner = path.stat()
        with suppress(OSError):  # only root may give a file to somebody else
            os.chown(beside, owner.st_uid, owner.st_gid)
        if path.read_bytes() != before:
            return False
        Path(beside).replace(path)
        return True
    finally:
        Path(beside).unlink(missing_ok=True)
