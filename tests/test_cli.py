"""The command without MkDocs, and the progress of a build on a terminal."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge_repository.cli import output

WITHOUT_PACKAGE = """
import sys

package = sys.argv.pop(1)

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == package:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Blocked())
from knowledge_repository.cli import main
main()
"""


def run_without(package: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process that cannot import *package*."""
    command = [sys.executable, "-c", WITHOUT_PACKAGE, package, *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=False)


@pytest.mark.parametrize("name", ["build", "serve"])
def test_without_mkdocs_build_and_serve_say_what_to_install(name: str, small: Path) -> None:
    done = run_without("mkdocs", name, "--root", str(small))
    assert done.returncode == 1
    assert done.stderr.startswith("knowledge: the package mkdocs is not installed")
    assert "pip install -r requirements.txt" in done.stderr
    assert "Traceback" not in done.stderr


def test_check_does_not_need_mkdocs(small: Path) -> None:
    assert run_without("mkdocs", "check", "--root", str(small)).returncode == 0


class Terminal(io.StringIO):
    """Standard error as a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_the_current_step_and_an_empty_line_at_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    stderr = Terminal()
    monkeypatch.setattr(sys, "stderr", stderr)
    with output.progress() as step:
        for name in ("loading", "indexing"):
            step(name)
    lines = stderr.getvalue().split(output.CLEAR_LINE)
    assert lines == ["", "Loading the entries …", "Building the search index …", ""]


def test_a_log_shows_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    stderr = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stderr)
    with output.progress() as step:
        step("reading")
    assert stderr.getvalue() == ""
