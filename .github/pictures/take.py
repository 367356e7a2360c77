"""Take the pictures of the README again: ``make pictures``."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from knowledge_repository.build import pipeline
from knowledge_repository.preview.live_reload import LiveReloadClients
from knowledge_repository.preview.server import serve
from knowledge_repository.preview.session import Folder
from knowledge_repository.site import mkdocs_plugin

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PICTURES = {
    "home": "en/",
    "entry": "fr/casestudies/nabeul-tableware/",
    "arabic": "ar/casestudies/nablus-furniture/",
    "comparison": (
        "en/compare/?case=nabeul-tableware&case=nablus-furniture&case=casablanca-home-textile"
    ),
}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    """Build the site, open each page in a browser, and save a screenshot."""
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)))
    path = mkdocs_plugin.settings_of(mkdocs_plugin.load_config(ROOT / "mkdocs.yml")).base_path
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder) / "site"
        pipeline.build(ROOT, site)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        with serve(Folder(site), path, LiveReloadClients(), "127.0.0.1", 8400) as address:
            for name, route in PICTURES.items():
                page.goto(address + route)
                page.wait_for_load_state("networkidle")
                page.screenshot(path=HERE / f"{name}.jpg", type="jpeg", quality=82)
        browser.close()


main()
