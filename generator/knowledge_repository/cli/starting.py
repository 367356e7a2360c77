"""``knowledge init``: a new repository."""

from __future__ import annotations

import re
from pathlib import Path

import click

from knowledge_repository.content.kinds import TAKEN
from knowledge_repository.i18n.locale import country_name, language_name
from knowledge_repository.i18n.words import REFERENCE
from knowledge_repository.model import LANGUAGE_CODE
from knowledge_repository.starter import Choices, NotEmpty, write_repository

SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", help="Name of the site.")
@click.option("--languages", help="Codes of its languages, for example en,fr,ar.")
@click.option("--kinds", help="Folders of its kinds of entries, for example projects,lessons.")
@click.option("--countries", help="ISO 3166 codes, for example TN,MA; empty for none.")
@click.option("--yes", is_flag=True, help="Ask nothing: use the defaults for what is not given.")
def init(
    folder: Path,
    name: str | None,
    languages: str | None,
    kinds: str | None,
    countries: str | None,
    yes: bool,
) -> None:
    """Write a new repository into FOLDER, a new or empty folder. It builds at once."""

    def answer(given: str | None, question: str, default: str) -> str:
        if given is not None or yes:
            return default if given is None else given
        return str(click.prompt(question, default=default))

    choices = Choices(
        name=answer(name, "Name of the site", "Knowledge repository").strip(),
        languages=_codes(answer(languages, "Languages", REFERENCE), "languages", LANGUAGE_CODE),
        kinds=_codes(answer(kinds, "Kinds of entries", "projects,lessons"), "kinds", SLUG.pattern),
        countries=_codes(answer(countries, "Countries (or none)", ""), "countries", "[A-Z]{2}"),
    )
    _check(choices)
    try:
        written = write_repository(folder, choices)
    except NotEmpty as error:
        raise click.UsageError(f"{error}: choose another folder") from None
    click.echo(f"{len(written)} files are in {folder}. Next:\n\n  cd {folder}\n  make serve\n")


def _codes(text: str, option: str, pattern: str) -> tuple[str, ...]:
    """The parts of a list with commas."""
    found = tuple(dict.fromkeys(part for part in re.split(r"[,\s]+", text) if part))
    if option == "countries" and text.strip().lower() == "none":
        return ()
    for code in found:
        if not re.fullmatch(pattern, code):
            raise click.UsageError(f"--{option}: {code!r} has the wrong form ({pattern})")
    return found


def _check(choices: Choices) -> None:
    if not choices.languages or not choices.kinds:
        raise click.UsageError("a repository needs at least one language and one kind of entry")
    for code in choices.languages:
        if language_name(code, REFERENCE) is None:
            raise click.UsageError(f"--languages: there is no language {code!r}")
    for code in choices.countries:
        if country_name(code, REFERENCE) is None:
            raise click.UsageError(f"--countries: there is no country {code!r}")
    for kind in TAKEN.union(choices.languages).intersection(choices.kinds):
        raise click.UsageError(f"--kinds: the name {kind!r} has another use")
