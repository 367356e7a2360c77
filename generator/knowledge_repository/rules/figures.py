"""Rule on the figures of a translation: they are the same as in the original."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import accumulate

from knowledge_repository.i18n.numbers import (
    Number,
    blank_markup,
    currencies,
    names_currency,
    numbers,
)
from knowledge_repository.model import (
    ContentFolder,
    Diagnostic,
    Entry,
    Language,
    Library,
    Location,
    Translation,
    routes,
)
from knowledge_repository.schema import Schema, phrase
from knowledge_repository.schema.facts import cited_sources_of, phrases_of, translation_info_of
from knowledge_repository.source.suggestions import quoted

_COUNTABLE = re.compile(r"[\d€$£]")
"""A phrase without any of these contains no number and no amount."""


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
        text = blank_markup(self.text) if self.words else self.text
        found: dict[str, Number] = {}
        for number in numbers(text, self.language):
            found.setdefault(number.value, number)
        return found

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


class Exceptions:
    """The differences that a translation records, and which of them exist."""

    def __init__(self, words: Translation, language: Language) -> None:
        """*language*: the one in which they are written."""
        info = translation_info_of(words)
        recorded = [exception.value for exception in info.exceptions] if info else []
        self.unused = dict(enumerate(recorded))
        """Index in the list of exceptions → value."""
        self._allowed: dict[str, int] = {}
        for index, value in enumerate(recorded):
            self._allowed.setdefault(value, index)
            for number in numbers(value, language):
                self._allowed.setdefault(number.value, index)

    def allow(self, value: str) -> bool:
        """Whether *value* is recorded; if so, its exception counts as used."""
        if value not in self._allowed:
            return False
        self.unused.pop(self._allowed[value], None)
        return True


def figure_parity(text: ContentFolder, library: Library) -> Iterator[Diagnostic]:
    """Each number, currency, source and link of the original is in the same section of a
    translation, and the translation has no other number."""
    original = text.translations[text.original]
    translations = [words for words in text.translations.values() if words is not original]
    if not translations:
        return
    sections = passages(original, library)
    for words in translations:
        exceptions = Exceptions(words, library.languages[original.language])
        for first, second in _fields(text, original, words, library):
            yield from _compare_figures(first, second, exceptions)
        translated = passages(words, library)
        if len(translated) != len(sections) and not isinstance(text, Entry):
            values = {
                "cause": "headings",
                "value": str(len(sections)),
                "other": str(len(translated)),
                "original": original.location.path,
            }
            yield Diagnostic(words.location, "figure-parity", values)
            continue
        yield from _compare_sections(text, sections, translated, words, exceptions, library)
        for index, value in exceptions.unused.items():
            location = words.source_map.value(("translation", "exceptions", index, "value"))
            values = {"cause": "exception", "value": quoted(value)}
            yield Diagnostic(location, "figure-parity", values)


def _compare_sections(
    text: ContentFolder,
    originals: Mapping[str, Passage],
    sections: Mapping[str, Passage],
    words: Translation,
    exceptions: Exceptions,
    library: Library,
) -> Iterator[Diagnostic]:
    if originals.keys() != sections.keys() and len(originals) == len(sections):
        # Headings of a plain page are free, and others may be misspelt: compare them in order.
        sections = dict(zip(originals, sections.values(), strict=True))
    for id, first in originals.items():
        second = sections.get(id)
        if second is not None:
            yield from _compare_figures(first, second, exceptions)
            yield from _compare_references(first, second, exceptions, text, library)
        elif isinstance(text, Entry) and _is_optional(text, id, library.schema):
            heading = first.text.splitlines()[0].lstrip("# ")
            if not exceptions.allow(heading):
                yield _difference(words.location, "section", heading, first.locate())


def _is_optional(entry: Entry, section: str, schema: Schema) -> bool:
    """Whether only this rule reports a missing section: the rule on sections reports required
    sections and unknown headings."""
    kind = schema.kinds[entry.kind]
    return section in kind.sections and section not in kind.required_sections(entry.facts)


def _compare_figures(
    first: Passage, second: Passage, exceptions: Exceptions
) -> Iterator[Diagnostic]:
    """Compare the numbers and currencies of an original and its translation."""
    for value, number in first.numbers.items():
        if value not in second.numbers and not exceptions.allow(value):
            written, original = first.written(number), first.location_of(number)
            yield _difference(second.locate(), "number", written, original)
    for value, number in second.numbers.items():
        if value not in first.numbers and not exceptions.allow(value):
            location = second.location_of(number)
            yield _difference(location, "surplus", second.written(number), first.locate())
    for code in first.currencies:
        named = names_currency(second.text, code, second.language)
        if not named and not exceptions.allow(code):
            yield _difference(second.locate(), "currency", code, first.locate())


def _compare_references(
    first: Passage,
    second: Passage,
    exceptions: Exceptions,
    text: ContentFolder,
    library: Library,
) -> Iterator[Diagnostic]:
    """Compare the sources and links of two sections; unknown ones have a diagnostic already."""
    for id in sorted(first.cited - second.cited):
        known = id in library.sources or id in cited_sources_of(text)
        if known and not exceptions.allow(id):
            yield _difference(second.locate(), "source", f"[^{id}]", first.locate())
    for target in sorted(first.links - second.links):
        if not exceptions.allow(target):
            yield _difference(second.locate(), "link", target, first.locate())


def _difference(location: Location, cause: str, value: str, original: Location) -> Diagnostic:
    """*original*: where the original has the value, or the passage that lacks it."""
    line = f"{original.path}:{original.line}"
    return Diagnostic(location, "figure-parity", {"cause": cause, "value": value, "original": line})


def _fields(
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


def passages(words: Translation, library: Library) -> dict[str, Passage]:
    """The body between its headings of the second level, by the id of the heading; the text above
    the first heading has the id ""."""
    body = words.body
    raw = body.lines.raw
    line_starts = [0, *accumulate(map(len, raw.splitlines(keepends=True)))]
    headings = [heading for heading in body.headings if heading.level == 2]
    ids = ["", *(heading.id for heading in headings)]
    locations = [words.location, *(heading.location for heading in headings)]
    lines = [0, *(heading.location.line for heading in headings)]
    starts = [0, *(line_starts[line - body.lines.first] for line in lines[1:])]

    cited: list[set[str]] = [set() for _ in ids]
    for label, start, _ in body.citations:
        if label not in body.notes:
            cited[bisect_right(starts, start) - 1].add(label)
    links: list[set[str]] = [set() for _ in ids]
    for link in body.links:
        folder = (link.target or "").rpartition("/")[0]
        if folder in library.folders and not link.picture:
            section = bisect_right(lines, link.location.line) - 1
            links[section].add(routes.of_folder(folder))

    found = {}
    for index, (start, end) in enumerate(zip(starts, [*starts[1:], len(raw)], strict=True)):
        text = raw[start:end].decode("utf-8", "replace")
        if text and not text.isspace():
            found[ids[index]] = Passage(
                text,
                library.languages[words.language],
                partial(locations.__getitem__, index),
                words,
                start,
                frozenset(links[index]),
                frozenset(cited[index]),
            )
    return found
