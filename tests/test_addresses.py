"""Addresses of examples in ``mkdocs.yml``: an error where a server publishes the site."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from knowledge_repository import cli, config
from tests.repositories import check
from tests.running import replace

CODE = "[placeholder-address]"


def build(root: Path, *more: str) -> Result:
    command = ["build", "--root", str(root), "--site-dir", str(root / "out"), *more]
    return CliRunner().invoke(cli.knowledge, command)


def found(root: Path) -> list[tuple[int, object]]:
    return [(one.location.line, one.values["value"]) for one in config.placeholders(root)]


@pytest.mark.parametrize("value", ["true", "1", "yes"])
def test_on_a_server_neither_check_nor_build_accept_an_address_of_an_example(
    value: str, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", value)
    for done in (check(small), check(small, "--fix"), build(small)):
        assert done.exit_code == 1
        assert "mkdocs.yml:2:11: error: this address is still" in done.stderr
        assert done.stderr.count(CODE) == 2, "site_url and edit_uri_template"
        assert "GITHUB_REPOSITORY" in done.stderr
    assert not (small / "out").exists()


@pytest.mark.parametrize("value", ["", "false", "0"])
def test_elsewhere_it_is_no_problem(
    value: str, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", value)
    assert check(small).stderr == ""
    assert CODE not in build(small).output


def test_a_preview_on_a_server_is_built(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    assert build(small, "--keep-going", "--offline").exit_code == 0


def test_an_address_that_is_left_open_follows_from_the_repository(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    replace(small / "mkdocs.yml", "site_url: https://example.org/small/\n", "")
    replace(small / "mkdocs.yml", "edit_uri_template: https://example.org/edit/{path}\n", "")
    assert check(small).exit_code == 0, "no address at all: nothing leads elsewhere"
    monkeypatch.setenv("GITHUB_REPOSITORY", "crafts/atlas")
    assert check(small).exit_code == 0
    assert build(small).exit_code == 0
    monkeypatch.setenv("SITE_URL", "https://www.example.com/x")
    assert found(small) == [(1, "https://www.example.com/x/")]
    assert check(small).exit_code == 1


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("site_url: https://Example.ORG", True),
        ("site_url: http://www.example.com/atlas/", True),
        ("repo_url: https://github.com/example/atlas", True),
        ("extra: {report_uri_template: 'https://github.com/example/atlas/issues/new'}", True),
        ("site_url: https://my-example.org/", False),
        ("site_url: https://myexample.com/", False),
        ("site_url: https://example.org.tn/", False),
        ("repo_url: https://github.com/example-crafts/atlas", False),
        ("site_url: 3", False),
        ("extra: [x]", False),
        ("site_url: [", False),
    ],
)
def test_only_the_names_of_examples_are_refused(line: str, wrong: bool, tmp_path: Path) -> None:
    assert found(tmp_path) == []
    (tmp_path / "mkdocs.yml").write_text(f"site_name: X\n{line}\n", "utf-8")
    assert [line for line, _ in found(tmp_path)] == ([2] if wrong else [])


def test_a_change_of_something_else_is_not_blamed(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def git(*words: str) -> None:
        own = ("-c", "user.name=x", "-c", "user.email=x@localhost")
        subprocess.run(["git", *own, *words], cwd=small, check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "x")
    monkeypatch.setenv("CI", "true")
    replace(small / "casestudies/example-town-pottery/index.en.md", "status: p", "status:  p")
    done = check(small, "--changed-since", "HEAD")
    assert done.exit_code == 0, done.output
    assert "Not shown, because the change does not touch it: 2 errors." in done.stderr
