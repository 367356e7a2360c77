"""``python -m benchmarks.search_quality``: measure how well the search answers; write SEARCH.md."""

from __future__ import annotations

import argparse
import gzip
import html
import re
import shutil
import subprocess
import tempfile
import threading
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pagefind_bin
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks import search_results
from benchmarks.preview import ARGUMENTS, chromium
from benchmarks.search_results import Answer, Measured, Pairs
from knowledge_repository.build import pipeline
from knowledge_repository.preview import server, session
from knowledge_repository.preview.live_reload import LiveReload
from tests.conftest import ROOT
from tests.searching import DEPTH, LANGUAGES, Card, Questions, ask, questions, route_of, words

HERE = Path(__file__).resolve().parent
COLD = 4
"""Bytes are counted for every fourth query: each needs a browser that has loaded nothing."""
COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".txt", ".wasm", ".xml"}
"""What web servers compress. Pagefind compresses the other files itself."""
RELATED = {
    "fr": "(?:s|x|e|es|é|ée|és|ées|er|ent|ait|aient)?",
    "ar": "(?:ة|ه|ا|ت|ي|ية|ات|ان|ين|ون|يين|يون|يات|ها|هم|هن|نا|وا)?",
}
"""Endings of other forms of a word."""
STOCK = """async queries => {
  const pagefind = await import("/pagefind/pagefind.js");
  const answers = [];
  for (const query of queries) {
    const { results } = await pagefind.search(query);
    const first = await Promise.all(results.slice(0, 10).map(result => result.data()));
    answers.push(first.map(result => result.url));
  }
  return answers;
}"""


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.search_quality", description=__doc__
    )
    parser.add_argument(
        "--results",
        type=Path,
        default=HERE / "SEARCH.md",
        help="file for the results (SEARCH.md here)",
    )
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site, stock = Path(folder, "site"), Path(folder, "stock")
        print("Building the site …", flush=True)
        pipeline.build(ROOT, site)
        index_stock(site, stock)
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*ARGUMENTS])
        measured = []
        for language in LANGUAGES:
            print(f"Asking in {language} …", flush=True)
            measured.append(measure(browser, site, stock, language))
        browser.close()
    text = search_results.document(measured)
    chosen.results.write_text(text, encoding="utf-8")
    print(f"\n{text}\nWritten: {chosen.results}")


def measure(browser: Browser, site: Path, stock: Path, language: str) -> Measured:
    """Ask everything in one language."""
    asked = questions(language)
    with serve(site) as (address, _):
        page = browser.new_page()
        page.goto(f"{address}{language}/search/")
        answers, reasons, cards = ask_queries(page, site, language, asked)
        found = [word for word in asked.nowhere if ask(page, language, word)]
        must_meet = pairs(page, site, language, asked.must_meet)
        must_not = pairs(page, site, language, asked.must_not, forbidden=True)
        page.close()
    return Measured(
        language,
        answers,
        ask_stock(browser, stock, language, asked),
        answered_nowhere=found,
        nowhere=len(asked.nowhere),
        must_meet=must_meet,
        must_not=must_not,
        cards=cards,
        cards_with_reason=reasons,
        cold_bytes=cold(browser, site, language, [query.text for query in asked.queries[::COLD]]),
    )


def ask_queries(
    page: Page, site: Path, language: str, asked: Questions
) -> tuple[list[Answer], int, int]:
    """The answers; how many of their cards show a reason; how many cards there are."""
    frequent = function_words(language)
    answers, shown, total = [], 0, 0
    for query in asked.queries:
        cards = ask(page, language, query.text)
        answers.append(Answer(query, [card.route for card in cards]))
        wanted = words(fold(query.text)) - frequent
        shown += sum(shows_reason(card, wanted) for card in cards)
        total += len(cards)
    return answers, shown, total


def shows_reason(card: Card, wanted: Collection[str]) -> bool:
    """A part of the card is marked, or it contains a word of the query."""
    return bool(card.marks) or not words(fold(card.text)).isdisjoint(wanted)


def function_words(language: str) -> set[str]:
    """Words that more than half of the entries contain: they say nothing about an entry."""
    texts = [fold(text) for text in sources(language).values()]
    counts = Counter(word for text in texts for word in words(text))
    return {word for word, count in counts.items() if count > len(texts) / 2}


def fold(text: str) -> str:
    """Small letters without accents, one form of each Arabic letter."""
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return plain.replace("œ", "oe").replace("ة", "ه").replace("ى", "ي")


