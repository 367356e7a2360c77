"""Rule on the figures of a translation: they are the same as in the original."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knowledge_repository import markdown
from knowledge_repository.i18n.numbers import Number, names_currency, numbers, respell
from knowledge_repository.model import (
    ContentFolder,
    Diagnostic,
    Entry,
    Language,
    Library,
    Location,
    Translation,
)
from knowledge_repository.rules import passages
from knowledge_repository.rules.passages import Passage
from knowledge_repository.schema import Schema
from knowledge_repository.schema.facts import cited_sources_of, translation_info_of
from knowledge_repository.source.suggestions import quoted


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
    sections = passages.sections(original, library)
    for words in translations:
        exceptions = Exceptions(words, library.languages[original.language])
        for first, second in passages.fields(text, original, words, library):
            yield from _compare_figures(first, second, exceptions)
        translated = passages.sections(words, library)
        if len(translated) != len(sections) and not isinstance(text, Entry):
            if markdown.has_original_lines(words.body.lines.raw.decode("utf-8", "replace")):
                continue
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
        if second is not None and markdown.has_original_lines(second.text):
            continue  # not translated yet, which has a diagnostic of its own
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
    missing = _only_in(first, second, exceptions)
    surplus = _only_in(second, first, exceptions)
    if len(missing) == len(surplus) == 1 and second.count(surplus[0].value) == 1:
        yield _replaced(first, missing[0], second, surplus[0])
        missing, surplus = [], []
    for number in missing:
        written, original = first.written(number), first.location_of(number)
        cause = "telephone" if number.value.startswith("+") else "number"
        yield _difference(second.locate(), cause, written, original)
    for number in surplus:
        location = second.location_of(number)
        yield _difference(location, "surplus", second.written(number), first.locate())
    for code in first.currencies:
        named = names_currency(second.text, code, second.language)
        if not named and not exceptions.allow(code):
            yield _difference(second.locate(), "currency", code, first.locate())


def _only_in(one: Passage, other: Passage, exceptions: Exceptions) -> list[Number]:
    """The numbers of *one* that *other* has not, without those that may differ."""
    return [
        number
        for value, number in one.numbers.items()
        if value not in other.numbers and not exceptions.allow(value)
    ]


def _replaced(first: Passage, new: Number, second: Passage, old: Number) -> Diagnostic:
    """The original has another number in the place of the only one that differs."""
    original, written = first.location_of(new), second.written(old)
    values = {
        "cause": "replaced",
        "value": first.written(new),
        "other": written,
        "new": respell(new.value, first.written(new), written, second.language),
        "original": f"{original.path}:{original.line}",
    }
    return Diagnostic(second.location_of(old), "figure-parity", values)


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
