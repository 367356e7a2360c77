"""The collection in figures, counted when the site is built."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge_repository.model import Entry, Page, View
from knowledge_repository.pages import routes
from knowledge_repository.pages.context import PageContext
from knowledge_repository.pages.views import Chip
from knowledge_repository.schema.facts import choice_of, translation_info_of

MAX_LANGUAGES = 12
"""Rows of a table of languages: the most frequent ones."""


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
    kinds = [
        Count(context.labels.kind(kind), sum(entry.kind == kind for entry in entries))
        for kind in context.schema.kinds
    ]
    numbers = [
        ("statistics.texts", len(texts)),
        ("statistics.words", sum(words.body.words for words in texts)),
        ("sources.title", len(context.library.sources)),
        ("glossary.title", len(context.library.glossary)),
    ]
    return (*kinds, *(Count(context.translate(key), number) for key, number in numbers))


def _tables(context: PageContext, entries: Sequence[Entry]) -> list[Table]:
    entry_label = context.translate("statistics.number")
    originals = [entry.original for entry in entries]
    cited = [source.lang or None for source in context.library.sources.values()]
    tables = context.library.site.statistics
    vocabularies = [name for name in tables if name in context.library.vocabularies]
    counts = {
        "original": (entry_label, _languages(context, originals)),
        "translation": (entry_label, _methods(context, entries)),
        "sources": (context.translate("sources.title"), _languages(context, cited)),
    }
    return [
        *(_terms(context, name) for name in vocabularies if context.schema.kinds_with(name)),
        *(table for key in tables for table in _choices(context, entries, key)),
        *_maturity(context),
        *(
            _table(name, context.translate(f"statistics.{name}"), counted, rows)
            for name, (counted, rows) in counts.items()
        ),
    ]


def _table(id: str, label: str, counted: str, rows: Sequence[Count]) -> Table:
    return Table(id, label, counted, tuple(row for row in rows if row.count))


def _terms(context: PageContext, vocabulary: str) -> Table:
    """How many entries of the first kind that has it use each term of a vocabulary."""
    kind = context.schema.kinds_with(vocabulary)[0].id
    rows = [
        Count(chip.text, len(context.entry_ids(vocabulary, chip.id, kind)), chip)
        for chip in context.chips(vocabulary)
        if chip.depth == 0
    ]
    return _table(
        vocabulary, context.labels.vocabulary(vocabulary), context.labels.kind(kind), rows
    )


def _choices(context: PageContext, entries: Sequence[Entry], key: str) -> Iterator[Table]:
    """A table for each kind that has a field of choices with this *key*."""
    for kind in context.schema.kinds.values():
        field = kind.fields.get(key)
        if field is None or field.type != "choice":
            continue
        values = Counter(
            value for entry in entries if entry.kind == kind.id and (value := choice_of(entry, key))
        )
        rows = [Count(context.labels.choice(field, id), n) for id, n in values.most_common()]
        yield _table(key, context.labels.field(field), context.labels.kind(kind.id), rows)


def _maturity(context: PageContext) -> Iterator[Table]:
    for kind in context.schema.kinds.values():
        if kind.maturity is not None:
            counts = Counter(context.graph.maturity[id] for id in context.listed_ids(kind.id))
            rows = [
                Count(context.labels.level(kind.id, level), counts[level])
                for level in kind.maturity.levels
            ]
            label = context.translate("statistics.maturity")
            yield _table("maturity", label, context.labels.kind(kind.id), rows)


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
