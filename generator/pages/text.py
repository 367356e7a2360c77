"""Plain text pages: about, contribute, and every other text in ``content/pages``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from generator import markdown
from generator.content.pictures import published_name
from generator.model import ContentFolder, Heading, Page, View
from generator.pages import routes
from generator.pages.context import PageContext, RouteSpec
from generator.pages.html_post import text_html
from generator.pages.notices import translation_notices
from generator.pages.source_lines import source_lines
from generator.pages.views import ContentsItem, Notice, SourceLine


@dataclass(frozen=True, slots=True)
class TextView(View):
    """A plain text."""

    summary: str
    lang: str | None
    dir: str | None
    notices: tuple[Notice, ...]
    contents: tuple[ContentsItem, ...]
    sources: tuple[SourceLine, ...]


def text_pages(context: PageContext) -> Iterator[RouteSpec]:
    """Routes and builders of the plain text pages."""
    for route in context.library.texts:
        if routes.is_text_page(route):
            yield route, partial(text_page, context, route), (context.library.texts[route].folder,)


def text_page(context: PageContext, route: str) -> Page:
    """The page of the plain text at *route*."""
    text = context.library.texts[route]
    words = text.translation_for(context.language.code)
    lang, dir = context.lang_and_dir(words.language)
    return context.page(
        route,
        "text",
        words.title,
        words.summary,
        TextView(
            summary=words.summary,
            lang=lang,
            dir=dir,
            notices=translation_notices(context, text, words),
            contents=contents(words.body.headings),
            sources=source_lines(context, text, words),
        ),
        html=text_html(context, words, text),
        headings=words.body.headings,
        source=words.location.path,
        text_language=words.language,
        pictures=pictures(text),
    )


def contents(headings: Sequence[Heading], level: int = 2) -> tuple[ContentsItem, ...]:
    """The table of contents: headings of one level."""
    return tuple(ContentsItem(h.id, h.text) for h in headings if h.level == level)


def pictures(text: ContentFolder) -> dict[str, str]:
    """The pictures of a text: path on the site → path in the repository."""
    route = markdown.route(text.folder)
    return {route + published_name(name): f"{text.folder}/{name}" for name in text.pictures}
