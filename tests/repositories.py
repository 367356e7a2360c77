"""Repositories with a fault: functions that create and check them, and compare their files."""

from __future__ import annotations

import re
import runpy
import shutil
import stat
from pathlib import Path

from click.testing import CliRunner, Result

from generator import check as checking
from generator import cli, config
from generator.model import Diagnostic, Library
from tests.conftest import ROOT

BROKEN = ROOT / "tests" / "broken"
"""One folder for each diagnostic: the files that differ from the small repository."""
OWN_FILES = frozenset({"problems.txt", "REMOVE", "make.py"})
"""Files of a case that are not part of the repository."""


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
    return library, [*diagnostics, *found, *checking.check(library)]


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
