"""Copies the files of a broken repository over a copy of the small one."""

from __future__ import annotations

import runpy
import shutil
from pathlib import Path

OWN_FILES = frozenset({"problems.txt", "REMOVE", "make.py"})
"""Files of a case that are not part of the repository."""


def lay(case: Path, root: Path) -> None:
    """Bring the fault of *case* into the repository at *root*.

    Files of the case replace those of the repository; ``REMOVE`` lists paths to delete; what Git
    cannot store as a file is written by ``make(root)`` in ``make.py``.
    """
    for item in sorted(case.iterdir()):
        if item.is_dir():
            shutil.copytree(
                item,
                root / item.name,
                dirs_exist_ok=True,
                ignore=shutil.ignore_patterns("__pycache__"),
            )
        elif item.name not in OWN_FILES:
            shutil.copy2(item, root / item.name)
    if (case / "REMOVE").exists():
        for line in (case / "REMOVE").read_text(encoding="utf-8").split():
            path = root / line
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
    if (case / "make.py").exists():
        runpy.run_path(str(case / "make.py"))["make"](root)
