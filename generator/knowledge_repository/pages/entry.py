"""The page of one entry, and the pages of its former ids, which forward to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from knowledge_repository.content.pictures import published_name
from knowledge_repository.model import Entry, Page, View
from knowledge_repository.pages import relations, routes
from knowledge_repository.pages.about import About, about
from knowledge_repository.pages.context import PageContext, PageSpec
from knowledge_repository.pages.facts_panel import panel
from knowledge_repository.pages.maps import MapDrawing, place_map
from knowledge_repository.pages.metadata import Metadata, metadata
from knowledge_repository.pages.source_text import source_text
from knowledge_repository.pages.text import TextView, text_view, with_text
from knowledge_repository.pages.views import Card, FactRow, LocalizedText, SourceLine
from knowledge_repository.schema import facts
from knowledge_repository.schema.records import Media, TranslatedMedia


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A figure with its source."""

    indicator: LocalizedText
    value: str
    unit: LocalizedText
    group: LocalizedText | None
    year: str
    baseline: str | None
    source: str
    source_number: int | None
    """Number of the source in the list below the text."""


@dataclass(frozen=True, slots=True)
class EventRow:
    """Something that happened."""

    date: str
    """``2016``, ``2016-04`` or ``2016-04-30``."""
    shown_date: str
    event: LocalizedText
    source: str
    source_number: int | None
    """Number of the source in the list below the text."""


@dataclass(frozen=True, slots=True)
class Events:
    """The events of one field, in the order of their dates."""

    key: str
    label: str
    rows: tuple[EventRow, ...]


@dataclass(frozen=True, slots=True)
class LeadRow:
    """A fact above the text."""

    label: str
    text: LocalizedText


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A picture after the text."""

    path: str
    """Path of the file from the root of the site."""
    width: int
    height: int
    words: TranslatedMedia
    """The alternative text and the caption, in the language of the text if they are translated."""
    media: Media


@dataclass(frozen=True, slots=True)
class EntryView(View):
    """An entry in one language, or its original in the layout of that language."""

    card: Card
    kinds_label: str
    head: tuple[str, ...]
    """Values of the fields next to the name of the kind."""
    text: TextView
    facts: tuple[FactRow, ...]
    map: MapDrawing | None
    leads: tuple[LeadRow, ...]
    results: tuple[ResultRow, ...]
    events: tuple[Events, ...]
    links: tuple[relations.Links, ...]
    uses: tuple[relations.UseRow, ...]
    pictures: tuple[PictureRow, ...]
    related: tuple[relations.RelatedRow, ...]
    about: About
    metadata: Metadata | None
    neighbours: relations.Neighbours | None
    comparable: bool
    """The page of comparisons can show it."""


@dataclass(frozen=True, slots=True)
class MovedView(View):
    """A former address of an entry."""

    route: str


def entry_pages(context: PageContext) -> Iterator[PageSpec]:
    """The page of each entry, and the pages of its former ids."""
    for entry in context.library.entries.values():
        yield context.spec(entry.route, partial(entry_page, context, entry.id), (entry.folder,))
        for alias in entry.facts.aliases:
            route = routes.entry(entry.kind, alias)
            yield context.spec(route, partial(moved_page, context, entry.id, route), ())


def moved_page(context: PageContext, id: str, route: str) -> Page:
    """The page at a former address of an entry."""
    entry = context.library.entries[id]
    words = entry.translation_for(context.language.code)
    return context.page(route, "moved", words.title, words.summary, MovedView(entry.route))


def entry_page(context: PageContext, id: str) -> Page:
    """The page of the entry *id*."""
    entry = context.library.entries[id]
    card, view = context.card(id), _view(context, entry)
    reviewed = entry.facts.last_reviewed
    page = context.page(entry.route, "entry", card.title, card.summary, view, updated=reviewed)
    return replace(with_text(context, page, entry), markdown=source_text(context, entry))


def _view(context: PageContext, entry: Entry) -> EntryView:
    text = text_view(context, entry)
    return EntryView(
        card=context.card(entry.id),
        kinds_label=context.labels.kind(entry.kind),
        head=tuple(context.shown_facts(entry, "head")),
        text=text,
        facts=panel(context, entry),
        map=place_map(context, entry),
        leads=tuple(_leads(context, entry)),
        results=_results(context, entry, text.sources),
        events=_events(context, entry, text.sources),
        links=relations.links_of(context, entry),
        uses=relations.uses_of(context, entry),
        pictures=_pictures(context, entry),
        related=relations.related_to(context, entry),
        about=about(context, entry),
        metadata=metadata(context, entry),
        neighbours=relations.neighbours_of(context, entry),
        comparable=context.schema.kinds[entry.kind].compare,
    )


def _leads(context: PageContext, entry: Entry) -> Iterator[LeadRow]:
    for field in context.schema.kinds[entry.kind].shown("lead"):
        if text := facts.choice_of(entry, field.key):
            yield LeadRow(context.labels.field(field), context.localized(entry, text))


def _results(
    context: PageContext, entry: Entry, sources: Sequence[SourceLine]
) -> tuple[ResultRow, ...]:
    translator, country = context.translator, context.translator.country_of(entry)
    numbers = {line.id: line.number for line in sources}
    rows = []
    for result in facts.results_of(entry, context.schema):
        before = None
        if result.baseline is not None:
            value = translator.number(result.baseline, country)
            before = context.translate("entry.baseline", value=value)
        rows.append(
            ResultRow(
                indicator=context.localized(entry, result.indicator),
                value=translator.number(result.value, country),
                unit=context.localized(entry, result.unit),
                group=context.localized(entry, result.group) if result.group else None,
                year=translator.date(str(result.year), country) if result.year else "–",
                baseline=before,
                source=result.source,
                source_number=numbers.get(result.source),
            )
        )
    return tuple(rows)


def _events(
    context: PageContext, entry: Entry, sources: Sequence[SourceLine]
) -> tuple[Events, ...]:
    translator, country = context.translator, context.translator.country_of(entry)
    numbers = {line.id: line.number for line in sources}
    found: dict[str, list[EventRow]] = {}
    for field, one in facts.events_of(entry, context.schema):
        row = EventRow(
            date=one.date,
            shown_date=translator.date(one.date, country),
            event=context.localized(entry, one.event),
            source=one.source,
            source_number=numbers.get(one.source),
        )
        found.setdefault(field.key, []).append(row)
    fields = context.schema.kinds[entry.kind].fields
    return tuple(
        Events(key, context.labels.field(fields[key], 2), tuple(rows))
        for key, rows in found.items()
    )


def _pictures(context: PageContext, entry: Entry) -> tuple[PictureRow, ...]:
    words = entry.translation_for(context.language.code)
    translated = {media.file: media for media in facts.media_of(words)}
    return tuple(
        PictureRow(
            f"{entry.route}{published_name(media.file)}",
            *entry.pictures.get(media.file, (0, 0)),
            words=translated.get(media.file, media),
            media=media,
        )
        for media in entry.facts.media
    )
