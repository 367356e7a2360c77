"""Search documents: what Pagefind reads of a page, normalised as the language wants it.

A search document is a small HTML file with the page's text and filters. That is faster than reading
the published pages, and lets a text match a query that was normalised by the same rules
(``content/languages.yml``). A fallback page has only its title and the labels of its terms in the
index of its interface, so that every filter counts it, and a text in another language never adds
words to the index of this one.
"""

from __future__ import annotations

import html
import re
from functools import cache

from generator.model import Language, Page, SearchFields

_TAGS = re.compile(r"<[^>]*>")
_CITES = re.compile(r'<sup class="cite"><a [^>]*>[^<]*</a></sup>')


def search_document(page: Page, fields: SearchFields) -> str:
    """What Pagefind reads of *page*."""
    language = page.layout.language
    if page.fallback:
        text = summary = ""
    else:
        text = html.unescape(_TAGS.sub(" ", _CITES.sub("", page.html)))
        summary = page.description
    # Pagefind also searches what is shown: the names of kinds and terms come from the filters,
    # or every entry would be found by the words "case study".
    shown = {
        "title": page.title,
        "summary": page.description,
        "lang": fields.language,
        "period": fields.period,
    }
    metas = [_note("meta", name, value) for name, value in shown.items() if value]
    filters = [_filter(name, value) for name, values in fields.filters.items() for value in values]

    def normalised(value: str) -> str:
        return html.escape(normalise(value, language.folding))

    return (
        f'<!doctype html><html lang="{html.escape(language.code)}"><head><title></title></head>'
        f"<body data-pagefind-body>{''.join(metas)}{''.join(filters)}"
        f"<h1>{normalised(page.title)}</h1><p>{normalised(summary)}</p>"
        f"<p>{normalised(' – '.join(fields.labels))}</p><div>{normalised(text)}</div></body></html>"
    )


def empty_document(language: Language) -> str:
    """A document without words: Pagefind refuses an empty folder, and every site has a search."""
    return f'<html lang="{html.escape(language.code)}"><body data-pagefind-body></body></html>'


def normalise(text: str, rules: tuple[tuple[str, str], ...]) -> str:
    """A text as search compares it. The search page normalises a query by the same rules."""
    text = text.lower()
    for pattern, replacement in _compiled(rules):
        text = pattern.sub(replacement, text)
    return " ".join(text.split())


@cache
def _compiled(rules: tuple[tuple[str, str], ...]) -> list[tuple[re.Pattern[str], str]]:
    """The rules are written as JavaScript writes them: ``$1`` is a group."""
    return [
        (re.compile(find), re.sub(r"\$(\d)", r"\\g<\1>", replacement.replace("\\", "\\\\")))
        for find, replacement in rules
    ]


def _note(what: str, name: str, value: str) -> str:
    """What Pagefind keeps of a page besides its text."""
    return f'<i data-pagefind-{what}="{name}[title]" title="{html.escape(value)}"></i>'


@cache
def _filter(name: str, value: str) -> str:
    return _note("filter", name, value)
