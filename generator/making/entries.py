"""The page of one entry, and the lists of each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache, partial

from generator import schema
from generator.linking import terms_of
from generator.localising.voice import country_of
from generator.making import maps
from generator.making.facts import panel
from generator.making.pieces import Piece, Pieces, contents, pictures
from generator.model import Entry, Page, Place, Translation, Tried
from generator.pictures import published_name
from generator.reading.data import as_source

BACKS = 5
"""Links from a source back to the text, at most."""


def lists(pieces: Pieces) -> Iterator[tuple[str, Callable[[], Page]]]:
    """One list a kind."""
    for kind in schema.KINDS:
        yield f"{kind}/", partial(_list, pieces, kind)


def _list(pieces: Pieces, kind: str) -> Page:
    title = pieces.say(f"kinds.{kind}.many")
    intro = pieces.say(f"kinds.{kind}.intro")
    cards = pieces.cards(pieces.shown(kind))
    count = pieces.say(f"kinds.{kind}.count", count=len(cards))
    data = {"intro": intro, "count": count, "cards": cards}
    return pieces.page(f"{kind}/", "list", title, intro, data=data)


def entries(pieces: Pieces) -> Iterator[tuple[str, Callable[[], Page]]]:
    """One page an entry, and one that forwards for each of its old names."""
    for entry in pieces.library.entries.values():
        yield entry.route, partial(_entry, pieces, entry.id)
        for alias in entry.facts.aliases:
            route = f"{entry.kind}/{alias}/"
            yield route, partial(_moved, pieces, entry.id, route)


def _entry(pieces: Pieces, id: str) -> Page:
    return entry_page(pieces, pieces.library.entries[id])


def _moved(pieces: Pieces, id: str, route: str) -> Page:
    entry = pieces.library.entries[id]
    words = entry.speak(pieces.language.code)
    data = {"route": entry.route}
    return pieces.page(route, "moved", words.title, words.summary, data=data)


def entry_page(pieces: Pieces, entry: Entry) -> Page:
    """A case study or best practice in one language, or its original in that language's frame."""
    words = entry.speak(pieces.language.code)
    sources = footnotes(pieces, entry, words)
    data: Piece = {
        "card": pieces.card(entry.id),
        "kind": entry.kind,
        "kind_label": pieces.say(f"kinds.{entry.kind}.one"),
        "kinds_label": pieces.say(f"kinds.{entry.kind}.many"),
        "depth": pieces.say(f"choices.{entry.facts.depth}")
        if hasattr(entry.facts, "depth")
        else None,
        **pieces.tongue(words.language),
        "notices": list(_notices(pieces, entry, words)),
        "facts": panel(pieces, entry),
        "map": maps.small(pieces, entry),
        "problem": pieces.spoken(entry, entry.facts.problem)
        if hasattr(entry.facts, "problem")
        else None,
        "results": _results(pieces, entry, sources),
        "practices": _practices(pieces, entry),
        "tried": _tried(pieces, entry),
        "maturity": pieces.graph.maturity.get(entry.id),
        "media": _media(entry, words),
        "related": _related(pieces, entry),
        "sources": sources,
        "about": _about(pieces, entry),
        "neighbours": _neighbours(pieces, entry),
        "contents": contents(words.body.headings),
    }
    return pieces.page(
        entry.route,
        "entry",
        pieces.told(entry, words.title),
        pieces.told(entry, words.summary),
        html=pieces.settled(words, entry),
        headings=words.body.headings,
        data=data,
        source=words.place.path,
        text_language=words.language,
        filters=pieces.filters(entry),
        indexed=True,
        updated=entry.facts.last_reviewed,
        pictures=pictures(entry),
    )


def _notices(pieces: Pieces, entry: Entry, words: Translation) -> Iterator[Piece]:
    status = entry.facts.status
    if status in ("draft", "superseded", "retired"):
        notice: Piece = {"kind": status, "text": pieces.say(f"notice.{status}")}
        if entry.facts.status_reason:
            notice["more"] = pieces.spoken(entry, entry.facts.status_reason)
        successor = entry.facts.superseded_by
        successor = pieces.graph.aliases.get(successor, successor)
        if successor in pieces.library.cards:  # a draft has no page yet
            notice["card"] = pieces.card(successor)
        yield notice
    yield from pieces.translated(entry, words)


def footnotes(pieces: Pieces, entry: Entry, words: Translation) -> list[Piece]:
    """The sources of a text in the order in which it cites them, then what only figures cite."""
    own = {s.id: s for s in entry.facts.sources if isinstance(s, schema.Cited)}
    listed = [s if isinstance(s, str) else s.id for s in entry.facts.sources]
    cited: dict[str, int] = {}
    for id, _, _ in words.body.citations:
        cited[id] = cited.get(id, 0) + 1
    rows = []
    # One arrow back for each citation would drown a source that is cited everywhere.
    for number, id in enumerate([*cited, *(id for id in listed if id not in cited)], 1):
        row: Piece = {"id": id, "number": number, "backs": _backs(id, cited.get(id, 0))}
        if id in words.body.notes:
            row["html"] = words.body.notes[id]
        elif id in own:
            row.update(pieces.source(as_source(own[id], Place(""))))
        else:
            row.update(pieces.registered(id) or {})
        rows.append(row)
    return rows


@cache
def _backs(id: str, times: int) -> list[str]:
    return [f"cite-{id}" + (f"-{n}" if n > 1 else "") for n in range(1, min(times, BACKS) + 1)]


