"""What the rule on figures compares: a field or a section, in the original or in a translation."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial

from knowledge_repository.i18n.numbers import Number, blank_markup, currencies, numbers
from knowledge_repository.model import (
    ContentFolder,
    Language,
    Library,
    Location,
    Translation,
)
from knowledge_repository.schema import phrase
from knowledge_repository.schema.facts import phrases_of

_COUNTABLE = re.compile(r"[\d€$£]")
"""A phrase without any of these contains no number and no amount."""


_TELEPHONE = re.compile(r"\+\d(?:[ \u00a0\u202f./()-]{0,2}\d){6,14}")
"""A number with the code of its country: all its digits are one number."""


@dataclass
class Passage:
    """A field or a section, in the original or in a translation."""

    text: str
    language: Language
    locate: Callable[[], Location]
    """Finds its location, which costs time and is needed only for a diagnostic."""
    words: Translation | None = None
    """The translation whose section it is; None for a field."""
    start: int = 0
    """Offset of its first byte in the body; 0 for a field."""
    links: frozenset[str] = frozenset()
    """Routes of the entries and pages that it links to."""
    cited: frozenset[str] = frozenset()
    """Ids of the sources that it cites."""

    @cached_property
    def numbers(self) -> dict[str, Number]:
        """Each value, and the first number that has it."""
        found: dict[str, Number] = {}
        for number in self._all_numbers():
            found.setdefault(number.value, number)
        return found

    def _all_numbers(self) -> Iterator[Number]:
        text = blank_markup(self.text) if self.words else self.text
        for found in _TELEPHONE.finditer(text):
            digits = "".join(str(int(sign)) for sign in found[0] if sign.isdecimal())
            yield Number(f"+{digits}", *found.span())
        text = _TELEPHONE.sub(lambda found: " " * len(found[0]), text)
        yield from numbers(text, self.language)

    def count(self, value: str) -> int:
        """How many of its numbers have this value."""
        return sum(number.value == value for number in self._all_numbers())

    @cached_property
    def currencies(self) -> list[str]:
        """Codes of its currencies, sorted."""
        return sorted(currencies(self.text))

    def written(self, number: Number) -> str:
        """A number as the author wrote it."""
        return self.text[number.start : number.end]

    def location_of(self, number: Number) -> Location:
        """The location of a number in a section; that of the whole value in a field."""
        if self.words is None:
            return self.locate()
        start = self.start + len(self.text[: number.start].encode())
        end = start + len(self.written(number).encode())
        return self.words.body.lines.location(start, end)


def fields(
    text: ContentFolder, original: Translation, words: Translation, library: Library
) -> Iterator[tuple[Passage, Passage]]:
    """The translated fields: each in the original and in the translation."""
    first, second = library.languages[original.language], library.languages[words.language]
    translated = _titles(words)
    for name, value in _titles(original).items():
        if value and (translation := translated[name]):
            yield (
                Passage(value, first, partial(original.source_map.value, (name,))),
                Passage(translation, second, partial(words.source_map.value, (name,))),
            )
    counted = {
        key: value
        for key, value in phrases_of(words).items()
        if _COUNTABLE.search(key) or _COUNTABLE.search(value)
    }
    references = library.schema.references(text) if counted else []
    known = {phrase(reference.value): reference for reference in references}
    for key, value in counted.items():
        reference = known.get(phrase(key))
        if reference is not None:
            yield (
                Passage(key, first, partial(text.location, *reference.path)),
                Passage(value, second, partial(words.source_map.value, ("phrases", key))),
            )


def _titles(words: Translation) -> dict[str, str | None]:
    matter = words.front_matter
    return {"title": matter.title, "short_title": matter.short_title, "summary": matter.summary}


def sections(words: Translation, library: Library) -> dict[str, Passage]:
    """The body between its headings of the second level, by the id of the heading; the text above
    the first heading has the id ""."""
    body = words.body
    raw = body.lines.raw
    found = body.sections()
    starts = [section.start for section in found]
    lines = [0, *(one.heading.location.line for one in found if one.heading)]

    cited: list[set[str]] = [set() for _ in found]
    for label, start, _ in body.citations:
        if label not in body.notes:
            cited[bisect_right(starts, start) - 1].add(label)
    links: list[set[str]] = [set() for _ in found]
    for link in body.links:
        folder, _, name = (link.target or "").rpartition("/")
        # ``www.example.org`` is no file of the folder: it has a diagnostic of its own.
        is_text = not name or name.endswith(".md") or link.target in library.folders
        if folder in library.folders and is_text and not link.picture:
            position = bisect_right(lines, link.location.line) - 1
            links[position].add(library.route_of(folder))

    passages = {}
    locations = [one.heading.location if one.heading else words.location for one in found]
    for index, section in enumerate(found):
        text = raw[section.start : section.end].decode("utf-8", "replace")
        if text and not text.isspace():
            passages[section.id] = Passage(
                text,
                library.languages[words.language],
                partial(locations.__getitem__, index),
                words,
                section.start,
                frozenset(links[index]),
                frozenset(cited[index]),
            )
    return passages
