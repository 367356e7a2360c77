"""Rules on the facts of one entry."""

from __future__ import annotations

from collections.abc import Iterator

from generator import schema
from generator.model import Diagnostic, Entry, Library, Location, Text, Vocabulary
from generator.source.suggestions import nearest


def unknown_term(entry: Entry, library: Library) -> Iterator[Diagnostic]:
    """A term that no list knows would stand on no page and in no filter."""
    for reference in schema.references(entry.facts):
        if not isinstance(reference.names, schema.Vocabulary):
            continue
        vocabulary = library.vocabularies.get(reference.names.name)
        if vocabulary is None:
            yield missing_vocabulary(reference.names.name)
        # An empty list named itself.
        elif vocabulary.terms and reference.value not in vocabulary.terms:
            values = meant(reference.value, vocabulary)
            yield Diagnostic(entry.location(*reference.path), "unknown-term", values)


def missing_vocabulary(name: str) -> Diagnostic:
    """The same problem for all who need that list: it is told once."""
    return Diagnostic(
        Location(f"content/vocabularies/{name}.yml"), "missing-vocabulary", {"name": name}
    )


def meant(value: str, vocabulary: Vocabulary) -> dict[str, Text]:
    """The term that an author probably meant, by its id or by its label in any language."""
    terms = vocabulary.terms
    by_word = {id: id for id in terms}
    for term in terms.values():
        for label in term.labels.values():
            by_word.setdefault(label, term.id)
    found = by_word.get(nearest(value, by_word), "")
    known = ", ".join(terms)
    return {
        "vocabulary": vocabulary.name,
        "name": {code: label.lower() for code, label in vocabulary.one.items()},
        "value": value,
        "nearest": found,
        "label": terms[found].labels if found else "",
        "known": known if len(known) < 400 else known[:400] + " …",
    }


def duplicate_value(entry: Entry, library: Library) -> Iterator[Diagnostic]:
    """The same term twice in one list is a slip of the hand."""
    for name in type(entry.facts).model_fields:
        values = getattr(entry.facts, name)
        if not isinstance(values, tuple):
            continue
        seen: set[object] = set()
        for index, value in enumerate(values):
            if isinstance(value, schema.PracticeLink):
                value = value.id
            if isinstance(value, schema.Cited):
                value = value.id
            if not isinstance(value, str):
                continue
            if value in seen:
                location = entry.location(name, index)
                yield Diagnostic(location, "duplicate-value", {"value": value, "field": name})
            seen.add(value)


def end_before_start(entry: Entry, library: Library) -> Iterator[Diagnostic]:
    """A case cannot end before it begins."""
    period = getattr(entry.facts, "period", None)
    if period is None or period.end in (None, "ongoing"):
        return
    # A bare year covers all of its months: 2014-06 to 2014 is possible.
    start, end = period.start, period.end
    length = min(len(start), len(end))
    if end[:length] < start[:length]:
        values = {"value": end, "start": start}
        yield Diagnostic(entry.location("period", "end"), "end-before-start", values)


def missing_reason(entry: Entry, library: Library) -> Iterator[Diagnostic]:
    """A reader who finds an entry retired or superseded wants to know why, and where to go."""
    status = entry.facts.status
    needed = {"superseded": ("status_reason", "superseded_by"), "retired": ("status_reason",)}
    for field in needed.get(status, ()):
        if getattr(entry.facts, field) is None:
            values = {"value": status, "field": field}
            yield Diagnostic(entry.location("status"), "missing-reason", values)


def unreviewed(entry: Entry, library: Library) -> Iterator[Diagnostic]:
    """A review that nobody signed is no review."""
    review = entry.facts.review
    if review.level == "none":
        return
    for field in ("date", "by"):
        if getattr(review, field) is None:
            values = {"value": review.level, "field": field}
            yield Diagnostic(entry.key("review"), "unreviewed", values)


RULES = (unknown_term, duplicate_value, end_before_start, missing_reason, unreviewed)
