"""Two walls between what an author writes and what a reader's browser runs, each without the other.

The first: the text is escaped, and no HTML is made but ours. Tested on a site full of attacks whose
pages have lost their policy. The second: the policy of the page. Tested on a page into which the
attacks were pasted as they are, as if nothing had been escaped. They are in ``tests/corpora``.
"""

from __future__ import annotations

import json
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext, Dialog, Error, Page, Request, Route

from knowledge_repository.build import pipeline
from knowledge_repository.errors import Unbuildable
from tests.conftest import build_once, copy_small
from tests.test_corpora import Case, corpus

POLICY = re.compile(r'\s*<meta http-equiv="Content-Security-Policy"[^>]*>')
PASTED = "en/about/"
"""The page that raw attacks are pasted into."""
WORD = "quokka"
"""A word in every attacked entry, and nowhere else."""
HOOK = """(() => {
  const ran = how => console.log("__RAN__ " + how + " in " + location.href);
  for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = () => ran(name);
  Object.defineProperty(window, "__ran", {set: () => ran("__ran"), get: () => undefined});
})()"""
"""Runs before anything else in every page and frame; attacks call what it listens to."""
CLICK = """async () => {
  const to = one => {
    const way = one.getAttribute("href") || one.getAttribute("xlink:href") || one.form?.action;
    return URL.canParse(way || "", location) ? new URL(way || "", location).protocol : "blob:";
  };
  const empty = ["about:", "blob:", "chrome:", "file:", "filesystem:", "view-source:"];
  const inside = [...document.querySelectorAll("a, button, summary, [type=submit], [type=image],"
    + "[onclick]")].filter(one => !one.closest(".k-header, .k-footer") && !empty.includes(to(one)));
  for (const one of inside) {
    one.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true}));
    await new Promise(done => setTimeout(done, 4));
  }
  return inside.length;
}"""
"""Clicks whatever can be clicked, but for what a browser answers with an empty page by itself."""
APART = (
    "\"'>--></script></style></title></textarea></xmp></noscript></iframe></template></select>"
    "</math></svg></video></audio></object></table></form>"
)
"""Ends whatever an attack has opened, so that the next one is read from its beginning."""
LAST = ("<plaintext>", "<frameset")
"""Nothing after these is read: each has a page of its own."""


# -- the site that is attacked -------------------------------------------------------------------


def lines(*names: str, limit: int = 120) -> list[str]:
    """The inputs that fit into a field of one line."""
    texts = [case.text for name in names for case in corpus(name) if "bytes" not in case.row]
    return [t for t in texts if t.strip() and len(t) <= limit and t.isprintable()]


def bodies() -> list[str]:
    """What is allowed in a body as text, and every other attack in code and in entities."""
    cases = [case for case in corpus("html") + corpus("links") if case.where == "body"]
    # A fence that never ends would hide what follows it.
    found = [case.text for case in cases if not case.codes]
    found = [text for text in found if "table.png" not in text and "#pitfalls" not in text]
    found = [text for text in found if not re.match(r"[`~]{3}(?!.*\n[`~]{3})", text, re.DOTALL)]
    for case in cases:
        one = " ".join(case.text.split())
        if "deceptive-link" in case.codes:  # its address is refused also in plain text
            continue
        if not re.search(r"[`&|]|\[\^", one) and one.isprintable():
            coded = "".join(c if c.isalnum() else f"&#{ord(c)};" for c in one)
            found += [
                f"`{one}`",
                coded,
                f"### {coded}",
                f'[{coded}](https://example.org "{coded}")',
            ]
    return found


