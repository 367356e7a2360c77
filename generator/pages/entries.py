"""The page of one entry, and the lists of each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache, partial

from generator import schema
from generator.content.sources import as_source
from generator.content.pictures import published_name
from generator.model.facts import terms_of
from generator.i18n.translator import country_of
from generator.model import Entry, Location, Page, PracticeUse, Translation
from generator.pages import maps
from generator.pages.context import PageContext, Piece, contents, pictures
from generator.pages.facts_panel import panel

BACKS = 5
"""Links from a source back to the text, at most."""


def lists(context: PageContext) -> Iterator[tuple[str, Callable[[], Page]]]:
    """One list a kind."""
    for kind in schema.KINDS:
        yield f"{kind}/", partial(_list, context, kind)


def _list(context: PageContext, kind: str) -> Page:
    title = context.translate(f"kinds.{kind}.many")
    intro = context.translate(f"kinds.{kind}.intro")
    cards = context.cards(context.shown(kind))
    count = context.translate(f"kinds.{kind}.count", count=len(cards))
    view = {"intro": intro, "count": count, "cards": cards}
    return context.page(f"{kind}/", "list", title, intro, view=view)


def entries(context: PageContext) -> Iterator[tuple[str, Callable[[], Page], str]]:
    """One page an entry, and one that forwards for each of its old names."""
    for entry in context.library.entries.values():
        yield entry.route, partial(_entry, context, entry.id), entry.folder
        for alias in entry.facts.aliases:
            route = f"{entry.kind}/{alias}/"
            yield route, partial(_moved, context, entry.id, route), entry.folder


def _entry(context: PageContext, id: str) -> Page:
    return entry_page(context, context.library.entries[id])


def _moved(context: PageContext, id: str, route: str) -> Page:
    entry = context.library.entries[id]
    words = entry.translation_for(context.language.code)
    view = {"route": entry.route}
    return context.page(route, "moved", words.title, words.summary, view=view)


def entry_page(context: PageContext, entry: Entry) -> Page:
    """A case study or best practice in one language, or its original in that language's frame."""
    words = entry.translation_for(context.language.code)
    sources = footnotes(context, entry, words)
    view: Piece = {
        "card": context.card(entry.id),
        "kind": entry.kind,
        "kind_label": context.translate(f"kinds.{entry.kind}.one"),
        "kinds_label": context.translate(f"kinds.{entry.kind}.many"),
        "depth": context.translate(f"choices.{entry.facts.depth}")
        if hasattr(entry.facts, "depth")
        else None,
        **context.tongue(words.language),
        "notices": list(_notices(context, entry, words)),
        "facts": panel(context, entry),
        "map": maps.small(context, entry),
        "problem": context.spoken(entry, entry.facts.problem)
        if hasattr(entry.facts, "problem")
        else None,
        "results": _results(context, entry, sources),
        "practices": _practices(context, entry),
        "tried": _tried(context, entry),
        "maturity": context.graph.maturity.get(entry.id),
        "media": _media(entry, words),
        "related": _related(context, entry),
        "sources": sources,
        "about": _about(context, entry),
        "neighbours": _neighbours(context, entry),
        "contents": contents(words.body.headings),
    }
    return context.page(
        entry.route,
        "entry",
        context.told(entry, words.title),
        context.told(entry, words.summary),
        html=context.settled(words, entry),
        headings=words.body.headings,
        view=view,
        source=words.location.path,
        text_language=words.language,
        filters=context.filters(entry),
        indexed=True,
        updated=entry.facts.last_reviewed,
        pictures=pictures(entry),
    )


def _notices(context: PageContext, entry: Entry, words: Translation) -> Iterator[Piece]:
    status = entry.facts.status
    if status in ("draft", "superseded", "retired"):
        notice: Piece = {"kind": status, "text": context.translate(f"notice.{status}")}
        if entry.facts.status_reason:
            notice["more"] = context.spoken(entry, entry.facts.status_reason)
        successor = entry.facts.superseded_by
        successor = context.graph.aliases.get(successor, successor)
        if successor in context.library.entries:  # a draft has no page yet
            notice["card"] = context.card(successor)
        yield notice
    yield from context.translated(entry, words)


def footnotes(context: PageContext, entry: Entry, words: Translation) -> list[Piece]:
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
            row.update(context.source(as_source(own[id], Location(""))))
        else:
            row.update(context.registered(id) or {})
        rows.append(row)
    return rows


@cache
def _backs(id: str, times: int) -> list[str]:
    return [f"cite-{id}" + (f"-{n}" if n > 1 else "") for n in range(1, min(times, BACKS) + 1)]


