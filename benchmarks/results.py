"""The results as Markdown."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from benchmarks import measuring
from benchmarks.measuring import Run
from benchmarks.rivals import Tool

BUSY = 0.05
"""If other programs use more than this share of the processors, the results say so."""


@dataclass
class Section:
    """The results of one group."""

    title: str
    intro: str
    header: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)
    others: list[float] = field(default_factory=list)
    """Share of the processors that other programs used in each run."""

    def after(self, runs: Iterable[Sequence[Run]]) -> Section:
        """The section, with the load of the machine during *runs*."""
        every = [one.others for some in runs for one in some]
        self.others += [share for share in every if share is not None]
        return self

    def text(self) -> str:
        lines = [f"## {self.title}", "", self.intro, "", table(self.header, self.rows)]
        if self.others:
            share, most = statistics.median(self.others), max(self.others)
            busy = ": **a busy machine, wall times are too long**" if share >= BUSY else ""
            load = f"Other programs used {share:.0%} of the processors, at most {most:.0%}{busy}."
            lines += ["", load]
        return "\n".join(lines)


def document(
    sections: Sequence[Section],
    tools: Mapping[str, Tool],
    digests: Mapping[int, str],
    pairs: int,
    seed: int,
    load: float,
) -> str:
    """The text of RESULTS.md."""
    busy = any(statistics.median(one.others) >= BUSY for one in sections if one.others)
    made = ", ".join(f"{size:,}: `{found[:12]}`" for size, found in sorted(digests.items()))
    times = "one pair" if pairs == 1 else f"{pairs} pairs"
    lines = [
        "# Measurements",
        "",
        "Written by `python -m benchmarks`; [README.md](README.md) explains the rows.",
        f"Medians of {times} of alternating runs, in brackets the smallest and the largest value;",
        "ratios are taken pair by pair.",
        *(
            ["", "**The machine was busy with other programs: compare, do not quote.**"]
            if busy
            else []
        ),
    ]
    for section in sections:
        lines += ["", section.text()]
    if len(tools) > 1:
        lines += ["", "## What each tool does and does not do", ""]
        lines += [f"- {tool.name}: {tool.undone}" for tool in tools.values()]
    lines += [
        "",
        "## Versions and machine",
        "",
        *(f"- {tool.name}: {tool.versions}" for tool in tools.values()),
        f"- {measuring.machine()}",
        f"- {datetime.now(UTC):%Y-%m-%d}; load before the first run {load:.1f}",
        f"- Seed {seed}; hashes of the repositories: {made}",
    ]
    return "\n".join(lines) + "\n"


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, its columns as wide as necessary."""
    widths = [max(len(cells[n]) for cells in (header, *rows)) for n in range(len(header))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(
        "| "
        + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        + " |"
        for cells in (header, rule, *rows)
    )
