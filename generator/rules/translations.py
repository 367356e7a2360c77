"""Rules on what a translation shares with its original: figures, sources, links, and the words
that stand among the facts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from generator import markdown, schema
from generator.i18n import numbers as figures
from generator.model import Diagnostic, Entry, Language, Library, Location, Text, Translation
from generator.source.suggestions import Suggestions, quoted

_LINE = re.compile(rb"\n")
_COUNTED = re.compile(r"[\d€$£]")
"""What a text without any of these cannot say: a number, an amount."""


@dataclass(slots=True)
class Part:
    """A piece of an original or of its translation that is compared with its counterpart."""

    text: str
    language: Language
    begin: Location | Callable[[], Location]
    """Where it begins: a heading, or a field, whose place few ever ask for."""
    words: Translation | None = None
    start: int = 0
    """Offset of its first byte in the body, where it is a piece of one."""
    end: int = 0
    links: frozenset[str] = frozenset()
    cited: frozenset[str] = frozenset()
    _numbers: dict[str, tuple[int, int]] | None = None
    _currencies: list[str] | None = None

    def numbers(self) -> dict[str, tuple[int, int]]:
        """Each number of the part, and between which characters it first stands."""
        if self._numbers is None:
            self._numbers = {}
            text = figures.blank_markup(self.text) if self.words else self.text
            for value, start, end in figures.numbers(text, self.language):
                self._numbers.setdefault(value, (start, end))
        return self._numbers

    def currencies(self) -> list[str]:
        """The codes of the currencies of the part."""
        if self._currencies is None:
            self._currencies = sorted(figures.currencies(self.text))
        return self._currencies

    @property
    def location(self) -> Location:
        """Where it begins."""
        return self.begin if isinstance(self.begin, Location) else self.begin()

    def at(self, start: int, end: int) -> Location:
        """The place of the characters from *start* to *end*."""
        if self.words is None:
            return self.location
        before = self.start + len(self.text[:start].encode())
        return self.words.body.lines.location(before, before + len(self.text[start:end].encode()))


@dataclass(slots=True)
class Exceptions:
    """What a translation may say otherwise, as it records it, and what of that was needed."""

    words: Translation
    allowed: Mapping[str, int]
    used: set[int] = field(default_factory=set)

    def allow(self, value: str) -> bool:
        """Whether *value* is recorded; it counts as needed then."""
        index = self.allowed.get(value)
        if index is not None:
            self.used.add(index)
        return index is not None


def parity(entry: Entry, library: Library) -> Iterator[Diagnostic]:
    """A translation is trusted as far as its figures are: each number, currency, source and link
    of the original stands in the same section, and no other number does."""
    original = entry.translations[entry.original]
    others = [words for words in entry.translations.values() if words is not original]
    if others:
        sections = _sections(original, library)
        for words in others:
            yield from _compare(entry, original, sections, words, library)


def phrases(entry: Entry, library: Library) -> Iterator[Diagnostic]:
    """What stands among the facts is read in every language: the name of a partner, the unit of a
    figure, the note on a practice."""
    found = [r for r in schema.references(entry.facts) if isinstance(r.names, schema.Translatable)]
    texts = {schema.phrase(reference.value): reference for reference in found}
    for words in entry.translations.values():
        if words.language == entry.original:
            continue
        given = {schema.phrase(key): key for key in words.front_matter.phrases}
        suggestions = Suggestions()
        slips = set()
        for folded, key in given.items():
            if folded not in texts:
                near = suggestions.nearest(key, texts)
                slips.add(near)
                location = words.source_map.key(("phrases", key))
                yield Diagnostic(
                    location, "unknown-phrase", {"value": quoted(key), "nearest": near}
                )
        missing = [
            reference.value
            for folded, reference in texts.items()
            if isinstance(reference.names, schema.Translatable)
            and reference.names.needed
            and folded not in given
            and folded not in slips
        ]
        if missing:
            values: dict[str, Text] = {
                "count": str(len(missing)),
                "value": missing[0],
                "lines": " ".join(f'"{text}": "…"' for text in missing),
                "language": library.languages[words.language].name,
                "original": entry.location().path,
            }
            location = words.source_map.key(("phrases",))
            yield Diagnostic(location, "missing-phrase", values, level="warning")


def _compare(
    entry: Entry,
    original: Translation,
    firsts: Mapping[str, Part],
    words: Translation,
    library: Library,
) -> Iterator[Diagnostic]:
    languages = library.languages
    mine, theirs = languages[words.language], languages[original.language]
    recorded = words.front_matter.translation.exceptions
    allowed: dict[str, int] = {}
    for index, exception in enumerate(recorded):
        allowed.setdefault(exception.value, index)
        for value, _, _ in figures.numbers(exception.value, theirs):
            allowed.setdefault(value, index)
    exceptions = Exceptions(words, allowed)

    for pair in _fields(entry, original, words, theirs, mine):
        yield from _figures(*pair, exceptions)
    seconds = _sections(words, library)
    if firsts.keys() != seconds.keys() and len(firsts) == len(seconds):
        # Headings of a plain page are free, and others may be misspelt: their order tells.
        seconds = dict(zip(firsts, seconds.values(), strict=True))
    elif firsts.keys() != seconds.keys() and entry.kind not in schema.KINDS:
        values: dict[str, Text] = {
            "cause": "headings",
            "value": str(len(firsts)),
            "other": str(len(seconds)),
            "original": original.location.path,
        }
        yield Diagnostic(words.location, "figure-parity", values)
        return
    for id, first in firsts.items():
        second = seconds.get(id)
        if second is None:
            heading = first.text.splitlines()[0].lstrip("# ")
            if _optional(entry, id) and not exceptions.allow(heading):
                values = {"cause": "section", "value": heading, "original": _line(first.location)}
                yield Diagnostic(words.location, "figure-parity", values)
            continue
        yield from _figures(first, second, exceptions)
        yield from _names(first, second, exceptions, entry, library)
    for index, exception in enumerate(recorded):
        if index not in exceptions.used:
            location = words.source_map.value(("translation", "exceptions", index, "value"))
            values = {"cause": "exception", "value": quoted(exception.value)}
            yield Diagnostic(location, "figure-parity", values)


def _optional(entry: Entry, section: str) -> bool:
    """Whether nobody else misses a section: the rule on sections tells of those that every entry
    has, and of headings that are none."""
    kind = schema.KINDS[entry.kind]
    return section in kind.sections and section not in entry.facts.required_sections()


def _figures(first: Part, second: Part, exceptions: Exceptions) -> Iterator[Diagnostic]:
    """Numbers and currencies of two counterparts."""
    here, there = first.numbers(), second.numbers()
    for value, (start, end) in here.items():
        if value not in there and not exceptions.allow(value):
            yield _missing(first, second, "number", first.text[start:end], first.at(start, end))
    for value, (start, end) in there.items():
        if value not in here and not exceptions.allow(value):
            values: dict[str, Text] = {
                "cause": "surplus",
                "value": second.text[start:end],
                "original": _line(first.location),
            }
            yield Diagnostic(second.at(start, end), "figure-parity", values)
    for code in first.currencies():
        if not figures.names_currency(second.text, code, second.language) and not exceptions.allow(
            code
        ):
            yield _missing(first, second, "currency", code, first.location)


def _names(
    first: Part, second: Part, exceptions: Exceptions, entry: Entry, library: Library
) -> Iterator[Diagnostic]:
    """Sources and links of two counterparts; what leads nowhere was told where it stands."""
    own = {source.id for source in entry.facts.sources if isinstance(source, schema.Cited)}
    for id in sorted(first.cited - second.cited):
        if (id in library.sources or id in own) and not exceptions.allow(id):
            yield _missing(first, second, "source", f"[^{id}]", first.location)
    for target in sorted(first.links - second.links):
        if not exceptions.allow(target):
            yield _missing(first, second, "link", target, first.location)


def _missing(first: Part, second: Part, cause: str, value: str, original: Location) -> Diagnostic:
    values: dict[str, Text] = {"cause": cause, "value": value, "original": _line(original)}
    return Diagnostic(second.location, "figure-parity", values)


def _fields(
    entry: Entry, original: Translation, words: Translation, theirs: Language, mine: Language
) -> Iterator[tuple[Part, Part]]:
    for name in ("title", "short_title", "summary"):
        said, meant = getattr(words.front_matter, name), getattr(original.front_matter, name)
        if said and meant:
            yield (
                Part(meant, theirs, partial(original.source_map.value, (name,))),
                Part(said, mine, partial(words.source_map.value, (name,))),
            )
    counted = [
        (key, value)
        for key, value in words.front_matter.phrases.items()
        if _COUNTED.search(key) or _COUNTED.search(value)
    ]
    known = {schema.phrase(r.value): r for r in schema.references(entry.facts)} if counted else {}
    for key, value in counted:
        reference = known.get(schema.phrase(key))
        if reference is not None:
            yield (
                Part(key, theirs, partial(entry.location, *reference.path)),
                Part(value, mine, partial(words.source_map.value, ("phrases", key))),
            )


def _sections(words: Translation, library: Library) -> dict[str, Part]:
    """The pieces of a body between its headings of the second level, by the section's id."""
    language = library.languages[words.language]
    body = words.body
    raw = body.lines.raw
    rows = [0, *(found.end() for found in _LINE.finditer(raw))]
    cuts: list[tuple[str, int, Location]] = [("", 0, words.location)]
    for heading in body.headings:
        if heading.level == 2:
            start = rows[heading.location.line - body.lines.first]
            cuts.append((heading.id, start, heading.location))
    starts = [start for _, start, _ in cuts]
    cited: list[set[str]] = [set() for _ in cuts]
    for label, since, _ in body.citations:
        if label not in body.notes:
            cited[bisect_right(starts, since) - 1].add(label)
    links = [
        (link.location.line, folder)
        for link in body.links
        if link.target
        and not link.picture
        and (folder := link.target.rpartition("/")[0]) in library.folders
    ]
    parts = {}
    lasts = [location.line for _, _, location in cuts[1:]] + [body.lines.first + len(rows) - 1]
    for (id, start, location), end, last, labels in zip(
        cuts, [*starts[1:], len(raw)], lasts, cited, strict=True
    ):
        text = raw[start:end].decode("utf-8", "replace")
        if not text or text.isspace():
            continue
        first = location.line if id else 0
        linked = {markdown.route(folder) for line, folder in links if first <= line <= last}
        parts[id] = Part(
            text, language, location, words, start, end, frozenset(linked), frozenset(labels)
        )
    return parts


def _line(location: Location) -> str:
    return f"{location.path}:{location.line}"


RULES = (parity, phrases)
