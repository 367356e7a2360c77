"""Attacks that are no mistake of an author, each as a test: commands of a runner, pages of others
that ask the preview, neighbours of the cache, addresses that lie."""

from __future__ import annotations

import http.client
import os
import re
import socket
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
import yaml

from knowledge_repository import config
from knowledge_repository.cache import store
from knowledge_repository.content.vocabularies import PAGE_IDS
from knowledge_repository.diagnostics import as_github, as_json, without_commands
from knowledge_repository.drafts import tables
from knowledge_repository.markdown.sanitize import sanitize
from knowledge_repository.model import Diagnostic, Location
from knowledge_repository.model.page import Page
from knowledge_repository.preview import server
from knowledge_repository.preview.live_reload import LiveReload
from knowledge_repository.site.renderer import SiteRenderer
from knowledge_repository.site.settings import RenderSettings
from knowledge_repository.source.addresses import deception, other_host
from tests.conftest import PACKAGE, ROOT
from tests.running import append, run

# -- commands of a runner ----------------------------------------------------------------------

COMMAND = re.compile(r"^\s*::|##\[", re.MULTILINE)
"""What a runner of GitHub takes for a command. Source: actions/runner, ActionCommand.cs."""


@pytest.mark.parametrize(
    "text",
    ["::error::x", " \t::stop-commands::x", "a\n::x::", "a ##[add-mask]b", "##[##[x", "\r::x"],
)
def test_no_text_is_a_command_of_a_runner(text: str) -> None:
    assert COMMAND.search(text.replace("\r", "\n"))
    assert not COMMAND.search(without_commands(text).replace("\r", "\n"))
    assert without_commands(text).replace("\u2060", "") == text


def test_neither_annotations_nor_json_hold_a_command_of_an_author() -> None:
    problem = Diagnostic(Location("::x/##[a].md"), "raw-html", {"value": "<b>##[add-mask]\n::x::"})
    [annotation] = as_github([problem]).split("\n")
    assert not COMMAND.search(annotation.removeprefix("::error "))
    assert not COMMAND.search(as_json([problem]))


@pytest.mark.parametrize("style", ["text", "github"])
def test_what_the_command_prints_on_a_runner_holds_no_command(style: str, small: Path) -> None:
    append(small / "bestpractices/one-table/index.en.md", "\n<b> ##[add-mask]x ::set-env::\n")
    done = run("check", "--root", small, "--format", style, GITHUB_ACTIONS="true")
    assert done.returncode == 1
    own = re.compile(r"^::(?:error|warning) file=[^:]*::", re.MULTILINE)
    assert bool(own.search(done.stdout)) == (style == "github")
    assert not COMMAND.search(own.sub("", done.stdout) + done.stderr)
    assert "add-mask" in done.stderr


# -- the preview -------------------------------------------------------------------------------


def test_the_preview_answers_to_its_own_names_and_to_few_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(server, "MAX_CONNECTIONS", 3)
    monkeypatch.setattr(server.RequestHandler, "timeout", 1)
    pages = {"index.html": b"<body>a draft</body>"}.get
    with server.serve(pages, "/", LiveReload(), "127.0.0.1", 20_000 + os.getpid() % 20_000) as own:
        for host, status in {
            f"127.0.0.1:{own.port}": 200,
            f"localhost:{own.port}": 200,
            "[::1]": 200,
            "evil.example": 403,
            "127.0.0.1.evil.example": 403,
            "": 403,
            "[": 403,
        }.items():
            asked = http.client.HTTPConnection("127.0.0.1", own.port)
            asked.request("GET", "/", headers={"Host": host, "Connection": "close"})
            answer = asked.getresponse()
            assert (answer.status, b"draft" in answer.read()) == (status, status == 200)
            asked.close()
        idle = [socket.create_connection(("127.0.0.1", own.port)) for _ in range(5)]
        assert [one.recv(1) for one in idle] == [b""] * 5, "closed at once, or after a time"
        for one in idle:
            one.close()


# -- the cache ---------------------------------------------------------------------------------


