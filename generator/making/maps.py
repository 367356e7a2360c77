"""Maps: where the cases are; on their own page, at home, for a country, beside an entry.

A map is only ever a second way: what it shows stands in a list on the same page, or is the place
of the entry itself.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from generator import mapping
from generator.making.pieces import Piece, Pieces
from generator.model import Entry, Page

WIDTH = 640
"""Units of a large map; it is shown at about as many pixels on a desk, and shrinks below that."""
RATIO = 1.75
APART = 27.0
"""Units between two marks: the smallest target that WCAG 2.2 allows (24 pixels), and a gap."""
SMALL = 320
"""Units of the map beside an entry."""
RADIUS = 8.5


def maps(pieces: Pieces) -> Page:
    """The page of maps: the map, and every place with its cases."""
    cases = located(pieces, pieces.library.cards)
    title, intro = pieces.say("map.title"), pieces.say("map.intro")
    data: Piece = {
        "intro": intro,
        "map": whole(pieces),
        "countries": list(_countries(pieces, cases)),
    }
    return pieces.page("map/", "map", title, intro, data=data)


def whole(pieces: Pieces) -> Piece | None:
    """The map of all cases."""
    return pieces.once(
        ("map", "whole"), lambda: large(pieces, located(pieces, pieces.library.cards))
    )


def located(pieces: Pieces, ids: Iterable[str], country: str | None = None) -> list[Entry]:
    """The current entries among *ids* that say where they are (in *country*, if given)."""
    entries = [pieces.library.cards[id] for id in ids]
    return [entry for entry in entries if spots(entry, country) and pieces.current(entry)]


def spots(entry: Entry, country: str | None = None) -> list[tuple[float, float]]:
    """Latitude and longitude of each place of an entry (of those in *country*, if given)."""
    return [
        (place.lat, place.lon)
        for place in getattr(entry.facts, "places", ())
        if place.lat is not None and place.lon is not None
        if country in (None, place.country)
    ]


def large(pieces: Pieces, cases: Sequence[Entry], country: str | None = None) -> Piece | None:
    """A map of *cases* whose marks lead to them, in all countries or one. A mark of several leads
    to the list of its country, on the page of maps."""
    if not cases:
        return None
    where = {case.id: spots(case, country) for case in cases}
    frame = mapping.around((spot for found in where.values() for spot in found), WIDTH, RATIO)
    things = [
        (case.id, country or pieces.country(case), *spot)
        for case in cases
        for spot in where[case.id][:1]
    ]
    families = {case.id: pieces.card(case.id)["family"] for case in cases}
    marks = []
    for mark in mapping.marks(things, frame, APART):
        ids = list(dict.fromkeys(mark.ids))
        first = pieces.card(ids[0])
        marks.append(
            {
                "x": round(mark.x, 1),
                "y": round(mark.y, 1),
                "to": [round(mark.at[0], 1), round(mark.at[1], 1)]
                if math.dist((mark.x, mark.y), mark.at) > 3
                else None,
                "count": pieces.voice.number(len(ids)) if len(ids) > 1 else None,
                "route": first["route"] if len(ids) == 1 else f"map/#{_anchor(mark.group)}",
                "label": first["short"] if len(ids) == 1 else _several(pieces, mark.group, ids),
                "arcs": _arcs([families[id] for id in ids]),
            }
        )
    dots = [
        {"x": round(x), "y": round(y), "family": families[case.id]}
        for case in cases
        for x, y in [frame.point(*spot) for spot in where[case.id]]
    ]
    known = [id for id in dict.fromkeys(families.values()) if id]
    order = [chip["id"] for chip in pieces.chips("sectors")] if known else []
    legend = [pieces.chip("sectors", id) for id in sorted(known, key=order.index)]
    return {
        "width": frame.width,
        "height": frame.height,
        "land": mapping.land(frame),
        "label": pieces.say("map.label"),
        "marks": marks,
        "dots": dots,
        "legend": legend,
    }


def small(pieces: Pieces, entry: Entry) -> Piece | None:
    """Where an entry is: a picture without links."""
    if not spots(entry):
        return None
    frame = mapping.around(spots(entry), SMALL, 1.6)
    family = pieces.card(entry.id)["family"]
    return {
        "width": frame.width,
        "height": frame.height,
        "land": mapping.land(frame),
        "label": pieces.say("map.of", places=pieces.say("list.comma").join(_names(pieces, entry))),
        "dots": [
            {"x": round(x), "y": round(y), "family": family}
            for x, y in (frame.point(*spot) for spot in spots(entry))
        ],
    }


def _names(pieces: Pieces, entry: Entry) -> list[str]:
    return [str(pieces.spoken(entry, place.name)["text"]) for place in entry.facts.places]


def _several(pieces: Pieces, country: str, ids: Sequence[str]) -> str:
    """What a mark of several cases is called."""
    places = dict.fromkeys(p for id in ids for p in _names(pieces, pieces.library.cards[id]))
    return pieces.say(
        "map.mark",
        country=pieces.voice.term("countries", country) if country else "",
        places=pieces.say("list.comma").join(list(places)[:6]),
        cases=pieces.say("kinds.casestudies.count", count=len(ids)),
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


def _countries(pieces: Pieces, cases: Sequence[Entry]) -> Iterator[Piece]:
    """Country by country, the places and their cases, in the order of the list of countries."""
    for chip in pieces.chips("countries") if "countries" in pieces.library.vocabularies else ():
        mine = [case for case in cases if pieces.country(case) == chip["id"]]
        if not mine:
            continue
        places: dict[str, list[Entry]] = {}
        for case in mine:
            places.setdefault(_names(pieces, case)[0], []).append(case)
        yield {
            "id": _anchor(chip["id"]),
            "chip": chip,
            "count": pieces.say("kinds.casestudies.count", count=len(mine)),
            "places": [
                {
                    "place": pieces.spoken(found[0], found[0].facts.places[0].name),
                    "cards": [pieces.card(case.id) for case in found],
                }
                for _, found in sorted(places.items())
            ],
        }
