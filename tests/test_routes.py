"""Every page has an address of its own."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from knowledge_repository import check, config, pages
from knowledge_repository.build import pipeline
from knowledge_repository.content.drafts import without_drafts
from knowledge_repository.errors import Unbuildable
from knowledge_repository.graph import link
from knowledge_repository.model import Library
from knowledge_repository.site.renderer import file_of
from tests.conftest import ROOT, SMALL, copy_small


def load(root: Path) -> Library:
    settings, _ = config.load(root)
    return check.load(root, settings, html=False)[0]


def paths(library: Library) -> list[str]:
    """The address of every page that could be built."""
    return [spec.path for spec in pages.page_specs(pages.contexts(library, link(library)))]


@pytest.mark.parametrize("root", [SMALL, ROOT], ids=["small", "this repository"])
@pytest.mark.parametrize("drafts", [False, True], ids=["published", "drafts"])
def test_no_two_pages_have_the_same_address(root: Path, drafts: bool) -> None:
    library = load(root)
    found = paths(library if drafts else without_drafts(library))
    assert [path for path, count in Counter(found).items() if count > 1] == []
    assert [file for file, count in Counter(map(file_of, found)).items() if count > 1] == []
    assert len(found) > 100


def test_every_address_is_lower_case_ascii_in_the_folder_of_its_language() -> None:
    library = load(ROOT)
    for path in paths(library):
        assert path == path.lower()
        assert path.isascii()
        assert path in ("", "404.html") or path.split("/")[0] in library.languages


def test_a_build_writes_a_file_for_every_address_and_no_other_page(small: Path) -> None:
    pipeline.build(small)
    site = small / "site"
    written = {file.relative_to(site).as_posix() for file in site.rglob("*.html")}
    possible = {file_of(path) for path in paths(without_drafts(load(small)))}
    assert written <= possible
    assert len(possible - written) < 20  # pages with nothing to show are not written


def test_a_page_of_an_author_cannot_replace_a_page_of_the_site(tmp_path: Path) -> None:
    root = copy_small(tmp_path / "small")
    page = root / "content/pages/map/index.en.md"
    page.parent.mkdir()
    page.write_text((root / "content/pages/about/index.en.md").read_text("utf-8"), "utf-8")
    with pytest.raises(Unbuildable):
        pipeline.build(root)
