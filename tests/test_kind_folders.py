"""Entries of a kind in any folder: below ``content/``, and deep in another one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from knowledge_repository import cli
from knowledge_repository.audit.crawler import dead_links, read_pages
from knowledge_repository.content.kind_folders import kind_folders
from knowledge_repository.preview.watch import Watcher
from tests.others import PLACES, registers
from tests.repositories import check
from tests.running import append, replace

CLASS, IMPORT = PLACES.values()
SUMMARY = "A sentence about an invented kiln that is long enough for the summary of an entry."
TABLE = f"""\
title,summary,countries,topics,sources,authors,text
A kiln,{SUMMARY},UZ,example,example,A. B.,They fire.[^example]
"""


def knowledge(root: Path, *arguments: str) -> Result:
    done = CliRunner().invoke(cli.knowledge, [*arguments, "--root", str(root)])
    assert done.exit_code == 0, done.output
    return done


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return registers(tmp_path / "registers")


def test_check_fix_and_build_read_them_and_addresses_follow_the_kind(root: Path) -> None:
    file = root / IMPORT / "example-import/index.en.md"
    replace(file, "countries: [UZ]", "countries: [Uzbekistan]")
    assert " error: " not in knowledge(root, "check", "--fix").output
    assert "countries: [UZ]" in file.read_text("utf-8")
    assert "class/example-class" in (root / "content/published.yml").read_text("utf-8")
    knowledge(root, "build")
    site = root / "site"
    assert dead_links(site, read_pages(site)) == []
    project = (site / "en/projects/example-projects/index.html").read_text("utf-8")
    assert 'href="../../class/example-class/#text"' in project
    assert (site / "fr/import/example-import/index.html").exists()
    form = (site / "en/contribute/new/class/index.html").read_text("utf-8")
    assert f'data-parent="{CLASS}"' in form
    append(file, "\nA quokka.\n")
    knowledge(root, "build")
    assert "quokka" in (site / "en/import/example-import/index.html").read_text("utf-8")


def test_new_import_translate_move_and_retire_write_there(root: Path, tmp_path: Path) -> None:
    assert f"{CLASS}/a-wheel/index.en.md" in knowledge(root, "new", "class", "a-wheel").output
    (root / CLASS / "a-wheel/index.en.md").unlink()
    (root / CLASS / "a-wheel").rmdir()
    table = tmp_path / "table.csv"
    table.write_text(TABLE, encoding="utf-8")
    knowledge(root, "import", str(table), "--kind", "import")
    assert (root / IMPORT / "a-kiln/index.en.md").exists()
    knowledge(root, "check", "--fix")
    knowledge(root, "move", "example-class", f"{CLASS}/second-class")
    assert check(root).exit_code == 0
    assert "../../content/organisations/second-class/index.en.md#text" in (
        root / "projects/example-projects/index.en.md"
    ).read_text("utf-8")
    assert "- class/second-class" in (root / "content/published.yml").read_text("utf-8")
    knowledge(root, "retire", f"{IMPORT}/example-import", "--reason", "Replaced by a list.")
    knowledge(root, "translate", "second-class", "fr")
    assert (root / CLASS / "second-class/index.fr.md").exists()


def test_a_text_next_to_a_kind_is_named_with_the_right_places(root: Path) -> None:
    for folder in ("records", "records/kept.here", "records/kept.here/3/a", "content/class/a"):
        (root / folder).mkdir(parents=True, exist_ok=True)
        (root / folder / "index.en.md").write_text("x", encoding="utf-8")
    found = re.findall(r"^(\S+):1:1: error: .*\[([\w-]+)\]$", check(root).stderr, re.MULTILINE)
    assert found == [
        ("content/class", "foreign-file"),
        ("records/index.en.md", "stray-text"),
        ("records/kept.here/3", "unknown-kind"),
        ("records/kept.here/index.en.md", "stray-text"),
    ]


@pytest.mark.parametrize(
    ("folder", "other"),
    [
        ("content", "content/vocabularies"),
        ("Content/Topics/x", "content/topics"),
        ("site/entries", "site"),
        ("projects/inside", "projects"),
        ("records", IMPORT),
    ],
)
def test_a_folder_of_other_files_cannot_be_that_of_a_kind(
    folder: str, other: str, root: Path
) -> None:
    replace(root / "content/kinds.yml", CLASS, folder)
    done = check(root)
    assert "[wrong-kind]" in done.stderr
    assert folder in done.stderr
    assert f"'{other}'" in done.stderr


@pytest.mark.parametrize("folder", ["../outside", "/etc", ".git/x", "a/../../b", "", "a b"])
def test_a_folder_outside_the_repository_is_never_read(folder: str, root: Path) -> None:
    replace(root / "content/kinds.yml", f"folder: {CLASS}", f'folder: "{folder}"')
    assert check(root).exit_code == 1
    assert {"projects", IMPORT} <= {*kind_folders(root)} <= {"projects", "class", IMPORT}


def test_a_deep_folder_that_is_created_later_is_watched(root: Path) -> None:
    entry = root / IMPORT / "example-import"
    text = (entry / "index.en.md").read_text("utf-8")
    (entry / "index.en.md").unlink()
    entry.rmdir()
    (root / IMPORT).rmdir()
    watcher = Watcher(root)
    (root / IMPORT).mkdir()
    assert watcher.wait() == {"records/kept.here"}
    entry.mkdir()
    (entry / "index.en.md").write_text(text, encoding="utf-8")
    assert IMPORT in watcher.wait()


def test_kinds_that_cannot_be_read_are_one_error(root: Path) -> None:
    replace(root / "content/kinds.yml", "kinds:", "kinds: [")
    assert check(root).stderr.count(": error: ") == 1
