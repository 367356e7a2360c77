"""What all pages of one language share around their content: menu and footer."""

from __future__ import annotations

from knowledge_repository.i18n.locale import script_of
from knowledge_repository.i18n.marked import in_language
from knowledge_repository.i18n.translator import Translator
from knowledge_repository.model import Layout, Library, MenuItem
from knowledge_repository.pages import routes


def layout(library: Library, translator: Translator) -> Layout:
    """The menu and the footer in the language of *translator*."""
    return Layout(
        translator.language,
        script_of(translator.language.code),
        tuple(library.languages.values()),
        _menu(library, translator),
        (_overviews(library, translator), _texts(library, translator)),
        library.site.logo,
        routes.CONTRIBUTE if routes.CONTRIBUTE in library.texts else routes.GUIDE,
        translator.translate,
        translator.number,
    )


def _menu(library: Library, translator: Translator) -> tuple[MenuItem, ...]:
    translate = translator.translate
    items = [
        MenuItem(routes.kind_list(kind.id), translator.label(kind.labels.many, kind.id))
        for kind in library.schema.kinds.values()
    ]
    for name in library.site.menu:
        label = translator.label(library.vocabularies[name].labels, name)
        items.append(MenuItem(routes.vocabulary(name), label))
    if library.territories is not None:
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
    if len(library.languages) > 1:
        shown.append((routes.TRANSLATIONS, "translations.title"))
    if library.sources:
        shown.append((routes.SOURCES, "sources.title"))
    shown += [(routes.DATA_PAGE, "data.title"), (routes.GUIDE, "guide.title")]
    return tuple(MenuItem(route, translator.translate(key)) for route, key in shown)


def _texts(library: Library, translator: Translator) -> tuple[MenuItem, ...]:
    items = []
    for route, text in sorted(library.texts.items()):
        if routes.is_text_page(route):
            words = text.translation_for(translator.language.code)
            title = words.short_title or words.title
            if words.language != translator.language.code:
                title = in_language(title, library.languages[words.language])
            items.append(MenuItem(route, title))
    return tuple(items)
