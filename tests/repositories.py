"""Repositories of tests: with a fault, or with other declarations; functions that create, check and
compare them."""

from __future__ import annotations

import os
import re
import runpy
import shutil
import stat
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from click.testing import CliRunner, Result

from knowledge_repository import check as checking
from knowledge_repository import cli, config
from knowledge_repository.audit.crawler import dead_links, read_pages
from knowledge_repository.model import Diagnostic, Library
from tests.conftest import PACKAGE, ROOT

BROKEN = ROOT / "tests" / "broken"
"""One folder for each diagnostic: the files that differ from the small repository."""
CASES = sorted(path.name for path in BROKEN.iterdir() if path.is_dir())
OWN_FILES = frozenset({"problems.txt", "REMOVE", "make.py", "CI"})
"""Files of a case that are not part of the repository. ``CI``: it is checked as on a server."""


CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters except tabs and line ends, and characters that change the text direction."""


def add_fault(case: str, root: Path) -> None:
    """Add the fault of ``tests/broken/<case>`` to the repository at *root*.

    Files of the case replace those of the repository; ``REMOVE`` lists paths to delete; what Git
    cannot store as a file is written by ``make(root)`` in ``make.py``.
    """
    folder = BROKEN / case
    for item in sorted(folder.iterdir()):
        if item.is_dir():
            shutil.copytree(
                item,
                root / item.name,
                dirs_exist_ok=True,
                ignore=shutil.ignore_patterns("__pycache__"),
            )
        elif item.name not in OWN_FILES:
            shutil.copy2(item, root / item.name)
    if (folder / "REMOVE").exists():
        for line in (folder / "REMOVE").read_text(encoding="utf-8").split():
            path = root / line
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
    if (folder / "make.py").exists():
        runpy.run_path(str(folder / "make.py"))["make"](root)


def check(root: Path, *arguments: str, lang: str = "en", color: bool = False) -> Result:
    """Run ``knowledge check`` in this process."""
    command = ["check", "--lang", lang, "--root", str(root), *arguments]
    return CliRunner().invoke(cli.knowledge, command, color=color)


def load_and_check(root: Path) -> tuple[Library, list[Diagnostic]]:
    """The library and all diagnostics of the repository at *root*."""
    settings, diagnostics = config.load(root)
    library, found = checking.load(root, settings, html=False)
    return library, [*diagnostics, *found, *checking.check(library, today=date.today())]


def problems_of(case: str, root: Path) -> list[Diagnostic]:
    """All diagnostics of the repository at *root*, which has the fault of a case."""
    on_ci = (BROKEN / case / "CI").exists()
    return [*load_and_check(root)[1], *(config.placeholders(root) if on_ci else ())]


def snapshot(root: Path) -> dict[str, object]:
    """The bytes of all files below *root*; links and pipes are not opened."""
    found: dict[str, object] = {}
    for path in sorted(root.rglob("*")):
        mode = path.lstat().st_mode
        name = str(path.relative_to(root))
        if stat.S_ISREG(mode):
            found[name] = path.read_bytes()
        else:
            found[name] = path.readlink() if stat.S_ISLNK(mode) else mode
    return found


class Copy:
    """A copy of the program and of the small repository, to be edited and run."""

    def __init__(self, folder: Path, small: Path) -> None:
        self.program = folder / "program"
        self.root = small
        shutil.copytree(
            PACKAGE,
            self.program / PACKAGE.relative_to(ROOT),
            ignore=shutil.ignore_patterns("__pycache__"),
        )

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace *old* once, in the program or in the repository."""
        file = (self.program if path.startswith("generator/") else self.root) / path
        text = file.read_text(encoding="utf-8")
        assert text.count(old) >= 1, f"{path} has no {old!r}"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        file = (self.program if path.startswith("generator/") else self.root) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def run(self, *arguments: str) -> tuple[int, str]:
        """Exit code and output of ``knowledge``, run from the copied program."""
        done = subprocess.run(
            [sys.executable, "-m", "knowledge_repository", *arguments, "--root", str(self.root)],
            cwd=self.program,
            env={
                **os.environ,
                "PYTHONPATH": str(self.program / "generator"),
                "PYTHONDONTWRITEBYTECODE": "1",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    def check(self) -> str:
        """The output of the check for a repository without errors."""
        code, output = self.run("check")
        assert code == 0, output
        return output

    def build(self) -> None:
        """Build the site; no link of it may lead nowhere."""
        code, output = self.run("build")
        assert code == 0, output
        site = self.root / "site"
        assert dead_links(site, read_pages(site)) == []

    def page(self, path: str) -> str:
        return (self.root / "site" / path / "index.html").read_text(encoding="utf-8")


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def rename_vocabularies(copy: Copy, names: Mapping[str, str]) -> None:
    """Give vocabularies and the fields that use them other names."""
    word = re.compile(rf"\b({'|'.join(names)})\b")
    files = [*(copy.root / "content").glob("*.yml")]
    for file in (copy.root / "content" / "vocabularies").iterdir():
        files.append(file.rename(file.with_stem(names.get(file.stem, file.stem))))
    for file in files:
        text = file.read_text(encoding="utf-8")
        file.write_text(word.sub(lambda found: names[found[0]], text), encoding="utf-8")
    field = re.compile(rf"^({'|'.join(names)}):", re.MULTILINE)
    for file in copy.root.rglob("index.*.md"):
        text = file.read_text(encoding="utf-8")
        file.write_text(field.sub(lambda key: f"{names[key[1]]}:", text), encoding="utf-8")
