"""The collection in figures, counted when the site is built."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
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
class Count:
    """A value, and how many have it."""

    label: str
    count: int
    chip: Chip | None = None
    """The term, if it has a page."""


@dataclass(frozen=True, slots=True)
class Table:
    """How often each value occurs."""

    id: str
    label: str
    counted: str
    """What the numbers count: "Case studies"."""
    rows: tuple[Count, ...]

    @property
    def largest(self) -> int:
        """The largest number, of which bars show the shares."""
        return max(row.count for row in self.rows)


@dataclass(frozen=True, slots=True)
class StatisticsView(View):
    """The page of statistics."""

    figures: tuple[Count, ...]
    tables: tuple[Table, ...]


def statistics(context: PageContext) -> Page:
    """The page of statistics; tables without rows are left out."""
    title, intro = context.translate("statistics.title"), context.translate("statistics.intro")
    entries = [e for e in context.library.entries.values() if context.is_current(e)]
    view = StatisticsView(
        figures=_figures(context, entries),
        tables=tuple(table for table in _tables(context, entries) if table.rows),
    )
    return context.page(routes.STATISTICS, "statistics", title, intro, view)


def _figures(context: PageContext, entries: Sequence[Entry]) -> tuple[Count, ...]:
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
    return tuple(Count(context.translate(key), number) for key, number in numbers)


def _tables(context: PageContext, entries: Sequence[Entry]) -> list[Table]:
    kind, practices = schema.CaseStudy.folder, schema.BestPractice.folder
    cases = [entry for entry in entries if entry.kind == kind]
    case_label = context.translate(f"kinds.{kind}.many")
    practice_label = context.translate(f"kinds.{practices}.many")
    entry_label = context.translate("statistics.number")
    originals = [entry.original for entry in entries]
    cited = [source.lang or None for source in context.library.sources.values()]
    counts = {
        **{name: (case_label, _choices(context, cases, name)) for name in CHOICE_TABLES},
        "maturity": (practice_label, _maturity(context)),
        "original": (entry_label, _languages(context, originals)),
        "translation": (entry_label, _methods(context, entries)),
        "sources": (context.translate("sources.title"), _languages(context, cited)),
    }
    return [
        *(
            _table(name, context.vocabulary_name(name), case_label, _terms(context, name))
            for name in TERM_TABLES
            if name in context.library.vocabularies
        ),
        *(
            _table(name, context.translate(f"statistics.{name}"), counted, rows)
            for name, (counted, rows) in counts.items()
        ),
    ]


def _table(id: str, label: str, counted: str, rows: Sequence[Count]) -> Table:
    return Table(id, label, counted, tuple(row for row in rows if row.count))


def _terms(context: PageContext, vocabulary: str) -> list[Count]:
    kind = schema.CaseStudy.folder
    return [
        Count(chip.text, len(context.entry_ids(vocabulary, chip.id, kind)), chip)
        for chip in context.chips(vocabulary)
        if chip.depth == 0
    ]


def _choices(context: PageContext, entries: Sequence[Entry], field: str) -> list[Count]:
    values = Counter(value for entry in entries if (value := choice_of(entry, field)))
    return [Count(context.translate(f"choices.{id}"), n) for id, n in values.most_common()]


def _maturity(context: PageContext) -> list[Count]:
    ids = context.listed_ids(schema.BestPractice.folder)
    counts = Counter(context.graph.maturity[id] for id in ids)
    return [Count(context.translate(f"maturity.{id}"), counts[id]) for id in MATURITY_LEVELS]


def _languages(context: PageContext, codes: Iterable[str | None]) -> list[Count]:
    """The most frequent language codes; None where the language is unknown."""
    name = context.translator.language_name
    counts = Counter(codes).most_common(MAX_LANGUAGES)
    return [Count(name(code) if code else "–", number) for code, number in counts]


def _methods(context: PageContext, entries: Sequence[Entry]) -> list[Count]:
    codes = context.library.languages
    methods = Counter(_method(entry, code) for entry in entries for code in codes)
    return [
        Count(context.translate(f"statistics.method_{id}"), n) for id, n in methods.most_common()
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
