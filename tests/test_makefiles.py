"""Both Makefiles, run with a Python that is too old."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from knowledge_repository import cli
from tests.conftest import ROOT

OLD = f"""\
#!/bin/sh
exec {sys.executable} -c "import sys; sys.version_info = (3, 10, 12); exec(sys.argv[2])" "$@"
"""
"""A Python that takes itself for 3.10."""


def own(root: Path) -> None:
    root.mkdir()
    for name in ("Makefile", "pyproject.toml", "requirements.txt"):
        shutil.copy(ROOT / name, root)


def made_by_init(root: Path) -> None:
    assert CliRunner().invoke(cli.knowledge, ["init", str(root), "--yes"]).exit_code == 0


@pytest.mark.parametrize("make", [own, made_by_init])
def test_an_older_python_is_named_at_once(make: Callable[[Path], None], tmp_path: Path) -> None:
    make(tmp_path / "repository")
    old = tmp_path / "python3"
    old.write_text(OLD)
    old.chmod(0o755)
    done = subprocess.run(
        ["make", "serve", "KNOWLEDGE=.venv/bin/knowledge"],
        cwd=tmp_path / "repository",
        env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "the program needs Python 3.11 or newer, and python3 is none" in done.stderr
    assert "make PYTHON=" in done.stderr
    assert not (tmp_path / "repository/.venv").exists()
