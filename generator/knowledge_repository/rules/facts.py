"""Rules on the facts of one entry."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_repository import schema
from knowledge_repository.i18n.numbers import known_currencies
from knowledge_repository.model import Diagnostic, Entry, Library, Location, Text, Vocabulary
from knowledge_repository.schema.facts import all_periods_of
from knowledge_repository.schema.in_words import items
from knowledge_repository.schema.introspection import strings
from knowledge_repository.source.suggestions import nearest, separated

MAX_KNOWN = 400
"""Characters of the list of known terms in a message."""


def unknown_term(entry: Entry, library: Library) -> Iterator[Diagnostic]:
    """Every term is in its vocabulary: an unknown one would be on no page and in no filter."""
    for reference in library.schema.references(entry):
        if not isinstance(reference.names, schema.Vocabulary):
            continue
        vocabulary = library.vocabularies.get(reference.names.name)
        if vocabulary is None:
            yield missing_vocabulary(reference.names.name)
        # An empty vocabulary has a diagnostic of its own.
        elif vocabulary.terms and reference.value not in vocabulary.terms:
            location = entry.location(*reference.path)
            if parts := separated(reference.value):
                values: dict[str, Text] = {"value": reference.value, **parts}
                yield Diagnostic(location, "wrong-separator", values)
                continue
            words = items(reference.value, spaces=True)
            if words and set(words) <= vocabulary.terms.keys():
                values = {"value": reference.value, "cause": "space", "nearest": ", ".join(words)}
                yield Diagnostic(location, "wrong-separator", values)
                continue
            values = term_values(reference.value, vocabulary)
            yield Diagnostic(location, "unknown-term", values)


def unknown_currency(entry: Entry, library: Library) -> Iterator[Diagnostic]:
    """The currency of an amount exists: readers see its name in their language."""
    for path, value in strings(entry.facts):
        if path[-1:] == ("currency",) and value not in known_currencies():
            near = nearest(value, sorted(known_currencies()))
            yield Diagnostic(
                entry.location(*path), "unknown-currency", {"value": value, "nearest": near}
            )


def missing_vocabulary(name: str) -> Diagnostic:
    """The diagnostic of a vocabulary without a file: the same for every text that needs it, so
    that it is reported once."""
    return Diagnostic(
        Location(f"content/vocabularies/{name}.yml"), "missing-vocabulary", {"name": name}
    )


def term_values(value: str, vocabulary: Vocabulary) -> dict[str, Text]:
    """The values of the message on an unknown term; ``nearest`` is the term that the author
    probably meant, found by its id or by its label in any language."""
    terms = vocabulary.terms
    ids = {id: id for id in terms}
    for term in terms.values():
        for label in term.labels.values():
            ids.setdefault(label, term.id)
    found = ids.get(nearest(value, ids), "")
    known = ", ".join(terms)
    return {
        "vocabulary": vocabulary.name,
        "name": {code: label.lower() for code, label in vocabulary.one.items()},
        "value": value,
        "nearest": found,
        "label": terms[found].labels if found else "",
        "known": known if len(known) < MAX_KNOWN else f"{known[:MAX_KNOWN]} …",
    }


def duplicate_value(entry: Entry, library: Library) -> Iterator[Diagnostic]:
    """A list names each term, entry or source only once."""
    for field, values in [*entry.facts, *entry.facts.declared.items()]:
        if not isinstance(values, tuple):
            continue
        seen: set[str] = set()
        for index, value in enumerate(values):
            id = value.id if isinstance(value, schema.EntryLink | schema.Source) else value
            if not isinstance(id, str):
                continue
            if id in seen:
                location = entry.location(field, index)
                yield Diagnostic(location, "duplicate-value", {"value": id, "field": field})
            seen.add(id)


def end_before_start(entry: Entry, library: Library) -> Iterator[Diagnostic]:
    """A period cannot end before it begins."""
    for path, period in all_periods_of(entry, library.schema):
        if period.end in (None, "ongoing"):
            continue
        # A year without a month covers all its months: 2014-06 to 2014 is possible.
        start, end = period.start, str(period.end)
        length = min(len(start), len(end))
        if end[:length] < start[:length]:
            values = {"value": end, "start": start}
            yield Diagnostic(entry.location(*path, "end"), "end-before-start", values)


def missing_reason(entry: Entry, library: Library) -> Iterator[Diagnostic]:
    """An entry that is retired or superseded says why, and which entry replaces it."""
    facts = entry.facts
    reason = {"status_reason": facts.status_reason}
    needed = {"superseded": {**reason, "superseded_by": facts.superseded_by}, "retired": reason}
    for field, value in needed.get(facts.status, {}).items():
        if value is None:
            values = {"value": facts.status, "field": field}
            yield Diagnostic(entry.location("status"), "missing-reason", values)


def unreviewed(entry: Entry, library: Library) -> Iterator[Diagnostic]:
    """A review has a date and a reviewer: without them readers cannot judge it."""
    review = entry.facts.review
    if review.level == "none":
        return
    for field, value in (("date", review.date), ("by", review.by)):
        if value is None:
            values = {"value": review.level, "field": field}
            yield Diagnostic(entry.key("review"), "unreviewed", values)


def changed_section(entry: Entry, library: Library) -> Iterator[Diagnostic]:
    """A change names a section that the kind of the entry has."""
    sections = library.schema.kinds[entry.kind].sections
    for index, change in enumerate(entry.facts.changes):
        if change.section is not None and change.section not in sections:
            ids = {id: id for id in sections}
            for id, row in sections.items():
                ids |= dict.fromkeys(row.label.values(), id)
            near = ids.get(nearest(change.section, ids), "")
            values = {"cause": "id", "value": change.section, "nearest": near}
            values["known"] = ", ".join(sections)
            location = entry.location("changes", index, "section")
            yield Diagnostic(location, "unknown-section", values)