def _results(pieces: Pieces, entry: Entry, sources: list[Piece]) -> list[Piece]:
    country = country_of(entry)
    numbers = {row["id"]: row["number"] for row in sources}
    rows = []
    for result in getattr(entry.facts, "results", ()):
        base = result.baseline
        rows.append(
            {
                "indicator": pieces.spoken(entry, result.indicator),
                "value": pieces.voice.number(result.value, country),
                "unit": pieces.spoken(entry, result.unit),
                "group": pieces.spoken(entry, result.group) if result.group else None,
                "year": pieces.voice.date(str(result.year), country) if result.year else "–",
                "baseline": None
                if base is None
                else pieces.say("entry.baseline", value=pieces.voice.number(base, country)),
                "source": result.source,
                "number": numbers.get(result.source),
            }
        )
    return rows


def _practices(pieces: Pieces, entry: Entry) -> list[Piece]:
    return [
        {
            "card": pieces.card(pieces.graph.aliases.get(practised.id, practised.id)),
            "role": practised.role,
            "role_label": pieces.say(f"choices.{practised.role}"),
            "note": pieces.spoken(entry, practised.note) if practised.note else None,
        }
        for practised in getattr(entry.facts, "practices", ())
    ]


def _tried(pieces: Pieces, entry: Entry) -> list[Piece]:
    """The cases that applied, adapted or rejected a practice, country by country."""
    rows = []
    countries = pieces.library.vocabularies.get("countries")
    order = list(countries.terms) if countries else []
    known = pieces.library.cards

    def place(tried: Tried) -> tuple[int, str]:
        country = pieces.country(known[tried.entry])
        return order.index(country) if country in order else len(order), tried.entry

    for tried in sorted(pieces.graph.tried.get(entry.id, ()), key=place):
        case = known[tried.entry]
        country = pieces.country(case)
        rows.append(
            {
                "card": pieces.card(tried.entry),
                "country": pieces.voice.term("countries", country) if country else None,
                "role": tried.role,
                "role_label": pieces.say(f"choices.{tried.role}"),
                "note": pieces.spoken(case, tried.note) if tried.note else None,
            }
        )
    return rows


def _media(entry: Entry, words: Translation) -> list[Piece]:
    said = {medium.file: medium for medium in getattr(words.matter, "media", ())}
    rows = []
    for medium in entry.facts.media:
        own = said.get(medium.file, medium)
        rows.append(
            {
                "path": f"{entry.kind}/{entry.id}/{published_name(medium.file)}",
                "size": entry.pictures.get(medium.file, (0, 0)),
                "alt": own.alt,
                "caption": own.caption,
                "credit": medium.credit,
                "licence": medium.licence,
            }
        )
    return rows


def _related(pieces: Pieces, entry: Entry) -> list[Piece]:
    rows = []
    for related in pieces.graph.related.get(entry.id, ()):
        reasons = [
            pieces.once(("reason", what, id), partial(_reason, pieces, what, id))
            for what, id in related.reasons
        ]
        rows.append({"card": pieces.card(related.entry), "reasons": reasons})
    return rows


def _reason(pieces: Pieces, what: str, id: str) -> str:
    """Why two entries are related: what they share."""
    if what == "related":
        return pieces.say("reasons.related")
    if what == "practices":
        return pieces.say("reasons.practices", name=pieces.card(id)["short"])
    known = what in ("sectors", "countries", "crafts", "steps", "themes")
    key = f"reasons.{what}" if known else "reasons.other"
    return pieces.say(key, name=pieces.voice.term(what, id))


def _neighbours(pieces: Pieces, entry: Entry) -> Piece | None:
    """The entries before and after this one in the list of its country, or, where it is alone
    there, of its sector; practices follow each other in the order of the steps."""
    for vocabulary in ("countries", "sectors", "steps"):
        terms = terms_of(entry, vocabulary)
        found = pieces.row(entry.kind, vocabulary, terms[0]) if terms else []
        if len(found) > 1 and entry.id in found:
            at = found.index(entry.id)
            return {
                "chip": pieces.chip(vocabulary, terms[0]),
                "before": pieces.card(found[at - 1]) if at else None,
                "after": pieces.card(found[at + 1]) if at + 1 < len(found) else None,
            }
    return None


def _about(pieces: Pieces, entry: Entry) -> Piece:
    facts, country = entry.facts, country_of(entry)
    reviewed_on = pieces.voice.date(facts.last_reviewed, country)
    due = None
    if facts.review_in:
        months = facts.last_reviewed.year * 12 + facts.last_reviewed.month - 1 + facts.review_in
        due = pieces.voice.date(f"{months // 12:04}-{months % 12 + 1:02}", country)
    review = facts.review
    when = review.date if isinstance(review.date, date) else None
    return {
        "authors": [pieces.spoken(entry, person.name) for person in facts.authors],
        "reviewers": [pieces.spoken(entry, person.name) for person in facts.reviewers],
        "review": pieces.say(
            f"review.{review.level}",
            by=review.by or "",
            date=pieces.voice.date(when, country) if when else "",
        ),
        "reviewed": pieces.say("entry.last_reviewed", date=reviewed_on),
        "due": pieces.say("entry.review_due", date=due) if due else None,
        "licence": facts.licence,
        "cited": pieces.say(
            "entry.cited",
            title=pieces.card(entry.id)["title"],
            site=pieces.say("site.full_name"),
            date=reviewed_on,
        ),
    }
