"""What is measured: each group runs its tools alternately and returns a section of the results."""

from __future__ import annotations

import json
import os
import string
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import corpus, preview, rivals
from benchmarks.measuring import Run, Spread, cpus, run, walls
from benchmarks.results import Section
from benchmarks.rivals import Tool

TIMES, CHECKED = 5, 10
"""How much larger the large repositories of `growth` and of `check` are."""
SECONDS, RATIO, MIB = ("{:.2f}", " s"), ("{:.2f}", ""), ("{:.0f}", " MiB")


@dataclass
class Bench:
    """One call of ``python -m benchmarks``: its sizes, its folder, and what it generated there."""

    work: Path
    entries: int
    pairs: int
    saves: int
    seed: int
    tools: dict[str, Tool] = field(default_factory=dict)
    """Name → tool, for those that ran; the results contain their versions."""
    digests: dict[int, str] = field(default_factory=dict)

    def repository(self, entries: int) -> Path:
        """A generated repository; an unchanged one of an earlier call is used again."""
        folder = self.work / f"{entries}-entries"
        note = self.work / f"{entries}-entries.json"
        known = json.loads(note.read_text(encoding="utf-8")) if note.is_file() else {}
        if entries not in self.digests:
            key = corpus.key(self.seed)
            found = corpus.digest(folder) if known.get("key") == key else ""
            if not found or known.get("digest") != found:
                progress(f"Generating {entries:,} entries in three languages")
                # In another process, so that the memory of this one stays small.
                command = (sys.executable, "-m", "benchmarks.corpus")
                run([(*command, str(folder), str(entries), str(self.seed))], corpus.ROOT)
                found = corpus.digest(folder)
                note.write_text(json.dumps({"key": key, "digest": found}), encoding="utf-8")
            self.digests[entries] = found
        return folder

    def tool(self, make: Callable[..., Tool], *arguments: Path) -> Tool:
        tool = make(self.repository(self.entries), *arguments)
        self.tools[tool.name] = tool
        return tool

    def three(self) -> tuple[Tool, Tool, Tool]:
        """Our tool and the two others on the same entries."""
        return (
            self.tool(rivals.knowledge),
            self.tool(rivals.hugo, self.work),
            self.tool(rivals.mkdocs, self.work),
        )


def progress(text: str) -> None:
    """Print what happens now."""
    print(f"{text} …", flush=True)


def cold(tool: Tool, watched: bool = False) -> Run:
    """A run without the files of earlier runs."""
    tool.clear()
    return warm(tool, watched)


def warm(tool: Tool, watched: bool = False) -> Run:
    """A run with the files of the last run."""
    os.sync()  # so that earlier writes do not slow down this run
    return run(tool.commands, tool.folder, watched)


@contextmanager
def edited(tool: Tool) -> Iterator[Callable[[int], str]]:
    """A function that saves one entry with a new word in it, and returns the word.

    The end of the block restores the entry.
    """
    file = tool.entry()
    text = file.read_text(encoding="utf-8")
    second = text.index("\n## ", text.index("\n## ") + 1)

    def edit(number: int) -> str:
        # Letters only: the check would miss a number in the translations.
        letters = string.ascii_lowercase
        word = f"zq{letters[number // 26 % 26]}{letters[number % 26]}vx"
        saved = f"{text[:second]}\nEdited once more: {word}.\n{text[second:]}"
        file.write_text(saved, encoding="utf-8")
        return word

    try:
        yield edit
    finally:
        file.write_text(text, encoding="utf-8")


# -- the groups --------------------------------------------------------------------------------


