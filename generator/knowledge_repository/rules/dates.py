"""Rules on dates that are possible, and still cannot be right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from knowledge_repository.model import ContentFolder, Diagnostic, Entry, Library, Path, Translation
from knowledge_repository.schema import Facts, Source
from knowledge_repository.schema.facts import all_periods_of, translation_info_of

FIRST_YEAR = 1500
"""An entry about an earlier time is possible, a slip of one digit is more likely."""
ZONES = timedelta(days=1)
"""What is today for an author may be tomorrow for the computer that checks."""


def early_period(entry: Entry, library: Library) -> Iterator[Diagnostic]:
    """A period before ``FIRST_YEAR`` is probably a slip: 1219 for 2019."""
    for path, period in all_periods_of(entry, library.schema):
        if int(period.start[:4]) < FIRST_YEAR:
            values = {"value": period.start, "limit": str(FIRST_YEAR)}
            yield Diagnostic(entry.location(*path, "start"), "early-date", values, "warning")


def read_too_early(text: ContentFolder, library: Library) -> Iterator[Diagnostic]:
    """No one reads a source before it is published. Sources of the register are checked when it
    is loaded."""
    for index, source in enumerate(text.facts.sources):
        if not isinstance(source, Source):
            continue
        if source.published and int(source.published[:4]) < FIRST_YEAR:
            field = "date" if source.date else "year"
            values = {"value": source.published, "limit": str(FIRST_YEAR), "cause": "source"}
            yield Diagnostic(
                text.location("sources", index, field), "early-date", values, "warning"
            )
        if source.is_read_too_early:
            location = text.location("sources", index, "accessed")
            values = {"value": str(source.accessed), "other": source.published or ""}
            yield Diagnostic(location, "read-too-early", values)


def future(library: Library, today: date) -> Iterator[Diagnostic]:
    """What was reviewed, translated or read, was so before *today*."""
    for text in library.all_texts():
        for words, path, day in _days(text):
            if day > today + ZONES:
                location = words.source_map.value(path)
                yield Diagnostic(location, "future-date", {"value": str(day)}, "warning")


def _days(text: ContentFolder) -> Iterator[tuple[Translation, Path, date]]:
    """Each day of the past that a text states, with the file that states it and its path there."""
    facts = text.facts
    found: Mapping[Path, date | None] = {
        ("last_reviewed",): facts.last_reviewed,
        ("review", "date"): facts.review.date if isinstance(facts, Facts) else None,
        **{
            ("changes", index, "date"): change.date
            for index, change in enumerate(facts.changes if isinstance(facts, Facts) else ())
        },
        **{
            ("sources", index, "accessed"): source.accessed
            for index, source in enumerate(facts.sources)
            if isinstance(source, Source)
        },
    }
    for path, day in found.items():
        if day is not None:
            yield text.translations[text.original], path, day
    for words in text.translations.values():
        info = translation_info_of(words)
        if info is not None and info.date is not None:
            yield words, ("translation", "date"), info.date
