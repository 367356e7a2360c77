"""Search documents: what Pagefind reads of an entry, normalised as the language wants it.

A search document is a small HTML file with the entry's text and filters. That is faster than
reading the published pages, and lets a text match a query that was normalised by the same rules
(``content/languages.yml``). The text as a reader sees it comes along as JSON: results show it.
"""

from __future__ import annotations

import html
import json
import re
from functools import cache

from knowledge_repository.model import Language, SearchEntry

TITLE, SUMMARY, LABELS, DETAILS, MENTIONED = 5, 3, 2, 0.5, 0.2
"""How much a word counts, by where it is; a word of the text counts 1."""
EVERY = "zzevery"
"""A word of every document: to ask for all with some filters, Pagefind needs a word, or it loads
the whole index. ``search.js`` knows it, too."""
_SHOWN = '<script type="application/json">'
_END = "</script>"
_TAGS = re.compile("<[^>]*>")


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

    def part(weight: float, *texts: str) -> str:
        text = html.escape(" – ".join(map(entry.language.search.normalise, texts)))
        return f'<p data-pagefind-weight="{weight}">{text}</p>' if text else ""

    body = "\n".join(text for _, heading, text in entry.sections for text in (heading, text))
    sections = [[id, heading, " ".join(text.split())] for id, heading, text in entry.sections]
    sections += [["", "", text] for text in (" · ".join(entry.details),) if text]
    passages = json.dumps(sections, ensure_ascii=False, separators=(",", ":"))
    return (
        f'<!doctype html><html lang="{html.escape(entry.language.code)}"><head><title></title>'
        f"{_SHOWN}{passages.replace('<', chr(92) + 'u003c')}{_END}"
        f"</head><body data-pagefind-body>{''.join(metas)}{''.join(filters)}"
        f"{part(TITLE, entry.title)}{part(SUMMARY, entry.summary)}{part(LABELS, *entry.labels)}"
        f"{part(1, body)}{part(DETAILS, *entry.details)}"
        f"<div>{part(MENTIONED, *entry.sources, *entry.elsewhere)} {EVERY}</div></body></html>"
    )


def passages(document: str) -> object:
    """The text as a reader sees it: [[id of a heading, the heading, text], …]; last, those of the
    facts."""
    return json.loads(document.partition(_SHOWN)[2].partition(_END)[0])


def words(document: str) -> set[str]:
    """The words of a document, without those in other languages."""
    body = document.partition("<body")[2].rpartition("<div>")[0]
    return set(html.unescape(_TAGS.sub(" ", body)).split())


def empty_document(language: Language) -> str:
    """The document of a site without entries: every site has a search, and Pagefind makes no index
    without a word. The index does not keep the document."""
    return f'<html lang="{html.escape(language.code)}"><body data-pagefind-body>x</body></html>'


def _note(what: str, name: str, value: str) -> str:
    """What Pagefind stores of an entry in addition to its text."""
    return f'<i data-pagefind-{what}="{name}[title]" title="{html.escape(value)}"></i>'


@cache
def _filter(name: str, value: str) -> str:
    return _note("filter", name, value)
