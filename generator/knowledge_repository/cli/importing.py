"""``knowledge import``: draft entries from the rows of a table."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from knowledge_repository import check as checker
from knowledge_repository import config
from knowledge_repository import diagnostics as reports
from knowledge_repository.cli import output
from knowledge_repository.cli.checking import load_and_check
from knowledge_repository.cli.language import language, say
from knowledge_repository.cli.naming import one_of
from knowledge_repository.cli.options import (
    dry_run_option,
    find_root,
    language_option,
    root_option,
)
from knowledge_repository.content.entries import FolderRef, ParseContext, load_folder
from knowledge_repository.content.files import Files
from knowledge_repository.content.names import SLUG
from knowledge_repository.content.strays import MAX_SLUG, slug
from knowledge_repository.drafts.columns import ID, Columns, Target
from knowledge_repository.drafts.front_matter import Value
from knowledge_repository.drafts.rows import Draft, draft_of
from knowledge_repository.drafts.tables import BadTable, Table, cell_name, read_table
from knowledge_repository.model import Diagnostic, Entry, Library, Location
from knowledge_repository.schema.kinds import Kind
from knowledge_repository.source.suggestions import nearest
from knowledge_repository.source.text import SourceError, decode
from knowledge_repository.source.yaml import parse

Problem = tuple[str, Diagnostic]
"""The name of a cell or the path of a draft, and what is wrong there."""


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", required=True)
@click.option("--map", "map", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--original", metavar="LANGUAGE")
@root_option
@language_option
@dry_run_option
def import_(
    file: Path, kind: str, map: Path | None, original: str | None, root: Path | None, dry_run: bool
) -> None:
    """Write the drafts, or say which cells are wrong and write nothing."""
    root = find_root(root)
    library, _ = load_and_check(root)
    one_of("kind", kind, library.schema.kinds)
    original = original or next(iter(library.languages))
    one_of("original", original, library.languages)
    columns = Columns(library, library.schema.kinds[kind])
    table = _table(file)
    targets = _targets(table[0], columns, _names(map) if map else {})
    defaults: dict[str, Value] = {
        "status": "draft",
        "review": {"level": "none"},
        "last_reviewed": date.today().isoformat(),
    }
    drafts = [
        draft_of(columns, targets, cells, row, original, defaults)
        for row, cells in enumerate(table[1:], 2)
        if any(cells)
    ]
    wrong, to_do = _problems(root, library, columns.kind, drafts)
    if wrong:
        for cell, diagnostic in wrong:
            _print(f"{file.name}:{cell}", diagnostic)
        click.echo(f"\n{say('nothing-imported', n=len(wrong))}", err=True)
        sys.exit(1)
    for draft in drafts:
        click.echo(f"{file.name}:{draft.row}: {draft.path}")
        if not dry_run:
            _write(root, draft)
    if to_do:
        click.echo(f"\n{say('to-do')}", err=True)
        for path, diagnostic in to_do:
            _print(path, diagnostic)
    click.echo(say("would-import" if dry_run else "imported-drafts", n=len(drafts)))


def _table(file: Path) -> Table:
    try:
        return read_table(file)
    except BadTable as error:
        raise click.UsageError(f"{file.name}: {say(str(error))}") from None
    except ModuleNotFoundError:
        raise click.UsageError(say("missing-openpyxl")) from None
    except OSError as error:
        raise click.UsageError(f"{file.name}: {error.strerror}") from None


def _names(file: Path) -> dict[str, str]:
    """Column → field, of the file ``--map``."""
    try:
        data = parse(file.name, decode(file.name, file.read_bytes())).data
    except SourceError as error:
        text = reports.message(error.diagnostic, language())
        raise click.UsageError(f"{file.name}:{error.diagnostic.location.line}: {text}") from None
    if not isinstance(data, dict) or not all(isinstance(one, str | None) for one in data.values()):
        raise click.UsageError(f"{file.name}: {say('map-form')}")
    return {column: str(field or "") for column, field in data.items()}


def _targets(
    head: Sequence[str], columns: Columns, names: Mapping[str, str]
) -> list[Target | None]:
    """What each column fills in; None for an empty name and for what the map ignores.

    Raises:
        click.UsageError: a name is unknown, or used twice.
    """
    found: list[Target | None] = []
    problems = [say("no-column", cell="--map", value=one) for one in names if one not in head]
    for number, name in enumerate(head, 1):
        field = names.get(name, name)
        target = columns.target(field) if field else None
        cell = cell_name(1, number)
        if field and target is None:
            near = nearest(field, columns.names())
            text = say("no-column", cell=cell, value=field)
            problems.append(f"{text} {say('nearest', value=near)}" if near else text)
        elif target is not None and target.path in [one.path for one in found if one]:
            problems.append(say("column-twice", cell=cell, value=field))
        found.append(target)
    if problems:
        raise click.UsageError("\n".join(problems))
    return found


def _problems(
    root: Path, library: Library, kind: Kind, drafts: Sequence[Draft]
) -> tuple[list[Problem], list[Problem]]:
    """(what is wrong in a cell, what a draft still lacks): found by the check itself."""
    wrong = [
        (cell_name(draft.row, draft.cells.get((ID,), 1)), one)
        for draft in drafts
        for one in _wrong_ids(library, draft, drafts)
    ]
    if wrong:
        return wrong, []
    to_do: list[Problem] = []
    by_folder = {draft.path.rpartition("/")[0]: draft for draft in drafts}
    seen: set[tuple[str, str]] = set()
    for diagnostic in _checked(root, library, kind, drafts):
        path = diagnostic.location.path
        draft = by_folder[path if path in by_folder else path.rpartition("/")[0]]
        column = draft.column_at(diagnostic.location) if diagnostic.location.width else None
        whole_file = diagnostic.location == Location(path)
        if column is None or whole_file or diagnostic.level == "warning":
            to_do.append((path, diagnostic))
            continue
        cell = cell_name(draft.row, column)
        if (cell, diagnostic.code) not in seen:
            seen.add((cell, diagnostic.code))
            wrong.append((cell, diagnostic))
    return wrong, to_do


def _wrong_ids(library: Library, draft: Draft, drafts: Sequence[Draft]) -> Iterator[Diagnostic]:
    location = Location(draft.path)
    taken = {alias: f"{kinds[0]}/{alias}" for alias, kinds in library.aliases.items()}
    taken |= {path.rpartition("/")[2]: path for path in library.folders}
    counts = Counter(one.id for one in drafts)
    if not SLUG.fullmatch(draft.id) or len(draft.id) > MAX_SLUG:
        values = {"name": draft.id, "nearest": slug(draft.id)}
        yield Diagnostic(location, "bad-folder-name", values)
    elif draft.id in taken or counts[draft.id] > 1:
        other = taken.get(draft.id, draft.path.rpartition("/")[0])
        yield Diagnostic(location, "duplicate-id", {"id": draft.id, "other": other})


def _checked(root: Path, library: Library, kind: Kind, drafts: Sequence[Draft]) -> list[Diagnostic]:
    """What the check says about *drafts*, which are written into a temporary folder."""
    settings, _ = config.load(root)
    context = ParseContext.of(library, html=False, limits=settings.limits)
    entries: dict[str, Entry] = {}
    with tempfile.TemporaryDirectory(prefix="knowledge-import-") as folder:
        files = Files(Path(folder), settings.limits)
        for draft in drafts:
            _write(Path(folder), draft)
            ref = FolderRef(kind.folder, kind.id, draft.id, kind.model)
            entry, _ = load_folder(files, ref, context)
            if isinstance(entry, Entry):
                entries[draft.id] = entry
    folders = {draft.path.rpartition("/")[0] for draft in drafts}
    whole = replace(
        library,
        entries={**library.entries, **entries},
        folders=library.folders | folders,
        files=library.files | files.found,
    )
    found = [*files.diagnostics, *checker.check(whole, today=date.today())]
    return [
        one
        for one in reports.sort(found)
        if one.location.path in folders or one.location.path.rpartition("/")[0] in folders
    ]


def _write(root: Path, draft: Draft) -> None:
    """Write a draft into a new folder; nothing that exists is overwritten."""
    path = root / draft.path
    try:
        path.parent.mkdir(parents=True)
        path.write_text(draft.text, encoding="utf-8", newline="\n")
    except OSError as error:
        output.fail(say("not-written", file=draft.path, detail=error.strerror))


def _print(where: str, diagnostic: Diagnostic) -> None:
    lang = language()
    level = reports.phrase(diagnostic.level, lang)
    text = reports.message(diagnostic, lang)
    click.echo(f"{reports.printable(where)}: {level}: {text} [{diagnostic.code}]", err=True)
    if hint := reports.hint(diagnostic, lang):
        click.echo(f"    {hint}", err=True)
