"""``knowledge new``: the file of a new entry."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import click

from knowledge_repository.cli import output
from knowledge_repository.cli.checking import load_and_check
from knowledge_repository.cli.language import language, say
from knowledge_repository.cli.naming import one_of
from knowledge_repository.cli.options import find_root, language_option, root_option
from knowledge_repository.cli.translating import prepare
from knowledge_repository.content.names import SLUG
from knowledge_repository.content.strays import MAX_SLUG, slug
from knowledge_repository.drafts import issues
from knowledge_repository.drafts.columns import SECTION, Columns, put
from knowledge_repository.drafts.front_matter import Value
from knowledge_repository.drafts.template import template
from knowledge_repository.model import Library
from knowledge_repository.schema.kinds import Kind
from knowledge_repository.source.suggestions import nearest
from knowledge_repository.source.text import SourceError, decode
from knowledge_repository.translations.parts import name_of


@click.command()
@click.argument("kind", required=False)
@click.argument("id", required=False)
@click.option("--title")
@click.option("--original", metavar="LANGUAGE")
@click.option("--set", "fields", multiple=True, metavar="FIELD=VALUE")
@click.option("--from-issue", "issue", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@root_option
@language_option
def new(
    kind: str | None,
    id: str | None,
    title: str | None,
    original: str | None,
    fields: Sequence[str],
    issue: Path | None,
    root: Path | None,
) -> None:
    """Write the file of a new entry, with what is known already."""
    root = find_root(root)
    library, _ = load_and_check(root)
    text = _text_of(issue) if issue else ""
    if offered := issues.offer(text, library):
        prepare(root, _named(offered.text, library), offered.language, offered.translator)
        return
    if made := issues.entry_file(text, library):
        path = f"{made.folder}/{_id(library, made.id, '')}/index.{made.language}.md"
        _write(root / path, path, made.text)
        click.echo(say("new", path=path))
        return
    found = issues.entry_answers(text, library)
    kind = kind or (found.kind.id if found else None)
    if kind is None:
        raise click.UsageError(say("no-kind", known=", ".join(library.schema.kinds)))
    one_of("kind", kind, library.schema.kinds)
    declared = library.schema.kinds[kind]
    if original is None and found:
        original = found.language
    if original is None:
        original = language() if language() in library.languages else next(iter(library.languages))
    one_of("original", original, library.languages)
    given = [_pair(one) for one in fields]
    given += (found.others if found else issues.answers(text)) if issue else []
    values, sections, unknown = _values(library, declared, given)
    if found:
        values |= found.values
        sections |= found.sections
    if unknown and not issue:
        raise click.UsageError(unknown[0])
    title = title or (str(values["title"]) if "title" in values else None)
    if title is None and sys.stdin.isatty():
        title = click.prompt(say("ask-title"))
    if title:
        values["title"] = title
    if issue and id is None:
        # A title in another script gives no name: that of the file, such as issue-12, is unique.
        id = slug(title or "") or slug(issue.stem)
    path = f"{declared.folder}/{_id(library, id, title or '')}/index.{original}.md"
    content = template(library, declared, original, values)
    for section, answer in sections.items():
        heading = declared.heading(section, original)
        marked = f"\n## {heading}\n"
        content = content if marked in content else f"{content}{marked}\n"
        content = content.replace(f"{marked}\n", f"{marked}\n{answer}\n", 1)
    _write(root / path, path, content)
    click.echo(say("new", path=path))
    if unknown:
        click.echo(say("to-do"), err=True)
        for line in unknown:
            click.echo(f"    {line}", err=True)


def _named(name: str, library: Library) -> str:
    """The text that a person calls *name*, for ``knowledge translate``: an address on the site
    becomes the name of its folder, a title that of its text."""
    titles = {
        words.title: name_of(text)
        for text in library.all_texts()
        for words in text.translations.values()
    }
    address = urlsplit(name).path.strip("/")
    return titles.get(name.strip()) or address.rpartition("/")[2] or name


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise click.UsageError(say("no-value", value=text))
    return name, value


def _text_of(file: Path) -> str:
    try:
        return decode(file.name, file.read_bytes())
    except (OSError, SourceError):
        raise click.UsageError(say("no-text", file=file.name)) from None


def _values(
    library: Library, kind: Kind, given: Sequence[tuple[str, str]]
) -> tuple[dict[str, Value], dict[str, str], list[str]]:
    """(values by field, texts by section, what names no field)."""
    columns = Columns(library, kind)
    values: dict[str, Value] = {
        "status": "draft",
        "review": {"level": "none"},
        "last_reviewed": date.today().isoformat(),
    }
    sections: dict[str, str] = {}
    unknown: list[str] = []
    for name, value in given:
        target = columns.target(name)
        if target is None or target.path == ("id",):
            near = nearest(name, columns.names())
            text = say("no-field", value=name)
            unknown.append(f"{text} {say('nearest', value=near)}" if near else text)
        elif target.path[0] == SECTION:
            sections[str(target.path[1])] = value
        else:
            put(values, target.path, columns.value(target, value))
    return values, sections, unknown


def _id(library: Library, id: str | None, title: str) -> str:
    """The name of the new folder.

    Raises:
        click.UsageError: it is missing, has a wrong form, or is taken.
    """
    if id is None and not (id := slug(title)):
        raise click.UsageError(say("no-id"))
    if not SLUG.fullmatch(id) or len(id) > MAX_SLUG:
        raise click.UsageError(say("wrong-id", value=id, nearest=slug(id)))
    if id in library.entries or id in library.aliases:
        raise click.UsageError(say("id-taken", value=id))
    return id


def _write(file: Path, path: str, text: str) -> None:
    try:
        file.parent.mkdir(parents=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        output.fail(say("not-written", file=path, detail=error.strerror))
