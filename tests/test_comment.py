"""The comment of a pull request (``.github/comment.py``), with a server that plays GitHub."""

from __future__ import annotations

import io
import json
import os
import runpy
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from knowledge_repository import diagnostics
from knowledge_repository.model import Diagnostic, Location
from tests.conftest import ROOT
from tests.repositories import load_and_check

SCRIPT = ROOT / ".github/comment.py"
comment = runpy.run_path(str(SCRIPT))
OWN = ("https://github.com/o/r/blob/", "https://github.com/o/r/actions/runs/7#artifacts")
BRANCH = 'x"; $(touch ran) &a=b#é'
RUN = {
    "id": 7,
    "head_sha": "abc",
    "head_branch": BRANCH,
    "head_repository": {"full_name": "stranger/r", "owner": {"login": "stranger"}},
}
LINKS = diagnostics.Links(f"{OWN[0]}abc", OWN[1], "https://o.github.io/r/")


def archive(text: str | bytes, name: str = "summary.md") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, text)
    return file.getvalue()


class Played:
    """What the server of GitHub has, and what was written to it."""

    def __init__(self) -> None:
        self.summary = archive("## Result\n")
        self.pulls = [
            {"number": 5, "head": {"sha": "abc", "repo": {"full_name": "stranger/r"}}},
        ]
        self.comments: list[dict[str, Any]] = []
        self.written: list[tuple[str, str, str]] = []
        self.asked: list[str] = []
        self.tokens: list[str | None] = []

    def answer(self, method: str, path: str, body: bytes) -> bytes:
        self.asked.append(path)
        if method != "GET":
            self.written.append((method, path, json.loads(body)["body"]))
            return b"{}"
        if "/pulls?" in path:
            return json.dumps(self.pulls).encode()
        if "/artifacts?" in path:
            size = len(self.summary)
            listed = [{"id": 3, "name": "summary", "size_in_bytes": size}]
            return json.dumps({"artifacts": listed}).encode()
        if "/comments?" in path:
            return json.dumps(self.comments).encode()
        return self.summary


