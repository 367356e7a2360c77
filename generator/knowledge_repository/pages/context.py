"""Page context: what the page builders of one language share.

It returns typed values (``views``) that a template can show as they are: texts are plain text,
never HTML. A route is an address below the language (``countries/dz/``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar, cast

from knowledge_repository.i18n.marked import join
from knowledge_repository.i18n.translator import Translator
from knowledge_repository.model import (
    ContentFolder,
    Entry,
    Graph,
    Language,
    Layout,
    Library,
    Page,
    Term,
    View,
)
from knowledge_repository.pages import routes
from knowledge_repository.pages.families import family_of
from knowledge_repository.pages.labels import Labels
from knowledge_repository.pages.layout import layout
from knowledge_repository.pages.typesetting import Mentions
from knowledge_repository.pages.views import Card, Chip, LocalizedText
from knowledge_repository.schema import Period, Schema, facts, phrase

T = TypeVar("T")

HIDDEN_STATUS = ("superseded", "retired")
"""Entries of this status keep their page and leave the lists and counts."""


@dataclass(frozen=True)
class PageSpec:
    """A page that can be built, by any process."""

    path: str
    """Address from the root of the site."""
    language: str
    build: Callable[[], Page | None]
    """None where there is nothing to show."""
    texts: tuple[str, ...] | None
    """Folders whose texts the page shows; of all others it shows only the facts. None: it may show
    any text."""


@dataclass
class PageContext:
    """The library, the graph and the translator of one language, for page builders."""

    library: Library
    graph: Graph
    language: Language
    translator: Translator = field(init=False)
    translators: Mapping[str, Translator] = field(init=False)
    """Language code → translator, for texts in other languages than the page's."""
    schema: Schema = field(init=False)
    labels: Labels = field(init=False)
    mentions: Mentions = field(init=False)
    layout: Layout = field(init=False)
    _built: dict[tuple[str, ...], object] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.translators = {
            code: Translator(self.library, language)
            for code, language in self.library.languages.items()
        }
        self.translator = self.translators[self.language.code]
        self.schema = self.library.schema
        self.labels = Labels(self.library, self.translator)
        self.translate = self.translator.translate
        self.mentions = Mentions(self.library.glossary, self.language)
        self.layout = layout(self.library, self.translator)

    def spec(
        self, route: str, build: Callable[[], Page | None], texts: tuple[str, ...] | None = None
    ) -> PageSpec:
        """The specification of the page at *route*."""
        code = self.language.code
        return PageSpec(routes.absolute(code, route), code, build, texts)

    def page(
        self,
        route: str,
        kind: str,
        title: str,
        description: str,
        view: View,
        *,
        label: str | None = None,
        updated: date | None = None,
    ) -> Page:
        """A page at *route*, with its address in every language."""
        return Page(
            language=self.language.code,
            path=routes.absolute(self.language.code, route),
            kind=kind,
            title=title,
            description=description,
            label=label,
            view=view,
            siblings={code: routes.absolute(code, route) for code in self.library.languages},
            updated=updated,
            layout=self.layout,
        )

    def once(self, key: tuple[str, ...], build: Callable[[], T]) -> T:
        """What *build* returns, called once for each *key*."""
        if key not in self._built:
            self._built[key] = build()
        return cast(T, self._built[key])

    # -- terms ---------------------------------------------------------------------------------

    def facets(self) -> list[str]:
        """The vocabularies that have pages and that the repository contains."""
        return [name for name in self.schema.facets if name in self.library.vocabularies]

    def chip(self, vocabulary: str, id: str) -> Chip:
        """A term as a small label, linked to its page."""
        return self.once(("chip", vocabulary, id), lambda: self._chip(vocabulary, id))

    def _chip(self, vocabulary: str, id: str) -> Chip:
        term = self.library.term(vocabulary, id)
        return Chip(
            id=id,
            text=self.translator.label(term.labels, id),
            route=routes.term(vocabulary, id),
            family=family_of(term, self.library),
            count=len(self.entry_ids(vocabulary, id)),
            depth=_depth(term, self.library.vocabularies[vocabulary].terms),
            icon=term.icon,
        )

    def role(self, id: str, count: int = 0) -> Chip:
        """How an entry used another one (``applied``, ``rejected``) as a small label."""
        row = self.schema.roles[id]
        text = self.translator.label(row.label, id)
        return Chip(id, text, route=None, count=count, icon=row.icon, tone=row.tone)

    def chips(self, vocabulary: str) -> tuple[Chip, ...]:
        """Every term of a vocabulary; () where the repository has no such vocabulary."""
        known = self.library.vocabularies.get(vocabulary)
        return tuple(self.chip(vocabulary, id) for id in known.terms) if known else ()

    def entry_ids(self, vocabulary: str, term: str, kind: str | None = None) -> tuple[str, ...]:
        """The current entries that use *term* or a term below it, of one *kind* if given, by id.

        Every number of entries that the site shows for a term is the length of this.
        """
        return tuple(
            id
            for id in self.graph.by_term.get((vocabulary, term), ())
            if self.is_current(self.library.entries[id])
            and kind in (None, self.library.entries[id].kind)
        )

    def terms_of(self, text: ContentFolder, vocabulary: str) -> tuple[str, ...]:
        """Ids of the terms of a facet that *text* names."""
        return facts.terms_of(text, vocabulary, self.schema)

    def kind_counts(self, ids: Iterable[str], otherwise: str) -> str:
        """How many entries of each kind there are: "8 case studies, 2 best practices"; without
        entries, no entry of the kind *otherwise*."""
        counts = Counter(self.library.entries[id].kind for id in ids)
        kinds = [kind for kind in self.schema.kinds if counts[kind]] or [otherwise]
        return join(
            self.translate("list.comma"), (self.labels.count(kind, counts[kind]) for kind in kinds)
        )

    def term_counts(self, vocabulary: str, term: str) -> str:
        """How many entries of each kind use a term."""
        return self.kind_counts(
            self.entry_ids(vocabulary, term), otherwise=self.schema.kinds_with(vocabulary)[0].id
        )

    # -- entries -------------------------------------------------------------------------------

    def card(self, id: str) -> Card:
        """An entry in a list."""
        return self.once(("card", id), lambda: self._card(id))

    def _card(self, id: str) -> Card:
        entry = self.library.entries[id]
        words = entry.translation_for(self.language.code)
        lang, dir = self.lang_and_dir(words.language)
        other = words.language != self.language.code
        chips = tuple(
            self.chip(vocabulary, term)
            for vocabulary in self.library.site.cards
            for term in self.terms_of(entry, vocabulary)
        )
        kind = self.schema.kinds[entry.kind]
        period = facts.period_of(entry, self.schema)
        maturity = self.graph.maturity.get(id)
        shown = [*self.shown_facts(entry, "card")]
        if self.library.is_past(facts.review_due(entry)):
            shown.append(self.translate("entry.overdue"))
        return Card(
            id=id,
            kind=entry.kind,
            kind_label=self.labels.kind(entry.kind, one=True),
            kind_icon=kind.icon,
            route=entry.route,
            title=self.entry_text(entry, words.title),
            short_title=self.entry_text(entry, words.short_title or words.title),
            summary=self.entry_text(entry, words.summary),
            lang=lang,
            dir=dir,
            other_language=self.translator.language_name(words.language) if other else None,
            chips=chips,
            family=next((chip.family for chip in chips if chip.family), None),
            period=self.period(period, self.translator.country_of(entry)) if period else None,
            facts=tuple(shown),
            maturity=self.labels.level(entry.kind, maturity) if maturity else None,
        )

    def shown_facts(self, entry: Entry, place: str) -> Iterator[str]:
        """The choices and texts that pages show in one *place*; see ``FieldRow.show``."""
        for one in self.schema.kinds[entry.kind].shown(place):
            value = facts.choice_of(entry, one.key)
            if value in one.choices:
                yield self.labels.choice(one, str(value))
            elif value:
                yield self.localized(entry, value).text

    def cards(self, ids: Iterable[str]) -> tuple[Card, ...]:
        """Entries in a list."""
        return tuple(self.card(id) for id in ids)

    def is_current(self, entry: Entry) -> bool:
        """Superseded and retired entries keep their page and leave the lists."""
        return entry.facts.status not in HIDDEN_STATUS

    def listed_ids(self, kind: str) -> tuple[str, ...]:
        """The current entries of a kind, by the title that a reader sees."""
        return self.once(("listed", kind), lambda: self._listed_ids(kind))

    def _listed_ids(self, kind: str) -> tuple[str, ...]:
        ids = [entry.id for entry in self.library.of_kind(kind) if self.is_current(entry)]
        return tuple(sorted(ids, key=lambda id: (self.card(id).title.casefold(), id)))

    def listed_entries(self, kind: str) -> tuple[Entry, ...]:
        """The entries of ``listed_ids``."""
        return tuple(self.library.entries[id] for id in self.listed_ids(kind))

    # -- texts ---------------------------------------------------------------------------------

    def entry_text(self, entry: Entry, text: str) -> str:
        """A text of an entry in the digits of the entry's country."""
        code = entry.translation_for(self.language.code).language
        return self.translators[code].digits(text, self.translator.country_of(entry))

    def localized(self, entry: Entry, text: str) -> LocalizedText:
        """Words from the facts of an entry: translated where its translation has them, otherwise
        in the language of the original."""
        words = entry.translation_for(self.language.code)
        phrases = self.once(("phrases", entry.folder), lambda: facts.phrases_by_key(words))
        found = phrases and (phrases.get(text) or phrases.get(phrase(text)))
        language = words.language if found else entry.original
        translator = self.translators[language]
        typeset = translator.language.typeset(found or text)
        shown = translator.digits(typeset, self.translator.country_of(entry))
        return LocalizedText(shown, *self.lang_and_dir(language))

    def lang_and_dir(self, code: str) -> tuple[str | None, str | None]:
        """The attributes ``lang`` and ``dir`` of a text, None where they are the page's."""
        if code == self.language.code:
            return None, None
        known = self.library.languages.get(code)
        return code, known.direction if known else None

    def period(self, period: Period, country: str | None = None) -> str:
        """A period in words: its first and its last date."""
        start = self.translator.date(period.start, country)
        if period.end is None:
            return self.translate("entry.from", date=start)
        if period.end == "ongoing":
            return join(" – ", (start, self.translate("entry.ongoing")))
        end = self.translator.date(period.end, country)
        return start if start == end else f"{start} – {end}"


def _depth(term: Term, terms: Mapping[str, Term]) -> int:
    """How many terms are above *term* in its vocabulary."""
    depth = 0
    while term.parent is not None and depth < 5:
        depth, term = depth + 1, terms[term.parent]
    return depth
