"""The truth of the whole: one rule is one generator function, its docstring is its manual.

Rules never touch files and never stop at the first problem. A rule looks at one entry (or text) and
asks the library for whatever else it needs; a survey looks at everything at once. A new rule is one
more function, its message, and a folder under ``tests/broken/``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from generator import parallel, schema
from generator.checking import data, facts, relations, texts, translations
from generator.model import NO_GRAPH, Entry, Library, Problem
from generator.remembering import Checked, Memory, untouched
from generator.tracing import Ground, Trace, traced

Rule = Callable[[Entry, Library], Iterator[Problem]]
Survey = Callable[[Library], Iterator[Problem]]

RULES: tuple[Rule, ...] = (*relations.RULES, *texts.RULES, *translations.RULES)
"""Rules on whatever has a text: entries, plain pages, profiles."""
ENTRY_RULES: tuple[Rule, ...] = (*facts.RULES, *relations.FACTS)
"""Rules on what only entries have: facts."""
SURVEYS: tuple[Survey, ...] = (*relations.SURVEYS, *data.SURVEYS)


def check(library: Library, memory: Memory | None = None) -> list[Problem]:
    """Every problem that the rules find. With a *memory* an entry is checked again only where it,
    or something that the rules looked at, has changed."""
    problems = [problem for survey in SURVEYS for problem in survey(library)]
    everything = [*library.entries.values(), *library.texts.values()]
    if memory is None:
        for found in parallel.spread(partial(_problems, library), everything):
            problems += found
        return problems
    return problems + _remembered(library, everything, memory)


def _problems(library: Library, entries: Sequence[Entry]) -> list[Problem]:
    """What the rules find in some entries."""
    found = []
    for entry in entries:
        rules = (*ENTRY_RULES, *RULES) if entry.kind in schema.KINDS else RULES
        found += [problem for rule in rules for problem in rule(entry, library)]
    return found


def _remembered(library: Library, entries: Sequence[Entry], memory: Memory) -> list[Problem]:
    """The same, with what is known from last time."""
    state, trace = memory.state, Trace()
    ground = Ground(library, NO_GRAPH, memory.digests, state.matters)
    changed = state.checks.changed(ground.digest)
    keys = {entry.folder: f"{memory.digests.get(entry.folder)} {state.base}" for entry in entries}
    results = {
        folder: checked
        for folder, checked in state.checks.results.items()
        if keys.get(folder) == checked.key and untouched(checked, changed)
    }

    def work(some: Sequence[Entry]) -> list[Checked]:
        noted, _ = traced(library, NO_GRAPH, trace)
        checked = []
        for entry in some:
            with trace.noting() as looks:
                found = _problems(noted, [entry])
            checked.append(Checked(looks, keys[entry.folder], found))
        return checked

    todo = [entry for entry in entries if entry.folder not in results]
    done = [checked for part in parallel.spread(work, todo) for checked in part]
    results.update((entry.folder, checked) for entry, checked in zip(todo, done, strict=True))
    state.checks.settle(results, trace.groups(), ground.digest)
    return [problem for checked in results.values() for problem in checked.problems]
