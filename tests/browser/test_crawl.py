"""Every page of the built site, read from its file: links, ids, titles, headings, languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path, PurePosixPath
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import pytest

from knowledge_repository.audit.crawler import (
    CSS_URL,
    LINKING,
    SITE_URL,
    Found,
    Pages,
    broken,
    dead_links,
    read_pages,
    target,
)
from tests.browser.kinds import KINDS, LANGUAGES

NAMED = {"canonical", "cite-as", "license", "type", "describedby"}
"""Relations that say something to programs: a browser loads nothing for them."""
KITS = "downloads/"
"""The folder of files to read offline: they need no page of the site, and search engines no copy of
what the pages say."""
FOLLOWED = ("https", "http", "mailto")
LOADING = ("script", "link", "img", "iframe", "source", "video", "audio", "embed", "object")
pytestmark = pytest.mark.xdist_group("crawl")  # one process reads all pages, once


@pytest.fixture(scope="module")
def pages(site: Path) -> Pages:
    found = read_pages(site)
    assert len(found) > 100
    return found


def test_no_link_of_any_page_leads_nowhere(site: Path, pages: Pages) -> None:
    assert dead_links(site, pages) == []


def test_every_address_stays_under_the_project_path(pages: Pages) -> None:
    wrong = [
        f"{page.path}: {address}"
        for page in pages.values()
        for _, address in page.links
        if urljoin(page.address, address).startswith("https://example.org/")
        and target(page.address, address) is None
    ]
    assert not wrong, "\n".join(wrong[:40])


def test_no_style_sheet_loads_what_is_not_there(site: Path, pages: Pages) -> None:
    sheets = sorted(site.rglob("*.css"))
    assert sheets
    wrong = []
    for sheet in sheets:
        where = sheet.relative_to(site).as_posix()
        text = sheet.read_text(encoding="utf-8")
        for _, address in CSS_URL.findall(text):
            hit = None if address.startswith("data:") else target(SITE_URL + where, address)
            if why := broken(site, pages, SITE_URL + where, address):
                wrong.append(f"{where}: {address}: {why}")
            elif not address.startswith("data:") and hit is None:
                wrong.append(f"{where}: {address} is on another host")
        assert "@import" not in text
    assert not wrong, "\n".join(wrong)


def test_the_sitemap_names_pages_that_are_there_and_every_one_in_its_own_language(
    site: Path, pages: Pages
) -> None:
    names = {
        "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
        "x": "http://www.w3.org/1999/xhtml",
    }
    root = ElementTree.parse(site / "sitemap.xml").getroot()
    listed = [str(url.findtext("s:loc", namespaces=names)) for url in root.findall("s:url", names)]
    others = [str(link.get("href")) for link in root.findall(".//x:link", names)]
    assert len(listed) == len(set(listed)) > 50
    wrong = [a for a in {*listed, *others} if broken(site, pages, SITE_URL, a)]
    assert not wrong, wrong
    canonical = {
        page.address
        for page in pages.values()
        for link in page.names.get("link", [])
        if link.get("rel") == "canonical" and link.get("href") == page.address
    }
    own = {p.address for p in pages.values() if p.path.split("/")[0] in LANGUAGES and not p.moved}
    assert set(listed) == own & canonical


def test_a_page_has_at_most_one_canonical_address_and_it_is_on_the_site(
    site: Path, pages: Pages
) -> None:
    for page in pages.values():
        links = [x for x in page.names.get("link", []) if x.get("rel") == "canonical"]
        if page.path == "404.html" or page.path.startswith(KITS):
            assert not links
            continue
        assert len(links) == 1, page.path
        address = links[0]["href"] or ""
        assert address.startswith(SITE_URL), page.path
        assert not broken(site, pages, SITE_URL, address), page.path


def test_only_links_that_a_reader_follows_lead_to_other_hosts(pages: Pages) -> None:
    wrong = []
    for page in pages.values():
        for tag, elements in page.names.items():
            for given in elements:
                for name in (*LINKING, "srcset"):
                    address = (given.get(name) or "").strip()
                    if not urlsplit(address).scheme and not address.startswith("//"):
                        continue
                    relations = (given.get("rel") or "").split()
                    if address.startswith("data:") and tag == "img":
                        continue
                    if tag == "link" and set(relations) <= NAMED:
                        continue
                    scheme = urlsplit(address).scheme
                    if tag == "a" and "target" not in given and scheme in FOLLOWED:
                        continue
                    wrong.append(f"{page.path}: <{tag} {name}={address!r}>")
    assert not wrong, "\n".join(wrong[:40])


def test_nothing_that_a_page_loads_comes_from_another_host(pages: Pages) -> None:
    for page in pages.values():
        for tag in LOADING:
            for given in page.names.get(tag, []):
                if given.get("rel") in NAMED:
                    continue
                for name in ("src", "href", "data", "poster"):
                    parts = urlsplit(given.get(name) or "")
                    assert not parts.netloc, f"{page.path}: <{tag} {name}={given[name]!r}>"


def test_no_page_has_two_elements_with_the_same_id(pages: Pages) -> None:
    wrong = {
        page.path: sorted({id for id in page.ids if page.ids.count(id) > 1})
        for page in pages.values()
        if len(page.ids) != len(set(page.ids))
    }
    assert not wrong


def test_what_a_label_names_is_in_the_same_page(pages: Pages) -> None:
    wrong = [
        f"{page.path}: {id}" for page in pages.values() for id in page.labels if id not in page.ids
    ]
    assert not wrong, wrong[:40]


def test_every_page_says_its_language_and_direction_its_title_and_what_it_is(pages: Pages) -> None:
    for page in pages.values():
        if page.path.startswith(KITS):
            assert {"name": "robots", "content": "noindex"} in page.names["meta"], page.path
            continue
        language = page.path.split("/")[0]
        assert page.html.get("lang") == (language if language in LANGUAGES else "en"), page.path
        assert page.html.get("dir") == LANGUAGES[page.html["lang"] or ""], page.path
        assert len(page.names.get("h1", [])) == 1, page.path
        assert len(page.title.strip()) > 2, page.path
        said = [m for m in page.names["meta"] if m.get("name") == "description"]
        assert len(said) == 1, page.path
        assert (said[0].get("content") or "").strip(), page.path


def test_no_two_pages_of_one_language_share_a_title(pages: Pages) -> None:
    seen: dict[tuple[str, str], str] = {}
    for page in pages.values():
        if page.moved:
            continue
        key = (page.path.split("/")[0], page.title.strip())
        assert key not in seen, f"{page.path} and {seen[key]}: {page.title}"
        seen[key] = page.path


def test_headings_leave_out_no_level(site: Path, pages: Pages) -> None:
    wrong = []
    for path in pages:
        text = (site / path).read_text(encoding="utf-8")
        levels = [int(n) for n in re.findall(r"<h([1-6])[\s>]", text)]
        if levels[0] != 1 or any(after > before + 1 for before, after in pairwise(levels)):
            wrong.append(f"{path}: {levels}")
    assert not wrong, "\n".join(wrong[:20])


def reached(pages: Pages, start: str, clicks: int) -> dict[str, int]:
    """Path → how many clicks it is away from *start*."""
    away = {start: 0}
    edge = [start]
    for click in range(1, clicks + 1):
        following: list[str] = []
        for path in edge:
            for near in anchors(pages, pages[path]):
                if near not in away:
                    away[near] = click
                    following.append(near)
        edge = following
    return away


def anchors(pages: Pages, page: Found) -> Iterator[str]:
    for tag, address in page.links:
        hit = target(page.address, address) if tag == "a" else None
        if hit and hit[0] in pages:
            yield hit[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_a_language_is_within_three_clicks_of_its_home(
    pages: Pages, language: str
) -> None:
    near = reached(pages, f"{language}/index.html", 3)
    wanted = {p.path for p in pages.values() if p.path.startswith(f"{language}/") and not p.moved}
    assert {f"{language}/{route.split('?')[0]}index.html" for route in KINDS.values()} <= wanted
    assert sorted(wanted - set(near)) == []


def test_every_file_of_the_site_is_asked_for_by_a_page(site: Path, pages: Pages) -> None:
    asked = set(pages)
    for page in pages.values():
        for _, address in page.links:
            hit = None if address.startswith("data:") else target(page.address, address)
            if hit:
                asked.add(hit[0])
    files = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    spare = {
        path
        for path in files - asked
        # The scripts of the search page, of the form and of entries load these or link to
        # them; robots and GitHub Pages ask for the others.
        if PurePosixPath(path).parts[0] != "pagefind"
        and not path.startswith(
            ("data/v1/form/", "assets/knowledge/form-", "assets/knowledge/search-")
        )
        and not path.endswith(("/index.md", "/cite.js"))
        and path not in ("sitemap.xml", "sitemap.xml.gz", ".nojekyll", "robots.txt")
    }
    assert not spare
