"""The collection in figures, counted when the site is built."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from generator import schema
from generator.model import Entry, Page, View
from generator.pages import routes
from generator.pages.context import PageContext
from generator.pages.overview import MATURITY_LEVELS
from generator.pages.views import Chip
from generator.schema.facts import choice_of, translation_info_of

MAX_LANGUAGES = 12
"""Rows of a table of languages: the most frequent ones."""
TERM_TABLES = ("countries", "sectors", "crafts", "steps", "themes")
"""Vocabularies with a table."""
CHOICE_TABLES = ("evidence", "depth", "subject")
"""Fields of few choices with a table."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its label."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """A value, how many have it, and its share of the largest number in percent."""

    label: str
    chip: Chip | None
    """The term, if it has a page."""
    number: str
    share: float


@dataclass(frozen=True, slots=True)
class Table:
    """How often each value occurs."""

    id: str
    label: str
    counted: str
    """What the numbers count: "Case studies"."""
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class StatisticsView(View):
    """The page of statistics."""

    intro: str
    figures: tuple[Figure, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class _Count:
    label: str
    count: int
    chip: Chip | None = None


def statistics(context: PageContext) -> Page:
    """The page of statistics; tables without rows are left out."""
    title, intro = context.translate("statistics.title"), context.translate("statistics.intro")
    entries = [e for e in context.library.entries.values() if context.is_current(e)]
    view = StatisticsView(
        intro=intro,
        figures=_figures(context, entries),
        tables=tuple(table for table in _tables(context, entries) if table.rows),
    )
    return context.page(routes.STATISTICS, "statistics", title, intro, view)


def _figures(context: PageContext, entries: Sequence[Entry]) -> tuple[Figure, ...]:
    texts = [words for entry in entries for words in entry.translations.values()]
    numbers = [
        *(
            (f"kinds.{kind}.many", sum(entry.kind == kind for entry in entries))
            for kind in schema.KINDS
        ),
        ("statistics.texts", len(texts)),
        ("statistics.words", sum(words.body.words for words in texts)),
        ("sources.title", len(context.library.sources)),
        ("glossary.title", len(context.library.glossary)),
    ]
    return tuple(
        Figure(context.translate(key), context.translator.number(number)) for key, number in numbers
    )


def _tables(context: PageContext, entries: Sequence[Entry]) -> list[Table]:
    kind, practices = schema.CaseStudy.folder, schema.BestPractice.folder
    cases = [entry for entry in entries if entry.kind == kind]
    case_label = context.translate(f"kinds.{kind}.many")
    practice_label = context.translate(f"kinds.{practices}.many")
    entry_label = context.translate("statistics.number")
    tables = [
        _table(context, name, context.vocabulary_name(name), case_label, _terms(context, name))
        for name in TERM_TABLES
        if name in context.library.vocabularies
    ]
    counts = {name: (case_label, _choices(context, cases, name)) for name in CHOICE_TABLES}
    counts["maturity"] = practice_label, _maturity(context)
    originals = Counter(entry.original for entry in entries)
    counts["original"] = entry_label, _languages(context, originals)
    counts["translation"] = entry_label, _methods(context, entries)
    cited = Counter(source.lang or "" for source in context.library.sources.values())
    counts["sources"] = context.translate("sources.title"), _languages(context, cited)
    for name, (counted, rows) in counts.items():
        tables.append(_table(context, name, context.translate(f"statistics.{name}"), counted, rows))
    return tables


def _table(
    context: PageContext, id: str, label: str, counted: str, counts: Sequence[_Count]
) -> Table:
    largest = max((row.count for row in counts), default=0)
    rows = tuple(
        TableRow(
            row.label,
            row.chip,
            context.translator.number(row.count),
            round(100 * row.count / largest, 1),
        )
        for row in counts
        if row.count
    )
    return Table(id, label, counted, rows)


def _terms(context: PageContext, vocabulary: str) -> list[_Count]:
    kind = schema.CaseStudy.folder
    return [
        _Count(chip.text, len(context.entry_ids(vocabulary, chip.id, kind)), chip)
        for chip in context.chips(vocabulary)
        if chip.depth == 0
    ]


def _choices(context: PageContext, entries: Sequence[Entry], field: str) -> list[_Count]:
    """The values of a field, the most frequent first."""
    values = [choice_of(entry, field) for entry in entries]
    known = Counter(value for value in values if value is not None)
    return [
        _Count(context.translate(f"choices.{value}"), count) for value, count in known.most_common()
    ]


def _maturity(context: PageContext) -> list[_Count]:
    ids = context.listed_ids(schema.BestPractice.folder)
    counts = Counter(context.graph.maturity[id] for id in ids)
    return [
        _Count(context.translate(f"maturity.{level}"), counts[level]) for level in MATURITY_LEVELS
    ]


def _languages(context: PageContext, counts: Counter[str]) -> list[_Count]:
    """Language codes ("" if unknown), the most frequent first."""
    return [
        _Count(context.translator.language_name(code) if code else "–", count)
        for code, count in counts.most_common(MAX_LANGUAGES)
    ]


def _methods(context: PageContext, entries: Sequence[Entry]) -> list[_Count]:
    counts = Counter(
        _method(entry, code) for entry in entries for code in context.library.languages
    )
    return [
        _Count(context.translate(f"statistics.method_{method}"), count)
        for method, count in counts.most_common()
    ]


def _method(entry: Entry, language: str) -> str:
    """How the text of an entry in *language* was written."""
    words = entry.translations.get(language)
    if words is None:
        return "missing"
    translation = translation_info_of(words)
    if translation is None:
        return "original"
    return "reviewed" if translation.reviewer else translation.method
