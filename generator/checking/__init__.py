"""The truth of the whole: one rule, one generator function; its docstring is its manual.

A rule looks at a Library and yields Problems. ``RULES`` names them all; adding one is writing the
function, its message, and a folder under ``tests/broken/``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.checking import data, facts, relations, texts, translations
from generator.model import Library, Problem

Rule = Callable[[Library], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    *facts.RULES,
    *relations.RULES,
    *texts.RULES,
    *translations.RULES,
    *data.RULES,
)


def check(library: Library) -> list[Problem]:
    """Every problem that the rules find."""
    return [problem for rule in RULES for problem in rule(library)]
