"""``knowledge move``: a new id for an entry."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from knowledge_repository import diagnostics as reports
from knowledge_repository.autofix import apply
from knowledge_repository.autofix.edits import Edit, apply_edits, line_of, replace_value
from knowledge_repository.autofix.moving import edits_for_move, refusal
from knowledge_repository.cli import output
from knowledge_repository.cli.checking import load_and_check
from knowledge_repository.cli.language import language, say
from knowledge_repository.cli.naming import entry_named
from knowledge_repository.cli.options import (
    dry_run_option,
    find_root,
    language_option,
    root_option,
)
from knowledge_repository.content.strays import slug
from knowledge_repository.model import Diagnostic, Entry, Library, Location
from knowledge_repository.translations.parts import original_hashes, recorded_hashes


@click.command()
@click.argument("old")
@click.argument("new")
@root_option
@language_option
@dry_run_option
def move(old: str, new: str, root: Path | None, dry_run: bool) -> None:
    """Rename the folder of an entry, and everything that leads to it."""
    root = find_root(root)
    library, before = load_and_check(root)
    entry = entry_named(root, library, old)
    _refuse_unreadable(root, library, before)
    new = _new_id(library, entry, new)
    edits = edits_for_move(root, library, entry, new)
    _show(root, edits)
    counts = {"files": len(edits), "n": sum(map(len, edits.values()))}
    if dry_run:
        click.echo(say("would-move", old=entry.id, new=new, **counts))
        return
    _write(root, edits, entry, new)
    click.echo(say("moved", old=entry.id, new=new, **counts))
    after, found = load_and_check(root)
    if _renew_hashes(root, library, after, {new: entry.id}):
        _, found = load_and_check(root)
    if appeared := _new(before, found, entry.folder, f"{entry.parent}/{new}"):
        click.echo(say("new-problems"), err=True)
        output.show(appeared, root)
        sys.exit(1)


def _new_id(library: Library, entry: Entry, text: str) -> str:
    """The id that *text*, an id or a folder, names."""
    above, slash, new = text.rstrip("/").rpartition("/")
    if slash and above not in (entry.parent, entry.kind):
        raise click.UsageError(say("same-kind", folder=entry.parent))
    if new == entry.id:
        raise click.UsageError(say("same-name"))
    if found := refusal(library, entry, new):
        code, values = found
        if code == "bad-folder-name":
            values["nearest"] = slug(new)
        diagnostic = Diagnostic(Location(f"{entry.parent}/{new}"), code, values)
        sentences = (reports.message(diagnostic, language()), reports.hint(diagnostic, language()))
        raise click.UsageError("; ".join(filter(None, sentences)))
    return new


def _refuse_unreadable(root: Path, library: Library, found: Sequence[Diagnostic]) -> None:
    """A file that cannot be read may have links to the entry: nothing is moved."""
    read = {one.location.path for text in library.all_texts() for one in text.translations.values()}
    texts = {path for path in library.files if path.endswith(".md")} - read
    if texts:
        click.echo(say("unreadable-files"), err=True)
        output.show([one for one in found if one.location.path in texts], root)
        sys.exit(1)


def _show(root: Path, edits: dict[str, list[Edit]]) -> None:
    for path, places in edits.items():
        raw = (root / path).read_bytes()
        for location, text in sorted(places):
            where = f"{path}:{location.line}:{location.column}"
            begin = location.column - 1
            old = line_of(raw, location.line)[begin : begin + location.width]
            change = f"{old} → {text}" if old else f"+ {text.strip(', ' + chr(10))}"
            click.echo(reports.printable(f"{where}: {change}"))


def _write(root: Path, edits: dict[str, list[Edit]], entry: Entry, new: str) -> None:
    """Write all files, then rename the folder; if one step fails, the others are undone."""
    written: dict[Path, tuple[bytes, bytes]] = {}
    path = root
    try:
        for name, places in edits.items():
            path = root / name
            raw = path.read_bytes()
            after = apply_edits(raw, places)
            if not apply.replace_file(path, raw, after):
                raise OSError(0, say("changed-meanwhile"), name)
            written[path] = raw, after
        path = root / entry.folder
        path.rename(root / entry.parent / new)
    except OSError as error:
        for done, (raw, after) in written.items():
            apply.replace_file(done, after, raw)
        output.fail(say("not-written", file=path.relative_to(root), detail=error.strerror))


def _renew_hashes(
    root: Path, before: Library, after: Library, names: Mapping[str, str]
) -> list[str]:
    """Record the originals again in translations that were up to date: an address in a link is
    nothing to translate. Returns the files that changed.

    *names*: new id → old id.
    """
    earlier = {(text.parent, text.id): text for text in before.all_texts()}
    changed = []
    for text in after.all_texts():
        old = original_hashes(earlier[text.parent, names.get(text.id, text.id)], before.schema)
        new = original_hashes(text, after.schema)
        moved = {part: hash for part, hash in new.items() if old.get(part, hash) != hash}
        for words in text.translations.values() if moved else ():
            recorded, path = recorded_hashes(words), words.location.path
            raw = (root / path).read_bytes()
            edits = [
                replace_value(raw, words.source_map, ("translation", "of", *part), hash)
                for part, hash in moved.items()
                if recorded.get(part) == old[part]
            ]
            if edits and apply.replace_file(root / path, raw, apply_edits(raw, edits)):
                changed.append(path)
    return changed


def _new(
    before: Sequence[Diagnostic], after: Sequence[Diagnostic], old: str, new: str
) -> list[Diagnostic]:
    """The diagnostics of *after* that were not there *before*, when the folder was *old*."""
    known = Counter((one.location.path.replace(old, new), one.code) for one in before)
    found = []
    for one in after:
        key = (one.location.path, one.code)
        if known[key]:
            known[key] -= 1
        else:
            found.append(one)
    return found
