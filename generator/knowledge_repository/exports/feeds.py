"""Feeds of the latest entries: Atom and JSON Feed, for each language and for each term of a
vocabulary in the menu. Sources: RFC 4287; jsonfeed.org, version 1.1."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from knowledge_repository.exports.data import Exported, json_text
from knowledge_repository.i18n.marked import join
from knowledge_repository.model import Entry
from knowledge_repository.pages import PageContext, routes

NEWEST = 30
"""Entries in a feed."""


def feeds(exported: Exported) -> Iterator[tuple[str, str]]:
    """Two files for each feed. An Atom feed needs complete addresses: without the address of the
    site there are none."""
    if not exported.library.address:
        return
    for context in exported.contexts:
        site = str(context.translate("site.name"))
        yield from _feed(exported, context, "", site, exported.library.entries)
        for vocabulary in exported.library.site.menu:
            for id, term in exported.library.vocabularies[vocabulary].terms.items():
                title = str(join(" – ", (context.translator.label(term.labels, id), site)))
                route = routes.term(vocabulary, id)
                yield from _feed(exported, context, route, title, context.entry_ids(vocabulary, id))


def _feed(
    exported: Exported, context: PageContext, route: str, title: str, ids: Iterable[str]
) -> Iterator[tuple[str, str]]:
    entries = [exported.library.entries[id] for id in ids]
    current = [entry for entry in entries if context.is_current(entry)]
    current.sort(key=lambda entry: (entry.facts.last_reviewed, entry.id), reverse=True)
    page = routes.absolute(context.language.code, route)
    newest = current[:NEWEST]
    yield f"{page}{routes.ATOM}", _atom(exported, context, page, title, newest)
    yield f"{page}{routes.JSON_FEED}", _json_feed(exported, context, page, title, newest)


def _atom(
    exported: Exported, context: PageContext, page: str, title: str, entries: list[Entry]
) -> str:
    latest = max((entry.facts.last_reviewed for entry in entries), default=None)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{context.language.code}">',
        f"<id>{escape(exported.address(page))}</id>",
        f"<title>{escape(title)}</title>",
        f"<updated>{latest or '1970-01-01'}T00:00:00Z</updated>",
        f'<link rel="self" href="{escape(exported.address(page + routes.ATOM))}"/>',
        f'<link rel="alternate" type="text/html" href="{escape(exported.address(page))}"/>',
    ]
    for entry in entries:
        words = entry.translation_for(context.language.code)
        url = escape(_url(exported, context, entry))
        names = "".join(f"<name>{escape(one.name)}</name>" for one in entry.facts.authors[:1])
        lines.append(
            f'<entry xml:lang="{words.language}"><id>{url}</id>'
            f"<title>{escape(words.title)}</title>"
            f"<updated>{entry.facts.last_reviewed}T00:00:00Z</updated>"
            f'<link rel="alternate" type="text/html" href="{url}"/>'
            f"<author>{names}</author><summary>{escape(words.summary)}</summary></entry>"
        )
    return "\n".join([*lines, "</feed>", ""])


def _json_feed(
    exported: Exported, context: PageContext, page: str, title: str, entries: list[Entry]
) -> str:
    items = []
    for entry in entries:
        words, url = (
            entry.translation_for(context.language.code),
            _url(exported, context, entry),
        )
        items.append(
            {
                "id": url,
                "url": url,
                "title": words.title,
                "content_text": words.summary,
                "language": words.language,
                "date_modified": f"{entry.facts.last_reviewed}T00:00:00Z",
                "authors": [{"name": author.name} for author in entry.facts.authors],
            }
        )
    return json_text(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": title,
            "home_page_url": exported.address(page),
            "feed_url": exported.address(page + routes.JSON_FEED),
            "language": context.language.code,
            "items": items,
        }
    )


def _url(exported: Exported, context: PageContext, entry: Entry) -> str:
    return exported.address(routes.absolute(context.language.code, entry.route))
