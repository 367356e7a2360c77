"""CSV tables and GeoJSON, for spreadsheets and maps. Source: RFC 4180, RFC 7946."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from knowledge_repository.exports.data import Exported, json_text
from knowledge_repository.model import Entry
from knowledge_repository.pages import routes
from knowledge_repository.schema import facts

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so is a formula for spreadsheets. Source: OWASP, CSV Injection."""
PLACES = f"{routes.DATA}places.geojson"


def tables(exported: Exported) -> Iterator[tuple[str, str]]:
    """The tables of entries, of results and of sources, and the places."""
    yield f"{routes.DATA}entries.csv", _csv(*_entries(exported))
    yield f"{routes.DATA}results.csv", _csv(*_results(exported))
    yield f"{routes.DATA}sources.csv", _csv(*_sources(exported))
    yield PLACES, _places(exported)


Row = Sequence[object]


def _entries(exported: Exported) -> tuple[Row, Iterable[Row]]:
    schema, codes = exported.library.schema, exported.languages
    head = ["id", "kind", "status", "original", "last_reviewed", "review_due"]
    head += [f"title_{code}" for code in codes] + [f"url_{code}" for code in codes]
    head += [*schema.facets, "start", "end"]
    return head, (_entry(exported, entry) for entry in exported.entries())


def _entry(exported: Exported, entry: Entry) -> Row:
    schema = exported.library.schema
    period = facts.period_of(entry, schema)
    titles = (entry.translations.get(code) for code in exported.languages)
    return [
        entry.id,
        entry.kind,
        entry.facts.status,
        entry.original,
        entry.facts.last_reviewed,
        facts.review_due(entry),
        *(one.title if one else None for one in titles),
        *exported.addresses(entry.route).values(),
        *("; ".join(facts.terms_of(entry, name, schema)) for name in schema.facets),
        period.start if period else None,
        period.end if period else None,
    ]


def _results(exported: Exported) -> tuple[Row, Iterable[Row]]:
    head = ("entry", "indicator", "value", "unit", "year", "baseline", "group", "source")
    rows = (
        (entry.id, r.indicator, r.value, r.unit, r.year, r.baseline, r.group, r.source)
        for entry in exported.entries()
        for r in facts.results_of(entry, exported.library.schema)
    )
    return head, rows


def _sources(exported: Exported) -> tuple[Row, Iterable[Row]]:
    label = exported.contexts[0].translator.label
    rows = (
        (one.id, label(one.title), label(one.publisher), one.published, one.lang, one.url)
        for one in exported.library.sources.values()
    )
    return ("id", "title", "publisher", "date", "language", "url"), rows


def _csv(head: Row, rows: Iterable[Row]) -> str:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return file.getvalue()


def _cell(value: object) -> object:
    """A value that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value


def _places(exported: Exported) -> str:
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
            "properties": {
                "name": place.name,
                "country": place.country or None,
                "precision": place.precision,
                "entry": entry.id,
                "title": {code: one.title for code, one in entry.translations.items()},
                "url": exported.addresses(entry.route),
            },
        }
        for entry in exported.entries()
        for place in facts.places_of(entry, exported.library.schema)
        if place.lat is not None and place.lon is not None
    ]
    return json_text({"type": "FeatureCollection", "features": features})