def cold_build(bench: Bench) -> Section:
    """Cold builds of the same entries by three tools."""
    ours, hugo, stock = bench.three()
    progress("Cold: a first run of each, which measures the memory")
    first = {tool.name: cold(tool, watched=True) for tool in (ours, hugo, stock)}
    memory = {name: one.memory for name, one in first.items()}
    runs: dict[str, list[Run]] = {ours.name: [], hugo.name: [], stock.name: [first[stock.name]]}
    for number in range(bench.pairs):
        progress(f"Cold: pair {number + 1} of {bench.pairs}")
        for tool in (ours, hugo):
            runs[tool.name].append(cold(tool))

    section = Section(
        f"Cold build, {bench.entries:,} entries in three languages",
        "Every run starts without a site and without a cache.",
        ("", ours.name, hugo.name, "ours : Hugo, pair by pair", f"{stock.name} (once)"),
    )
    three = (ours, hugo, stock)
    _row(section, "Wall time", [walls(runs[t.name]) for t in three], SECONDS, strong=True)
    pages = [Spread(tuple(t.finished(r) for r in runs[t.name])) for t in three]
    _row(section, "… until all pages are written", pages, SECONDS)
    _row(section, "CPU time", [cpus(runs[t.name]) for t in three], SECONDS)
    _row(section, "Peak memory of all processes", [_one(memory[t.name]) for t in three], MIB)
    counts = {tool.name: tool.pages() for tool in three}
    _row(section, "Pages", [_one(counts[t.name]) for t in three], ("{:,.0f}", ""))
    each = [Spread(tuple(1000 * r.wall / counts[t.name] for r in runs[t.name])) for t in three]
    _row(section, "Wall time a page", each, ("{:.2f}", " ms"))
    _row(section, "Size of the site", [_one(t.size()) for t in three], MIB)
    return section.after(runs.values())


def rebuild(bench: Bench) -> Section:
    """Builds after one entry was edited, and after nothing was edited."""
    ours, hugo, stock = bench.three()
    three = (ours, hugo, stock)
    progress("Rebuild: a cold build of each")
    for tool in (ours, hugo):
        cold(tool)
    after: dict[str, list[Run]] = {tool.name: [] for tool in three}
    idle: dict[str, list[Run]] = {tool.name: [] for tool in three}
    with edited(ours) as first, edited(hugo) as second, edited(stock) as third:
        edits = dict(zip((tool.name for tool in three), (first, second, third), strict=True))
        for number in range(bench.pairs):
            progress(f"Rebuild: pair {number + 1} of {bench.pairs}")
            for found in (after, idle):
                for tool in three if number == 0 else three[:2]:
                    if found is after:
                        edits[tool.name](number)
                    found[tool.name].append(warm(tool))
    section = Section(
        f"Building again, {bench.entries:,} entries in three languages",
        "The same commands with the files of the last run. Hugo and Pagefind use only their output"
        " files; stock MkDocs uses nothing of an earlier run.",
        ("", ours.name, hugo.name, "ours : Hugo, pair by pair", f"{stock.name} (once)"),
    )
    for name, runs in (("One entry edited", after), ("Nothing edited", idle)):
        pages = [Spread(tuple(t.finished(r) for r in runs[t.name])) for t in three]
        whole = [walls(runs[t.name]) for t in three]
        _row(section, f"{name}: until all pages are written", pages, SECONDS)
        _row(section, f"{name}: with the index", whole, SECONDS, strong=True)
        _row(section, f"{name}: CPU time", [cpus(runs[t.name]) for t in three], SECONDS)
    return section.after([*after.values(), *idle.values()])


def check(bench: Bench) -> Section:
    """The check alone, and how it grows."""
    bench.tool(rivals.knowledge)
    sizes = (bench.entries, bench.entries * CHECKED)
    tools = [rivals.check(bench.repository(size)) for size in sizes]
    return _sizes(bench, sizes, tools, "`knowledge check`", "text", [3 * size for size in sizes])


def growth(bench: Bench) -> Section:
    """Cold builds of a small and of a large repository."""
    bench.tool(rivals.knowledge)
    sizes = (bench.entries, bench.entries * TIMES)
    tools = [rivals.knowledge(bench.repository(size)) for size in sizes]
    return _sizes(bench, sizes, tools, "Growth of `knowledge build`, cold", "page", None)


