"""The pieces that pages are put together from, in one language.

Everything here is a plain value (text, number, list, dict) that a template can show as it is:
texts are texts, never HTML. An address is a route below the language (``countries/dz/``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from unicodedata import bidirectional
from urllib.parse import quote

from generator import markdown, schema
from generator.content.pictures import published_name
from generator.graph import with_parents
from generator.model.facts import terms_of
from generator.i18n.translator import Translator, country_of
from generator.model import (
    Entry,
    Graph,
    Heading,
    Language,
    Layout,
    Library,
    MenuItem,
    Page,
    Source,
    Translation,
)
from generator.pages.typesetting import Mentions, cut, joined, set_text

Piece = dict[str, Any]
T = TypeVar("T")

SCROLLING = ("<pre", '<div class="scroll"')
"""What may be wider than a phone: it scrolls by itself, so that the keyboard must reach it."""


@dataclass
class PageContext:
    """What the makers of pages share: the library, the graph, and the voice of one language."""

    library: Library
    graph: Graph
    language: Language
    translator: Translator = field(init=False)
    layout: Layout = field(init=False)
    _built: dict[tuple[str, ...], Any] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.translator = Translator(self.library, self.language)
        self.translate = self.translator.translate
        self._mentions = Mentions(self.library.glossary, self.language)
        self.translators = {
            code: Translator(self.library, language)
            for code, language in self.library.languages.items()
        }
        self.layout = self._layout()

    def _layout(self) -> Layout:
        facets = [name for name in ("countries", "sectors") if name in self.library.vocabularies]
        menu = [
            *((f"{kind}/", self.translate(f"kinds.{kind}.many")) for kind in schema.KINDS),
            *((f"{name}/", self.vocabulary_name(name)) for name in facets),
            *((f"{name}/", self.translate(f"nav.{name}")) for name in ("map", "overview")),
            *(
                (f"{name}/", self.translate(f"{name}.title"))
                for name in ("glossary",)
                if self.library.glossary
            ),
        ]
        looks = [
            *(
                (f"{name}/", self.translate(f"{name}.title"))
                for name in ("timeline", "compare", "statistics")
            ),
            *(
                (f"{name}/", self.translate(f"{name}.title"))
                for name in ("sources",)
                if self.library.sources
            ),
            ("guide/", self.translate("guide.title")),
        ]
        texts = [
            (route, self.text_title(route))
            for route in sorted(self.library.texts)
            if route.count("/") == 1
        ]
        return Layout(
            self.language,
            tuple(self.library.languages.values()),
            tuple(MenuItem(route, label) for route, label in menu),
            tuple(
                tuple(MenuItem(route, label) for route, label in column)
                for column in (looks, texts)
            ),
            self.translate,
        )

    def page(self, route: str, kind: str, title: str, description: str, **more: Any) -> Page:
        """A page at *route*, with its address in every language."""
        return Page(
            language=self.language.code,
            path=f"{self.language.code}/{route}",
            kind=kind,
            title=title,
            description=description,
            siblings={code: f"{code}/{route}" for code in self.library.languages},
            layout=self.layout,
            **more,
        )

    # -- terms ---------------------------------------------------------------------------------

    def vocabulary_name(self, name: str, one: bool = False) -> str:
        """The name of a vocabulary: plural, or singular with *one*."""
        vocabulary = self.library.vocabularies[name]
        return self.translator.label(vocabulary.one if one else vocabulary.labels, name)

    def term_route(self, vocabulary: str, id: str) -> str:
        """The address of a term's page."""
        return f"{vocabulary}/{id.lower()}/"

    def chip(self, vocabulary: str, id: str, linked: bool = True) -> Piece:
        """A term as a small label, linked to its page."""
        chip = self.once(("chip", vocabulary, id), lambda: self._chip(vocabulary, id))
        return chip if linked else {**chip, "route": None}

    def _chip(self, vocabulary: str, id: str) -> Piece:
        term = self.library.term(vocabulary, id)
        family = term.family
        if vocabulary == "sectors" and family is None:
            family = term.parent or id
        return {
            "text": self.translator.label(term.labels, id),
            "route": self.term_route(vocabulary, id),
            "family": family,
            "count": len(self.graph.by_term.get((vocabulary, id), ())),
        }

    def once(self, key: tuple[str, ...], make: Callable[[], T]) -> T:
        """What *make* returns, called once for each *key*."""
        if key not in self._built:
            self._built[key] = make()
        return self._built[key]

    def chips(self, vocabulary: str) -> list[Piece]:
        """Every term of a vocabulary, with the depth at which it stands in its tree."""
        terms = self.library.vocabularies[vocabulary].terms
        return [
            {**self.chip(vocabulary, id), "id": id, "depth": self._depth(term.parent, terms)}
            for id, term in terms.items()
        ]

    def _depth(self, parent: str | None, terms: Mapping[str, Any]) -> int:
        depth = 0
        while parent is not None and depth < 5:
            depth, parent = depth + 1, terms[parent].parent
        return depth

    # -- entries -------------------------------------------------------------------------------

    def card(self, id: str) -> Piece:
        """An entry on a list."""
        return self.once(("card", id), lambda: self._card(id))

    def _card(self, id: str) -> Piece:
        entry = self.library.entries[id]
        words = entry.translation_for(self.language.code)
        country = country_of(entry)
        chips = [
            self.chip(vocabulary, term)
            for vocabulary in ("countries", "sectors")
            for term in terms_of(entry, vocabulary)
        ]
        period = getattr(entry.facts, "period", None)
        return {
            "id": id,
            "route": entry.route,
            "kind": self.translate(f"kinds.{entry.kind}.one"),
            "title": self.told(entry, words.title),
            "summary": self.told(entry, words.summary),
            "short": self.told(entry, words.short_title or words.title),
            **self.tongue(words.language),
            "foreign": None
            if words.language == self.language.code
            else self.translator.language_name(words.language),
            "chips": chips,
            "family": next((chip["family"] for chip in chips if chip["family"]), None),
            "period": self.period(period, country) if period else None,
            "evidence": self.translate(f"choices.{entry.facts.evidence}")
            if hasattr(entry.facts, "evidence")
            else None,
            "maturity": self.translate(f"maturity.{self.graph.maturity[id]}")
            if id in self.graph.maturity
            else None,
        }

    def row(self, kind: str, vocabulary: str, term: str) -> list[str]:
        """The current entries of a kind under a term, as they follow each other for a reader."""
        key = ("row", kind, vocabulary, term)
        return self.once(key, lambda: self._row(kind, vocabulary, term))

    def _row(self, kind: str, vocabulary: str, term: str) -> list[str]:
        entries = self.library.entries
        ids = [
            id
            for id in self.graph.by_term.get((vocabulary, term), ())
            if entries[id].kind == kind and self.current(entries[id])
        ]
        return sorted(ids, key=lambda id: self.translator.sort_key(self.card(id)["title"]))

    def told(self, entry: Entry, text: str) -> str:
        """A text of an entry, as this language shows it, in the digits of the entry's country."""
        code = entry.translation_for(self.language.code).language
        return self.translators[code].digits(text, country_of(entry))

    def cards(self, ids: Iterable[str], kind: str | None = None) -> list[Piece]:
        """Entries as cards, those of one *kind* only if given."""
        entries = self.library.entries
        return [self.card(id) for id in ids if kind is None or entries[id].kind == kind]

    def current(self, entry: Entry) -> bool:
        """Superseded and retired entries keep their page and leave the lists."""
        return entry.facts.status not in ("superseded", "retired")

    def country(self, entry: Entry) -> str:
        """The first country of an entry, by which it is grouped; "" where it has none."""
        return country_of(entry) or ""

    def listed(self, kind: str) -> list[str]:
        """The entries of a kind that stand on lists."""
        return [entry.id for entry in self.library.of_kind(kind) if self.current(entry)]

    def shown(self, kind: str) -> list[str]:
        """The same, by the title that a reader sees."""
        return self.once(("shown", kind), lambda: self._shown(kind))

    def _shown(self, kind: str) -> list[str]:
        return sorted(self.listed(kind), key=lambda id: (self.card(id)["title"].casefold(), id))

    def tongue(self, code: str) -> Piece:
        """``lang`` and ``dir`` of a text, where they differ from the page's."""
        if code == self.language.code or code not in self.library.languages:
            known = code == self.language.code
            return {"lang": None if known else code, "dir": None}
        return {"lang": code, "dir": self.library.languages[code].direction}

    def spoken(self, entry: Entry, text: str | None) -> Piece:
        """Words from the facts of an entry: translated where its translation has them, else in the
        language of the original; ``text`` with ``lang`` and ``dir`` where they differ."""
        return self._speech(entry).translate(text) if text else {"text": None}

    def _speech(self, entry: Entry) -> _Speech:
        return self.once(("speech", entry.folder), lambda: _Speech(self, entry))

    def period(self, period: Any, country: str | None = None) -> str:
        """From when to when."""
        start = self.translator.date(period.start, country)
        if period.end is None:
            return self.translate("entry.from", date=start)
        if period.end == "ongoing":
            return f"{start} – {self.translate('choices.ongoing')}"
        end = self.translator.date(period.end, country)
        return start if start == end else f"{start} – {end}"

    def settled(self, words: Translation, entry: Entry | None = None) -> str:
        """The HTML of a text as this language shows it. Links to free headings lead to what there
        is: a translation has other headings, and then the link leads to the top of the page."""
        html = self._linked(words)
        for tag in SCROLLING:
            html = html.replace(f"{tag}>", f'{tag} tabindex="0">')
        for name, size in entry.pictures.items() if entry is not None else ():
            html = html.replace(
                f'/{quote(name)}" alt=',
                f'/{quote(published_name(name))}" width="{size[0]}" height="{size[1]}" alt=',
            )
        context = cut(html)
        if entry is not None and words.language == self.language.code:
            up = "../" * markdown.route(entry.folder).count("/")
            self._mentions.link(context, f"{up}glossary/")
        translator = self.translators[words.language]
        country = country_of(entry) if entry is not None else None
        set_text(context, translator.language, translator.digit_writer(country))
        return joined(context)

    def _linked(self, words: Translation) -> str:
        html = words.body.html
        for link in words.body.links:
            if not link.anchor or not link.target or link.target == words.location.path:
                continue
            folder = link.target.rpartition("/")[0]
            entry = self.library.entries.get(folder.rpartition("/")[2])
            target = entry if entry and entry.folder == folder else None
            target = target or self.library.texts.get(markdown.route(folder))
            id = markdown.anchor_id(link.anchor, {})
            if target is None or f'#{id}"' not in html:
                continue
            shown = {
                heading.id for heading in target.translation_for(self.language.code).body.headings
            }
            if id not in shown:
                html = html.replace(f'#{id}"', '"')
        return html

    def translated(self, entry: Entry, words: Translation) -> list[Piece]:
        """The notice that says in which language a text was written, and how it was translated."""
        original = self.translator.language_name(entry.original)
        if words.language != self.language.code:
            text = self.translate("notice.fallback", language=original)
            return [{"kind": "fallback", "text": text}]
        if words.language == entry.original:
            return []
        made = words.front_matter.translation
        text = self.translate(f"notice.{made.method}", language=original)
        if made.reviewer:
            text = self.translate("notice.reviewed", language=original, reviewer=made.reviewer)
        link = {
            "path": f"{entry.original}/{markdown.route(entry.folder)}",
            "label": self.translate("notice.original", language=original),
        }
        return [{"kind": "translation", "text": text, "original": link}]

    def text_title(self, route: str) -> str:
        """The title of a plain page: short where it has one."""
        words = self.library.texts[route].translation_for(self.language.code)
        return words.short_title or words.title

    def registered(self, id: str) -> Piece | None:
        """A source of the register as its line in the list; many entries cite the same."""

        def make() -> Piece | None:
            source = self.library.sources.get(id)
            return {**self.source(source), "registered": True} if source else None

        return self.once(("source", id), make)

    def source(self, source: Source) -> Piece:
        """A source as its line in the list."""
        date = (
            self.translator.date(source.published)
            if source.published
            else self.translate("entry.undated")
        )
        if source.published and source.inferred:
            date = f"{date} ({self.translate('entry.inferred')})"
        own = isinstance(source.title, str)
        title, language = self.translator.label(source.title), source.language
        known = self.library.languages.get(language or "")
        if known and known.direction == "rtl" and not any(map(leftward, title)):
            language = None  # the title tells in another language what the page is
        return {
            "title": title,
            "publisher": self.translator.label(source.publisher),
            "date": date if source.url else None,
            "url": source.url,
            "accessed": self.translate("entry.read_on", date=self.translator.date(source.accessed))
            if source.accessed
            else None,
            **(self.tongue(language) if own and language else {}),
            # A page in a language of the site has a direction; any other is left to the browser.
            "language": language,
            "tongue": self.translator.language_name(source.language)
            if own and source.language
            else None,
        }

    # -- what the index needs ------------------------------------------------------------------

    def filters(self, entry: Entry) -> dict[str, tuple[str, ...]]:
        """Facet → ids of the terms under which search finds an entry."""
        found: dict[str, tuple[str, ...]] = {"kind": (entry.kind,)}
        for vocabulary in schema.facets(schema.KINDS[entry.kind]):
            ids = terms_of(entry, vocabulary)
            if not ids and getattr(entry.facts, vocabulary, ()) == "all":
                ids = tuple(self.library.vocabularies[vocabulary].terms)
            if ids:
                found[vocabulary] = tuple(with_parents(ids, vocabulary, self.library))
        return found


