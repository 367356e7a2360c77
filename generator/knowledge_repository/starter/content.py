"""The files in ``content/`` and the example entries of a new repository: YAML whose values are JSON
strings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge_repository.i18n.locale import country_name, direction_of, language_name
from knowledge_repository.starter.words import Words, flow, key_of, quoted

SECTIONS = ("text", "lessons")
"""Ids of the sections of each kind."""


def files(
    name: str, kinds: Sequence[str], countries: Sequence[str], words: Words
) -> Iterator[tuple[str, str]]:
    """(path, text) of each file. *name*: of the site; *countries*: ISO 3166 codes."""
    yield "content/site.yml", _site(name, kinds, words)
    yield "content/languages.yml", _languages(words.languages)
    yield "content/published.yml", _PUBLISHED
    yield "content/kinds.yml", _kinds(kinds, bool(countries), words)
    yield "content/sources/examples.yml", _SOURCES
    yield "content/vocabularies/topics.yml", _topics(words)
    if countries:
        yield "content/vocabularies/countries.yml", _countries(countries, words)
    for kind in kinds:
        yield entry_file(kind, words), _entry(kind, kinds, countries, words)


def entry_file(kind: str, words: Words) -> str:
    """The path of the example entry of a kind."""
    return f"{kind}/example-{kind}/index.{words.written_in}.md"


def _site(name: str, kinds: Sequence[str], words: Words) -> str:
    every = words.languages
    return "\n".join(
        [
            "# What the site is called, and where it shows what. Every key may be left out.",
            f"name: {flow(dict.fromkeys(every, name))}",
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
            f"# featured: [example-{kinds[0]}]",
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


def _topics(words: Words) -> str:
    return (
        f"label: {words.label('labels', 'topics')}\n"
        f"one: {words.label('labels', 'topic')}\n"
        "# Each of the highest terms gets a colour; a term may have its own.\n"
        "colours: auto\n"
        "terms:\n"
        f"  - id: example\n    label: {words.label('labels', 'example')}\n"
    )


def _countries(countries: Sequence[str], words: Words) -> str:
    rows = []
    for country in countries:
        names = {code: country_name(country, code) or country for code in words.languages}
        rows.append(f"  - id: {country}\n    label: {flow(names)}")
    head = [
        f"label: {words.label('labels', 'countries')}",
        f"one: {words.label('labels', 'country')}",
    ]
    return "\n".join([*head, "territories: true", "terms:", *rows, ""])


def _kinds(kinds: Sequence[str], has_countries: bool, words: Words) -> str:
    """The first kind also has a field of links to the second one."""

    def label(key: str) -> str:
        return words.label("labels", key)

    lines = [
        "# The kinds of entries and the fields of each. Validation, pages, filters and labels",
        "# follow this file.",
        "schema: 1",
        "",
        "kinds:",
    ]
    for number, kind in enumerate(kinds):
        lines += [
            f"  {kind}:",
            "    label:",
            f"      one: {flow(words.kind(kind, 'one'))}",
            f"      many: {flow(words.kind(kind, 'many'))}",
            f"      count: {flow(words.kind(kind, 'count'))}",
            f"      intro: {label('intro')}",
            "    sections:",
            "      text:",
            f"        label: {words.label('sections', 'text')}",
            "        required: true",
            "      lessons:",
            f"        label: {words.label('sections', 'lessons')}",
            "    fields:",
        ]
        if has_countries:
            lines.append(
                "      countries: {type: term, list: true, vocabulary: countries, required: true}"
            )
            lines.append(
                "      places: {type: place, list: true, vocabulary: countries,"
                f" label: {label('places')}}}"
            )
        lines += [
            "      topics: {type: term, list: true, vocabulary: topics, required: true}",
            f"      period: {{type: period, label: {label('period')}}}",
            f"      results: {{type: result, list: true, label: {label('results')}}}",
        ]
        if number == 0 and len(kinds) > 1:
            lines += [
                f"      {key_of(kinds[1])}:",
                "        type: link",
                "        list: true",
                f"        kind: {kinds[1]}",
                f"        label: {flow(words.kind(kinds[1], 'many'))}",
                "        roles:",
                f"          used: {{label: {label('used')}, icon: material/check-circle}}",
            ]
    return "\n".join(lines) + "\n"


def _entry(kind: str, kinds: Sequence[str], countries: Sequence[str], words: Words) -> str:
    name = str(words.kind(kind, "one")[words.written_in])
    title = words.text("entry", "title").replace("{kind}", name)
    lines = [
        "---",
        f"title: {quoted(title)}",
        f"summary: {quoted(words.text('entry', 'summary'))}",
        "status: published",
    ]
    if countries:
        lines.append(f"countries: [{countries[0]}]")
    lines += ["topics: [example]", "period: {start: 2019, end: 2020}"]
    if kind == kinds[0] and len(kinds) > 1:
        other = kinds[1]
        lines.append(f"{key_of(other)}: [{{id: example-{other}, role: used}}]")
    lines += [
        "sources: [example]",
        f"authors: [{{name: {words.text('entry', 'author')}}}]",
        "review: {level: none}",
        "last_reviewed: 2026-01-31",
        "---",
    ]
    for section in SECTIONS:
        text = words.text("entry", section)
        lines += ["", f"## {words.text('sections', section)}", "", f"{text}[^example]"]
    return "\n".join([*lines, ""])
