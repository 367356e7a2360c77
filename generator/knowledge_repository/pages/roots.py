"""The pages above the languages: the choice of languages, and the one page "not found"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge_repository import diagnostics as reports
from knowledge_repository.model import ContentFolder, Diagnostic, Layout, Page, View
from knowledge_repository.pages import routes
from knowledge_repository.pages.context import PageContext

ROOT_KINDS = {routes.ROOT: "root", routes.NOT_FOUND: "notfound"}
"""Path → kind of page."""
DATA = "content/"
"""The folder of lists and settings, besides texts."""


@dataclass(frozen=True)
class Review:
    """What the first page of a preview says to a reviewer."""

    changed: frozenset[str] = frozenset()
    """Paths of the files that a change edited."""
    errors: tuple[Diagnostic, ...] = ()
    """Why entries and texts are left out of the preview."""


@dataclass(frozen=True, slots=True)
class ReviewLink:
    """A changed page: its route and its title, with the language of the title."""

    route: str
    text: str
    lang: str | None
    dir: str | None


@dataclass(frozen=True, slots=True)
class ReviewError:
    """Why an entry is left out: the place, the message and the hint."""

    place: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class ReviewSection:
    """A ``Review`` in one language of the site."""

    layout: Layout
    pages: tuple[ReviewLink, ...]
    """The pages of the changed files."""
    others: tuple[str, ...]
    """Changed lists and settings of the site: any page may show them."""
    errors: tuple[ReviewError, ...]


@dataclass(frozen=True, slots=True)
class RootView(View):
    """A page above the languages."""

    layouts: tuple[Layout, ...]
    """The layout of each language, with the words of the page in this language."""
    review: tuple[ReviewSection, ...] = field(default=())
    """Only in a preview: in each language."""


def root_page(contexts: Sequence[PageContext], path: str, review: Review | None = None) -> Page:
    """A page above the languages; the first language is the language of its title."""
    first = contexts[0]
    return Page(
        language=first.language.code,
        path=path,
        kind=ROOT_KINDS[path],
        title=first.translate("site.full_name"),
        description=first.translate("site.description"),
        view=RootView(
            tuple(context.layout for context in contexts),
            tuple(_review(context, review) for context in contexts) if review else (),
        ),
        layout=first.layout,
    )


def _review(context: PageContext, review: Review) -> ReviewSection:
    texts = context.library.texts_of(review.changed)
    shown = {text.folder for text in texts}
    language = context.language.code
    return ReviewSection(
        context.layout,
        tuple(_link(context, text) for text in texts),
        tuple(
            reports.printable(path)
            for path in sorted(review.changed)
            if path.startswith(DATA) and path.rpartition("/")[0] not in shown
        ),
        tuple(_error(one, language) for one in reports.sort(review.errors)),
    )


def _link(context: PageContext, text: ContentFolder) -> ReviewLink:
    words = text.translation_for(context.language.code)
    return ReviewLink(text.route, words.title, *context.lang_and_dir(words.language))


def _error(one: Diagnostic, language: str) -> ReviewError:
    language = language if language in reports.LANGUAGES else reports.LANGUAGES[0]
    place = f"{one.location.path}:{one.location.line}"
    return ReviewError(
        reports.printable(place), reports.message(one, language), reports.hint(one, language)
    )
