"""``knowledge audit`` finds dead links, and what only a browser sees."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from knowledge_repository.audit.browser import complaints, one_of_each_kind
from knowledge_repository.audit.crawler import dead_links, read_pages
from tests.conftest import PACKAGE

SITE_URL = "https://EXAMPLE.org/small/"
PAGE = """<!doctype html>
<html lang="en"><head><title>{title}</title><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"></head>
<body><main class="k-page k-page--{kind}"><h1>{title}</h1>{more}</main></body></html>
"""
FAULTS = {
    "image-alt": '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" width="9" height="9">',
    "color-contrast": '<p style="color: #bbb">Pale text</p>',
    "wider than the window": '<p style="width: 900px">Wide</p>',
    "outside the site": '<p>A pixel: <img alt="" src="https://tracker.example/x.png"></p>',
    "is missing: en/none.css": '<link rel="stylesheet" href="none.css">',
    "Oh no": "<script>throw new Error('Oh no')</script>",
}


def write(site: Path, path: str, kind: str, more: str = "") -> None:
    (site / path).parent.mkdir(parents=True, exist_ok=True)
    (site / path).write_text(PAGE.format(title=path, kind=kind, more=more), encoding="utf-8")


def test_one_page_of_each_kind_and_folder_is_taken_in_each_language(tmp_path: Path) -> None:
    for path, kind in {
        "index.html": "root",
        "en/index.html": "home",
        "en/notes/index.html": "list",
        "en/notes/a/index.html": "entry",
        "en/notes/b/index.html": "entry",
        "en/places/x/index.html": "term",
        "en/topics/x/index.html": "term",
        "fr/notes/a/index.html": "entry",
    }.items():
        write(tmp_path, path, kind)
    taken = {page.path for page in one_of_each_kind(read_pages(tmp_path))}
    assert taken == {
        "index.html",
        "en/index.html",
        "en/notes/index.html",
        "en/notes/a/index.html",
        "en/places/x/index.html",
        "en/topics/x/index.html",
        "fr/notes/a/index.html",
    }


@pytest.mark.parametrize("fault", FAULTS)
def test_the_browser_complains_of_a_fault_and_of_nothing_else(tmp_path: Path, fault: str) -> None:
    write(tmp_path, "en/index.html", "home", FAULTS[fault])
    write(tmp_path, "en/a/index.html", "list")
    pages = list(read_pages(tmp_path, SITE_URL).values())
    # In a thread of its own: another test of this process may hold a browser, and Playwright
    # allows one for each thread.
    with ThreadPoolExecutor(1) as pool:
        found = pool.submit(complaints, tmp_path, pages).result()
    assert found != []
    assert all(line.startswith("en/index.html: ") for line in found), found
    assert any(fault in line for line in found), found


def test_a_link_to_the_address_of_the_site_is_followed(tmp_path: Path) -> None:
    write(tmp_path, "index.html", "root", f'<a href="{SITE_URL}no/">No</a> <a href="#x">X</a>')
    assert dead_links(tmp_path, read_pages(tmp_path, SITE_URL)) == [
        f"index.html: <a> {SITE_URL}no/: there is no no/index.html",
        "index.html: <a> #x: nothing in index.html has the id 'x'",
    ]


def audit(root: Path, *options: str, without: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command; *without*: a package that cannot be imported."""
    code = f"import sys; sys.modules[{without!r}] = None; sys.argv[0] = 'knowledge'; " * bool(
        without
    )
    code += "from knowledge_repository.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, "audit", "--root", str(root), *options],
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_the_packages_of_the_browser_it_says_so_and_fails_only_if_asked(
    small: Path,
) -> None:
    done = audit(small, without="playwright")
    assert done.returncode == 0, done.stderr
    assert "lead nowhere" in done.stdout
    [line] = done.stderr.splitlines()
    assert "the package playwright is not installed" in line
    assert "pip install 'knowledge-repository[audit]'" in line
    assert audit(small, "--browser", without="playwright").returncode == 1
