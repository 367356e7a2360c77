"""The command in three languages: help, wrong usage, and everything else that it prints."""

from __future__ import annotations

import ast
import inspect
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from knowledge_repository import cli, diagnostics
from knowledge_repository.cli.language import CLICK_MODULES
from knowledge_repository.source.characters import ARABIC
from tests.conftest import PACKAGE

OTHERS = ("fr", "ar")
COMMANDS: dict[str, click.Command] = {
    "knowledge": cli.knowledge,
    **cli.knowledge.commands,
    **{
        f"{name} {inner}": command
        for name, group in cli.knowledge.commands.items()
        if isinstance(group, click.Group)
        for inner, command in group.commands.items()
    },
}
"""What follows ``knowledge`` on the command line → the command."""
ENGLISH = re.compile(
    r"\b(the|this|that|is|are|does|not|with|write|which|has|no|show|missing|invalid|unexpected)\b",
    re.I,
)
METAVARS = {"[OPTIONS]", "COMMAND [ARGS]..."}
"""Parts of a line of usage that Click does not translate itself."""


def run(*arguments: str, lang: str, input: str | None = None) -> Result:
    return CliRunner().invoke(cli.knowledge, [*arguments, "--lang", lang], input=input)


def texts(language: str) -> dict[str, str]:
    """Command and name of a text → text."""
    found = diagnostics.command_texts(language)
    own = {
        f"{name} {key}": one for name, all in found["commands"].items() for key, one in all.items()
    }
    return {**own, **{f"shared {key}": one for key, one in found["shared"].items()}}


@pytest.mark.parametrize("language", diagnostics.LANGUAGES)
def test_every_command_and_option_has_a_text_and_no_text_is_left_over(language: str) -> None:
    known = texts(language)
    used = {"shared help"}
    for name, command in COMMANDS.items():
        used.add(f"{name} help")
        for option in command.params:
            if isinstance(option, click.Option):
                own = f"{name} {option.name}"
                used.add(own if own in known else f"shared {option.name}")
    assert used ^ set(known) == set()
    assert all(known.values())


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_of_the_help_was_left_in_english(language: str) -> None:
    english = texts("en")
    for key, text in texts(language).items():
        assert text != english[key], key
        assert not ENGLISH.search(text), (key, text)
        assert language != "ar" or ARABIC.search(text), (key, text)


