"""Pages that look at everything at once: the overview with its matrix, the timeline, the
comparison, the figures of the collection, the glossary and the register of sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from generator import schema
from generator.model.facts import terms_of
from generator.model import Entry, Page
from generator.pages.context import PageContext, Piece

LONG = 1000
"""Units of the timeline, from its first year to its last."""
SHOWN = 12
"""Rows of one table of figures."""


def overview(context: PageContext) -> Page:
    """The steps as a menu, sectors by country with the steps that are covered, and how far each
    practice is proven."""
    title, intro = context.translate("overview.title"), context.translate("overview.intro")
    view: Piece = {
        "intro": intro,
        "cycle": cycle(context),
        "matrix": _matrix(context),
        "practices": list(_proven(context)),
    }
    return context.page("overview/", "overview", title, intro, view=view)


def cycle(context: PageContext) -> list[Piece]:
    """The steps in their order, each with how many cases and practices it has."""
    if "steps" not in context.library.vocabularies:
        return []
    rows = []
    for number, chip in enumerate(context.chips("steps"), 1):
        ids = context.graph.by_term.get(("steps", chip["id"]), ())
        counts = Counter(context.library.entries[id].kind for id in ids)
        rows.append(
            {
                **chip,
                "number": context.translator.number(number),
                "counts": [
                    context.translate(f"kinds.{kind}.count", count=counts[kind])
                    for kind in schema.KINDS
                ],
            }
        )
    return rows


def cases(context: PageContext) -> list[Entry]:
    """The case studies that stand on lists."""
    kind = schema.CaseStudy.folder
    return [entry for entry in context.library.of_kind(kind) if context.current(entry)]


def _matrix(context: PageContext) -> Piece | None:
    """Sector by country; in each cell how many cases there are, and which steps they cover."""
    if not {"countries", "sectors", "steps"} <= set(context.library.vocabularies):
        return None
    known = {entry.id for entry in cases(context)}
    found = {key: known.intersection(ids) for key, ids in context.graph.by_term.items()}
    steps = list(context.library.vocabularies["steps"].terms)
    columns = []
    for chip in context.chips("countries"):
        total = len(found.get(("countries", chip["id"]), ()))
        columns.append({**chip, "total": context.translator.number(total)})
    rows = []
    for chip in context.chips("sectors"):
        mine = found.get(("sectors", chip["id"]), set())
        cells = []
        for column in columns:
            here = mine & found.get(("countries", column["id"]), set())
            covered = [step for step in steps if here & found.get(("steps", step), set())]
            cells.append(
                {
                    "count": len(here),
                    "shown": context.translator.number(len(here)),
                    "route": f"{chip['route']}#countries-{column['id'].lower()}",
                    "dots": [step in covered for step in steps],
                    "steps": context.translate("list.comma").join(
                        context.translator.term("steps", step) for step in covered
                    ),
                }
            )
        rows.append({**chip, "cells": cells, "total": context.translator.number(len(mine))})
    return {
        "columns": columns,
        "rows": rows,
        "total": context.translator.number(len(known)),
    }


def _proven(context: PageContext) -> Iterator[Piece]:
    """Each practice with its maturity and the cases behind it, the most proven first."""
    order = ("proven", "repeated", "tried", "idea")
    ids = context.shown(schema.BestPractice.folder)
    for id in sorted(ids, key=lambda id: order.index(context.graph.maturity[id])):
        tried = context.graph.tried.get(id, ())
        countries = {
            country
            for case in tried
            if case.role != "rejected"
            for country in terms_of(context.library.entries[case.entry], "countries")
        }
        roles = Counter(case.role for case in tried)
        yield {
            "card": context.card(id),
            "maturity": context.graph.maturity[id],
            "label": context.translate(f"maturity.{context.graph.maturity[id]}"),
            "roles": [
                {
                    "role": role,
                    "label": context.translate(f"choices.{role}"),
                    "count": context.translator.number(roles[role]),
                }
                for role in ("applied", "adapted", "rejected")
                if roles[role]
            ],
            "countries": context.translator.number(len(countries)),
        }


def timeline(context: PageContext) -> Page:
    """When each case took place, country by country, on one scale of years."""
    title, intro = context.translate("timeline.title"), context.translate("timeline.intro")
    rows = sorted(cases(context), key=lambda e: (e.facts.period.start, e.id))
    periods = [entry.facts.period for entry in rows]
    dates = [date for p in periods for date in (p.start, p.end) if date and date != "ongoing"]
    years = [int(date[:4]) for date in dates] + [e.facts.last_reviewed.year for e in rows]
    first, last = (min(years), max(years) + 1) if years else (0, 1)
    scale = _Scale(first, last, context.language.direction == "rtl")
    groups = []
    for chip in context.chips("countries") if "countries" in context.library.vocabularies else ():
        mine = [entry for entry in rows if context.country(entry) == chip["id"]]
        if mine:
            groups.append({"chip": chip, "rows": [_bar(context, entry, scale) for entry in mine]})
    step = 5 if last - first > 12 else 1
    ticks = [
        {"x": scale.at(str(year)), "text": context.translator.digits(str(year))}
        for year in range(-(-first // step) * step, last + 1, step)
    ]
    view: Piece = {"intro": intro, "groups": groups, "ticks": ticks, "width": LONG}
    return context.page("timeline/", "timeline", title, intro, view=view)


class _Scale:
    """Where a month stands on the timeline: it runs as the language reads."""

    def __init__(self, first: int, last: int, mirrored: bool) -> None:
        self.first, self.last, self.mirrored = first, last, mirrored

    def at(self, month: str, end: bool = False) -> int:
        year, _, number = month.partition("-")
        years = int(year) + ((int(number) - 1 + end) / 12 if number else int(end))
        x = round((years - self.first) / (self.last - self.first) * LONG)
        return LONG - x if self.mirrored else x


def _bar(context: PageContext, entry: Entry, scale: _Scale) -> Piece:
    period = entry.facts.period
    start = scale.at(period.start)
    going = period.end == "ongoing"
    until = f"{entry.facts.last_reviewed:%Y-%m}" if going else period.end
    # What no source ends is drawn one year long; what goes on, up to the last look.
    year = scale.at("1") - scale.at("0")
    end = scale.at(until, end=True) if until else start + year
    return {
        "card": context.card(entry.id),
        "x": min(start, end),
        "width": max(abs(end - start), 6),
        "kind": "ongoing" if going else "known" if period.end else "open",
    }


def comparison(context: PageContext) -> Page:
    """Two to four cases side by side. The choice stands in the address; the browser puts the pages
    of the cases together, so that nothing is told twice."""
    title, intro = context.translate("compare.title"), context.translate("compare.intro")
    listed = context.shown(schema.CaseStudy.folder)
    groups = []
    for chip in context.chips("countries") if "countries" in context.library.vocabularies else ():
        mine = [id for id in listed if context.country(context.library.entries[id]) == chip["id"]]
        if mine:
            groups.append({"chip": chip, "cards": [context.card(id) for id in mine]})
    said = ("choose", "more", "most", "loading", "failed", "nothing")
    view: Piece = {
        "intro": intro,
        "groups": groups,
        "script": {"words": {key: context.translate(f"compare.{key}") for key in said}},
    }
    return context.page("compare/", "compare", title, intro, view=view)


def statistics(context: PageContext) -> Page:
    """What the collection consists of, counted when the site is built."""
    title, intro = context.translate("statistics.title"), context.translate("statistics.intro")
    entries = [e for e in context.library.entries.values() if context.current(e)]
    mine = cases(context)
    tables = [
        _table(context, name, _facet(context, name, mine))
        for name in ("countries", "sectors", "crafts", "steps", "themes")
        if name in context.library.vocabularies
    ]
    tables += [
        _table(context, key, _choices(context, (getattr(e.facts, key) for e in mine)))
        for key in ("evidence", "depth", "subject")
    ]
    tables.append(_table(context, "maturity", _maturity(context)))
    originals = Counter(entry.original for entry in entries)
    tables.append(_table(context, "original", _languages(context, originals)))
    methods = Counter(_made(entry, code) for entry in entries for code in context.library.languages)
    known = [
        (context.translate(f"statistics.method_{m}"), None, n) for m, n in methods.most_common()
    ]
    tables.append(_table(context, "translation", known))
    cited = Counter(source.language or "" for source in context.library.sources.values())
    tables.append(_table(context, "sources", _languages(context, cited)))
    words = sum(t.body.words for e in entries for t in e.translations.values())
    numbers = [
        *(
            (context.translate(f"kinds.{kind}.many"), len(context.listed(kind)))
            for kind in schema.KINDS
        ),
        (context.translate("statistics.texts"), sum(len(e.translations) for e in entries)),
        (context.translate("statistics.words"), words),
        (context.translate("sources.title"), len(context.library.sources)),
        (context.translate("glossary.title"), len(context.library.glossary)),
    ]
    view: Piece = {
        "intro": intro,
        "numbers": [
            {"label": label, "value": context.translator.number(n)} for label, n in numbers
        ],
        "tables": [table for table in tables if table["rows"]],
    }
    return context.page("statistics/", "statistics", title, intro, view=view)


Row = tuple[str, Piece | None, int]
"""What is counted, the chip that leads to it if there is one, and how many."""


def _table(context: PageContext, key: str, rows: Sequence[Row]) -> Piece:
    most = max((count for _, _, count in rows), default=0)
    label = (
        context.vocabulary_name(key)
        if key in context.library.vocabularies
        else context.translate(f"statistics.{key}")
    )
    return {
        "id": key,
        "label": label,
        "rows": [
            {
                "label": label,
                "chip": chip,
                "value": context.translator.number(count),
                "share": round(100 * count / most, 1),
            }
            for label, chip, count in rows
            if count
        ],
    }


def _facet(context: PageContext, name: str, mine: Sequence[Entry]) -> list[Row]:
    known = {entry.id for entry in mine}
    rows: list[Row] = []
    for chip in context.chips(name):
        if chip["depth"] == 0:
            ids = known.intersection(context.graph.by_term.get((name, chip["id"]), ()))
            rows.append((chip["text"], chip, len(ids)))
    return rows


def _choices(context: PageContext, values: Iterable[str]) -> list[Row]:
    return [(context.translate(f"choices.{v}"), None, n) for v, n in Counter(values).most_common()]


def _maturity(context: PageContext) -> list[Row]:
    counts = Counter(
        context.graph.maturity[id] for id in context.listed(schema.BestPractice.folder)
    )
    order = ("proven", "repeated", "tried", "idea")
    return [(context.translate(f"maturity.{level}"), None, counts[level]) for level in order]


def _languages(context: PageContext, counts: Counter[str]) -> list[Row]:
    rows: list[Row] = []
    for code, number in counts.most_common(SHOWN):
        rows.append((context.translator.language_name(code) if code else "–", None, number))
    return rows


def _made(entry: Entry, code: str) -> str:
    """How the text of an entry in one language came about."""
    words = entry.translations.get(code)
    if words is None:
        return "missing"
    if code == entry.original:
        return "original"
    made = words.front_matter.translation
    return "reviewed" if made.reviewer else str(made.method)


def glossary(context: PageContext) -> Page | None:
    """Each term in every language side by side, in the order of the reader's."""
    if not context.library.glossary:
        return None
    title, intro = context.translate("glossary.title"), context.translate("glossary.intro")
    rows = {
        context.translator.label(term.terms, term.id): {
            "id": term.id,
            "term": context.translator.label(term.terms, term.id),
            "definition": context.translator.label(term.definitions),
            "others": [
                {
                    "language": context.translator.language_name(code),
                    "text": term.terms[code],
                    **context.tongue(code),
                }
                for code in context.library.languages
                if code != context.language.code and code in term.terms
            ],
        }
        for term in context.library.glossary.values()
    }
    ordered = [rows[name] for name in sorted(rows, key=context.translator.sort_key)]
    view: Piece = {"intro": intro, "rows": ordered}
    return context.page("glossary/", "glossary", title, intro, view=view)


def sources(context: PageContext) -> Page | None:
    """The register: every source, and which entries rest on it."""
    if not context.library.sources:
        return None
    users: dict[str, list[str]] = {}
    for entry in context.library.entries.values():
        for source in entry.facts.sources:
            if isinstance(source, str):
                users.setdefault(source, []).append(entry.id)
    title = context.translate("sources.title")
    rows = []
    for id in context.library.sources:
        row = context.registered(id) or {}
        rows.append({**row, "id": id, "users": [context.card(user) for user in users.get(id, ())]})
    rows.sort(key=lambda row: (context.translator.sort_key(row["publisher"]), row["id"]))
    intro = context.translate("sources.intro", count=len(rows))
    view: Piece = {"intro": intro, "rows": rows}
    return context.page("sources/", "register", title, intro, view=view)
