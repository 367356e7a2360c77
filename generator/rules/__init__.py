"""Rules on the whole repository: one rule is one generator function, its docstring is its manual.

Rules never touch files and never stop at the first diagnostic. A rule looks at one entry (or text)
and asks the library for whatever else it needs; a survey looks at everything at once. A new rule is
one more function, its message, and a folder under ``tests/broken/``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from generator import schema
from generator.model import ContentFolder, Diagnostic, Library
from generator.rules import data, facts, relations, texts, translations

Rule = Callable[[ContentFolder, Library], Iterator[Diagnostic]]
Survey = Callable[[Library], Iterator[Diagnostic]]

RULES: tuple[Rule, ...] = (*relations.RULES, *texts.RULES, *translations.RULES)
"""Rules on whatever has a text: entries, plain pages, profiles."""
ENTRY_RULES: tuple[Rule, ...] = (*facts.RULES, *relations.FACTS)
"""Rules on what only entries have: facts."""
SURVEYS: tuple[Survey, ...] = (*relations.SURVEYS, *data.SURVEYS)


def check(library: Library) -> list[Diagnostic]:
    """Every diagnostic of the rules."""
    checked = check_entries(library, library.all_texts())
    return check_library(library) + [one for found in checked for one in found]


def check_library(library: Library) -> list[Diagnostic]:
    """The diagnostics of the rules that look at everything at once."""
    return [diagnostic for survey in SURVEYS for diagnostic in survey(library)]


def check_entries(library: Library, entries: Sequence[ContentFolder]) -> list[list[Diagnostic]]:
    """The diagnostics of each of *entries*: of its own files, and of what it says of others."""
    return [
        [
            diagnostic
            for rule in ((*ENTRY_RULES, *RULES) if entry.kind in schema.KINDS else RULES)
            for diagnostic in rule(entry, library)
        ]
        for entry in entries
    ]
