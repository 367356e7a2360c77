"""The watcher of the preview: which saves it reports, and as which folders."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from knowledge_repository.preview.watch import Watcher
from tests.declared import GUILDS

ENTRY = "casestudies/example-town-pottery"


@pytest.fixture
def watcher(small: Path) -> Watcher:
    return Watcher(small)


def test_a_save_is_reported_as_its_folder(small: Path, watcher: Watcher) -> None:
    file = small / ENTRY / "index.en.md"
    file.write_bytes(file.read_bytes() + b"\n")
    assert watcher.wait() == {ENTRY}


def test_a_file_that_an_editor_replaces_is_reported(small: Path, watcher: Watcher) -> None:
    file = small / ENTRY / "index.en.md"
    new = file.with_name("index.en.md.new")
    new.write_bytes(file.read_bytes() + b"\n")
    new.replace(file)
    assert watcher.wait() == {ENTRY}


def test_a_folder_that_is_renamed_is_reported_as_its_parent(small: Path, watcher: Watcher) -> None:
    (small / ENTRY).rename(small / "casestudies/another-town")
    assert watcher.wait() == {"casestudies"}


def test_a_new_folder_is_watched(small: Path, watcher: Watcher) -> None:
    folder = small / "casestudies/another-town"
    folder.mkdir()
    assert watcher.wait() == {"casestudies"}
    (folder / "index.en.md").write_text("x", encoding="utf-8")
    assert watcher.wait() == {"casestudies/another-town"}


@pytest.mark.parametrize("replaced", [False, True])
def test_mkdocs_yml_is_reported_as_no_folder(replaced: bool, small: Path, watcher: Watcher) -> None:
    file = small / "mkdocs.yml"
    for _ in range(2):
        if replaced:
            new = small / "new.yml"
            new.write_bytes(file.read_bytes())
            new.replace(file)
        else:
            file.write_bytes(file.read_bytes())
        assert watcher.wait() == set()


@pytest.mark.parametrize("name", [".index.swp", "#index.en.md#", "index.en.md~", "index.tmp"])
def test_files_of_editors_and_of_other_programs_are_not_reported(
    name: str, small: Path, watcher: Watcher
) -> None:
    (small / ENTRY / name).write_text("x", encoding="utf-8")
    (small / "site").mkdir()
    (small / "site/index.html").write_text("x", encoding="utf-8")
    (small / "notes.txt").write_text("x", encoding="utf-8")
    (small / "content/glossary.yml").touch()
    assert watcher.wait() == {"content"}


def test_a_folder_of_a_kind_that_is_declared_later_is_watched(
    small: Path, watcher: Watcher
) -> None:
    kinds = small / "content/kinds.yml"
    kinds.write_text(kinds.read_text(encoding="utf-8") + GUILDS, encoding="utf-8")
    assert watcher.wait() == {"content"}
    guilds = small / "guilds"
    guilds.mkdir()
    assert watcher.wait() == {"guilds"}
    (guilds / "sheet").mkdir()
    assert watcher.wait() == {"guilds"}
    (guilds / "sheet/index.en.md").write_text("x", encoding="utf-8")
    assert watcher.wait() == {"guilds/sheet"}
    shutil.rmtree(guilds)
    assert "guilds" in watcher.wait()
    guilds.mkdir()
    while watcher.wait() != {"guilds"}:
        pass
    (guilds / "second").mkdir()
    assert watcher.wait() == {"guilds"}


def test_a_folder_that_is_declared_as_a_kind_later_is_watched(small: Path) -> None:
    guilds = small / "guilds"
    guilds.mkdir()
    watcher = Watcher(small)
    kinds = small / "content/kinds.yml"
    kinds.write_text(kinds.read_text(encoding="utf-8") + GUILDS, encoding="utf-8")
    assert watcher.wait() == {"content", "guilds"}
    (guilds / "sheet").mkdir()
    assert watcher.wait() == {"guilds"}
