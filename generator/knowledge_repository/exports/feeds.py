"""Feeds, as Atom and JSON Feed: the latest entries of each language and of each term of a
vocabulary in the menu, and what changed. Sources: RFC 4287; jsonfeed.org, version 1.1."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from knowledge_repository.exports.data import Exported, json_text
from knowledge_repository.i18n.marked import join
from knowledge_repository.model import Entry
from knowledge_repository.pages import PageContext, routes
from knowledge_repository.pages.changes import change_text, latest_changes

NEWEST = 30
"""Items of a feed."""


@dataclass(frozen=True)
class Item:
    """What a feed says of an entry, or of a change of it."""

    id: str
    url: str
    title: str
    text: str
    language: str
    day: date
    authors: tuple[str, ...]


@dataclass(frozen=True)
class Feed:
    """Items of one page."""

    page: str
    """Path of the page that shows the same, from the root of the site."""
    language: str
    title: str
    items: Sequence[Item]


def feeds(exported: Exported) -> Iterator[tuple[str, str]]:
    """Two files for each feed. An Atom feed needs complete addresses: without the address of the
    site there are none."""
    if not exported.library.address:
        return
    for context in exported.contexts:
        for feed in (*_of_entries(exported, context), _of_changes(exported, context)):
            yield f"{feed.page}{routes.ATOM}", _atom(exported, feed)
            yield f"{feed.page}{routes.JSON_FEED}", _json_feed(exported, feed)


def _of_entries(exported: Exported, context: PageContext) -> Iterator[Feed]:
    site = str(context.translate("site.name"))
    yield _newest(exported, context, "", site, exported.library.entries)
    for vocabulary in exported.library.site.menu:
        for id, term in exported.library.vocabularies[vocabulary].terms.items():
            title = str(join(" – ", (context.translator.label(term.labels, id), site)))
            ids = context.entry_ids(vocabulary, id)
            yield _newest(exported, context, routes.term(vocabulary, id), title, ids)


def _newest(
    exported: Exported, context: PageContext, route: str, title: str, ids: Iterable[str]
) -> Feed:
    entries = [exported.library.entries[id] for id in ids]
    current = [entry for entry in entries if context.is_current(entry)]
    current.sort(key=lambda entry: (entry.facts.last_reviewed, entry.id), reverse=True)
    items = [_item(exported, context, entry) for entry in current[:NEWEST]]
    code = context.language.code
    return Feed(routes.absolute(code, route), code, title, items)


def _of_changes(exported: Exported, context: PageContext) -> Feed:
    code, site = context.language.code, context.translate("site.name")
    items = []
    for entry, change in latest_changes(context)[:NEWEST]:
        one, text = _item(exported, context, entry), change_text(context, entry, change)
        # An entry may have several changes of one day.
        number = entry.facts.changes.index(change)
        items.append(
            Item(
                f"{one.url}#change-{number}",
                one.url,
                one.title,
                text.text,
                text.lang or code,
                change.date,
                one.authors,
            )
        )
    title = str(join(" – ", (context.translate("changes.title"), site)))
    return Feed(routes.absolute(code, routes.CHANGES), code, title, items)


def _item(exported: Exported, context: PageContext, entry: Entry) -> Item:
    words = entry.translation_for(context.language.code)
    url = exported.address(routes.absolute(context.language.code, entry.route))
    authors = tuple(one.name for one in entry.facts.authors)
    day = entry.facts.last_reviewed
    return Item(url, url, words.title, words.summary, words.language, day, authors)


def _atom(exported: Exported, feed: Feed) -> str:
    latest = max((item.day for item in feed.items), default=None)
    page = feed.page
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{feed.language}">',
        f"<id>{escape(exported.address(page))}</id>",
        f"<title>{escape(feed.title)}</title>",
        f"<updated>{latest or '1970-01-01'}T00:00:00Z</updated>",
        f'<link rel="self" href="{escape(exported.address(page + routes.ATOM))}"/>',
        f'<link rel="alternate" type="text/html" href="{escape(exported.address(page))}"/>',
    ]
    for item in feed.items:
        names = "".join(f"<name>{escape(name)}</name>" for name in item.authors[:1])
        lines.append(
            f'<entry xml:lang="{item.language}"><id>{escape(item.id)}</id>'
            f"<title>{escape(item.title)}</title>"
            f"<updated>{item.day}T00:00:00Z</updated>"
            f'<link rel="alternate" type="text/html" href="{escape(item.url)}"/>'
            f"<author>{names}</author><summary>{escape(item.text)}</summary></entry>"
        )
    return "\n".join([*lines, "</feed>", ""])


def _json_feed(exported: Exported, feed: Feed) -> str:
    items = [
        {
            "id": item.id,
            "url": item.url,
            "title": item.title,
            "content_text": item.text,
            "language": item.language,
            "date_modified": f"{item.day}T00:00:00Z",
            "authors": [{"name": name} for name in item.authors],
        }
        for item in feed.items
    ]
    return json_text(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.title,
            "home_page_url": exported.address(feed.page),
            "feed_url": exported.address(feed.page + routes.JSON_FEED),
            "language": feed.language,
            "items": items,
        }
    )