@pytest.fixture
def github(tmp_path: Path) -> Iterator[tuple[Played, Any]]:
    """The played GitHub, and a function that runs the script against it."""
    played = Played()

    class Handler(BaseHTTPRequestHandler):
        def _all(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.path.endswith("/zip"):  # GitHub forwards to another host
                self.send_response(302)
                self.send_header("Location", f"http://localhost:{server.server_port}/store")
                self.end_headers()
                return
            if self.path == "/store":
                played.tokens.append(self.headers.get("Authorization"))
            found = played.answer(self.command, self.path, body)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(found)

        do_GET = do_POST = do_PATCH = _all

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"workflow_run": RUN}), encoding="utf-8")

    def run() -> str:
        done = subprocess.run(
            [sys.executable, str(SCRIPT)],
            env={
                "PATH": os.environ["PATH"],
                "GITHUB_EVENT_PATH": str(event),
                "GITHUB_REPOSITORY": "o/r",
                "GITHUB_SERVER_URL": "https://github.com",
                "GITHUB_API_URL": f"http://127.0.0.1:{server.server_port}",
                "GITHUB_TOKEN": "secret",
            },
            capture_output=True,
            encoding="utf-8",
            check=False,
            cwd=tmp_path,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    yield played, run
    server.shutdown()
    server.server_close()


# -- what a comment may say --------------------------------------------------------------------


@pytest.mark.parametrize("languages", [("en",), ("fr", "ar")])
def test_what_the_program_writes_is_shown(small: Path, languages: tuple[str, ...]) -> None:
    library, _ = load_and_check(small)
    problems = [
        Diagnostic(Location("casestudies/a b/@x (y).md", 3), "dead-link", {"value": value})
        for value in ("@octocat", "<img>", "[x](https://e.org)", "a|b", "نص", "www.e.org", "GH-1")
    ]
    text = diagnostics.as_job_summary(problems, languages, LINKS, library.all_texts())
    shown = comment["checked"](text, (*OWN, LINKS.guide))
    assert shown is not None
    assert shown.replace("&#8288;", "") == text
    assert "&#64;octocat" not in shown, "GitHub would send a message to this person"


def test_a_clean_check_is_shown() -> None:
    assert comment["checked"](diagnostics.as_job_summary([], ("fr",)), OWN)


@pytest.mark.parametrize(
    "line",
    [
        "@octocat",
        "<b>x</b>",
        "<!-- x",
        "![x](https://github.com/o/r/blob/x)",
        "[x](https://evil.example/)",
        "[x](https://github.com/o/r/blob/../../../evil)",
        "[x](https://github.com/o/other)",
        "[x](javascript:alert)",
        "[x]: https://evil.example/",
        "https://evil.example/",
        "www.evil.example",
        "#12",
        "`x`",
        "x\\",
        "- [x] done",
        "> quote",
        "| [x](https://evil.example/) | a | b |",
        "# Title",
        "a\x00b",
        "a\rb",
        "&lt;b&gt;",
        "&#x40;octocat",
        "x" * 30_000,
    ],
)
def test_anything_else_is_not_shown(line: str) -> None:
    assert comment["checked"](f"## Result\n\n{line}\n", OWN) is None


@pytest.mark.parametrize(
    "part",
    ["a" * 19_000, "|" + "a|" * 9_000, "[a](https://x" * 1_000, "&#1;" * 4_000, "[" * 19_000],
)
def test_no_line_keeps_the_pattern_busy_for_ever(part: str) -> None:
    assert comment["checked"](f"{part}<", OWN) is None


def test_a_long_summary_is_cut_between_two_lines() -> None:
    text = comment["shortened"]("a line\n" * 20_000, "https://github.com/o/r/actions/runs/7")
    assert len(text) < 65_000
    assert text.endswith("a line\n\n[…](https://github.com/o/r/actions/runs/7)\n")


@pytest.mark.parametrize(
    "packed",
    [
        b"no archive",
        archive("x", "other.md"),
        archive("x", "../summary.md"),
        archive("0" * 100_000_000),  # a bomb: 100 kB that unpack to 100 MB
        archive(b"\xff\xfe"),
    ],
)
def test_an_artifact_of_another_form_is_not_read(packed: bytes) -> None:
    assert comment["unpacked"](packed) is None


# -- which pull request ------------------------------------------------------------------------


def test_the_first_run_writes_a_comment_and_the_next_one_changes_it(github: Any) -> None:
    played, run = github
    run()
    assert played.written == [
        ("POST", "/repos/o/r/issues/5/comments", "<!-- knowledge-check -->\n## Result\n")
    ]
    assert played.tokens == [None], "the token is not sent to the store"
    [pulls] = [path for path in played.asked if "/pulls?" in path]
    assert pulls.endswith("head=stranger%3Ax%22%3B%20%24%28touch%20ran%29%20%26a%3Db%23%C3%A9")
    body = played.written.pop()[2]
    other = {"id": 8, "user": {"login": "stranger"}, "body": body}
    played.comments = [other, {"id": 9, "user": {"login": "github-actions[bot]"}, "body": body}]
    played.summary = archive("## Better\n")
    run()
    assert played.written == [
        ("PATCH", "/repos/o/r/issues/comments/9", "<!-- knowledge-check -->\n## Better\n")
    ]


@pytest.mark.parametrize(
    "head",
    [
        {"sha": "newer", "repo": {"full_name": "stranger/r"}},
        {"sha": "abc", "repo": {"full_name": "other/r"}},
        {"sha": "abc", "repo": None},
    ],
)
def test_a_summary_of_another_commit_or_fork_writes_nothing(
    github: Any, head: dict[str, Any]
) -> None:
    played, run = github
    played.pulls = [{"number": 5, "head": head}]
    assert "No open pull request" in run()
    assert played.written == []


@pytest.mark.parametrize("text", ["@everyone, <b>", "x" * 300_000])
def test_a_summary_of_another_form_leaves_a_link_only(github: Any, text: str) -> None:
    played, run = github
    played.summary = archive(text)
    run()
    [(_, _, body)] = played.written
    page = "https://github.com/o/r/actions/runs/7"
    assert body == f"<!-- knowledge-check -->\nThe result of the check is on [its page]({page}).\n"
