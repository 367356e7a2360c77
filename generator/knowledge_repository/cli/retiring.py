"""``knowledge retire``: an entry that readers should no longer follow."""

from __future__ import annotations

from pathlib import Path

import click

from knowledge_repository import diagnostics as reports
from knowledge_repository.autofix import apply
from knowledge_repository.autofix.retiring import retire_values, with_fields
from knowledge_repository.cli import output
from knowledge_repository.cli.checking import load_and_check
from knowledge_repository.cli.language import language, say
from knowledge_repository.cli.naming import entry_named
from knowledge_repository.cli.options import find_root, language_option, root_option
from knowledge_repository.schema.validate import validate
from knowledge_repository.source.front_matter import split
from knowledge_repository.source.text import decode


@click.command()
@click.argument("id")
@click.option("--reason", required=True)
@click.option("--by", metavar="ID")
@root_option
@language_option
def retire(id: str, reason: str, by: str | None, root: Path | None) -> None:
    """Write status, reason and successor into the original, and list what is to translate."""
    root = find_root(root)
    library, _ = load_and_check(root)
    entry = entry_named(root, library, id)
    other = entry_named(root, library, by) if by else None
    if other is entry:
        raise click.UsageError(say("by-itself"))
    values = retire_values(" ".join(reason.split()), other.id if other else None)
    path = entry.location().path
    raw = (root / path).read_bytes()
    after = with_fields(path, raw, values)
    if after is None:
        output.fail(say("by-hand", file=path, fields=", ".join(values)))
    document = split(path, decode(path, after)).front_matter
    _, wrong = validate(library.schema.model_of(entry), document)
    if wrong:
        raise click.UsageError(reports.message(wrong[0], language()))
    try:
        if not apply.replace_file(root / path, raw, after):
            output.fail(say("not-written", file=path, detail=say("changed-meanwhile")))
    except OSError as error:
        output.fail(say("not-written", file=path, detail=error.strerror))
    click.echo(say("retired", id=entry.id, status=values["status"]))
    _, found = load_and_check(root)
    to_do = [one for one in found if one.location.path.startswith(f"{entry.folder}/")]
    if to_do:
        click.echo(say("to-do"), err=True)
        output.show(to_do, root)