def test_bad_neighbours_of_the_cache_neither_stop_nor_hang_a_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    caches = tmp_path / "knowledge-repository"
    for name in ("pipe", "loop", "bytes", "nul", "folder", "unreadable", "gone"):
        (caches / name).mkdir(parents=True)
    os.mkfifo(caches / "pipe/root")
    (caches / "loop/root").symlink_to("root")
    (caches / "bytes/root").write_bytes(b"\xff" * 100)
    (caches / "nul/root").write_bytes(b"/a\0b")
    (caches / "folder/root").mkdir()
    (caches / "unreadable/root").write_text("x", encoding="utf-8")
    (caches / "unreadable/root").chmod(0)
    (caches / "gone/root").write_text(str(tmp_path / "gone"), encoding="utf-8")
    caches.chmod(0o700)
    assert store.cache_folder(tmp_path, "site") is not None
    assert not (caches / "gone").exists(), "the repository of this cache is gone"
    assert (caches / "pipe").exists()


def test_a_cache_folder_that_is_a_link_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "knowledge-repository").symlink_to(tmp_path / "elsewhere")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert store.cache_folder(tmp_path, "site") is None


# -- files that are larger or other than they seem ----------------------------------------------


def test_a_table_that_unpacks_to_much_more_is_not_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/sharedStrings.xml", bytes(tables.MAX_UNPACKED_BYTES + 1))
    with pytest.raises(tables.BadTable, match="table-too-large"):
        tables.read_table(tmp_path / "a.xlsx")


def test_settings_that_are_a_pipe_or_endless_are_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "mkdocs.yml")
    assert config.load(tmp_path) == (config.Config(), [])
    assert config.load(tmp_path, Path("/dev/zero")) == (config.Config(), [])
    (tmp_path / "long.yml").write_text("x" * 3_000_000, encoding="utf-8")
    [problem] = config.load(tmp_path, tmp_path / "long.yml")[1]
    assert problem.code == "too-large"


# -- addresses and pictures --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "cause"),
    [
        ("https://example.org@evil.example/", "user"),
        ("https://a:b@evil.example/", "user"),
        ("https://аррӏе.com/", "letters"),  # all of it Cyrillic
        ("https://xn--80ak6aa92e.com/", "letters"),
        ("https://ｅxample.org/", "letters"),
        ("https://example.org/@user", ""),
        ("https://café.example/", ""),
        ("https://пример.example/", ""),
        ("https://موقع.example/", ""),
        ("mailto:a@example.org", ""),
        ("https://[", ""),
    ],
)
def test_an_address_that_lies_is_recognised(address: str, cause: str) -> None:
    assert deception(address) == cause


@pytest.mark.parametrize(
    ("text", "address", "named"),
    [
        ("www.bank.example", "https://evil.example/", "www.bank.example"),
        ("https://bank.example/a", "https://evil.example/bank.example", "bank.example"),
        ("bank.example", "https://www.bank.example/", ""),
        ("bank.example", "https://shop.bank.example/", ""),
        ("report.pdf", "https://bank.example/report.pdf", ""),
        ("the bank", "https://bank.example/", ""),
        ("bank.example says so", "https://news.example/", ""),
        ("mail.bank.example", "mailto:a@bank.example", ""),
    ],
)
def test_a_text_that_names_another_host_is_recognised(text: str, address: str, named: str) -> None:
    assert other_host(text, address) == named


@pytest.mark.parametrize(
    "src", ["https://a.b/c.png", "//a.b/c.png", "\\\\a.b", "data:x", " HTTP://a"]
)
def test_the_second_wall_lets_no_picture_of_another_host_through(src: str) -> None:
    assert "src" not in sanitize(f'<img src="{src}" alt="">')
    assert 'src="../a/b.png"' in sanitize('<img src="../a/b.png" alt="">')


def test_no_page_has_an_id_that_a_glossary_term_may_have() -> None:
    html = (PACKAGE / "site/templates/knowledge/base.html").read_text(encoding="utf-8")
    assert set(re.findall(r'\bid="([a-z0-9-]+)"', html)) == PAGE_IDS


def test_a_path_is_quoted_in_an_address_and_other_names_in_braces_stay() -> None:
    settings = RenderSettings(edit_uri_template="https://a.example/{branch}/{path}")
    page = SimpleNamespace(source="a b/#?.md")
    address = SiteRenderer(settings)._edit_url(cast(Page, page))
    assert address == "https://a.example/{branch}/a%20b/%23%3F.md"


# -- publishing --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "file", [".github/workflows/publish.yml", str(PACKAGE / "starter/files/workflows/publish.yml")]
)
def test_only_the_main_branch_is_published(file: str) -> None:
    jobs = yaml.safe_load((ROOT / file).read_text(encoding="utf-8"))["jobs"]
    for name in ("build", "deploy"):
        assert jobs[name]["if"] == "github.ref == 'refs/heads/main'"
