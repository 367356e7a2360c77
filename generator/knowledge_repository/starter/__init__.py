"""A new repository: what ``knowledge init`` writes.

The files in ``files/`` are copied; ``$name`` and other placeholders are filled in. What depends on
the chosen languages, kinds and countries is made here, as YAML whose values are JSON strings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

from knowledge_repository import __version__
from knowledge_repository.errors import BuildError
from knowledge_repository.i18n.locale import country_name, direction_of, language_name
from knowledge_repository.i18n.words import REFERENCE
from knowledge_repository.starter.words import (
    counted,
    flow,
    key_of,
    label,
    name_of,
    quoted,
    singular,
)

FILES = Path(__file__).parent / "files"
TARGETS = {
    "gitattributes": ".gitattributes",
    "gitignore": ".gitignore",
    "editorconfig": ".editorconfig",
    "workflows/check.yml": ".github/workflows/check.yml",
    "workflows/draft.yml": ".github/workflows/draft.yml",
    "workflows/publish.yml": ".github/workflows/publish.yml",
    "pull_request_template.md": ".github/pull_request_template.md",
    "CODEOWNERS": ".github/CODEOWNERS",
    "dependabot.yml": ".github/dependabot.yml",
}
"""Files of ``files/`` that have another path in the new repository."""
SECTIONS = {"text": "What happened", "lessons": "Lessons"}
"""Id of a section of each kind → its heading."""
SUMMARY = (
    "This entry shows what a text looks like. Replace its words with your own, or copy its folder "
    "and remove it later."
)


class NotEmpty(BuildError):
    """The folder for the new repository contains something."""


@dataclass(frozen=True)
class Choices:
    """What the new repository is about."""

    name: str
    languages: Sequence[str]
    """Language codes, in the order in which readers are offered them."""
    kinds: Sequence[str]
    """Folders of the kinds of entries."""
    countries: Sequence[str]
    """ISO 3166 codes; empty for a repository without countries."""

    @property
    def written_in(self) -> str:
        """The language of the labels and examples: they are in English, so English if the site has
        it; otherwise the first, whose writers replace them."""
        return REFERENCE if REFERENCE in self.languages else self.languages[0]


def write_repository(target: Path, choices: Choices) -> list[str]:
    """Write a repository into the folder *target*; the paths of its files.

    Raises:
        NotEmpty: *target* contains something.
    """
    if target.is_dir() and any(target.iterdir()):
        raise NotEmpty(f"{target} is not empty")
    files = {**_copied(choices), **dict(_content(choices))}
    for path, text in files.items():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_text(text, encoding="utf-8")
    return sorted(files)


def _copied(choices: Choices) -> dict[str, str]:
    values = {
        "name": choices.name,
        "quoted_name": quoted(choices.name),
        "address": "https://ORGANISATION.github.io/REPOSITORY/",
        "language": choices.written_in,
        "version": __version__,
        "folders": "\n".join(
            f"| `{kind}/` | one folder for each entry |" for kind in choices.kinds
        ),
    }
    copied = {}
    for file in sorted(FILES.rglob("*")):
        if file.is_file():
            path = file.relative_to(FILES).as_posix()
            text = Template(file.read_text(encoding="utf-8")).substitute(values)
            copied[TARGETS.get(path, path)] = text
    return copied


def _content(choices: Choices) -> Iterator[tuple[str, str]]:
    yield "content/site.yml", _site(choices)
    yield "content/languages.yml", _languages(choices.languages)
    yield "content/published.yml", _PUBLISHED
    yield "content/kinds.yml", _kinds(choices)
    yield "content/sources/examples.yml", _SOURCES
    yield "content/vocabularies/topics.yml", _topics(choices.written_in)
    if choices.countries:
        yield "content/vocabularies/countries.yml", _countries(choices)
    for kind in choices.kinds:
        yield f"{kind}/example-{kind}/index.{choices.written_in}.md", _entry(kind, choices)


def _site(choices: Choices) -> str:
    every = choices.languages
    return "\n".join(
        [
            "# What the site is called, and where it shows what. Every key may be left out.",
            f"name: {flow(dict.fromkeys(every, choices.name))}",
            "# The licence of every entry that names no other one.",
            "licence:",
            "  id: CC-BY-4.0",
            f"  name: {flow(dict.fromkeys(every, 'CC BY 4.0'))}",
            "  url: https://creativecommons.org/licenses/by/4.0/",
            "# An icon (material/water), or a PNG or WebP picture in this folder (logo.png).",
            "# logo: material/water",
            "# Where people without an account send their texts.",
            "# email: editors@example.org",
            "# Entries that the home page shows first.",
            f"# featured: [example-{choices.kinds[0]}]",
            "",
        ]
    )


def _languages(codes: Sequence[str]) -> str:
    rows = [
        f"  - {{code: {code}, name: {quoted(language_name(code, code) or code)},"
        f" direction: {direction_of(code)}}}"
        for code in codes
    ]
    return "# The languages of the site, in the order in which readers are offered them.\n" + (
        "languages:\n" + "\n".join(rows) + "\n"
    )


_PUBLISHED = """\
# Every entry that was ever published: its address must lead somewhere for ever.
# "knowledge check --fix" adds new lines, "knowledge move" keeps the list in step.
published: []
"""

_SOURCES = """\
# The documents that entries cite by their ids: [^example].
sources:
  - id: example
    title: "Example of a source"
    publisher: "Name of the publisher"
    year: 2020
