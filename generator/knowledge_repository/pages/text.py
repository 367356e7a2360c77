"""Plain text pages: about, contribute, and every other text in ``content/pages``.

The pages of entries and terms show their texts with the same functions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from knowledge_repository.content.pictures import published_name
from knowledge_repository.model import ContentFolder, Heading, Page, View
from knowledge_repository.pages import routes
from knowledge_repository.pages.context import PageContext, PageSpec
from knowledge_repository.pages.form import form_chips
from knowledge_repository.pages.html_post import text_html
from knowledge_repository.pages.notices import notices
from knowledge_repository.pages.source_lines import source_lines
from knowledge_repository.pages.views import Chip, Notice, SourceLine

CONTENTS_LEVEL = 2
"""Level of the headings in the table of contents."""


@dataclass(frozen=True, slots=True)
class TextView(View):
    """What a page shows around a text."""

    lang: str | None
    dir: str | None
    notices: tuple[Notice, ...]
    contents: tuple[Heading, ...]
    sources: tuple[SourceLine, ...]
    forms: tuple[Chip, ...]
    """The form of each kind, on the page that says how to take part."""
    reviewed: str | None
    """When the text was last reviewed, as a sentence without a full stop."""
    email: str | None = None
    """The address for contributions, on the page that says how to take part."""
    example: str = ""
    """Path of the original of an entry in the repository, on the page that says how to take part;
    empty if there are no entries."""


def text_pages(context: PageContext) -> Iterator[PageSpec]:
    """The specifications of the plain text pages."""
    for route, text in context.library.texts.items():
        if routes.is_text_page(route):
            yield context.spec(route, partial(text_page, context, route), (text.folder,))


def text_page(context: PageContext, route: str) -> Page:
    """The page of the plain text at *route*."""
    text = context.library.texts[route]
    words = text.translation_for(context.language.code)
    view = text_view(context, text)
    if route == routes.CONTRIBUTE:
        view = replace(view, email=context.library.site.email, example=_example(context))
    page = context.page(route, "text", words.title, words.summary, view)
    return with_text(context, page, text)


def _example(context: PageContext) -> str:
    """The original of the first published entry, preferably one in the language of the page."""
    published = [one for one in context.library.entries.values() if one.facts.status == "published"]
    published.sort(key=lambda one: one.original != context.language.code)
    return published[0].location().path if published else ""


def text_view(context: PageContext, text: ContentFolder) -> TextView:
    """What a page shows around *text* in the language of the reader, or around its original."""
    words = text.translation_for(context.language.code)
    lang, dir = context.lang_and_dir(words.language)
    day = text.facts.last_reviewed
    date = context.translator.date(day, context.translator.country_of(text)) if day else None
    return TextView(
        lang=lang,
        dir=dir,
        notices=notices(context, text, words),
        contents=tuple(h for h in words.body.headings if h.level == CONTENTS_LEVEL),
        sources=source_lines(context, text, words),
        forms=form_chips(context) if text.route == routes.CONTRIBUTE else (),
        reviewed=context.translate("entry.last_reviewed", date=date) if date else None,
    )


def with_text(context: PageContext, page: Page, text: ContentFolder) -> Page:
    """*page* with the HTML of *text*, its pictures and its file."""
    words = text.translation_for(context.language.code)
    return replace(
        page,
        html=text_html(context, words, text),
        headings=words.body.headings,
        source=words.location.path,
        text_language=words.language,
        pictures=pictures(text),
    )


def pictures(text: ContentFolder) -> dict[str, str]:
    """The pictures of a text: path on the site → path in the repository."""
    return {text.route + published_name(name): f"{text.folder}/{name}" for name in text.pictures}
