"""The command ``knowledge``: help, exit codes, and what it prints when something is wrong."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click
import pytest

from knowledge_repository import check, cli
from tests.running import add_error, assert_same, run, tree


def run_here(
    arguments: Sequence[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str, str]:
    """Exit code, output and errors of the command, run in this process."""
    monkeypatch.setattr(sys, "argv", ["knowledge", *arguments])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    printed = capsys.readouterr()
    assert isinstance(stop.value.code, int)
    return stop.value.code, printed.out, printed.err


@pytest.mark.parametrize("name", ["", *sorted(cli.knowledge.commands)])
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_every_command_and_option_has_a_help_text(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, flag: str
) -> None:
    code, out, err = run_here([*name.split(), flag], monkeypatch, capsys)
    assert (code, err) == (0, "")
    assert out.startswith("Usage: ")
    params = cli.knowledge.commands[name].params if name else ()
    for option in (one for one in params if isinstance(one, click.Option)):
        assert option.opts[0] in out
        assert option.help, f"{name} {option.name} has no help text"
    if not name:
        assert all(command in out for command in cli.knowledge.commands)


def test_the_version_is_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run_here(["--version"], monkeypatch, capsys)
    assert code == 0
    assert out.startswith("knowledge, version ")


def test_the_exit_code_is_0_without_errors_and_1_with_one(small: Path) -> None:
    for name in ("check", "build"):
        assert run(name, cwd=small / "content").returncode == 0  # found from a folder below
    files = tree(small)
    broken = add_error(small)
    files[broken.relative_to(small).as_posix()] = broken.read_bytes()
    for name in ("check", "build"):
        done = run(name, "--root", small)
        assert done.returncode == 1
        assert broken.name in done.stderr
    assert_same(tree(small), files)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--nonsense"],
        ["nonsense"],
        ["build", "--nonsense"],
        ["check", "--format", "nonsense"],
        ["check", "--root", "/nonsense"],
        ["serve", "--port", "0"],
        ["build", "more"],
    ],
)
def test_the_exit_code_is_2_after_wrong_usage(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    code, out, err = run_here(arguments, monkeypatch, capsys)
    assert (code, out) == (2, "")
    assert "Usage: " in err


@pytest.mark.parametrize("name", ["check", "build", "serve"])
def test_the_exit_code_is_2_where_there_is_no_repository_and_the_message_helps(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = run_here([name], monkeypatch, capsys)
    assert code == 2
    assert "no repository" in err
    assert "--root" in err


def test_the_exit_code_is_3_after_a_bug_and_the_message_asks_for_a_report(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("an unexpected error")

    monkeypatch.setattr(check, "load", fail)
    for name in ("check", "build"):
        code, _, err = run_here([name, "--root", str(small)], monkeypatch, capsys)
        assert code == 3
        assert "report" in err
        assert "RuntimeError: an unexpected error" in err


def test_a_wrong_mkdocs_yml_is_an_error_of_the_author(small: Path) -> None:
    for content in ("plugins: [nonsense]\n", "site_name: [\n", "site_name: No plugin\n"):
        (small / "mkdocs.yml").write_text(content, encoding="utf-8")
        done = run("build", "--root", small)
        assert done.returncode == 1, content
        assert "mkdocs.yml" in done.stderr
        assert "Traceback" not in done.stderr, content
