"""The page of translations: each text in each language, what to translate next, who translated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge_repository.i18n.marked import in_language, join
from knowledge_repository.model import ContentFolder, Page, Path, View
from knowledge_repository.pages import routes
from knowledge_repository.pages.context import PageContext
from knowledge_repository.pages.views import LocalizedText
from knowledge_repository.schema.facts import translation_info_of
from knowledge_repository.translations.coverage import (
    Coverage,
    State,
    coverage_of,
    texts_to_translate,
    to_do,
)
from knowledge_repository.translations.parts import SECTIONS

MAX_NEXT = 10
"""Texts in the list of what to translate next."""


@dataclass(frozen=True, slots=True)
class TextLink:
    """A text by its title, linked to its page."""

    title: LocalizedText
    route: str


@dataclass(frozen=True, slots=True)
class StateLabel:
    """The state of a text in one language, in words."""

    state: State
    text: str
    parts: str = ""
    """Names of the parts that changed."""


@dataclass(frozen=True, slots=True)
class TranslationRow:
    """A text in each language, or in that of the page."""

    link: TextLink
    states: tuple[StateLabel, ...]


@dataclass(frozen=True, slots=True)
class Credit:
    """A translator, and the texts that they translated into one language."""

    name: str
    language: LocalizedText
    links: tuple[TextLink, ...]


@dataclass(frozen=True, slots=True)
class TranslationsView(View):
    """The page of translations."""

    languages: tuple[LocalizedText, ...]
    """The columns of the table."""
    next: tuple[TranslationRow, ...]
    rows: tuple[TranslationRow, ...]
    has_unknown: bool
    credits: tuple[Credit, ...]


def translations(context: PageContext) -> Page | None:
    """The page of translations; None in a site with one language."""
    library = context.library
    if len(library.languages) == 1:
        return None
    texts = texts_to_translate(library)
    found = [[coverage_of(text, code, library) for code in library.languages] for text in texts]
    next = to_do(library, context.language.code, texts)[:MAX_NEXT]
    view = TranslationsView(
        languages=tuple(_language(context, code) for code in library.languages),
        next=tuple(_row(context, [one]) for one in next),
        rows=tuple(_row(context, states) for states in found),
        has_unknown=any(one.state == "unknown" for states in found for one in states),
        credits=tuple(_credits(context, texts)),
    )
    title, intro = context.translate("translations.title"), context.translate("translations.intro")
    return context.page(routes.TRANSLATIONS, "translations", title, intro, view)


def _language(context: PageContext, code: str) -> LocalizedText:
    return LocalizedText(context.library.languages[code].name, *context.lang_and_dir(code))


def _row(context: PageContext, states: Sequence[Coverage]) -> TranslationRow:
    return TranslationRow(
        _link(context, states[0].text), tuple(_label(context, one) for one in states)
    )


def _link(context: PageContext, text: ContentFolder) -> TextLink:
    words = text.translation_for(context.language.code)
    title = words.short_title or words.title
    return TextLink(LocalizedText(title, *context.lang_and_dir(words.language)), text.route)


def _label(context: PageContext, one: Coverage) -> StateLabel:
    count = len(one.changed) if one.state == "outdated" else None
    text = context.translate(f"translations.{one.state}", count=count)
    return StateLabel(one.state, text, part_names(context, one.text, one.changed))


def _credits(context: PageContext, texts: Sequence[ContentFolder]) -> Iterator[Credit]:
    """The translators by name, each with their texts in the order of the table."""
    found: dict[tuple[str, str], list[TextLink]] = {}
    for text in texts:
        for code, words in text.translations.items():
            info = translation_info_of(words)
            for person in info.translators if info else ():
                found.setdefault((person.name, code), []).append(_link(context, text))
    for (name, code), links in sorted(found.items(), key=lambda item: item[0]):
        yield Credit(name, _language(context, code), tuple(links))


def part_names(context: PageContext, text: ContentFolder, parts: Sequence[Path]) -> str:
    """The names of parts of an original, for readers: headings of sections, names of fields."""
    return join(context.translate("list.comma"), (_part_name(context, text, one) for one in parts))


def _part_name(context: PageContext, text: ContentFolder, part: Path) -> str:
    if part[0] != SECTIONS:
        return context.translate(f"translations.part_{part[0]}")
    id = str(part[1])
    kind = context.schema.kinds.get(text.kind)
    if kind and id in kind.sections:
        return context.translator.label(kind.sections[id].label, id)
    headings = text.translations[text.original].body.headings
    heading = next((one.text for one in headings if one.id == id), id)
    if not heading:
        return context.translate("translations.part_above")
    return in_language(heading, context.library.languages[text.original])