def texts_of_click() -> set[str]:
    """Every text that Click gives to ``gettext`` in the modules where we replace it."""
    return {
        argument.value
        for module in CLICK_MODULES
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("_", "ngettext")
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


@pytest.mark.parametrize("language", OTHERS)
def test_the_translations_are_those_of_texts_that_click_has(language: str) -> None:
    words = diagnostics.command_texts(language)["click"]
    assert set(words) - texts_of_click() - METAVARS - {"required"} == set()
    names = re.compile(r"\{[^}]*\}|%\(\w+\)s")
    for text, translated in words.items():
        assert sorted(names.findall(text)) == sorted(names.findall(translated)), text


def test_every_language_translates_the_same_texts_of_click() -> None:
    french, arabic = (set(diagnostics.command_texts(one)["click"]) for one in OTHERS)
    assert french ^ arabic == set()


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_is_in_the_language_of_the_reader(name: str, language: str) -> None:
    words = [] if name == "knowledge" else name.split()
    done = run(*words, "--help", lang=language)
    assert done.exit_code == 0
    lines = [line for line in done.stdout.splitlines() if line.strip()]
    usage = {"fr": "Utilisation :", "ar": "الاستعمال:"}[language]
    assert lines[0].startswith(usage)
    assert not ENGLISH.search(done.stdout), done.stdout


@pytest.mark.parametrize(
    ("language", "folder", "file"),
    [("fr", "DOSSIER", "FICHIER"), ("ar", "مجلد", "ملف"), ("en", "DIRECTORY", "FILE")],
)
def test_the_kind_of_a_path_is_named_in_the_language_of_the_help(
    language: str, folder: str, file: str
) -> None:
    shown = run("build", "--help", lang=language).stdout
    assert f"--root {folder} " in shown
    assert f"--site-dir {folder} " in shown
    assert f"--config {file} " in shown


def modules_after(*arguments: str) -> set[str]:
    """The modules of commands that a run of its own has imported."""
    code = (
        "import sys; from knowledge_repository.cli import main\n"
        "try: main()\n"
        "finally: print(*(one for one in sys.modules if '.cli.' in one), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == (0 if arguments else 2), done.stderr
    shared = {"language", "options", "output", "naming"}
    imported = done.stderr.rstrip().rpartition("\n")[2].split()
    return {one.rpartition(".")[2] for one in imported} - shared


@pytest.mark.parametrize("arguments", [[], ["--help"], ["--version"], ["-h", "--lang", "ar"]])
def test_the_list_of_commands_imports_none_of_them(arguments: list[str]) -> None:
    assert modules_after(*arguments) == set()


def test_a_command_imports_no_command_that_it_does_not_use() -> None:
    assert modules_after("explain", "bare-source") == {"explaining"}
    assert modules_after("build", "--help") == {"building"}


def test_the_language_of_the_help_is_that_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    assert CliRunner().invoke(cli.knowledge, ["check", "-h"]).stdout.startswith("Utilisation :")
    monkeypatch.setenv("LC_ALL", "C")  # and the translations of the last run do not stay
    assert CliRunner().invoke(cli.knowledge, ["check", "-h"]).stdout.startswith("Usage:")


WRONG = (
    ["chek"],
    ["nonsense"],
    ["build", "--nonsense"],
    ["build", "--clen"],
    ["build", "more"],
    ["build", "more", "and", "more"],
    ["build", "--clean=yes"],
    ["check", "--format", "nonsense"],
    ["check", "--format"],
    ["check", "--root", "/nonsense"],
    ["serve", "--port", "0"],
    ["serve", "--port", "eight"],
    ["init"],
    ["init", "new", "--yes", "--languages", "xx"],
    ["init", "new", "--yes", "--kinds", "My Kinds!"],
    ["init", "new", "--yes", "--kinds", ","],
    ["init", "new", "--yes", "--kinds", "content"],
    ["init", "new", "--yes", "--countries", "XQ"],
    ["init", ".", "--yes"],
    ["build"],
)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_wrong_usage_is_explained_in_the_language_of_the_reader(
    arguments: list[str], language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "something").touch()
    done = CliRunner().invoke(cli.knowledge, ["--lang", language, *arguments])
    assert done.exit_code in (1, 2), done.output
    assert not ENGLISH.search(done.output), done.output


@pytest.mark.parametrize(("language", "words"), [("fr", "Nom du site"), ("ar", "اسم الموقع")])
def test_init_asks_and_answers_in_the_language_of_the_reader(
    language: str, words: str, tmp_path: Path
) -> None:
    done = run("init", str(tmp_path / "new"), lang=language, input="\n\n\n\n")
    assert done.exit_code == 0
    assert words in done.output
    assert not ENGLISH.search(done.output), done.output


def test_build_says_in_french_what_it_built(small: Path) -> None:
    for expected in ("Site construit : ", "Rien n'a changé : "):
        done = run("build", "--root", str(small), lang="fr")
        assert done.stdout.startswith(expected)
        assert not ENGLISH.search(done.stdout)


# -- no text for people is in the code -----------------------------------------------------------

PRINTS = {
    "echo",
    "prompt",
    "confirm",
    "secho",
    "UsageError",
    "BadParameter",
    "ClickException",
    "fail",
}
SENTENCE = re.compile(r"[A-Za-z]{2,}[ ,:]+[A-Za-z]{2,}")
COMMAND_LINE = re.compile(r"\s*(cd|make)\b")


def literals(node: ast.AST) -> Iterator[str]:
    """The constant texts of an expression, also those in f-strings; not those that are given to
    other functions (``say("key")``)."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    if not isinstance(node, ast.Call):
        for child in ast.iter_child_nodes(node):
            yield from literals(child)


def sentences(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and text of each literal that a person at the terminal would read."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        shown: list[Any] = [one.value for one in node.keywords if one.arg in ("help", "short_help")]
        if name in PRINTS:
            shown += node.args
        for one in shown:
            for text in literals(one):
                if SENTENCE.search(text) and not COMMAND_LINE.match(text):
                    yield node.lineno, text


def test_no_sentence_for_people_is_in_the_code() -> None:
    files = [*(PACKAGE / "cli").glob("*.py"), *(PACKAGE / "preview").glob("*.py")]
    assert [
        (file.name, *found)
        for file in files
        for found in sentences(ast.parse(file.read_text(encoding="utf-8")))
    ] == []


@pytest.mark.parametrize(
    "code",
    [
        'click.echo("Nothing to do")',
        'click.echo(f"Built {n} of the pages")',
        'raise click.UsageError("there is no such entry")',
        'click.option("--x", help="Do it at once")',
        'output.fail("a" if b else f"cannot be read: {c}")',
    ],
)
def test_a_sentence_in_the_code_would_be_found(code: str) -> None:
    assert len(list(sentences(ast.parse(code)))) == 1
