"""Golden pages: the main part of a few pages of the small repository, word for word.

A change of a page shows as a change of a file in ``tests/golden/``. After reading it, write the
files again: ``.venv/bin/python -m tests.test_golden``. Header, menu and footer are not compared: a
new word in the menu changes no file.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest

from knowledge_repository.build import pipeline
from tests.conftest import ROOT, build_once, copy_small

GOLDEN = ROOT / "tests" / "golden"
PAGES = (
    "en/casestudies/example-town-pottery/",  # an original with every field
    "ar/casestudies/placeholder-port-lamps/",  # without translation, right to left
    "fr/bestpractices/one-table/",
    "en/casestudies/",
    "ar/overview/",
)


def golden_file(page: str) -> Path:
    return GOLDEN / f"{page.strip('/').replace('/', '-')}.html"


def main_part(site: Path, page: str) -> str:
    """The element ``<main>`` of a page."""
    html = (site / page / "index.html").read_text(encoding="utf-8")
    start, end = html.index("<main"), html.index("</main>")
    return html[start:end] + "</main>\n"


def build_small(site: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        pipeline.build(copy_small(Path(folder) / "small"), site)


@pytest.fixture(scope="module")
def site(shared_folder: Path) -> Path:
    return build_once(shared_folder / "golden-site", build_small)


@pytest.mark.parametrize("page", PAGES)
def test_the_main_part_of_a_page_is_the_golden_one(site: Path, page: str) -> None:
    assert main_part(site, page) == golden_file(page).read_text(encoding="utf-8")


def test_every_golden_page_is_compared() -> None:
    assert {file.name for file in GOLDEN.iterdir()} == {golden_file(page).name for page in PAGES}


def update() -> None:
    """Write the golden pages again."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        build_small(site)
        shutil.rmtree(GOLDEN, ignore_errors=True)
        GOLDEN.mkdir()
        for page in PAGES:
            golden_file(page).write_text(main_part(site, page), encoding="utf-8")


if __name__ == "__main__":
    update()
