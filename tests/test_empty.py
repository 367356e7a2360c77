"""A new repository: kinds without entries, folders that do not exist yet, no words of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_repository.audit.crawler import dead_links, read_pages
from knowledge_repository.build import pipeline
from tests.conftest import build_once, copy_empty
from tests.repositories import check


@pytest.fixture(scope="module")
def site(shared_folder: Path) -> Path:
    def build(folder: Path) -> None:
        pipeline.build(copy_empty(folder.with_name("empty-repository")), folder)

    return build_once(shared_folder / "empty-site", build)


def page(site: Path, path: str) -> str:
    return (site / path / "index.html").read_text(encoding="utf-8")


def test_a_repository_without_entries_has_no_fault(tmp_path: Path) -> None:
    done = check(copy_empty(tmp_path / "empty"))
    assert (done.exit_code, done.stderr) == (0, "")
    assert "no problems found" in done.stdout


def test_an_empty_folder_may_contain_a_placeholder(small: Path) -> None:
    for part in ("casestudies", "content/sources", "content/words", "content"):
        (small / part / ".gitkeep").touch()
    assert check(small).exit_code == 0
    (small / "bestpractices/.gitkeep").mkdir()
    assert "'.gitkeep'" in check(small).stderr, "a folder is no placeholder"
    (small / "bestpractices/.gitkeep").rmdir()
    (small / "casestudies/empty").mkdir()
    (small / "casestudies/empty/.gitkeep").touch()
    done = check(small)
    assert done.stderr.count("error:") == 1
    assert "[empty-folder]" in done.stderr


def test_a_file_in_place_of_a_folder_is_reported(tmp_path: Path) -> None:
    root = copy_empty(tmp_path / "empty")
    (root / "casestudies").write_text("x", encoding="utf-8")
    done = check(root)
    assert done.exit_code == 1
    assert done.stderr.startswith("casestudies:1:1: error: ")


def test_the_pages_say_what_to_do_first(site: Path) -> None:
    for language, empty, invite in (
        ("en", "Nothing here yet.", "Do you know something that belongs here? Propose it."),
        ("fr", "Rien ici pour l'instant.", "Proposez-le."),
        ("ar", "لا شيء هنا بعدُ.", "اقترحه."),
    ):
        for path in ("", "casestudies/", "bestpractices/"):
            html = page(site, f"{language}/{path}").replace("&#39;", "'")
            assert empty in html, path
            assert f"{invite}</a>" in html, path
    home = page(site, "en/")
    assert '<a href="../en/contribute/new/casestudies/">Do you know something' in home
    assert "Creative Clusters" in home, "the name in mkdocs.yml"
    assert "0 case studies</a>" in home
    assert "I am a …" not in home, "a list without terms has no heading"


def test_every_link_of_an_empty_site_works(site: Path) -> None:
    assert dead_links(site, read_pages(site)) == []