def attack(root: Path) -> None:
    """Fill the repository at *root* with attacks, wherever an author may write words."""
    words = lines("html", "strings", "links")
    # Where most readers look, what would run at once.
    sharp = cycle(
        [w for w in words if re.search(r"<(img|svg|details|input|body)\b[^>]* on\w+=", w)]
    )
    fields = {limit: cycle([w for w in words if len(w) <= limit]) for limit in (60, 80, 115)}

    def word(limit: int = 115) -> str:
        return next(fields[limit])

    terms = [f"x{number}" for number in range(6)]
    file = root / "content/vocabularies/crafts.yml"
    data = yaml.safe_load(file.read_text("utf-8"))
    data["one"] = {code: word(80) for code in ("en", "fr", "ar")}
    data["terms"] += [
        {
            "id": term,
            "label": {code: f"{number} {next(sharp)}"[:120] for code in ("en", "fr", "ar")},
            "note": {code: word() for code in ("en", "fr", "ar")},
        }
        for number, term in enumerate(terms)
    ]
    file.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    sources = [f"attack-{number}" for number in range(len(words) // 3)]
    records = [
        {
            "id": id,
            "title": next(sharp),
            "publisher": word(),
            "note": word(),
            "lang": "fr",
            "year": 2019,
        }
        for id in sources
    ]
    register = {"sources": records}
    (root / "content/sources/attack.yml").write_text(
        json.dumps(register, ensure_ascii=False), "utf-8"
    )
    texts = cycle(bodies())
    size = -(-len(bodies()) // 9)
    for number in range(9):
        kind, model = (
            ("casestudies", "example-town-pottery")
            if number % 3 == 0
            else ("bestpractices", "one-table")
        )
        source = (root / kind / model / "index.en.md").read_text("utf-8")
        _, matter, body = source.split("---\n", 2)
        facts = yaml.load(matter, yaml.BaseLoader)
        facts |= {
            "title": next(sharp),
            "short_title": word(60),
            "summary": f"{WORD} {next(sharp)} {word()} {'x' * 80}"[:299],
            "status_reason": word(),
            "crafts": terms[: number + 1],
            "sources": [*facts["sources"], *sources[number::9]],
            "authors": [{"name": next(sharp), "organisation": word()}],
            "reviewers": [{"name": word()}],
            "review": {"level": "editorial", "date": "2026-11-20", "by": word()},
            "licence": word(60),
            "aliases": [],
            "media": [{"file": "table.png", "alt": word(), "caption": word(), "credit": word()}],
        }
        if kind == "casestudies":
            facts["results"] = [
                {
                    "indicator": word(),
                    "value": "1",
                    "unit": word(80),
                    "group": word(80),
                    "source": s,
                }
                for s in sources[number::9][:6]
            ]
            facts["places"][0]["name"] = word()
            facts["cluster"] |= {"name": word(), "governance": word()}
            facts["support"] |= {"programme": word(), "funders": [word(), word()]}
            facts["support"]["partners"] = [{"name": word(), "role": word()}]
            facts["practices"] = [{"id": "one-table", "role": "applied", "note": word()}]
            facts["replication"] = {"in": word(), "conditions": word()}
        else:
            facts |= {
                "problem": word(),
                "prerequisites": [word(), word()],
                "related": ["one-table"],
            }
            facts |= {"tools": [word(), word()], "indicators": [word(), word()]}
            facts["effort"]["skills"] = [word(), word()]
        folder = root / kind / f"attack-{number}"
        folder.mkdir()
        shutil.copy(root / "casestudies/example-town-pottery/table.png", folder)
        cited = " ".join(f"[^{id}]" for id in sources[number::9])
        added = "\n\n".join(islice(texts, size))
        fields_of = "".join(
            f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in facts.items()
        )
        text = f"---\n{fields_of}---\n{body}\n\n{WORD} {cited}\n\n{added}\n"
        (folder / "index.en.md").write_text(text, "utf-8")


@pytest.fixture(scope="module")
def attacked(shared_folder: Path) -> Path:
    """The site of a repository that is full of attacks."""
    return build_once(shared_folder / "attacked-site", build_attacked)


def build_attacked(site: Path) -> None:
    root = copy_small(site.with_name("attacked-repository"))
    attack(root)
    try:
        pipeline.build(root, site)
    except Unbuildable as error:  # an attack is no valid text: show which one
        pytest.fail("\n".join(map(str, error.diagnostics[:20])))


@pytest.fixture
def site(attacked: Path, tmp_path: Path) -> Path:
    """A copy of the attacked site that the test may change."""
    return shutil.copytree(attacked, tmp_path / "site")


def without_policy(site: Path) -> None:
    """Take the second wall down."""
    for file in site.rglob("*.html"):
        text = file.read_text("utf-8")
        found, count = POLICY.subn("", text, count=1)  # an attack may bring another one
        assert count == 1, f"{file.relative_to(site)} has a policy"
        assert not POLICY.search(found.partition("<body")[0])
        file.write_text(found, "utf-8")


# -- a reader who notices everything -------------------------------------------------------------


class Handler(SimpleHTTPRequestHandler):
    """A plain server of files, as GitHub Pages is: no header of its own helps the page."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def send_head(self) -> Any:
        if "%00" in self.path:
            return self.send_error(404)
        return super().send_head()

    def log_message(self, format: str, *args: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A reader who leaves before everything came is no news."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address of *site*."""
    server = Server(("127.0.0.1", 0), partial(Handler, directory=str(site)))
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


class Alarm:
    """Notes what runs, and what is fetched from elsewhere; nothing leads out of the page."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.host = urlsplit(address).netloc
        self.ran: list[str] = []
        self.fetched: list[str] = []
        self.staying = False
        context.add_init_script(HOOK)
        context.on("console", lambda message: self._said(message.text))
        context.on("dialog", self._asked)
        context.on("request", self._sent)

    def isolate(self, context: BrowserContext) -> None:
        """Answer for the rest of the world, and let no link lead out of the page."""
        context.remove_listener("request", self._sent)  # what the policy stops was not sent
        context.route(lambda url: urlsplit(url).netloc != self.host, self._outside)
        context.route(lambda url: urlsplit(url).netloc == self.host, self._inside)

    def _sent(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and parts.netloc != self.host:
            self.fetched.append(request.url)

    def _said(self, text: str) -> None:
        if text.startswith("__RAN__"):
            self.ran.append(text)

    def _asked(self, dialog: Dialog) -> None:
        self.ran.append("__RAN__ dialog")
        dialog.dismiss()

    def _outside(self, route: Route) -> None:
        # A request that the policy stops never comes here.
        if self._leaves(route.request):
            route.fulfill(status=204)
            return
        if urlsplit(route.request.url).scheme in ("http", "https"):
            self.fetched.append(route.request.url)
        route.fulfill(status=200, content_type="text/javascript", body="window.__ran=1")

    def _inside(self, route: Route) -> None:
        if self.staying and self._leaves(route.request):
            route.fulfill(status=204)  # the browser stays where it is
        else:
            route.continue_()

    @staticmethod
    def _leaves(request: Request) -> bool:
        """Whether the reader is led to another page: no policy forbids a link."""
        if not request.is_navigation_request():
            return False
        try:
            return request.frame.parent_frame is None
        except Error:  # a window that is not open yet
            return True


@contextmanager
def reader(browser: Browser, address: str) -> Iterator[tuple[Page, Alarm]]:
    context = browser.new_context(locale="en-GB")
    context.set_default_timeout(10_000)
    alarm = Alarm(context, address)
    try:
        yield context.new_page(), alarm
    finally:
        context.close()


# -- the first wall: text is text ----------------------------------------------------------------


def test_text_stays_text_on_every_page_without_the_policy(browser: Browser, site: Path) -> None:
    without_policy(site)
    pages = [
        str(file.relative_to(site))
        for file in sorted(site.rglob("*.html"))
        if re.search(r"alert\(1\)|__ran", file.read_text("utf-8"))
    ]
    with served(site) as address, reader(browser, address) as (page, alarm):
        for path in pages:
            page.goto(address + path)
            assert alarm.ran == [], path
        assert len(pages) > 60
        assert alarm.fetched == []


def test_text_stays_text_in_the_search_without_the_policy(browser: Browser, site: Path) -> None:
    without_policy(site)
    answered = "[data-results][aria-busy=false]"
    with served(site) as address, reader(browser, address) as (page, alarm):
        for language in ("en", "ar"):
            page.goto(f"{address}{language}/search/?q={WORD}")
            page.wait_for_selector(answered)
            assert page.locator("[data-results] h2 a[href*='attack-']").count() == 9
        for asked in (
            "<img src=x onerror=__ran=1>",
            '"><svg onload=alert(1)>',
            "javascript:alert(1)",
        ):
            page.goto(f"{address}en/search/?q={quote(asked)}&crafts={quote(asked)}#{quote(asked)}")
            page.wait_for_selector(answered, state="attached")  # most of them find nothing
        page.locator("#query").fill(f"{WORD} <img src=x onerror=alert(1)>")
        page.wait_for_selector(answered)
        page.wait_for_timeout(300)
        assert alarm.ran == []
        assert alarm.fetched == []


# -- the second wall: the policy -----------------------------------------------------------------


def addresses(case: Case) -> list[str]:
    """The addresses that a case of ``links`` writes, unchanged."""
    found = re.findall(r"\]\(\s*<?(.+?)>?(?: ['\"].*)?\)(?=\s|\]|$|\|)", case.text, re.DOTALL)
    found += re.findall(r"^(?:> )?\[[^\]^]+\]:\s*<?([^\s>]+)", case.text, re.MULTILINE)
    return found + re.findall(r"<(\w[\w.+-]*:[^>\s]+)>", case.text)


def raw() -> list[str]:
    """Every attack as HTML."""
    attacks = [case.text for case in corpus("html")]
    for case in corpus("links"):
        attacks.append(case.text)
        for address in addresses(case):
            value = address.replace('"', "&quot;")
            attacks.append(
                f'<a href="{value}">a</a><img src="{value}"><script src="{value}"></script>'
                f'<form action="{value}"><button>b</button></form>'
                f'<svg><a xlink:href="{value}"><text>c</text></a></svg>'
            )
            if len(attacks) % 4 == 0:  # these take a browser long
                attacks.append(f'<iframe src="{value}"></iframe><embed src="{value}">')
    attacks += [f'<a href="{way}" target=_blank>a</a>' for way in ("javascript:alert(1)", "data:x")]
    return attacks


def paste(site: Path) -> list[str]:
    """Pages with every attack in them, as if nothing had been escaped; their paths."""
    page = site / PASTED / "index.html"
    text = page.read_text("utf-8")
    text = re.sub(r"<link rel=\"stylesheet\"[^>]*>", "", text)  # twice as quick
    before, opening, after = re.split(r'(<main [^>]*id="content"[^>]*>)', text)
    attacks = raw()
    alone = [one for one in attacks if one.startswith(LAST)]
    others = [one for one in attacks if one not in alone]
    chunks = [others[begin : begin + 25] for begin in range(0, len(others), 25)]
    chunks += [[one] for one in alone]
    paths = []
    for number, chunk in enumerate(chunks):
        pasted = APART.join(["", *chunk, ""])
        path = PASTED + f"pasted-{number}.html"
        (site / path).write_text(f"{before}{opening}{pasted}{after}", "utf-8")
        paths.append(path)
    return paths


def visit(browser: Browser, site: Path, paths: list[str]) -> Alarm:
    """Look at each page, and click everything that can be clicked."""
    clicked = 0
    with served(site) as address, reader(browser, address) as (page, alarm):
        alarm.isolate(page.context)
        for path in paths:
            alarm.staying = False
            page.goto(address + path)
            alarm.staying = True
            clicked += page.evaluate(CLICK)
        page.wait_for_timeout(200)
        assert clicked > 5 * len(paths)
    return alarm


def test_the_policy_lets_nothing_run_that_was_pasted_into_a_page(
    browser: Browser, site: Path
) -> None:
    paths = paste(site)
    assert all(POLICY.search((site / path).read_text("utf-8")) for path in paths)
    alarm = visit(browser, site, paths)
    assert alarm.ran == []
    assert alarm.fetched == []


def test_without_both_walls_the_alarm_rings(browser: Browser, site: Path) -> None:
    paths = paste(site)[:9]  # enough to know
    without_policy(site)
    alarm = visit(browser, site, paths)
    assert len(alarm.ran) > 60
    assert len(alarm.fetched) > 5
    assert len({said.rpartition("/")[2] for said in alarm.ran}) > len(paths) // 2
