"""``python -m benchmarks``: builds made-up repositories and says how long each step takes."""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from benchmarks import corpus

HERE = Path(__file__).resolve().parent
WORK = HERE / ".work"
RESULTS = HERE / "RESULTS.md"
PACKAGES = ("mkdocs", "mkdocs-material", "pagefind_bin", "pyromark", "pydantic")

BUILT = re.compile(r"^Built (\d+) pages from (\d+) entries", re.MULTILINE)
STEP = re.compile(r"^ *(\d+\.\d+) s  (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Run:
    """One process from start to end, with the processes that it started and awaited."""

    seconds: float
    cpu: float
    """Seconds that the processors worked for it: other work on the machine does not count."""
    memory: float
    """MiB of the largest single process; the sum of all is not known."""
    said: str


@dataclass
class Measure:
    """The medians of all runs at one size."""

    entries: int
    pages: int = 0
    digest: str = ""
    steps: dict[str, float] = field(default_factory=dict)
    outside: float = 0
    """Seconds of the process outside the steps."""
    wall: float = 0
    cpu: float = 0
    memory: float = 0
    check_wall: float = 0
    check_alone: float = 0
    check_cpu: float = 0
    spread: float = 0
    """Slowest build minus fastest."""


def run(*arguments: str, cores: int = 0) -> Run:
    """Run Python with *arguments* in the repository, on so many *cores* (0: all of them).

    Compiled modules stand in a folder of their own: a first run apart fills it, whatever the
    environment says about writing them.
    """
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(WORK / "pycache")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryFile() as output:
        begin = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=corpus.ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=(lambda: _only(cores)) if cores else None,
        )
        # As getrusage(RUSAGE_CHILDREN), but of this one child and what it awaited.
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said = output.read().decode("utf-8", "replace")
    if process.returncode:
        sys.exit(f"{' '.join(arguments)} failed:\n{said[-4000:]}")
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit, said)


def build(folder: Path) -> Run:
    """A cold build: no site stands there."""
    site = folder / "site"
    shutil.rmtree(site, ignore_errors=True)
    return run(
        "-m", "generator", "build", "--root", str(folder), "--site-dir", str(site), "--timings"
    )


def check(folder: Path, cores: int = 0) -> Run:
    return run("-m", "generator", "check", "--lang", "en", "--root", str(folder), cores=cores)


