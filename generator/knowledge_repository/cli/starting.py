"""``knowledge init``: a new repository."""

from __future__ import annotations

import re
from pathlib import Path

import click

from knowledge_repository.cli.forming import write_forms
from knowledge_repository.cli.language import language, say
from knowledge_repository.cli.options import language_option
from knowledge_repository.content.kinds import TAKEN
from knowledge_repository.i18n.locale import country_name, language_name
from knowledge_repository.i18n.words import REFERENCE
from knowledge_repository.model import LANGUAGE_CODE
from knowledge_repository.starter import Choices, NotEmpty, write_repository

SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@language_option
@click.option("--name")
@click.option("--languages")
@click.option("--kinds")
@click.option("--countries")
@click.option("--yes", is_flag=True)
def init(
    folder: Path,
    name: str | None,
    languages: str | None,
    kinds: str | None,
    countries: str | None,
    yes: bool,
) -> None:
    """Ask what is not given, and write the repository."""

    def answer(given: str | None, question: str, default: str) -> str:
        if given is not None or yes:
            return default if given is None else given
        return str(click.prompt(question, default=default))

    choices = Choices(
        name=answer(name, say("ask-name"), "Knowledge repository").strip(),
        languages=_codes(
            answer(languages, say("ask-languages"), REFERENCE), "languages", LANGUAGE_CODE
        ),
        kinds=_codes(answer(kinds, say("ask-kinds"), "projects,lessons"), "kinds", SLUG.pattern),
        countries=_codes(answer(countries, say("ask-countries"), ""), "countries", "[A-Z]{2}"),
    )
    _check(choices)
    try:
        written = len(write_repository(folder, choices)) + write_forms(folder)
    except NotEmpty:
        raise click.UsageError(say("not-empty", folder=folder)) from None
    click.echo(say("written", n=written, folder=folder))
    click.echo(f"\n  cd {folder}\n  make serve\n")
    if not choices.words.known:
        name = language_name(choices.words.written_in, language()) or choices.words.written_in
        files = ", ".join(("content/", *choices.examples))
        click.echo(say("english-examples", name=name, files=files))


def _codes(text: str, option: str, pattern: str) -> tuple[str, ...]:
    """The parts of a list with commas."""
    found = tuple(dict.fromkeys(part for part in re.split(r"[,\s]+", text) if part))
    if option == "countries" and text.strip().lower() == "none":
        return ()
    for code in found:
        if not re.fullmatch(pattern, code):
            raise click.UsageError(say("wrong-option", option=option, value=code, form=pattern))
    return found


def _check(choices: Choices) -> None:
    if not choices.languages or not choices.kinds:
        raise click.UsageError(say("nothing-chosen"))
    for code in choices.languages:
        if language_name(code, REFERENCE) is None:
            raise click.UsageError(say("no-language", option="languages", value=code))
    for code in choices.countries:
        if country_name(code, REFERENCE) is None:
            raise click.UsageError(say("no-country", option="countries", value=code))
    for kind in TAKEN.union(choices.languages).intersection(choices.kinds):
        raise click.UsageError(say("taken", option="kinds", value=kind))
