"""The whole way from files to a site, in order. Read it top to bottom: this is the program.

The new site is made beside the old one and takes its place in one rename, only when everything
succeeded: a kill, a full disk or a second build at the same time leave the old site whole. Where an
earlier build is remembered (``keeping``), only what has changed is made; its files then go into the
old site one by one, each in one rename, within milliseconds, and a kill between two of them is made
good by the next build.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from generator import (
    checking,
    fingerprint,
    indexing,
    keeping,
    linking,
    making,
    parallel,
    reading,
    rendering,
    report,
    schema,
)
from generator.model import Library, Page, Problem
from generator.remembering import Memory
from generator.rendering.templating import COMPILED
from generator.storing import Damaged

WATCHED = ("content", *schema.KINDS)
"""The folders that a preview follows."""


COPIES = 0
"""The first answers of whoever makes pages: their copies for search."""
OURS = "assets/knowledge"
"""What every site of ours holds and no other: a folder without it is never replaced."""


class Unbuildable(Exception):
    """The repository has errors; nothing was built and the old site stands."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("errors in the repository")
        self.problems = problems


class SiteInTheWay(Exception):
    """The folder for the site holds something that is not a site."""


@dataclass
class Outcome:
    """What a build did: problems that did not stop it, pages, seconds by step."""

    problems: list[Problem] = field(default_factory=list)
    pages: int = 0
    entries: int = 0
    seconds: dict[str, float] = field(default_factory=dict)


Progress = Callable[[str], None]
"""Told the name of each step as it begins."""


def build(
    root: Path,
    site: Path | None = None,
    drafts: bool = False,
    progress: Progress = lambda _: None,
    memory: Memory | None = None,
) -> Outcome:
    """Build the site of the repository at *root* into *site* (by default as mkdocs.yml says).

    With a *memory* only what has changed since its last build is made; a memory that turns out to
    be damaged is forgotten. The site is the same, byte for byte.

    Raises:
        Unbuildable: errors in the repository; carries all of them.
        SiteInTheWay: *site* is a folder that no build of ours made.
        rendering.RenderingError, indexing.IndexingError, OSError: the machine could not do it.
        parallel.WorkerError: a mistake of ours.
    """
    if memory is not None and memory.look(root, WATCHED):
        memory.load()
        memory.stand_on(base(memory, drafts))
        try:
            return _build(root, site, drafts, progress, memory)
        except (Damaged, parallel.WorkerError):
            memory.forget()
            memory.stand_on(base(memory, drafts))
    else:
        memory = None
    return _build(root, site, drafts, progress, memory)


def base(memory: Memory, drafts: bool) -> str:
    """A digest of what every page stands on: settings, languages, words, lists."""
    shared = [memory.digests.get(folder, "") for folder in reading.SHARED]
    return fingerprint.digest(f"{memory.settings} {drafts} {shared}")


def _build(
    root: Path, site: Path | None, drafts: bool, progress: Progress, memory: Memory | None
) -> Outcome:
    outcome = Outcome()

    @contextmanager
    def step(name: str) -> Iterator[None]:
        progress(name)
        begin = time.perf_counter()
        yield
        spent = time.perf_counter() - begin
        outcome.seconds[name] = outcome.seconds.get(name, 0.0) + spent

    with step("reading"):
        library, problems = reading.read(root, memory=memory)
    with step("checking"):
        problems += checking.check(library, memory)
    if any(problem.level == "error" for problem in problems):
        raise Unbuildable(problems)
    outcome.problems = problems
    with step("linking"):
        library = library if drafts else published(library)
        graph = keeping.linked(library, memory)
    with step("starting"):
        config = rendering.configuration(root / "mkdocs.yml")
    target = (site or Path(config.site_dir)).absolute()
    with staging(target) as stage, closing(indexing.Indexing(stage.parent)) as index:
        with step("starting"):
            if memory is not None:
                COMPILED.known |= memory.templates
            canvas = rendering.Canvas(config, stage)
            keeper = keeping.Keeper(memory, library, graph, target)
        with step("making"):
            _make(library, keeper, canvas, index, stage)
            keeper.pictures(stage, root)
            canvas.finish(keeper.outlines)
        with step("indexing"):
            keeper.settle()
            keeper.indexes = index.finish(stage, keeper.indexes)
            if merged := keeper.merge(stage):
                stage.rename(stage.with_name("merged"))
    outcome.pages, outcome.entries = len(keeper.outlines), len(library.entries)
    with step("indexing"):
        if memory is not None:
            if not merged:
                memory.see(target)
            memory.templates = COMPILED.known
            memory.indexes = {c: i.settled(memory.files) for c, i in keeper.indexes.items()}
            memory.save(target, outcome.pages, outcome.entries, outcome.problems)
    return outcome


