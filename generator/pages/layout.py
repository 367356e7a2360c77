"""What all pages of one language share around their content: menu and footer."""

from __future__ import annotations

from generator import schema
from generator.i18n.locale import script_of
from generator.i18n.translator import Translator
from generator.model import Layout, Library, MenuItem
from generator.pages import routes


def layout(library: Library, translator: Translator) -> Layout:
    """The menu and the footer in the language of *translator*."""
    return Layout(
        translator.language,
        script_of(translator.language.code),
        tuple(library.languages.values()),
        _menu(library, translator),
        (_overviews(library, translator), _texts(library, translator)),
        translator.translate,
        translator.number,
    )


def _menu(library: Library, translator: Translator) -> tuple[MenuItem, ...]:
    translate = translator.translate
    items = [
        MenuItem(routes.kind_list(kind), translate(f"kinds.{kind}.many")) for kind in schema.KINDS
    ]
    for name in ("countries", "sectors"):
        if name in library.vocabularies:
            label = translator.label(library.vocabularies[name].labels, name)
            items.append(MenuItem(routes.vocabulary(name), label))
    items.append(MenuItem(routes.MAP, translate("nav.map")))
    items.append(MenuItem(routes.OVERVIEW, translate("nav.overview")))
    if library.glossary:
        items.append(MenuItem(routes.GLOSSARY, translate("glossary.title")))
    return tuple(items)


def _overviews(library: Library, translator: Translator) -> tuple[MenuItem, ...]:
    shown = [
        (routes.TIMELINE, "timeline.title"),
        (routes.COMPARE, "compare.title"),
        (routes.STATISTICS, "statistics.title"),
    ]
    if library.sources:
        shown.append((routes.SOURCES, "sources.title"))
    shown.append((routes.GUIDE, "guide.title"))
    return tuple(MenuItem(route, translator.translate(key)) for route, key in shown)


def _texts(library: Library, translator: Translator) -> tuple[MenuItem, ...]:
    items = []
    for route, text in sorted(library.texts.items()):
        if routes.is_text_page(route):
            words = text.translation_for(translator.language.code)
            items.append(MenuItem(route, words.short_title or words.title))
    return tuple(items)
