"""The truth of the whole: one rule, one generator function; its docstring is its manual.

A rule looks at a Library and yields Problems. ``RULES`` names them all; adding one is writing the
function, its message, and a folder under ``tests/broken/``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from generator.checking import data, facts, relations, texts, translations
from generator.model import Entry, Library, Problem
from generator.remembering import Memory
from generator.fingerprint import digest

Rule = Callable[[Library], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    *facts.RULES,
    *relations.RULES,
    *texts.RULES,
    *translations.RULES,
    *data.RULES,
)


def check(library: Library, memory: Memory | None = None) -> list[Problem]:
    """Every problem that the rules find. With a *memory*, translations are compared with their
    originals only where one of them, or what may be cited and linked, has changed."""
    if memory is None:
        return [problem for rule in RULES for problem in rule(library)]
    rules = [rule for rule in RULES if rule is not translations.parity]
    problems = [problem for rule in rules for problem in rule(library)]
    around = digest(f"{sorted(library.sources)} {sorted(library.folders)}")
    items = [
        (entry.folder, f"{memory.digests[entry.folder]} {around}", entry)
        for entry in translations.compared(library)
    ]

    def work(some: Sequence[Entry]) -> list[list[Problem]]:
        return [list(translations.entry_parity(entry, library)) for entry in some]

    return problems + [p for found in memory.each("parity", items, work) for p in found]
