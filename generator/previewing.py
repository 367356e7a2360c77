"""The site as it would be built from what is saved now: a page is made when somebody asks for it.

After a save only what has changed is read and checked, and no page is made but those that are open.
What needs every page at once, the search above all, comes from a site that is built behind it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from generator import checking, keeping, making, reading, rendering
from generator.build import WATCHED, base
from generator.model import Page, Problem
from generator.pictures import published
from generator.remembering import Memory
from generator.storing import Damaged

QUIET = 1.0
"""Seconds without a save after which the search is brought up to date."""


class Preview:
    """What a reader would find at each path of the site."""

    def __init__(
        self, root: Path, folder: Path, behind: Path, memory: Memory | None = None
    ) -> None:
        """*folder*: for the files of the theme. *behind*: where the whole site is built. *memory*:
        what the last build there left, to begin with; nothing is written to it."""
        self.root, self.behind = root, behind
        self._folder = folder
        self._memory = memory or Memory()
        self._memory.load()
        self._settings: str | None = None
        self._canvas: rendering.Canvas | None = None
        self._plans: dict[str, Callable[[], Page | None]] = {}
        self._pictures: dict[str, str] = {}
        self._made: dict[str, bytes] = {}
        self._lock = threading.Lock()
        """Pages are made one after the other: templates and caches know one at a time."""

    def refresh(self, folders: Collection[str] | None = None) -> list[Problem]:
        """Read what has changed in *folders* and below (paths below the root), or anywhere. With
        errors among what it finds, the pages stay as they are.

        Raises:
            rendering.RenderingError: ``mkdocs.yml`` is wrong.
        """
        try:
            return self._refresh(folders)
        except Damaged:  # or written anew by the build behind
            self._memory = Memory()
            return self._refresh(None)

    def _refresh(self, folders: Collection[str] | None) -> list[Problem]:
        memory = self._memory
        memory.look_again(self.root, WATCHED, folders)
        memory.stand_on(base(memory, drafts=True))
        library, problems = reading.read(self.root, memory=memory)
        problems += checking.check(library, memory)
        if any(problem.level == "error" for problem in problems):
            return problems
        graph = keeping.linked(library, memory)
        plans = {
            rendering.file_at(plan.path): plan.make
            for _, planned in making.plans(library, graph)
            for plan in planned
        }
        everything = (*library.entries.values(), *library.texts.values())
        pictures = {path: file for e in everything for path, file in making.pictures(e).items()}
        with self._lock:
            if self._canvas is None or memory.settings is None or self._settings != memory.settings:
                config = rendering.configuration(self.root / "mkdocs.yml")
                self._canvas = rendering.Canvas(config, self._folder)
                self._settings = memory.settings
            else:
                self._canvas.renew()
            self._plans, self._pictures, self._made = plans, pictures, {}
        return problems

    def file(self, path: str) -> bytes | None:
        """The file at a path of the site (``en/about/index.html``); None where there is none."""
        with self._lock:
            try:
                if path in self._made:
                    return self._made[path]
                if (made := self._make(path)) is not None:
                    self._made[path] = made
                    return made
            except Damaged:
                self._memory = Memory()
        if not self._memory.tops:
            self.refresh()
            return self.file(path)
        if path.endswith(".html"):
            return None
        return Folder(self._folder if path.startswith("assets/") else self.behind).file(path)

    def _make(self, path: str) -> bytes | None:
        """A page or a picture."""
        if path in self._plans and self._canvas is not None:
            page = self._plans[path]()
            return None if page is None else self._canvas.painter.paint(page).encode()
        if path in self._pictures:
            return published((self.root / self._pictures[path]).read_bytes())
        return None


@dataclass(frozen=True)
class Folder:
    """A site that stands in a folder."""

    root: Path

    def file(self, path: str) -> bytes | None:
        """The file at *path*; nothing outside of the folder."""
        try:
            file = (self.root / path).resolve()
            return file.read_bytes() if file.is_relative_to(self.root.resolve()) else None
        except (OSError, ValueError):  # a folder; a name too long, or with a NUL in it
            return None


class Behind:
    """The build of the whole site behind a preview: by another process, when nobody saves."""

    def __init__(self, root: Path, site: Path, tell: Callable[[str], None]) -> None:
        """*tell* is told what a build says that fails."""
        self._command = [sys.executable, "-m", "generator", "build", "--drafts"]
        self._command += ["--root", str(root), "--site-dir", str(site)]
        self._tell = tell
        self._wanted = threading.Event()
        self._saved = threading.Event()
        self._over = False
        self._process: subprocess.Popen[str] | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def want(self) -> None:
        """Bring it up to date soon."""
        self._saved.set()
        self._wanted.set()

    def end(self) -> None:
        """Stop whatever runs."""
        self._over = True
        self.want()
        process = self._process
        if process is not None and process.poll() is None:  # as Ctrl+C does: it tidies up
            process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
        self._thread.join(5)

    def _run(self) -> None:
        while not self._over:
            self._wanted.wait()
            self._wanted.clear()
            while self._saved.is_set() and not self._over:
                self._saved.clear()
                self._saved.wait(QUIET)
            if self._over:
                return
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                preexec_fn=_modestly if os.name == "posix" else None,
            )
            _, said = self._process.communicate()
            if self._process.returncode and not self._over:
                self._tell(said.strip())


def _modestly() -> None:
    os.nice(10)  # an author who saves comes first