class _Speech:
    """How one language says the words in the facts of one entry."""

    def __init__(self, context: PageContext, entry: Entry) -> None:
        words = entry.translation_for(context.language.code)
        given = getattr(words.front_matter, "phrases", {})
        self.phrases = {schema.phrase(key): value for key, value in given.items()}
        self.country = country_of(entry)
        self.translated, self.original = (
            (context.translators[code], context.tongue(code))
            for code in (words.language, entry.original)
        )

    def translate(self, text: str) -> Piece:
        # Most are written as they are compared, and an original has none.
        found = self.phrases and (self.phrases.get(text) or self.phrases.get(schema.phrase(text)))
        translator, tongue = self.translated if found else self.original
        told = translator.digits(translator.language.typeset(found or text), self.country)
        return {"text": told, **tongue}


def leftward(sign: str) -> bool:
    """Whether a character is written from right to left."""
    return bidirectional(sign) in ("R", "AL")


def contents(headings: Sequence[Heading], level: int = 2) -> list[Piece]:
    """The table of contents: headings of one level."""
    return [{"id": h.id, "text": h.text} for h in headings if h.level == level]


def pictures(entry: Entry) -> dict[str, str]:
    """The pictures beside a text: where its page looks for them, and where they stand."""
    route = markdown.route(entry.folder)
    return {route + published_name(name): f"{entry.folder}/{name}" for name in entry.pictures}
