"""The results of the search as Markdown."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from benchmarks.results import table
from tests.searching import CLASSES, TOP, Query, ndcg, reciprocal_rank, success

Measure = Callable[[Sequence[str], Mapping[str, int]], float]


@dataclass(frozen=True)
class Answer:
    """What was found for a query."""

    query: Query
    routes: list[str]
    """At most ten, in their order."""


@dataclass(frozen=True)
class Pairs:
    """Pairs of words, by whether a search for the first finds the second."""

    met: list[tuple[str, str]]
    missed: list[tuple[str, str]]

    def share(self) -> str:
        number = len(self.met) + len(self.missed)
        return percent(len(self.met) / number) if number else "–"


@dataclass(frozen=True)
class Measured:
    """All results of one language."""

    language: str
    answers: list[Answer]
    stock: list[Answer]
    """The answers of stock Pagefind."""
    answered_nowhere: list[str]
    """Words that no text contains, and that found something."""
    nowhere: int
    must_meet: Pairs
    must_not: Pairs
    cards: int
    cards_with_reason: int
    cold_bytes: list[int]


def mean(answers: Sequence[Answer], measure: Measure) -> float:
    """The mean of a measure over all answers."""
    return statistics.mean(measure(answer.routes, answer.query.relevant) for answer in answers)


def percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def kilobytes(number: float) -> str:
    return f"{number / 1000:.0f} kB"


def document(measured: Sequence[Measured]) -> str:
    """The text of SEARCH.md."""
    header = ["", *(one.language for one in measured)]
    number = " / ".join(str(len(one.answers)) for one in measured)
    lines = [
        "# Quality of the search",
        "",
        "Written by `make search-quality`; [README.md](README.md) explains the rows.",
        f"{datetime.now(UTC):%Y-%m-%d}; {number} labelled queries ({' / '.join(header[1:])}).",
        "",
        table([*header, "goal"], _rows(measured)),
        "",
        "## By class",
        "",
        "success@3 / MRR@10, in brackets success@3 of stock Pagefind.",
        "",
        table(header, [_class_row(kind, measured) for kind in CLASSES]),
        "",
        "## Queries without an answer among the first three",
        "",
        "With the first result, if there is one.",
    ]
    for one in measured:
        lines += ["", f"### {one.language}", "", *_failing(one)]
    return "\n".join(lines) + "\n"


def _rows(measured: Sequence[Measured]) -> list[Sequence[str]]:
    """The first table: a row a measure."""

    def row(name: str, cell: Callable[[Measured], str], goal: str) -> list[str]:
        return [name, *(cell(one) for one in measured), goal]

    def share(measure: Measure, stock: bool = False) -> Callable[[Measured], str]:
        return lambda one: f"{mean(one.stock if stock else one.answers, measure):.3f}"

    def nothing(stock: bool = False) -> Callable[[Measured], str]:
        def empty(routes: Sequence[str], _: Mapping[str, int]) -> float:
            return float(not routes)

        return lambda one: percent(mean(one.stock if stock else one.answers, empty))

    return [
        row("success@3", share(success), "≥ 0.95"),
        row("MRR@10", share(reciprocal_rank), "≥ 0.90"),
        row("nDCG@10", share(ndcg), "≥ 0.80"),
        row("queries without a result", nothing(), "≤ 2 %"),
        row("pairs that must meet and do", lambda one: one.must_meet.share(), "≥ 96 %"),
        row("pairs that must not meet and do", lambda one: one.must_not.share(), "≤ 4 %"),
        row(
            "words that no text contains, with results",
            lambda one: f"{len(one.answered_nowhere)} of {one.nowhere}",
            "0",
        ),
        row(
            "cards that show a reason",
            lambda one: percent(one.cards_with_reason / max(one.cards, 1)),
            "≥ 95 %",
        ),
        row("first query, median", lambda one: kilobytes(statistics.median(one.cold_bytes)), ""),
        row("first query, worst", lambda one: kilobytes(max(one.cold_bytes)), "≤ 130 kB"),
        row("stock Pagefind: success@3", share(success, True), ""),
        row("stock Pagefind: MRR@10", share(reciprocal_rank, True), ""),
        row("stock Pagefind: nDCG@10", share(ndcg, True), ""),
        row("stock Pagefind: queries without a result", nothing(True), ""),
    ]


def _class_row(kind: str, measured: Sequence[Measured]) -> list[str]:
    cells = [kind]
    for one in measured:
        own = [answer for answer in one.answers if answer.query.kind == kind]
        stock = [answer for answer in one.stock if answer.query.kind == kind]
        cells.append(
            f"{mean(own, success):.2f} / {mean(own, reciprocal_rank):.2f}"
            f" ({mean(stock, success):.2f})"
        )
    return cells


def _failing(one: Measured) -> list[str]:
    """What went wrong in one language: a line a class, then words and pairs."""
    lines = []
    for kind in CLASSES:
        missed = [
            f"{answer.query.text} → {(answer.routes or ['nothing'])[0].rpartition('/')[2]}"
            for answer in one.answers
            if answer.query.kind == kind and not success(answer.routes[:TOP], answer.query.relevant)
        ]
        if missed:
            lines.append(f"- **{kind}** ({len(missed)}): {'; '.join(missed)}")
    if one.answered_nowhere:
        lines.append(f"- **words that no text contains**: {', '.join(one.answered_nowhere)}")
    if one.must_meet.missed:
        lines.append(f"- **must meet, and do not**: {_listed(one.must_meet.missed)}")
    if one.must_not.met:
        lines.append(f"- **must not meet, and do**: {_listed(one.must_not.met)}")
    return lines or ["None."]


def _listed(pairs: Sequence[tuple[str, str]]) -> str:
    return ", ".join(f"{first} – {second}" for first, second in pairs)
