"""What changed: the changes that entries state, on their own pages and on one for all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge_repository.model import Entry, Page, View
from knowledge_repository.pages import routes
from knowledge_repository.pages.context import PageContext
from knowledge_repository.pages.views import Card, LocalizedText
from knowledge_repository.schema.records import Change

NEWEST = 200
"""Changes on the page of all."""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change of an entry."""

    date: str
    what: LocalizedText
    section: str | None
    """Heading of the section that changed."""
    anchor: str
    """Where the change is on the page of the entry: ``#costs``, or empty."""


@dataclass(frozen=True, slots=True)
class ChangedEntry:
    """A change, with its entry."""

    card: Card
    line: ChangeLine


@dataclass(frozen=True, slots=True)
class ChangesView(View):
    """The page of all changes."""

    rows: tuple[ChangedEntry, ...]


def changes_page(context: PageContext) -> Page:
    """The page of all changes, the latest first."""
    rows = tuple(
        ChangedEntry(context.card(entry.id), change_line(context, entry, change))
        for entry, change in latest_changes(context)[:NEWEST]
    )
    title, intro = context.translate("changes.title"), context.translate("changes.intro")
    return context.page(routes.CHANGES, "changes", title, intro, ChangesView(rows))


def latest_changes(context: PageContext) -> list[tuple[Entry, Change]]:
    """The changes of all current entries, the latest first."""
    found = [
        (entry, change)
        for entry in context.library.entries.values()
        if context.is_current(entry)
        for change in entry.facts.changes
    ]
    return sorted(found, key=lambda pair: (pair[1].date, pair[0].id), reverse=True)


def change_lines(context: PageContext, entry: Entry) -> Iterator[ChangeLine]:
    """The changes of one entry, the latest first."""
    for change in sorted(entry.facts.changes, key=lambda one: one.date, reverse=True):
        yield change_line(context, entry, change)


def change_line(context: PageContext, entry: Entry, change: Change) -> ChangeLine:
    """A change in the language of the reader if it is given in it."""
    sections = context.schema.kinds[entry.kind].sections
    known = sections.get(change.section or "")
    return ChangeLine(
        date=context.translator.date(change.date, context.translator.country_of(entry)),
        what=change_text(context, entry, change),
        section=context.translator.label(known.label, change.section or "") if known else None,
        anchor=f"#{change.section}" if known else "",
    )


def change_text(context: PageContext, entry: Entry, change: Change) -> LocalizedText:
    """What changed, in the language of the reader if it is given in it."""
    if isinstance(change.what, str):
        return LocalizedText(change.what, *context.lang_and_dir(entry.original))
    own, languages = context.language.code, context.library.languages
    code = next((one for one in (own, *languages) if one in change.what), entry.original)
    return LocalizedText(change.what.get(code, ""), *context.lang_and_dir(code))