def _results(context: PageContext, entry: Entry, sources: list[Piece]) -> list[Piece]:
    country = country_of(entry)
    numbers = {row["id"]: row["number"] for row in sources}
    rows = []
    for result in getattr(entry.facts, "results", ()):
        base = result.baseline
        rows.append(
            {
                "indicator": context.spoken(entry, result.indicator),
                "value": context.translator.number(result.value, country),
                "unit": context.spoken(entry, result.unit),
                "group": context.spoken(entry, result.group) if result.group else None,
                "year": context.translator.date(str(result.year), country) if result.year else "–",
                "baseline": None
                if base is None
                else context.translate(
                    "entry.baseline", value=context.translator.number(base, country)
                ),
                "source": result.source,
                "number": numbers.get(result.source),
            }
        )
    return rows


def _practices(context: PageContext, entry: Entry) -> list[Piece]:
    return [
        {
            "card": context.card(context.graph.aliases.get(practised.id, practised.id)),
            "role": practised.role,
            "role_label": context.translate(f"choices.{practised.role}"),
            "note": context.spoken(entry, practised.note) if practised.note else None,
        }
        for practised in getattr(entry.facts, "practices", ())
    ]


def _tried(context: PageContext, entry: Entry) -> list[Piece]:
    """The cases that applied, adapted or rejected a practice, country by country."""
    rows = []
    countries = context.library.vocabularies.get("countries")
    order = list(countries.terms) if countries else []
    known = context.library.entries

    def place(tried: PracticeUse) -> tuple[int, str]:
        country = context.country(known[tried.entry])
        return order.index(country) if country in order else len(order), tried.entry

    for tried in sorted(context.graph.tried.get(entry.id, ()), key=place):
        case = known[tried.entry]
        country = context.country(case)
        rows.append(
            {
                "card": context.card(tried.entry),
                "country": context.translator.term("countries", country) if country else None,
                "role": tried.role,
                "role_label": context.translate(f"choices.{tried.role}"),
                "note": context.spoken(case, tried.note) if tried.note else None,
            }
        )
    return rows


def _media(entry: Entry, words: Translation) -> list[Piece]:
    said = {medium.file: medium for medium in getattr(words.front_matter, "media", ())}
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


def _related(context: PageContext, entry: Entry) -> list[Piece]:
    rows = []
    for related in context.graph.related.get(entry.id, ()):
        reasons = [
            context.once(("reason", what, id), partial(_reason, context, what, id))
            for what, id in related.reasons
        ]
        rows.append({"card": context.card(related.entry), "reasons": reasons})
    return rows


def _reason(context: PageContext, what: str, id: str) -> str:
    """Why two entries are related: what they share."""
    if what == "related":
        return context.translate("reasons.related")
    if what == "practices":
        return context.translate("reasons.practices", name=context.card(id)["short"])
    known = what in ("sectors", "countries", "crafts", "steps", "themes")
    key = f"reasons.{what}" if known else "reasons.other"
    return context.translate(key, name=context.translator.term(what, id))


def _neighbours(context: PageContext, entry: Entry) -> Piece | None:
    """The entries before and after this one in the list of its country, or, where it is alone
    there, of its sector; practices follow each other in the order of the steps."""
    for vocabulary in ("countries", "sectors", "steps"):
        terms = terms_of(entry, vocabulary)
        found = context.row(entry.kind, vocabulary, terms[0]) if terms else []
        if len(found) > 1 and entry.id in found:
            at = found.index(entry.id)
            return {
                "chip": context.chip(vocabulary, terms[0]),
                "before": context.card(found[at - 1]) if at else None,
                "after": context.card(found[at + 1]) if at + 1 < len(found) else None,
            }
    return None


def _about(context: PageContext, entry: Entry) -> Piece:
    facts, country = entry.facts, country_of(entry)
    reviewed_on = context.translator.date(facts.last_reviewed, country)
    due = None
    if facts.review_in:
        months = facts.last_reviewed.year * 12 + facts.last_reviewed.month - 1 + facts.review_in
        due = context.translator.date(f"{months // 12:04}-{months % 12 + 1:02}", country)
    review = facts.review
    when = review.date if isinstance(review.date, date) else None
    return {
        "authors": [context.spoken(entry, person.name) for person in facts.authors],
        "reviewers": [context.spoken(entry, person.name) for person in facts.reviewers],
        "review": context.translate(
            f"review.{review.level}",
            by=review.by or "",
            date=context.translator.date(when, country) if when else "",
        ),
        "reviewed": context.translate("entry.last_reviewed", date=reviewed_on),
        "due": context.translate("entry.review_due", date=due) if due else None,
        "licence": facts.licence,
        "cited": context.translate(
            "entry.cited",
            title=context.card(entry.id)["title"],
            site=context.translate("site.full_name"),
            date=reviewed_on,
        ),
    }
