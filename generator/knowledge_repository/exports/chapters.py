"""An entry as a chapter of a book or of a page to print: XHTML without scripts and styles.

Every id and every link inside a chapter has the id of its entry in it, so that many chapters fit
into one file. A link to another page of the site has its complete address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from urllib.parse import unquote, urljoin

from knowledge_repository.exports.data import Exported
from knowledge_repository.model import Entry
from knowledge_repository.pages import PageContext
from knowledge_repository.pages.entry import EntryView, entry_page
from knowledge_repository.pages.views import FactRow, LocalizedText, SourceLine

_VOID = re.compile(r"<(br|hr|img)\b([^>]*?)\s*/?>")
_NEEDLESS = re.compile(r'\s(?:tabindex="0"|loading="lazy")')
_ADDRESS = re.compile(r'\s(id|href|src)="([^"]*)"')


@dataclass(frozen=True)
class Chapter:
    """An entry in one language."""

    id: str
    kind: str
    title: str
    language: str
    direction: str
    html: str
    """XHTML. The address of a picture is its path from the root of the site, after ``picture:``."""
    pictures: tuple[str, ...]
    """These paths."""


def chapter(exported: Exported, context: PageContext, entry: Entry) -> Chapter:
    """The chapter of *entry* as the page in the language of *context* shows it."""
    page = entry_page(context, entry.id)
    assert isinstance(page.view, EntryView)
    base = exported.address(page.path)
    pictures: list[str] = []

    def address(found: re.Match[str]) -> str:
        name, value = found[1], found[2]
        if name == "id":
            return f' id="{entry.id}--{value}"'
        if value.startswith("#"):
            return f' href="#{entry.id}--{value[1:]}"'
        whole = urljoin(base, value)
        if name == "href":
            return f' href="{whole}"'
        pictures.append(unquote(whole.removeprefix(exported.address(""))))
        return f' src="picture:{pictures[-1]}"'

    html = _ADDRESS.sub(
        address, _xhtml("\n".join(_parts(context, page.title, page.view, page.html)))
    )
    for row in page.view.pictures:
        pictures.append(row.path)
        html += (
            f'\n<p><img src="picture:{row.path}" alt="{escape(row.words.alt)}"/><br/>'
            f"{escape(row.words.caption or '')} {escape(row.media.credit or '')}</p>"
        )
    html += f'\n<p class="address"><a href="{base}">{base}</a></p>'
    language = context.library.languages[page.text_language or context.language.code]
    return Chapter(
        entry.id, entry.kind, page.title, language.code, language.direction, html, tuple(pictures)
    )


def _parts(context: PageContext, title: str, view: EntryView, body: str) -> Iterator[str]:
    translate = context.translate
    yield f'<h1 id="top">{escape(title)}</h1>'
    yield f"<p><em>{escape(view.card.summary)}</em></p>"
    if view.facts:
        yield f"<dl>{''.join(map(_fact, view.facts))}</dl>"
    yield body
    if view.results:
        rows = "".join(
            f"<li><strong>{escape(row.value)}</strong> {_text(row.unit)}: {_text(row.indicator)}"
            f"{f' ({escape(row.year)})' if row.year != '–' else ''}</li>"
            for row in view.results
        )
        yield f"<h2>{escape(translate('entry.results'))}</h2><ul>{rows}</ul>"
    if view.text.sources:
        lines = "".join(map(_source, view.text.sources))
        yield f"<h2>{escape(translate('entry.sources'))}</h2><ol>{lines}</ol>"
    names = translate("list.comma").join(person.name.text for person in view.about.authors)
    about = [f"{translate('entry.authors')} {names}.", f"{view.text.reviewed}."]
    if view.about.licence:
        about.append(f"{translate('entry.licence', licence=view.about.licence)}.")
    yield f"<p>{escape(' '.join(about))}</p>"


def _text(text: LocalizedText) -> str:
    if text.lang is None:
        return escape(text.text)
    return f'<span lang="{text.lang}" xml:lang="{text.lang}">{escape(text.text)}</span>'


def _fact(row: FactRow) -> str:
    values = "; ".join(
        " ".join(
            part
            for part in (
                escape(item.label) if item.label else "",
                _text(item.text),
                f"({_text(item.more)})" if item.more else "",
            )
            if part
        )
        for item in row.items
    )
    return f"<dt>{escape(row.label)}</dt><dd>{values}</dd>"


def _source(line: SourceLine) -> str:
    if line.html:
        return f'<li id="source-{line.id}">{line.html}</li>'
    title = f"<cite>{escape(line.title)}</cite>"
    if line.url:
        title = f'<a href="{escape(line.url)}">{title}</a>'
    rest = ", ".join(escape(part) for part in (line.publisher, line.date) if part)
    return f'<li id="source-{line.id}">{title}{f", {rest}" if rest else ""}</li>'


def _xhtml(html: str) -> str:
    """HTML as ``markdown`` writes it → XHTML."""
    html = _NEEDLESS.sub("", html.replace("&nbsp;", "&#160;"))
    return _VOID.sub(r"<\1\2/>", html)


def with_pictures(html: str, address: Callable[[str], str]) -> str:
    """*html* of a chapter with the *address* of each picture in place of its path."""
    return re.sub(r'src="picture:([^"]*)"', lambda found: f'src="{address(found[1])}"', html)
