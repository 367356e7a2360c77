"""Rules on the whole repository: one rule is one generator function.

A rule checks one text and looks up in the library what else it needs; a library rule checks
everything at once. Rules never read files and never stop at the first diagnostic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from knowledge_repository.model import ContentFolder, Diagnostic, Entry, Library
from knowledge_repository.rules import (
    citations,
    concepts,
    contradictions,
    data,
    dates,
    facts,
    figures,
    leftovers,
    markup,
    phrases,
    places,
    published,
    relations,
    sections,
    site,
    texts,
    words,
)
from knowledge_repository.rules.translations import outdated_translation

Rule = Callable[[ContentFolder, Library], Iterator[Diagnostic]]
EntryRule = Callable[[Entry, Library], Iterator[Diagnostic]]
LibraryRule = Callable[[Library], Iterator[Diagnostic]]

RULES: tuple[Rule, ...] = (
    relations.unknown_source,
    relations.citations,
    citations.own_sources,
    citations.footnote_sources,
    dates.read_too_early,
    texts.links,
    texts.pictures,
    sections.sections,
    markup.shown_as_text,
    markup.own_address,
    leftovers.placeholders,
    leftovers.unused_pictures,
    figures.figure_parity,
    phrases.phrases,
    outdated_translation,
)
"""Rules on every text: entries, plain pages, profiles of terms."""
ENTRY_RULES: tuple[EntryRule, ...] = (
    facts.unknown_term,
    facts.unknown_currency,
    facts.duplicate_value,
    facts.end_before_start,
    dates.early_period,
    facts.missing_reason,
    facts.unreviewed,
    facts.changed_section,
    relations.dead_relation,
    citations.no_citation,
    places.places,
)
"""Rules on the facts that only entries have."""
PARTIAL_RULES: tuple[Rule, ...] = (
    relations.unknown_source_of_partial,
    texts.links,
    texts.pictures,
    sections.sections,
    markup.shown_as_text,
)
PARTIAL_ENTRY_RULES: tuple[EntryRule, ...] = (
    facts.unknown_term,
    facts.unknown_currency,
    facts.duplicate_value,
    facts.end_before_start,
    relations.dead_relation,
    dates.early_period,
    places.places,
)
"""Rules that check each value by itself: they find nothing that only follows from a field that
cannot be read, which another rule would miss."""
LIBRARY_RULES: tuple[LibraryRule, ...] = (
    relations.alias_taken,
    contradictions.different_figures,
    data.labels,
    data.glossary,
    data.territories,
    data.groups,
    data.profiles,
    data.own_pages,
    words.words,
    site.site_name,
    site.featured,
    published.vanished,
    published.unrecorded,
    concepts.shared_words,
)


def check_library(library: Library) -> list[Diagnostic]:
    """The diagnostics of the rules that check everything at once."""
    return [diagnostic for rule in LIBRARY_RULES for diagnostic in rule(library)]


def check_texts(library: Library, texts: Sequence[ContentFolder]) -> list[list[Diagnostic]]:
    """The diagnostics of each of *texts*."""
    return [list(_check_text(text, library)) for text in texts]


def check_partial_texts(library: Library) -> list[Diagnostic]:
    """The diagnostics of the texts that cannot be read completely. A text with a few errors has
    some of them twice: among the sound texts, too."""
    return [
        diagnostic
        for text in library.partial.values()
        for diagnostic in _check_text(text, library, PARTIAL_ENTRY_RULES, PARTIAL_RULES)
    ]


def _check_text(
    text: ContentFolder,
    library: Library,
    entry_rules: Sequence[EntryRule] = ENTRY_RULES,
    rules: Sequence[Rule] = RULES,
) -> Iterator[Diagnostic]:
    if isinstance(text, Entry):
        for entry_rule in entry_rules:
            yield from entry_rule(text, library)
    for rule in rules:
        yield from rule(text, library)
