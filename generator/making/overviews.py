"""Pages that look at everything at once: the overview with its matrix, the timeline, the
comparison, the figures of the collection, the glossary and the register of sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from generator import schema
from generator.linking import terms_of
from generator.making.pieces import Piece, Pieces
from generator.model import Entry, Page

LONG = 1000
"""Units of the timeline, from its first year to its last."""
SHOWN = 12
"""Rows of one table of figures."""


def overview(pieces: Pieces) -> Page:
    """The steps as a menu, sectors by country with the steps that are covered, and how far each
    practice is proven."""
    title, intro = pieces.say("overview.title"), pieces.say("overview.intro")
    data: Piece = {
        "intro": intro,
        "cycle": cycle(pieces),
        "matrix": _matrix(pieces),
        "practices": list(_proven(pieces)),
    }
    return pieces.page("overview/", "overview", title, intro, data=data)


def cycle(pieces: Pieces) -> list[Piece]:
    """The steps in their order, each with how many cases and practices it has."""
    if "steps" not in pieces.library.vocabularies:
        return []
    rows = []
    for number, chip in enumerate(pieces.chips("steps"), 1):
        ids = pieces.graph.by_term.get(("steps", chip["id"]), ())
        counts = Counter(pieces.library.cards[id].kind for id in ids)
        rows.append(
            {
                **chip,
                "number": pieces.voice.number(number),
                "counts": [
                    pieces.say(f"kinds.{kind}.count", count=counts[kind]) for kind in schema.KINDS
                ],
            }
        )
    return rows


def cases(pieces: Pieces) -> list[Entry]:
    """The case studies that stand on lists."""
    kind = schema.CaseStudy.folder
    return [entry for entry in pieces.library.of_kind(kind) if pieces.current(entry)]


def _matrix(pieces: Pieces) -> Piece | None:
    """Sector by country; in each cell how many cases there are, and which steps they cover."""
    if not {"countries", "sectors", "steps"} <= set(pieces.library.vocabularies):
        return None
    known = {entry.id for entry in cases(pieces)}
    found = {key: known.intersection(ids) for key, ids in pieces.graph.by_term.items()}
    steps = list(pieces.library.vocabularies["steps"].terms)
    columns = []
    for chip in pieces.chips("countries"):
        total = len(found.get(("countries", chip["id"]), ()))
        columns.append({**chip, "total": pieces.voice.number(total)})
    rows = []
    for chip in pieces.chips("sectors"):
        mine = found.get(("sectors", chip["id"]), set())
        cells = []
        for column in columns:
            here = mine & found.get(("countries", column["id"]), set())
            covered = [step for step in steps if here & found.get(("steps", step), set())]
            cells.append(
                {
                    "count": len(here),
                    "shown": pieces.voice.number(len(here)),
                    "route": f"{chip['route']}#countries-{column['id'].lower()}",
                    "dots": [step in covered for step in steps],
                    "steps": pieces.say("list.comma").join(
                        pieces.voice.term("steps", step) for step in covered
                    ),
                }
            )
        rows.append({**chip, "cells": cells, "total": pieces.voice.number(len(mine))})
    return {
        "columns": columns,
        "rows": rows,
        "total": pieces.voice.number(len(known)),
    }


def _proven(pieces: Pieces) -> Iterator[Piece]:
    """Each practice with its maturity and the cases behind it, the most proven first."""
    order = ("proven", "repeated", "tried", "idea")
    ids = pieces.shown(schema.BestPractice.folder)
    for id in sorted(ids, key=lambda id: order.index(pieces.graph.maturity[id])):
        tried = pieces.graph.tried.get(id, ())
        countries = {
            country
            for case in tried
            if case.role != "rejected"
            for country in terms_of(pieces.library.cards[case.entry], "countries")
        }
        roles = Counter(case.role for case in tried)
        yield {
            "card": pieces.card(id),
            "maturity": pieces.graph.maturity[id],
            "label": pieces.say(f"maturity.{pieces.graph.maturity[id]}"),
            "roles": [
                {
                    "role": role,
                    "label": pieces.say(f"choices.{role}"),
                    "count": pieces.voice.number(roles[role]),
                }
                for role in ("applied", "adapted", "rejected")
                if roles[role]
            ],
            "countries": pieces.voice.number(len(countries)),
        }


def timeline(pieces: Pieces) -> Page:
    """When each case took place, country by country, on one scale of years."""
    title, intro = pieces.say("timeline.title"), pieces.say("timeline.intro")
    rows = sorted(cases(pieces), key=lambda e: (e.facts.period.start, e.id))
    periods = [entry.facts.period for entry in rows]
    dates = [date for p in periods for date in (p.start, p.end) if date and date != "ongoing"]
    years = [int(date[:4]) for date in dates] + [e.facts.last_reviewed.year for e in rows]
    first, last = (min(years), max(years) + 1) if years else (0, 1)
    scale = _Scale(first, last, pieces.language.direction == "rtl")
    groups = []
    for chip in pieces.chips("countries") if "countries" in pieces.library.vocabularies else ():
        mine = [entry for entry in rows if pieces.country(entry) == chip["id"]]
        if mine:
            groups.append({"chip": chip, "rows": [_bar(pieces, entry, scale) for entry in mine]})
    step = 5 if last - first > 12 else 1
    ticks = [
        {"x": scale.at(str(year)), "text": pieces.voice.digits(str(year))}
        for year in range(-(-first // step) * step, last + 1, step)
    ]
    data: Piece = {"intro": intro, "groups": groups, "ticks": ticks, "width": LONG}
    return pieces.page("timeline/", "timeline", title, intro, data=data)


class _Scale:
    """Where a month stands on the timeline: it runs as the language reads."""

    def __init__(self, first: int, last: int, mirrored: bool) -> None:
        self.first, self.last, self.mirrored = first, last, mirrored

    def at(self, month: str, end: bool = False) -> int:
        year, _, number = month.partition("-")
        years = int(year) + ((int(number) - 1 + end) / 12 if number else int(end))
        x = round((years - self.first) / (self.last - self.first) * LONG)
        return LONG - x if self.mirrored else x


def _bar(pieces: Pieces, entry: Entry, scale: _Scale) -> Piece:
    period = entry.facts.period
    start = scale.at(period.start)
    going = period.end == "ongoing"
    until = f"{entry.facts.last_reviewed:%Y-%m}" if going else period.end
    # What no source ends is drawn one year long; what goes on, up to the last look.
    year = scale.at("1") - scale.at("0")
    end = scale.at(until, end=True) if until else start + year
    return {
        "card": pieces.card(entry.id),
        "x": min(start, end),
        "width": max(abs(end - start), 6),
        "kind": "ongoing" if going else "known" if period.end else "open",
    }


def comparison(pieces: Pieces) -> Page:
    """Two to four cases side by side. The choice stands in the address; the browser puts the pages
    of the cases together, so that nothing is told twice."""
    title, intro = pieces.say("compare.title"), pieces.say("compare.intro")
    listed = pieces.shown(schema.CaseStudy.folder)
    groups = []
    for chip in pieces.chips("countries") if "countries" in pieces.library.vocabularies else ():
        mine = [id for id in listed if pieces.country(pieces.library.cards[id]) == chip["id"]]
        if mine:
            groups.append({"chip": chip, "cards": [pieces.card(id) for id in mine]})
    said = ("choose", "more", "most", "loading", "failed", "nothing")
    data: Piece = {
        "intro": intro,
        "groups": groups,
        "script": {"words": {key: pieces.say(f"compare.{key}") for key in said}},
    }
    return pieces.page("compare/", "compare", title, intro, data=data)


def statistics(pieces: Pieces) -> Page:
    """What the collection consists of, counted when the site is built."""
    title, intro = pieces.say("statistics.title"), pieces.say("statistics.intro")
    entries = [e for e in pieces.library.entries.values() if pieces.current(e)]
    mine = cases(pieces)
    tables = [
        _table(pieces, name, _facet(pieces, name, mine))
        for name in ("countries", "sectors", "crafts", "steps", "themes")
        if name in pieces.library.vocabularies
    ]
    tables += [
        _table(pieces, key, _choices(pieces, (getattr(e.facts, key) for e in mine)))
        for key in ("evidence", "depth", "subject")
    ]
    tables.append(_table(pieces, "maturity", _maturity(pieces)))
    originals = Counter(entry.original for entry in entries)
    tables.append(_table(pieces, "original", _languages(pieces, originals)))
    methods = Counter(_made(entry, code) for entry in entries for code in pieces.library.languages)
    known = [(pieces.say(f"statistics.method_{m}"), None, n) for m, n in methods.most_common()]
    tables.append(_table(pieces, "translation", known))
    cited = Counter(source.language or "" for source in pieces.library.sources.values())
    tables.append(_table(pieces, "sources", _languages(pieces, cited)))
    words = sum(t.body.words for e in entries for t in e.translations.values())
    numbers = [
        *((pieces.say(f"kinds.{kind}.many"), len(pieces.listed(kind))) for kind in schema.KINDS),
        (pieces.say("statistics.texts"), sum(len(e.translations) for e in entries)),
        (pieces.say("statistics.words"), words),
        (pieces.say("sources.title"), len(pieces.library.sources)),
        (pieces.say("glossary.title"), len(pieces.library.glossary)),
    ]
    data: Piece = {
        "intro": intro,
        "numbers": [{"label": label, "value": pieces.voice.number(n)} for label, n in numbers],
        "tables": [table for table in tables if table["rows"]],
    }
    return pieces.page("statistics/", "statistics", title, intro, data=data)


Row = tuple[str, Piece | None, int]
"""What is counted, the chip that leads to it if there is one, and how many."""


def _table(pieces: Pieces, key: str, rows: Sequence[Row]) -> Piece:
    most = max((count for _, _, count in rows), default=0)
    label = (
        pieces.vocabulary_name(key)
        if key in pieces.library.vocabularies
        else pieces.say(f"statistics.{key}")
    )
    return {
        "id": key,
        "label": label,
        "rows": [
            {
                "label": label,
                "chip": chip,
                "value": pieces.voice.number(count),
                "share": round(100 * count / most, 1),
            }
            for label, chip, count in rows
            if count
        ],
    }


def _facet(pieces: Pieces, name: str, mine: Sequence[Entry]) -> list[Row]:
    known = {entry.id for entry in mine}
    rows: list[Row] = []
    for chip in pieces.chips(name):
        if chip["depth"] == 0:
            ids = known.intersection(pieces.graph.by_term.get((name, chip["id"]), ()))
            rows.append((chip["text"], chip, len(ids)))
    return rows


def _choices(pieces: Pieces, values: Iterable[str]) -> list[Row]:
    return [(pieces.say(f"choices.{v}"), None, n) for v, n in Counter(values).most_common()]


def _maturity(pieces: Pieces) -> list[Row]:
    counts = Counter(pieces.graph.maturity[id] for id in pieces.listed(schema.BestPractice.folder))
    order = ("proven", "repeated", "tried", "idea")
    return [(pieces.say(f"maturity.{level}"), None, counts[level]) for level in order]


def _languages(pieces: Pieces, counts: Counter[str]) -> list[Row]:
    rows: list[Row] = []
    for code, number in counts.most_common(SHOWN):
        rows.append((pieces.voice.language_name(code) if code else "–", None, number))
    return rows


def _made(entry: Entry, code: str) -> str:
    """How the text of an entry in one language came about."""
    words = entry.translations.get(code)
    if words is None:
        return "missing"
    if code == entry.original:
        return "original"
    made = words.matter.translation
    return "reviewed" if made.reviewer else str(made.method)


def glossary(pieces: Pieces) -> Page | None:
    """Each term in every language side by side, in the order of the reader's."""
    if not pieces.library.glossary:
        return None
    title, intro = pieces.say("glossary.title"), pieces.say("glossary.intro")
    rows = {
        pieces.voice.label(term.terms, term.id): {
            "id": term.id,
            "term": pieces.voice.label(term.terms, term.id),
            "definition": pieces.voice.label(term.definitions),
            "others": [
                {
                    "language": pieces.voice.language_name(code),
                    "text": term.terms[code],
                    **pieces.tongue(code),
                }
                for code in pieces.library.languages
                if code != pieces.language.code and code in term.terms
            ],
        }
        for term in pieces.library.glossary.values()
    }
    ordered = [rows[name] for name in sorted(rows, key=pieces.voice.sorting)]
    data: Piece = {"intro": intro, "rows": ordered}
    return pieces.page("glossary/", "glossary", title, intro, data=data)


def sources(pieces: Pieces) -> Page | None:
    """The register: every source, and which entries rest on it."""
    if not pieces.library.sources:
        return None
    users: dict[str, list[str]] = {}
    for entry in pieces.library.cards.values():
        for source in entry.facts.sources:
            if isinstance(source, str):
                users.setdefault(source, []).append(entry.id)
    title = pieces.say("sources.title")
    rows = []
    for id in pieces.library.sources:
        row = pieces.registered(id) or {}
        rows.append({**row, "id": id, "users": [pieces.card(user) for user in users.get(id, ())]})
    rows.sort(key=lambda row: (pieces.voice.sorting(row["publisher"]), row["id"]))
    intro = pieces.say("sources.intro", count=len(rows))
    data: Piece = {"intro": intro, "rows": rows}
    return pieces.page("sources/", "register", title, intro, data=data)