def sources(language: str) -> dict[str, str]:
    """Route → title, summary and text of each entry."""
    found = {}
    for file in sorted(ROOT.glob(f"*/*/index.{language}.md")):
        if file.parent.parent.name not in ("casestudies", "bestpractices"):
            continue
        front, _, body = file.read_text(encoding="utf-8").removeprefix("---\n").partition("\n---\n")
        head = re.findall(r"^(?:title|short_title|summary): (.*)", front, re.MULTILINE)
        text = re.sub(r"\[\^[^\]]*\]|\]\([^)]*\)", " ", body)
        found[file.parent.relative_to(ROOT).as_posix()] = " ".join([*head, text])
    return found


def pairs(
    page: Page,
    site: Path,
    language: str,
    wanted: Sequence[tuple[str, str]],
    forbidden: bool = False,
) -> Pairs:
    """Which pairs meet: a search for the first word finds an entry that says only the second.

    A *forbidden* pair does not meet where the entry has another reason to be found: it says a form
    of the first word, or its card marks other words than the second.
    """
    said = {route: words(text) for route, text in sources(language).items()}
    shown = {route: words(text_of(site / language / route / "index.html")) for route in said}
    met: list[tuple[str, str]] = []
    missed: list[tuple[str, str]] = []
    for first, second in wanted:
        own = {first}
        if forbidden:
            form = re.compile(re.escape(first.removesuffix("ة")) + RELATED[language])
            own |= {word for every in shown.values() for word in every if form.fullmatch(word)}
        own.discard(second)
        only = {route for route in said if second in said[route] and own.isdisjoint(shown[route])}
        found = [card for card in ask(page, language, first, True) if card.route in only]
        if forbidden:
            found = [card for card in found if not card.marks or marks(card, second)]
        (met if found else missed).append((first, second))
    return Pairs(met, missed)


def marks(card: Card, word: str) -> bool:
    """The card marks this word."""
    return fold(word) in words(fold(" ".join(card.marks)))


def text_of(file: Path) -> str:
    """What a page says, with its facts and cards."""
    page = re.sub(r"(?s).*<main|</main>.*", "", file.read_text(encoding="utf-8"))
    return html.unescape(re.sub(r"<[^>]*>", " ", page))


# -- stock Pagefind ------------------------------------------------------------------------------


def index_stock(site: Path, stock: Path) -> None:
    """The published pages of the entries, indexed by Pagefind without any setting."""
    for language in LANGUAGES:
        for route in sources(language):
            target = stock / language / route
            target.mkdir(parents=True)
            shutil.copy(site / language / route / "index.html", target)
    command = [pagefind_bin.get_executable(), "--site", str(stock), "--quiet"]
    subprocess.run(command, check=True)
    for language in LANGUAGES:  # Pagefind chooses the index by the language of the page
        blank = f'<!doctype html><html lang="{language}"><title>Search</title></html>'
        (stock / language / "index.html").write_text(blank, encoding="utf-8")


def ask_stock(browser: Browser, stock: Path, language: str, asked: Questions) -> list[Answer]:
    """What Pagefind's own script answers."""
    with serve(stock) as (address, _):
        page = browser.new_page()
        page.goto(f"{address}{language}/")
        found = page.evaluate(STOCK, [query.text for query in asked.queries])
        page.close()
    return [
        Answer(query, [route_of(url, language) for url in urls][:DEPTH])
        for query, urls in zip(asked.queries, found, strict=True)
    ]


# -- bytes ---------------------------------------------------------------------------------------


def cold(browser: Browser, site: Path, language: str, queries: Sequence[str]) -> list[int]:
    """Bytes that each query loads if it is the first, beyond what every page loads."""
    loaded = []
    with serve(site) as (address, read):
        page = browser.new_page()
        page.goto(f"{address}{language}/", wait_until="networkidle")
        known = {*read, f"{language}/search/index.html"}
        for query in queries:
            read.clear()
            page.goto(f"{address}{language}/search/?q={quote(query)}")
            page.wait_for_selector("[data-results][aria-busy=false]", state="attached")
            loaded.append(sum(size(site / path) for path in set(read) - known))
        page.close()
    return loaded


def size(file: Path) -> int:
    """Bytes of a file as a web server sends it."""
    if not file.is_file():
        return 0
    content = file.read_bytes()
    return len(gzip.compress(content)) if file.suffix in COMPRESSED else len(content)


@contextmanager
def serve(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Serve a folder; its address with the slash, and the paths that the browser asks for.

    The server of the preview forbids browsers to keep files: each page loads everything again.
    """
    asked: list[str] = []

    def read(path: str) -> bytes | None:
        asked.append(path)
        return session.read_below(folder, path)

    live_reload = LiveReload()
    running = server.Server("127.0.0.1", 0, read, "/", live_reload)
    threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{running.server_address[1]}/", asked
    finally:
        live_reload.closed = True
        running.shutdown()
        running.server_close()


if __name__ == "__main__":
    main()
