"""What the page of an entry says to programs: JSON-LD, tags for reference managers, links.

Sources: schema.org; DCMI Metadata Terms; the indexing guidelines of Google Scholar
(``citation_…``); FAIR Signposting, level 1 (signposting.org).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from knowledge_repository.model import Entry
from knowledge_repository.pages import routes
from knowledge_repository.pages.about import licence_of
from knowledge_repository.pages.context import PageContext
from knowledge_repository.schema import Field, Period, Place
from knowledge_repository.schema.records import Event, Person

LICENCE = "https://spdx.org/licenses/{}"
CONTEXT = ["https://schema.org", {"dcterms": "http://purl.org/dc/terms/"}]


@dataclass(frozen=True, slots=True)
class Metadata:
    """For the head of a page."""

    json_ld: str
    """JSON without ``<``: an element may contain it."""
    tags: tuple[tuple[str, str], ...]
    """Name and content of each ``<meta>``."""
    links: tuple[tuple[str, str, str | None], ...]
    """Relation, address and media type of each ``<link>``."""


def metadata(context: PageContext, entry: Entry) -> Metadata | None:
    """The metadata of *entry*; None if the address of the site is unknown."""
    if not context.library.address:
        return None
    data = _json_ld(context, entry)
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return Metadata(text, tuple(_tags(context, entry)), tuple(_links(context, entry)))


def _address(context: PageContext, path: str) -> str:
    return context.library.address + path


def _own(context: PageContext, entry: Entry) -> str:
    """The address of the text: of its own language, where the page shows it in another layout."""
    language = entry.translation_for(context.language.code).language
    return _address(context, routes.absolute(language, entry.route))


def _json_ld(context: PageContext, entry: Entry) -> dict[str, object]:
    words = entry.translation_for(context.language.code)
    found: dict[str, object] = {
        "@context": CONTEXT,
        "@type": "Article",
        "@id": _own(context, entry),
        "headline": words.title,
        "description": words.summary,
        "inLanguage": words.language,
        "dateModified": entry.facts.last_reviewed.isoformat(),
        "author": [_person(one) for one in entry.facts.authors],
    }
    if licence := licence_of(context.library, entry):
        found["license"] = LICENCE.format(licence)
    declared = context.schema.kinds[entry.kind].fields.values()
    for name, values in _meant(context, entry, declared, entry.facts.declared):
        known = found.setdefault(name, [])
        if isinstance(known, list):  # what every entry says about itself comes first
            known += values
    return found


def _person(person: Person) -> dict[str, object]:
    """Whether a name is a person's, is unknown: only somebody with an organisation surely is."""
    if person.organisation is None:
        return {"@type": "Thing", "name": person.name}
    affiliation = {"@type": "Organization", "name": person.organisation}
    return {"@type": "Person", "name": person.name, "affiliation": affiliation}


def _meant(
    context: PageContext, entry: Entry, fields: Iterable[Field], values: Mapping[str, object]
) -> Iterator[tuple[str, list[object]]]:
    """(property, values) of the fields that declare what they mean elsewhere."""
    for field in fields:
        value = values.get(field.key)
        if value is None or not field.means:
            continue
        items = value if isinstance(value, tuple) else (value,)
        found = [one for item in items if (one := _value(context, entry, field, item))]
        if found:
            yield field.means.removeprefix("schema:"), found


def _value(context: PageContext, entry: Entry, field: Field, value: object) -> object:
    """A value as JSON-LD; None for records that have no common form."""
    match value:
        case dict():
            parts = dict(_meant(context, entry, field.parts, value))
            return {"@type": "Thing", **parts} if parts else None
        case Period():
            return f"{value.start}/{'..' if value.end == 'ongoing' else value.end or ''}"
        case Event():
            name = context.localized(entry, value.event).text
            return {"@type": "Event", "name": name, "startDate": value.date}
        case Place(lat=float(), lon=float()):
            geo = {"@type": "GeoCoordinates", "latitude": value.lat, "longitude": value.lon}
            return {"@type": "Place", "name": value.name, "geo": geo}
        case str() if field.type == "term" and value != "all":
            return str(context.translator.term(field.vocabulary or "", value))
        case str() if value in field.choices:
            return str(context.labels.choice(field, value))
        case str() if field.type == "text":
            return context.localized(entry, value).text
        case str() | int() | float():
            return value
    return None


def _tags(context: PageContext, entry: Entry) -> Iterator[tuple[str, str]]:
    words = entry.translation_for(context.language.code)
    yield "citation_title", words.title
    for author in entry.facts.authors:
        yield "citation_author", author.name
    yield "citation_publication_date", f"{entry.facts.last_reviewed:%Y/%m/%d}"
    yield "citation_language", words.language
    yield "citation_public_url", _own(context, entry)


def _links(context: PageContext, entry: Entry) -> Iterator[tuple[str, str, str | None]]:
    yield "cite-as", _own(context, entry), None
    if licence := licence_of(context.library, entry):
        yield "license", LICENCE.format(licence), None
    yield "type", "https://schema.org/Article", None
    data = f"{routes.DATA}entries.json"
    yield "describedby", _address(context, data), "application/json"
