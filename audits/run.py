"""``make audit``: build the site, serve it as GitHub Pages would, and check it with two tools.

The Nu HTML checker (Java) reads every page; Lighthouse (Node) opens one page of each sort as a slow
phone would. Both come from npm, pinned in ``package.json``. Exit code 1: a limit was missed; 2:
something that is needed is not on this machine.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import Any

from knowledge_repository.build import pipeline

HERE = Path(__file__).parent
PROJECT = "/knowledge-repository/"
PAGES = {
    "home": "en/",
    "entry": "en/casestudies/constantine-copperware/",
    "Arabic entry": "ar/casestudies/constantine-copperware/",
    "practice": "fr/bestpractices/design-heritage/",
    "country": "en/countries/dz/",
}
LIMITS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
"""Lighthouse: at least, as the median of all runs."""
IGNORED = {
    r"Content Security Policy \(meta tag\)": (
        "read from a file, a page has no origin, so that 'self' covers nothing; and JSON in a"
        " <script> is data, which no policy blocks (HTML, prepare the script element). A real"
        " violation is printed on the console, and tests/browser then fails"
    ),
}
"""Warnings of the Nu checker that are ignored, and why. No error is ignored."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def missing() -> list[str]:
    """What is missing on this machine, and how to install it."""
    found = []
    if not shutil.which("node") or not (HERE / "node_modules" / "lighthouse").is_dir():
        found.append("Node 20 or newer with npm: install it, then run `make audit` again")
    if not shutil.which("java"):
        found.append("Java 17 or newer: install a JRE (Debian: default-jre-headless)")
    if not chromium():
        found.append("Chromium: run tests/chromium.sh, or set CHROMIUM to the path of one")
    return found


def chromium() -> str | None:
    """The browser that the tests use too."""
    names = [os.environ.get("CHROMIUM", ""), *BROWSERS]
    return next((path for name in names if name and (path := shutil.which(name))), None)


# -- the Nu HTML checker -------------------------------------------------------------------------


def checked(site: Path) -> tuple[int, list[str]]:
    """(number of HTML files below *site*, their errors and warnings)."""
    jar = HERE / "node_modules/vnu-jar/build/dist/vnu.jar"
    call = ["java", "-Xss4m", "-jar", str(jar), "--skip-non-html", "--format", "json"]
    done = subprocess.run(
        [*call, "--exit-zero-always", str(site)], capture_output=True, text=True, check=True
    )
    lines = []
    for message in json.loads(done.stderr)["messages"]:
        serious = message["type"] == "error" or message.get("subType") == "warning"
        known = any(re.search(pattern, message["message"]) for pattern in IGNORED)
        if message["type"] != "error" and (known or not serious):
            continue
        page = message.get("url", "").partition(f"{site.name}/")[2]
        lines.append(f"{page}:{message.get('lastLine', '')}: {message['message']}")
    return len(list(site.rglob("*.html"))), sorted(lines)


# -- Lighthouse ----------------------------------------------------------------------------------


class Handler(SimpleHTTPRequestHandler):
    """Sends compressed files, which a browser may keep for ten minutes, as GitHub Pages does."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def send_response(self, code: int, message: str | None = None) -> None:
        super().send_response(code, message)
        if code == HTTPStatus.OK:
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Cache-Control", "max-age=600")

    def log_message(self, *_: Any) -> None:
        """Print no requests: people read the table."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address of *site*, with the slash at its end, on this machine only."""
    with tempfile.TemporaryDirectory() as folder:
        for file in site.rglob("*"):
            if file.is_file():
                target = Path(folder + PROJECT) / file.relative_to(site)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(gzip.compress(file.read_bytes(), 6))
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{PROJECT}"
        finally:
            server.shutdown()
            server.server_close()


def judged(address: str, runs: int) -> Iterator[tuple[str, dict[str, list[int]], list[str]]]:
    """(page, category → score of each run, what cost points), page by page."""
    routes = {address + route: name for name, route in PAGES.items()}
    node = subprocess.Popen(
        ["node", "lighthouse.mjs", str(runs), *routes],
        cwd=HERE,
        env={**os.environ, "CHROME_PATH": chromium() or ""},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert node.stdout is not None
    for line in node.stdout:
        result = json.loads(line)
        yield routes[result["address"]], result["scores"], result["missed"]
    if node.wait():
        raise SystemExit("Lighthouse stopped; see above.")


# -- both ----------------------------------------------------------------------------------------


def main() -> int:
    parser = argparse.ArgumentParser(prog="make audit", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--runs", type=int, default=5, help="runs of Lighthouse for each page")
    runs = parser.parse_args().runs
    if lacks := missing():
        print("The site cannot be checked on this machine. Missing:", file=sys.stderr)
        print(*lacks, sep="\n  ", file=sys.stderr)
        return 2
    fine = True
    with tempfile.TemporaryDirectory() as temporary:
        site = Path(temporary) / "site"
        os.environ["SITE_URL"] = f"https://example.org{PROJECT}"  # mkdocs.yml leaves it open
        pipeline.build(HERE.parent, site)
        pages, lines = checked(site)
        print(f"Nu HTML checker: {pages} pages, {len(lines)} complaints", flush=True)
        print(*(f"  {line}" for line in lines[:40]), sep="\n", end="\n" if lines else "")
        fine &= pages > 100 and not lines
        print(f"Lighthouse, as a phone, median of {runs}:")
        print(f"  {'':14}", *(f"{name:>15}" for name in LIMITS), flush=True)
        with served(site) as address:
            for name, scores, missed in judged(address, runs):
                medians = {key: median(scores[key]) for key in LIMITS}
                low = [key for key, least in LIMITS.items() if medians[key] < least]
                shown = (f"{medians[key]:g}{' !' if key in low else ''}" for key in LIMITS)
                print(f"  {name:14}", *(f"{text:>15}" for text in shown), flush=True)
                print(*(f"    {line}" for line in missed if low), sep="\n", end="\n" if low else "")
                fine &= not low
    print("All within the limits." if fine else f"Missed: the limits are {LIMITS}, no complaints.")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
