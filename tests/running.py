"""Runs the program in other processes, and compares the folders that it writes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.conftest import ROOT

Tree = dict[str, bytes]
"""Path of a file below a folder → its content."""


def tree(folder: Path) -> Tree:
    """Every file below a folder, hidden files included."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def assert_same(one: Tree, other: Tree) -> None:
    """Fails with the names of the files that differ, not with their content."""
    assert sorted(one) == sorted(other)
    assert [name for name in one if one[name] != other[name]] == []


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def command(*arguments: str | Path, module: str = "knowledge_repository") -> list[str]:
    return [sys.executable, "-m", module, *map(str, arguments)]


def environment(**more: str) -> dict[str, str]:
    """The environment of a child process: it imports this program wherever it runs."""
    return {**os.environ, "PYTHONPATH": f"{ROOT / 'generator'}{os.pathsep}{ROOT}", **more}


def run(
    *arguments: str | Path,
    cwd: Path | None = None,
    module: str = "knowledge_repository",
    before: Callable[[], object] | None = None,
    **env: str,
) -> subprocess.CompletedProcess[str]:
    """Run ``python -m module`` to its end. *before* is called in the child before it starts."""
    return subprocess.run(
        command(*arguments, module=module),
        cwd=cwd,
        env=environment(**env),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        preexec_fn=before,
    )


def start(*arguments: str | Path, **options: Any) -> subprocess.Popen[str]:
    """Start ``knowledge`` in another process."""
    env = environment(**options.pop("env", {}))
    return subprocess.Popen(command(*arguments), env=env, encoding="utf-8", **options)


def until(condition: Callable[[], object], seconds: float = 60) -> None:
    """Wait until a condition holds.

    Raises:
        AssertionError: it did not hold within *seconds*.
    """
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "the condition did not come true in time"
        time.sleep(0.002)


def add_error(root: Path) -> Path:
    """Write a wrong field into one entry; gives its file."""
    file = min(root.glob("casestudies/*/index.en.md"))
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("title:", "titel:", 1), encoding="utf-8")
    return file


def append(file: Path, text: str) -> None:
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def replace(file: Path, old: str, new: str) -> None:
    """Replace *old*, which must be there, once."""
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{file} has no {old!r}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
