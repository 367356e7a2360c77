"""Takes the pictures of the README again: ``make pictures``."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import sync_playwright

from generator import build
from generator.site import renderer
from generator.preview.server import Handler, Readers

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
    """Build the site, open each page in a browser, keep what is seen."""
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)))
    path = renderer.site_path(renderer.configuration(ROOT / "mkdocs.yml"))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder) / "site"
        build.build(ROOT, site)
        handler = partial(Handler, site=site, path=path, readers=Readers())
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        for name, route in PICTURES.items():
            page.goto(f"http://127.0.0.1:{server.server_address[1]}{path}{route}")
            page.wait_for_load_state("networkidle")
            page.screenshot(path=HERE / f"{name}.jpg", type="jpeg", quality=82)
        browser.close()
        server.shutdown()


main()
