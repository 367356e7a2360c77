"""Maps: where the cases are; on their own page, at home, for a country, beside an entry.

A map is only ever a second way: what it shows stands in a list on the same page, or is the place
of the entry itself.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from generator.model import Entry, Page
from generator.pages import projection
from generator.pages.context import PageContext, Piece

WIDTH = 640
"""Units of a large map; it is shown at about as many pixels on a desk, and shrinks below that."""
RATIO = 1.75
APART = 27.0
"""Units between two marks: the smallest target that WCAG 2.2 allows (24 pixels), and a gap."""
SMALL = 320
"""Units of the map beside an entry."""
RADIUS = 8.5


def maps(context: PageContext) -> Page:
    """The page of maps: the map, and every place with its cases."""
    cases = located(context, context.library.entries)
    title, intro = context.translate("map.title"), context.translate("map.intro")
    view: Piece = {
        "intro": intro,
        "map": whole(context),
        "countries": list(_countries(context, cases)),
    }
    return context.page("map/", "map", title, intro, view=view)


def whole(context: PageContext) -> Piece | None:
    """The map of all cases."""
    return context.once(
        ("map", "whole"), lambda: large(context, located(context, context.library.entries))
    )


def located(context: PageContext, ids: Iterable[str], country: str | None = None) -> list[Entry]:
    """The current entries among *ids* that say where they are (in *country*, if given)."""
    entries = [context.library.entries[id] for id in ids]
    return [entry for entry in entries if spots(entry, country) and context.current(entry)]


def spots(entry: Entry, country: str | None = None) -> list[tuple[float, float]]:
    """Latitude and longitude of each place of an entry (of those in *country*, if given)."""
    return [
        (place.lat, place.lon)
        for place in getattr(entry.facts, "places", ())
        if place.lat is not None and place.lon is not None
        if country in (None, place.country)
    ]


def large(context: PageContext, cases: Sequence[Entry], country: str | None = None) -> Piece | None:
    """A map of *cases* whose marks lead to them, in all countries or one. A mark of several leads
    to the list of its country, on the page of maps."""
    if not cases:
        return None
    where = {case.id: spots(case, country) for case in cases}
    frame = projection.around((spot for found in where.values() for spot in found), WIDTH, RATIO)
    things = [
        (case.id, country or context.country(case), *spot)
        for case in cases
        for spot in where[case.id][:1]
    ]
    families = {case.id: context.card(case.id)["family"] for case in cases}
    marks = []
    for mark in projection.marks(things, frame, APART):
        ids = list(dict.fromkeys(mark.ids))
        first = context.card(ids[0])
        marks.append(
            {
                "x": round(mark.x, 1),
                "y": round(mark.y, 1),
                "to": [round(mark.at[0], 1), round(mark.at[1], 1)]
                if math.dist((mark.x, mark.y), mark.at) > 3
                else None,
                "count": context.translator.number(len(ids)) if len(ids) > 1 else None,
                "route": first["route"] if len(ids) == 1 else f"map/#{_anchor(mark.group)}",
                "label": first["short"] if len(ids) == 1 else _several(context, mark.group, ids),
                "arcs": _arcs([families[id] for id in ids]),
            }
        )
    dots = [
        {"x": round(x), "y": round(y), "family": families[case.id]}
        for case in cases
        for x, y in [frame.point(*spot) for spot in where[case.id]]
    ]
    known = [id for id in dict.fromkeys(families.values()) if id]
    order = [chip["id"] for chip in context.chips("sectors")] if known else []
    legend = [context.chip("sectors", id) for id in sorted(known, key=order.index)]
    return {
        "width": frame.width,
        "height": frame.height,
        "land": projection.land(frame),
        "label": context.translate("map.label"),
        "marks": marks,
        "dots": dots,
        "legend": legend,
    }


def small(context: PageContext, entry: Entry) -> Piece | None:
    """Where an entry is: a picture without links."""
    if not spots(entry):
        return None
    frame = projection.around(spots(entry), SMALL, 1.6)
    family = context.card(entry.id)["family"]
    return {
        "width": frame.width,
        "height": frame.height,
        "land": projection.land(frame),
        "label": context.translate(
            "map.of", places=context.translate("list.comma").join(_names(context, entry))
        ),
        "dots": [
            {"x": round(x), "y": round(y), "family": family}
            for x, y in (frame.point(*spot) for spot in spots(entry))
        ],
    }


def _names(context: PageContext, entry: Entry) -> list[str]:
    return [str(context.spoken(entry, place.name)["text"]) for place in entry.facts.places]


def _several(context: PageContext, country: str, ids: Sequence[str]) -> str:
    """What a mark of several cases is called."""
    places = dict.fromkeys(p for id in ids for p in _names(context, context.library.entries[id]))
    return context.translate(
        "map.mark",
        country=context.translator.term("countries", country) if country else "",
        places=context.translate("list.comma").join(list(places)[:6]),
        cases=context.translate("kinds.casestudies.count", count=len(ids)),
    )


def _anchor(country: str) -> str:
    return f"in-{country.lower()}"


def _arcs(families: Sequence[str | None]) -> list[Piece]:
    """The ring around a mark: how much of it each family of sectors takes."""
    whole = 2 * math.pi * RADIUS
    arcs: list[Piece] = []
    done = 0.0
    for family in dict.fromkeys(families):
        share = families.count(family) / len(families) * whole
        arcs.append(
            {
                "family": family,
                "dash": None if share == whole else f"{share:.1f} {whole - share:.1f}",
                "offset": round(-done, 1),
            }
        )
        done += share
    return arcs


def _countries(context: PageContext, cases: Sequence[Entry]) -> Iterator[Piece]:
    """Country by country, the places and their cases, in the order of the list of countries."""
    for chip in context.chips("countries") if "countries" in context.library.vocabularies else ():
        mine = [case for case in cases if context.country(case) == chip["id"]]
        if not mine:
            continue
        places: dict[str, list[Entry]] = {}
        for case in mine:
            places.setdefault(_names(context, case)[0], []).append(case)
        yield {
            "id": _anchor(chip["id"]),
            "chip": chip,
            "count": context.translate("kinds.casestudies.count", count=len(mine)),
            "places": [
                {
                    "place": context.spoken(found[0], found[0].facts.places[0].name),
                    "cards": [context.card(case.id) for case in found],
                }
                for _, found in sorted(places.items())
            ],
        }
