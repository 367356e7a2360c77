"""Search documents: what Pagefind reads of an entry, normalised as the language wants it.

A search document is a small HTML file with the entry's text and filters. That is faster than
reading the published pages, and lets a text match a query that was normalised by the same rules
(``content/languages.yml``).
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import cache
from operator import itemgetter

from knowledge_repository.model import Language, SearchEntry


def search_document(entry: SearchEntry) -> str:
    """What Pagefind reads of *entry*."""
    # Pagefind also searches what is shown: the names of kinds and terms come from the filters,
    # or every entry would be found by the words "case study".
    shown = {
        "title": entry.title,
        "summary": entry.description,
        "lang": entry.text_language,
        "period": entry.period,
        "family": entry.family,
        "terms": entry.terms,
    }
    metas = [_note("meta", name, value) for name, value in shown.items() if value]
    filters = [_filter(name, value) for name, values in entry.filters.items() for value in values]

    def normalised(value: str) -> str:
        return html.escape(normalise(value, entry.language.search_rules))

    return (
        f'<!doctype html><html lang="{html.escape(entry.language.code)}"><head><title></title>'
        f"</head><body data-pagefind-body>{''.join(metas)}{''.join(filters)}"
        f"<h1>{normalised(entry.title)}</h1><p>{normalised(entry.summary)}</p>"
        f"<p>{normalised(' – '.join(entry.labels))}</p><div>{normalised(entry.text)}</div>"
        "</body></html>"
    )


def empty_document(language: Language) -> str:
    """The document of a site without entries: every site has a search, and Pagefind makes no index
    without a word. The index does not keep the document."""
    return f'<html lang="{html.escape(language.code)}"><body data-pagefind-body>x</body></html>'


def normalise(text: str, rules: tuple[tuple[str, str], ...]) -> str:
    """A text as search compares it. The search page normalises a query by the same rules."""
    text = text.lower()
    for pattern, replacement in _compiled(rules):
        text = pattern.sub(replacement, text)
    return " ".join(text.split())


NormalisationRule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]


@cache
def _compiled(rules: tuple[tuple[str, str], ...]) -> list[NormalisationRule]:
    """The rules are written as JavaScript writes them: ``$1`` is a group."""
    return [(re.compile(find), _replacement(replacement)) for find, replacement in rules]


def _replacement(text: str) -> str | Callable[[re.Match[str]], str]:
    if text == "$1":  # most rules; a template of ``re`` would take three times as long
        return itemgetter(1)
    return re.sub(r"\$(\d)", r"\\g<\1>", text.replace("\\", "\\\\"))


def _note(what: str, name: str, value: str) -> str:
    """What Pagefind stores of an entry in addition to its text."""
    return f'<i data-pagefind-{what}="{name}[title]" title="{html.escape(value)}"></i>'


@cache
def _filter(name: str, value: str) -> str:
    return _note("filter", name, value)