"""


def _topics(language: str) -> str:
    return (
        f"label: {label(language, 'Topics')}\n"
        f"one: {label(language, 'Topic')}\n"
        "# Each of the highest terms gets a colour; a term may have its own.\n"
        "colours: auto\n"
        "terms:\n"
        f"  - id: example\n    label: {label(language, 'Example')}\n"
    )


def _countries(choices: Choices) -> str:
    labels = (("label", "Countries"), ("one", "Country"))
    head = [f"{key}: {label(choices.written_in, text)}" for key, text in labels]
    rows = []
    for country in choices.countries:
        names = {code: country_name(country, code) or country for code in choices.languages}
        rows.append(f"  - id: {country}\n    label: {flow(names)}")
    return "\n".join([*head, "territories: true", "terms:", *rows, ""])


def _kinds(choices: Choices) -> str:
    """The first kind also has a field of links to the second one."""
    first = choices.written_in
    lines = [
        "# The kinds of entries and the fields of each. Validation, pages, filters and labels",
        "# follow this file.",
        "schema: 1",
        "",
        "kinds:",
    ]
    for number, kind in enumerate(choices.kinds):
        name, one = name_of(kind), singular(name_of(kind))
        lines += [
            f"  {kind}:",
            "    label:",
            f"      one: {label(first, one)}",
            f"      many: {label(first, name)}",
            f"      count: {{{first}: {flow(counted(one, name))}}}",
            f"      intro: {label(first, 'What readers find here, in one sentence.')}",
            "    sections:",
            "      text:",
            f"        label: {label(first, SECTIONS['text'])}",
            "        required: true",
            "      lessons:",
            f"        label: {label(first, SECTIONS['lessons'])}",
            "    fields:",
        ]
        if choices.countries:
            lines.append(
                "      countries: {type: term, list: true, vocabulary: countries, required: true}"
            )
            lines.append(
                "      places: {type: place, list: true, vocabulary: countries,"
                f" label: {label(first, 'Places')}}}"
            )
        lines += [
            "      topics: {type: term, list: true, vocabulary: topics, required: true}",
            f"      period: {{type: period, label: {label(first, 'Period')}}}",
            f"      results: {{type: result, list: true, label: {label(first, 'Results')}}}",
        ]
        if number == 0 and len(choices.kinds) > 1:
            lines += [
                f"      {key_of(choices.kinds[1])}:",
                "        type: link",
                "        list: true",
                f"        kind: {choices.kinds[1]}",
                f"        label: {label(first, name_of(choices.kinds[1]))}",
                "        roles:",
                f"          used: {{label: {label(first, 'Used')}, icon: material/check-circle}}",
            ]
    return "\n".join(lines) + "\n"


def _entry(kind: str, choices: Choices) -> str:
    lines = [
        "---",
        f"title: {quoted('Example: ' + singular(name_of(kind)))}",
        f"summary: {quoted(SUMMARY)}",
        "status: published",
    ]
    if choices.countries:
        lines.append(f"countries: [{choices.countries[0]}]")
    lines += ["topics: [example]", "period: {start: 2019, end: 2020}"]
    if kind == choices.kinds[0] and len(choices.kinds) > 1:
        other = choices.kinds[1]
        lines.append(f"{key_of(other)}: [{{id: example-{other}, role: used}}]")
    return "\n".join(
        [
            *lines,
            "sources: [example]",
            "authors: [{name: Name of the author}]",
            "review: {level: none}",
            "last_reviewed: 2026-01-31",
            "---",
            "",
            "## What happened",
            "",
            "Each statement names its source.[^example]",
            "",
            "## Lessons",
            "",
            "What others can take from it.[^example]",
            "",
        ]
    )