def saves(bench: Bench) -> Section:
    """From a save to the refreshed page in a browser."""
    ours = bench.tool(rivals.knowledge)
    ours.clear()
    progress(f"Preview: {bench.saves} saves in a browser")
    with edited(ours) as edit:
        times = preview.measure(ours, edit, bench.saves)
    section = Section(
        f"Preview, {bench.entries:,} entries in three languages",
        "`knowledge serve` and an open page in Chromium: seconds from the write of the file of an"
        " entry until the reloaded page shows the new word.",
        ("", "`knowledge serve`"),
    )
    _row(section, "Start, until it answers", [_one(times.start)], SECONDS)
    _row(section, f"Save to page, {bench.saves} saves", [times.saves], SECONDS, strong=True)
    return section


GROUPS: Mapping[str, Callable[[Bench], Section]] = {
    "cold": cold_build,
    "rebuild": rebuild,
    "check": check,
    "growth": growth,
    "preview": saves,
}


def _sizes(
    bench: Bench,
    sizes: Sequence[int],
    tools: Sequence[Tool],
    title: str,
    unit: str,
    counts: Sequence[int] | None,
) -> Section:
    """One tool at two sizes, alternately; *counts*: units at each size (None: the pages)."""
    rounds = bench.pairs if counts else min(bench.pairs, 3)
    progress(f"{title}: a first run at each size, which measures the memory")
    memory = [cold(tool, watched=True).memory for tool in tools]
    counts = counts or [tool.pages() for tool in tools]
    runs: list[list[Run]] = [[] for _ in tools]
    for number in range(rounds):
        progress(f"{title}: pair {number + 1} of {rounds}")
        for found, tool in zip(runs, tools, strict=True):
            found.append(cold(tool))
    section = Section(
        title,
        f"Among {sizes[1]:,} entries and among {sizes[0]:,}. A ratio of 1 a {unit} is growth in a"
        " straight line; below 1, what every run costs is spread over more.",
        ("", *(f"{size:,} entries" for size in reversed(sizes)), "large : small, pair by pair"),
    )

    def row(label: str, values: Sequence[Spread], form: tuple[str, str], strong: bool) -> None:
        _row(section, label, list(reversed(values)), form, strong)

    def each(label: str, of: Callable[..., Spread], counts: Sequence[int], strong: bool) -> None:
        values = [
            Spread(tuple(1000 * value / count for value in of(found).values))
            for found, count in zip(runs, counts, strict=True)
        ]
        row(label, values, ("{:.2f}", " ms"), strong)

    row(f"{unit.capitalize()}s", [_one(count) for count in counts], ("{:,.0f}", ""), False)
    for label, spread in (("Wall time", walls), ("CPU time", cpus)):
        row(label, [spread(found) for found in runs], SECONDS, False)
        each(f"{label} a {unit}", spread, counts, spread is walls)
        if unit == "page":  # some pages exist at every size, and are small
            each(f"{label} a text", spread, [3 * size for size in sizes], False)
    row("Peak memory of all processes", [_one(value) for value in memory], MIB, False)
    return section.after(runs)


def _one(value: float | None) -> Spread:
    return Spread(()) if value is None else Spread((value,))


def _row(
    section: Section,
    label: str,
    values: Sequence[Spread],
    form: tuple[str, str],
    strong: bool = False,
) -> None:
    """A row of the table; if the first two columns have values, the third is their ratio."""
    cells = [value.text(*form) for value in values]
    if len(values) > 1:
        both = values[0].values and values[1].values
        cells.insert(2, values[0].over(values[1]).text(*RATIO) if both else "")
    if strong:
        label, cells = f"**{label}**", [f"**{cell}**" if cell else "" for cell in cells]
    section.rows.append((label, *cells))
