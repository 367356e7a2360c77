"""The documents for developers name only files, rooms and commands that exist."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

import click
import pytest

from knowledge_repository import cli
from tests.conftest import PACKAGE, ROOT

HOUSE = "generator/README.md"
DOCUMENTS = ("README.md", "CONTRIBUTING.md", HOUSE)
MAX_LINES = 1500
"""Lines that show a newcomer the whole program."""


def text_of(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def section_of(document: str, title: str) -> str:
    """The text under the heading *title*."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text_of(document), re.M | re.S)
    assert found is not None, f"{document} has no section {title!r}"
    return found[1]


def code_of(document: str) -> Iterator[str]:
    """Each code span, and each line of a block of code."""
    text = text_of(document)
    for block in re.findall(r"^```\w*\n(.*?)^```", text, re.M | re.S):
        yield from block.splitlines()
    text = re.sub(r"^```\w*\n.*?^```", "", text, flags=re.M | re.S)
    yield from re.findall(r"^    (\S.*)$", text, re.M)
    yield from re.findall(r"`([^`\n]+)`", text)


def rooms() -> list[str]:
    return re.findall(r"^\| `(\w+)` \|", section_of(HOUSE, "Rooms"), re.M)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_in_a_document_exists(document: str) -> None:
    tops = {path.name for path in ROOT.iterdir()} - {"site"}
    paths = [code for code in code_of(document) if re.fullmatch(r"[\w./-]+", code)]
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", re.sub(r"`[^`]*`", "", text_of(document)))
    folder = (ROOT / document).parent
    assert [
        path
        for path in paths
        if path.split("/")[0] in tops and "/" in path and not (ROOT / path).exists()
    ] == []
    assert [link for link in links if not (folder / link).exists()] == []


def test_the_table_of_rooms_has_every_room() -> None:
    modules = {path.stem for path in PACKAGE.glob("*.py") if not path.stem.startswith("__")}
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert sorted(rooms()) == sorted(modules | packages)


def test_the_rooms_have_the_order_of_the_import_contract() -> None:
    contracts = tomllib.loads(text_of("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    layers = [one["layers"] for one in contracts if one["type"] == "layers"]
    # A layer may hold several rooms ("a : b"); a room in brackets may be missing.
    names = [re.findall(r"\w+", layer) for layer in layers[0]]
    place = {name: number for number, layer in enumerate(names) for name in layer}
    found = [place[room] for room in rooms() if room in place]
    assert found == sorted(found)
    assert len(found) > 15


def test_the_reading_order_is_short() -> None:
    files = re.findall(r"^\d+\. `([^`]+)`", section_of(HOUSE, "Reading order"), re.M)
    lines = {file: len(text_of(file).splitlines()) for file in files}
    assert len(files) > 5
    assert [file for file, count in lines.items() if count < 10] == []
    assert sum(lines.values()) <= MAX_LINES, lines


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_make_target_in_a_document_exists(document: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.M))
    named = {
        word
        for code in code_of(document)
        if code.startswith("make ")
        for word in re.sub(r"#.*|\"[^\"]*\"|\w+=\S*", "", code).split()[1:]
    }
    assert named - targets == set()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_and_option_in_a_document_exists(document: str) -> None:
    commands = cli.knowledge.commands
    wrong = []
    for code in code_of(document):
        if not code.startswith("knowledge "):
            continue
        _, name, *words = code.partition("#")[0].split()
        if name not in commands:
            wrong.append(code)
            continue
        known = {
            option: parameter for parameter in commands[name].params for option in parameter.opts
        }
        for option, value in zip(words, [*words[1:], ""], strict=False):
            if not option.startswith("--"):
                continue
            if option not in known:
                wrong.append(code)
            elif isinstance(kind := known[option].type, click.Choice) and value:
                wrong += [code] if value not in kind.choices else []
    assert wrong == []


def test_the_formats_in_the_readme_are_those_of_the_command() -> None:
    [parameter] = [one for one in cli.knowledge.commands["check"].params if one.name == "style"]
    assert isinstance(parameter.type, click.Choice)
    [line] = re.findall(r"`--format` .*", text_of("README.md"))
    assert re.findall(r"`(\w+)`", line) == list(parameter.type.choices)
