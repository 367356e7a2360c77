"""Take the pictures of the README and of the pages on contributing again: ``make pictures``."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from knowledge_repository.build import pipeline

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
FORM = ROOT / "content/pages/contribute"
"""The folder of the pictures of the form; each has the language in its name."""
FORM_ROUTE = "contribute/new/casestudies/"
EXAMPLE = "casestudies/nabeul-tableware"
"""The entry whose words are in the pictures of the form."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    """Build the site, open each page in a browser, and save a screenshot. With the argument
    ``form``, only the pictures of the form are taken."""
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)))
    # As on GitHub: the form then has the ways that lead there. Nothing opens these addresses.
    os.environ["GITHUB_REPOSITORY"] = "example/example.github.io"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        pipeline.build(ROOT, Path(folder) / "site")
        handler = partial(SimpleHTTPRequestHandler, directory=f"{folder}/site")
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        for name, route in PICTURES.items() if "form" not in sys.argv else ():
            page.goto(address + route)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=HERE / f"{name}.jpg", type="jpeg", quality=82)
        for language in ("en", "fr", "ar"):
            take_form(browser, address, language)
        browser.close()
        server.shutdown()


def take_form(browser: Browser, address: str, language: str) -> None:
    """Fill in a part of the form with the words of an entry, and take its pictures: the first
    fields, a section with its source, the ways to send it."""
    text = (ROOT / EXAMPLE / f"index.{language}.md").read_text(encoding="utf-8")
    words = dict(re.findall(r'^(title|summary): "(.*)"$', text, re.MULTILINE))
    page = browser.new_page(viewport={"width": 560, "height": 900})
    page.goto(f"{address}{language}/{FORM_ROUTE}")
    page.wait_for_selector("[data-ready]")
    for name in ("title", "summary"):
        page.locator(f"#{name}").fill(words[name])
    # The first statement of the entry, with the source that it cites there.
    statement = re.search(r"^## .*\n\n(?P<words>.*?)\[\^(?P<source>[\w-]+)\]", text, re.MULTILINE)
    assert statement, EXAMPLE
    page.locator(f"[data-field=sources] input[value='{statement['source']}']").check()
    section = page.locator("[data-section]").first
    section.locator("textarea").fill(statement["words"])
    section.locator("textarea").press("Control+End")
    section.locator("[data-insert]").click()
    first, last = (
        page.locator("[data-field]:has(> #title)"),
        page.locator("[data-field]:has(> #summary)"),
    )
    pictures = {"facts": (first, last), "text": (section, section)}
    pictures["send"] = (page.locator("#send"), page.locator(".k-form__ways"))
    for name, (top, bottom) in pictures.items():
        page.evaluate("scrollTo(0, 0)")
        above, below = top.bounding_box(), bottom.bounding_box()
        assert above, name
        assert below, name
        page.screenshot(
            path=FORM / f"{name}-{language}.jpg",
            type="jpeg",
            quality=70,
            full_page=True,
            clip={
                "x": 0,
                "y": above["y"] - 12,
                "width": 560,
                "height": below["y"] + below["height"] - above["y"] + 24,
            },
        )
    page.close()


main()
