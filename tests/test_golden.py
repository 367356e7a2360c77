"""Golden pages: what the small repository becomes, word for word.

A change of a page shows as a change of a file under ``tests/golden/``. After looking at it, write
the files again: ``.venv/bin/python -m tests.test_golden``.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from generator import build

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
PAGES = (
    "index.html",
    "404.html",
    "en/index.html",
    "en/casestudies/index.html",
    "en/casestudies/example-town-pottery/index.html",
    "ar/casestudies/example-town-pottery/index.html",
    "ar/casestudies/placeholder-port-lamps/index.html",
    "fr/bestpractices/one-table/index.html",
    "fr/countries/tn/index.html",
    "en/sectors/index.html",
    "ar/overview/index.html",
    "en/about/index.html",
    "fr/search/index.html",
    "sitemap.xml",
)


def _stable(text: str) -> str:
    """A page without what a new version of Material changes: the name of its stylesheet."""
    return re.sub(r"assets/stylesheets/main\.[0-9a-f]+\.min\.css", "MATERIAL.css", text)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _build(tmp_path_factory.mktemp("golden"))


def _build(folder: Path) -> Path:
    root = folder / "small"
    shutil.copytree(HERE / "small", root)
    shutil.copytree(HERE.parent / "content" / "words", root / "content" / "words")
    build.build(root, folder / "site")
    return folder / "site"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_the_small_repository_is_as_it_was_looked_at(site: Path, page: str) -> None:
    made = _stable((site / page).read_text(encoding="utf-8"))
    assert made == (GOLDEN / page).read_text(encoding="utf-8")


def test_every_golden_page_is_compared() -> None:
    kept = {str(file.relative_to(GOLDEN)) for file in GOLDEN.rglob("*") if file.is_file()}
    assert kept == set(PAGES)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        made = _build(Path(temporary))
        shutil.rmtree(GOLDEN, ignore_errors=True)
        for name in PAGES:
            target = GOLDEN / name
            target.parent.mkdir(parents=True, exist_ok=True)
            text = _stable((made / name).read_text(encoding="utf-8"))
            target.write_text(text, encoding="utf-8")
    sys.exit()