def _only(cores: int) -> None:
    """Keep this process to the first *cores* that it may use, where the system lets it."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])


def measure(folder: Path, entries: int, repeat: int) -> Measure:
    """Build and check the repository in *folder* several times."""
    builds = [build(folder) for _ in range(repeat)]
    checks = [check(folder) for _ in range(repeat)]
    alone = [check(folder, cores=1) for _ in range(repeat)]
    built = BUILT.search(builds[0].said)
    if built is None:
        sys.exit(f"the build did not say how many pages it made:\n{builds[0].said[-4000:]}")
    steps = [{name: float(text) for text, name in STEP.findall(one.said)} for one in builds]
    return Measure(
        entries=entries,
        pages=int(built[1]),
        digest=corpus.digest(folder)[:12],
        steps={name: statistics.median(one[name] for one in steps) for name in steps[0]},
        outside=statistics.median(
            one.seconds - sum(parts.values()) for one, parts in zip(builds, steps, strict=True)
        ),
        wall=statistics.median(one.seconds for one in builds),
        cpu=statistics.median(one.cpu for one in builds),
        memory=max(one.memory for one in builds),
        check_wall=statistics.median(one.seconds for one in checks),
        check_alone=statistics.median(one.seconds for one in alone),
        check_cpu=statistics.median(one.cpu for one in checks),
        spread=max(one.seconds for one in builds) - min(one.seconds for one in builds),
    )


# -- telling -----------------------------------------------------------------------------------


def table(measures: Sequence[Measure]) -> str:
    """The results as a Markdown table: a line a figure, a column a size."""
    first, last = measures[0], measures[-1]
    compared = len(measures) > 1
    header = ["", *(f"{m.entries:,} entries" for m in measures)]
    if compared:
        header += [f"{last.entries:,} : {first.entries:,}, per page", "per entry"]
    rows = [header]

    def row(label: str, values: Sequence[float], form: str, grows: bool = False) -> None:
        cells = [label, *(form.format(value) for value in values)]
        if compared:
            times = values[-1] / values[0] if grows and values[0] else 0
            for per in (last.pages / first.pages, last.entries / first.entries):
                cells.append(f"{times / per:.2f}" if times else "")
        rows.append(cells)

    seconds = "{:.2f} s"
    row("Pages", [m.pages for m in measures], "{:,}")
    for step in first.steps:
        row(step, [m.steps[step] for m in measures], seconds, grows=True)
    row("Outside the steps", [m.outside for m in measures], seconds, grows=True)
    row("**Build, whole process**", [m.wall for m in measures], "**{:.2f} s**", grows=True)
    row("Slowest minus fastest", [m.spread for m in measures], seconds)
    row("CPU of the build", [m.cpu for m in measures], seconds, grows=True)
    row("Build, a page", [1000 * m.wall / m.pages for m in measures], "{:.2f} ms")
    row("CPU, a page", [1000 * m.cpu / m.pages for m in measures], "{:.2f} ms")
    row("Memory of the largest process", [m.memory for m in measures], "{:.0f} MiB")
    row("Check, whole process", [m.check_wall for m in measures], seconds, grows=True)
    row("Check on one core", [m.check_alone for m in measures], seconds, grows=True)
    row("CPU of the check", [m.check_cpu for m in measures], seconds, grows=True)
    widths = [max(len(cells[n]) for cells in rows) for n in range(len(header))]
    lines = [
        "| " + " | ".join(cell.ljust(widths[n]) for n, cell in enumerate(cells)) + " |"
        for cells in rows
    ]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join([lines[0], "| " + " | ".join(rule) + " |", *lines[1:]])


def further(measures: Sequence[Measure]) -> str:
    """What one more page costs: the fixed cost of starting is not in it."""
    first, last = measures[0], measures[-1]
    if last.pages <= first.pages:
        return ""
    pages = last.pages - first.pages
    wall = 1000 * (last.wall - first.wall) / pages
    cpu = 1000 * (last.cpu - first.cpu) / pages
    return (
        f"Between {first.pages:,} and {last.pages:,} pages each further page costs {wall:.2f} ms"
        f" (CPU: {cpu:.2f} ms)."
    )


def results(measures: Sequence[Measure], repeat: int, seed: int, load: float) -> str:
    """What RESULTS.md says."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    made = ", ".join(f"{m.entries:,}: `{m.digest}`" for m in measures)
    runs = f"medians of {repeat} runs" if repeat > 1 else "one run"
    lines = [
        "# How long builds take",
        "",
        "Written by `python -m benchmarks`; what it measures is told in [README.md](README.md).",
        f"Cold builds of made-up entries in three languages, {runs}.",
        "",
        table(measures),
        "",
        further(measures),
        "",
        f"- {platform.python_implementation()} {platform.python_version()}, {packages}",
        f"- {platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        f"- Load of the machine before the first run: {load:.1f}; above 0, wall times are too long",
        f"- Seed {seed}; hashes of the repositories: {made}",
    ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--entries", type=int, nargs="+", default=[100, 1000], metavar="N", help="sizes to build"
    )
    parser.add_argument("--repeat", type=int, default=3, metavar="R", help="runs of each")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other words")
    parser.add_argument(
        "--no-results", action="store_true", help="print only, leave RESULTS.md as it is"
    )
    chosen = parser.parse_args()
    if chosen.repeat < 1 or min(chosen.entries) < 1:
        parser.error("sizes and runs start at 1")
    sizes = sorted(set(chosen.entries))
    load = os.getloadavg()[0]
    WORK.mkdir(exist_ok=True)
    for entries in sizes:
        print(f"Making {entries:,} entries …", flush=True)
        # In a process of its own: the memory of this one would count for every child.
        run("-m", "benchmarks.corpus", str(WORK / str(entries)), str(entries), str(chosen.seed))
    print("A first run apart …", flush=True)
    build(WORK / str(sizes[0]))
    measures = []
    for entries in sizes:
        print(f"Building and checking {entries:,} entries, {chosen.repeat} times …", flush=True)
        measures.append(measure(WORK / str(entries), entries, chosen.repeat))
    print(f"\n{table(measures)}\n\n{further(measures)}".rstrip())
    if not chosen.no_results:
        RESULTS.write_text(results(measures, chosen.repeat, chosen.seed, load), encoding="utf-8")
        print(f"\nWritten: {RESULTS}")


if __name__ == "__main__":
    main()
