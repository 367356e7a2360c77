"""The citation of one entry as a file: what the page makes is what the bulk files have."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser.kinds import COPPER

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage


def test_a_reader_downloads_the_citation_of_an_entry(
    open_page: OpenPage, site: Path, tmp_path: Path
) -> None:
    page = open_page(f"ar/{COPPER}")
    bulk = {
        "BibTeX": site / "data/v1/citations.ar.bib",
        "RIS": site / "data/v1/citations.ar.ris",
        "CSL-JSON": site / "data/v1/citations.ar.csl.json",
    }
    for format, file in bulk.items():
        with page.expect_download() as started:
            page.get_by_role("button", name=format, exact=True).click()
        made = tmp_path / started.value.suggested_filename
        started.value.save_as(made)
        assert made.name.startswith("constantine-copperware.")
        text = made.read_bytes().decode()
        if format == "CSL-JSON":
            assert json.loads(text)[0] in json.loads(file.read_text(encoding="utf-8"))
        else:
            assert text in file.read_bytes().decode()
    assert page.get_by_role("link", name="Markdown", exact=True).get_attribute("href") == "index.md"
    assert (site / f"ar/{COPPER}index.md").is_file()