def _make(
    library: Library,
    keeper: keeping.Keeper,
    canvas: rendering.Canvas,
    index: indexing.Indexing,
    stage: Path,
) -> None:
    """Make the pages that do not hold as they are, on all processors, language by language; the
    copies for search first, so that Pagefind reads them while the pages are painted."""
    every = making.plans(*keeper.traced, keeper.trace)
    planned = {pieces.language.code: plans for pieces, plans in every}
    order = _longest_first(library)
    todo = {code: [plan for plan in planned[code] if not keeper.holds(plan.path)] for code in order}

    def work(plans: Sequence[making.Plan]) -> Iterator[list[Any]]:
        pages = []
        for plan in plans:
            with keeper.trace.noting() as looks:
                page = plan.make()
            pages.append((page, looks, keeper.trace.groups()))
        yield [
            indexing.shadow_of(page) if page is not None and page.indexed else None
            for page, _, _ in pages
        ]
        for page, _, _ in pages:
            if page is not None:
                canvas.paint(page)
        yield [(keeper.made(page, looks, stage), groups) for page, looks, groups in pages]

    with closing(parallel.stages(work, list(todo.values()))) as told:
        for number, part, answers in told:
            code = order[number]
            if part == COPIES:
                copies = keeper.copies(code, planned[code], todo[code], answers)
                if copies is not None:
                    index.start(code, copies, keeper.indexes.get(code))
            else:
                keeper.keep(code, planned[code], todo[code], answers)


def _longest_first(library: Library) -> list[str]:
    """The languages, the one with the longest texts first: the least is left to do while the index
    of the last one is made, so that it had better be the shortest."""

    def length(code: str) -> int:
        texts = (entry.speak(code) for entry in library.entries.values())
        return sum(len(words.summary.encode()) for words in texts)

    return sorted(library.languages, key=length, reverse=True)


def published(library: Library) -> Library:
    """The library without drafts: no page, no list and no relation knows them."""
    entries = {id: e for id, e in library.entries.items() if e.facts.status != "draft"}
    if len(entries) == len(library.entries):
        return library
    drafts = [entry for id, entry in library.entries.items() if id not in entries]
    gone = {name for entry in drafts for name in (entry.id, *entry.facts.aliases)}
    for id, entry in entries.items():
        facts = entry.facts
        update: dict[str, object] = {"related": tuple(x for x in facts.related if x not in gone)}
        if hasattr(facts, "practices"):
            update["practices"] = tuple(x for x in facts.practices if x.id not in gone)
        entries[id] = replace(entry, facts=facts.model_copy(update=update))
    return replace(library, entries=entries, cards=entries)


@contextmanager
def staging(site: Path) -> Iterator[Path]:
    """A fresh folder beside *site*; it becomes *site* when the block ends without an exception."""
    site = site.absolute()
    if site.is_symlink() or (site.exists() and not site.is_dir()):
        raise SiteInTheWay(f"{site} is not a folder")
    if site.is_dir() and any(site.iterdir()) and not (site / OURS).exists():
        raise SiteInTheWay(f"{site} holds something that is not a site; move it away first")
    site.parent.mkdir(parents=True, exist_ok=True)
    workshop = Path(tempfile.mkdtemp(prefix=f".{site.name}-", dir=site.parent))
    try:
        stage = workshop / site.name
        stage.mkdir()
        yield stage
        if not stage.exists():  # its files went into the site one by one
            return
        try:
            stage.rename(site)
        except OSError:
            if not site.exists():
                raise
            _exchange(stage, site)  # the workshop now holds the old site
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _exchange(one: Path, other: Path) -> None:
    """Swap two folders: at every moment both names lead to a whole folder.

    Linux and macOS do it in one step (renameat2 with RENAME_EXCHANGE, renamex_np with
    RENAME_SWAP); elsewhere two renames follow each other as closely as can be.
    """
    libc = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
    here, there = os.fsencode(one), os.fsencode(other)
    if libc is not None and hasattr(libc, "renameat2"):
        at_cwd, swap = -100, 2
        if libc.renameat2(at_cwd, here, at_cwd, there, swap) == 0:
            return
    elif libc is not None and hasattr(libc, "renamex_np") and libc.renamex_np(here, there, 2) == 0:
        return
    aside = one.with_name(one.name + "-old")
    other.rename(aside)
    try:
        one.rename(other)
    except OSError:
        aside.rename(other)
        raise
    aside.rename(one)


class Plugin(rendering.Plugin):  # type: ignore[no-untyped-call]  # MkDocs is not typed here
    """The same way, walked by ``mkdocs build`` and ``mkdocs serve`` on the same mkdocs.yml."""

    watched = WATCHED

    @staticmethod
    def prepare(root: Path) -> Sequence[Page]:
        library, problems = reading.read(root)
        problems += checking.check(library)
        if any(problem.level == "error" for problem in problems):
            raise rendering.Stop(f"{report.text(problems, root)}\n\n{report.summary(problems)}.")
        library = published(library)
        graph = linking.link(library)
        return making.pages(library, graph)

    @staticmethod
    def finish(site: Path, pages: Sequence[Page]) -> None:
        indexing.index(site, pages)
