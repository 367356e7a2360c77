"""Texts outside the folders that are read: the check and each build name them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from knowledge_repository import cli
from knowledge_repository.content.names import stray_texts
from tests.repositories import check


def test_stray_texts_are_found_at_the_top_and_two_folders_deep(tmp_path: Path) -> None:
    for path in (
        "index.fr.md",
        "a/index.fr.md",
        "b/c/index.en.md",
        "b/c/d/index.en.md",  # a folder of tests or of another program
        "known/c/index.en.md",
        ".hidden/index.en.md",
        "e/index.md",
        "e/notes.md",
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    (tmp_path / "link").symlink_to(tmp_path / "b")
    assert stray_texts(tmp_path, ("known",)) == ["a/index.fr.md", "b/c/index.en.md", "index.fr.md"]


@pytest.mark.parametrize("path", ["sfax/index.fr.md", "tunisie/sfax/index.fr.md"])
def test_a_build_with_nothing_else_changed_names_a_stray_text(small: Path, path: str) -> None:
    build = ["build", "--root", str(small)]
    assert CliRunner().invoke(cli.knowledge, build).exit_code == 0
    assert "Nothing changed" in CliRunner().invoke(cli.knowledge, build).stdout
    (small / path).parent.mkdir(parents=True)
    (small / path).touch()
    for _ in range(2):
        done = CliRunner().invoke(cli.knowledge, build)
        assert done.exit_code == 1, done.output
        assert path.partition("/")[0] in done.stderr
    assert path.partition("/")[0] in check(small).stderr
