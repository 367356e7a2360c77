"""The git hook ``tools/hooks/pre-commit`` stops a commit with an error."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT
from tests.running import add_error, append, environment


def test_a_commit_with_an_error_is_stopped_and_others_are_not(small: Path) -> None:
    def git(*arguments: str) -> subprocess.CompletedProcess[str]:
        settings = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
        command = ["git", "-C", str(small), *settings, *arguments]
        env = environment(LC_ALL="C")
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False)

    git("init", "-q")
    git("add", ".")
    assert git("commit", "-qm", "before").returncode == 0
    program = small / ".venv/bin/knowledge"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m knowledge_repository "$@"\n')
    program.chmod(0o755)
    git("config", "core.hooksPath", str(ROOT / "tools" / "hooks"))
    append(small / "content/pages/about/index.en.md", "\nMore.\n")
    good = git("commit", "-aqm", "good")
    assert good.returncode == 0, good.stderr
    file = add_error(small)
    bad = git("commit", "-aqm", "bad")
    assert bad.returncode != 0
    assert file.name in bad.stderr
