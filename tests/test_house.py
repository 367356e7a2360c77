"""Rules of the code that neither ruff nor the import contracts of pyproject.toml can express."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT

PACKAGE = ROOT / "generator"
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): ast.parse(
        path.read_text(encoding="utf-8")
    )
    for path in sorted(PACKAGE.rglob("*.py"))
}
MAX_LINES = 300
LONG_FILES = {
    "generator/markdown/html_renderer.py": "one method for each event of the Markdown parser",
    "generator/site/theme/assets/knowledge/site.css": "the one stylesheet that a reader loads",
}
"""Files that may be longer, each with its one job."""
THEME = {".html", ".js", ".css"}
CLOCK = {"now", "today", "utcnow", "localtime", "fromtimestamp"}
READS_THE_CLOCK = {"generator.build", "generator.cli", "generator.preview", "generator.cache"}


def test_a_long_file_has_a_reason() -> None:
    files = [path for path in PACKAGE.rglob("*") if path.suffix in {".py", *THEME}]
    long = {
        path.relative_to(ROOT).as_posix()
        for path in files
        if len(path.read_text(encoding="utf-8").splitlines()) > MAX_LINES
    }
    assert long - set(LONG_FILES) == set(), f"more than {MAX_LINES} lines: split by job"
    assert set(LONG_FILES) - long == set(), "these are short now: take them off the list"


def undocumented(module: str, tree: ast.Module) -> Iterator[str]:
    """Public modules, functions, classes and methods without a docstring."""
    if tree.body and not ast.get_docstring(tree):
        yield module
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        if not ast.get_docstring(node):
            yield f"{module}.{node.name}"
        if isinstance(node, ast.ClassDef) and not node.bases:  # a base documents what it declares
            yield from (
                f"{module}.{node.name}.{one.name}"
                for one in node.body
                if isinstance(one, ast.FunctionDef)
                and not one.name.startswith("_")
                and not ast.get_docstring(one)
            )


def test_every_public_name_has_a_docstring() -> None:
    assert [name for module, tree in MODULES.items() for name in undocumented(module, tree)] == []


def test_imports_are_written_in_full() -> None:
    assert [
        f"{module}:{node.lineno}"
        for module, tree in MODULES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level
    ] == []


def test_no_page_depends_on_the_clock() -> None:
    assert [
        f"{module}:{node.lineno} calls {node.attr}"
        for module, tree in MODULES.items()
        if ".".join(module.split(".")[:2]) not in READS_THE_CLOCK
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in CLOCK
    ] == []


# -- the engine names nothing of this repository -------------------------------------------------


def constants(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """The strings of a module with their lines, without docstrings."""
    docstrings = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and node not in docstrings
            and isinstance(node.value, str)
        ):
            yield node.value, node.lineno


def ids(path: Path, rows: str, key: str) -> set[str]:
    """The ids that a data file of this repository gives to its *rows*."""
    return {str(row[key]) for row in yaml.safe_load(path.read_text(encoding="utf-8"))[rows]}


@pytest.mark.parametrize("vocabulary", ["countries", "sectors"])
def test_the_code_names_no_term_of_a_vocabulary(vocabulary: str) -> None:
    terms = ids(ROOT / "content" / "vocabularies" / f"{vocabulary}.yml", "terms", "id")
    assert terms
    found = [
        f"{module}:{line} names {text!r}"
        for module, tree in MODULES.items()
        for text, line in constants(tree)
        if text in terms or text.upper() in terms
    ]
    assert found == []


def test_the_code_names_no_language_of_the_site() -> None:
    codes = ids(ROOT / "content" / "languages.yml", "languages", "code")
    assert codes
    # The language of messages where the system's is unknown, and Babel's for unknown languages.
    allowed = {("diagnostics", "en"), ("i18n", "en")}
    found = [
        f"{module}:{line} names {text!r}"
        for module, tree in MODULES.items()
        for text, line in constants(tree)
        if text in codes and (module.split(".")[1], text) not in allowed
    ]
    assert found == []


def test_the_theme_names_no_language_and_no_term() -> None:
    codes = ids(ROOT / "content" / "languages.yml", "languages", "code")
    terms = ids(ROOT / "content" / "vocabularies" / "sectors.yml", "terms", "id")
    language = re.compile(
        rf""":lang\(({"|".join(codes)})\)|\blang(?:uage)?=["']?({"|".join(codes)})\b"""
    )
    # The stylesheet names the families of sectors until the site declares their colours.
    term = re.compile(
        rf"""(?<!k-family-)[="'. -]({"|".join(sorted(terms, key=len, reverse=True))})"""
        rf"""(?=["'\s.,:{{\])])"""
    )
    found = [
        f"{path.relative_to(ROOT)}:{number}: {match[0].strip()}"
        for path in sorted((PACKAGE / "site").rglob("*"))
        if path.suffix in THEME
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for match in (*language.finditer(line), *term.finditer(line))
    ]
    assert found == []


def test_no_message_to_an_author_names_a_country() -> None:
    file = ROOT / "content" / "vocabularies" / "countries.yml"
    rows = yaml.safe_load(file.read_text(encoding="utf-8"))["terms"]
    names = {row["label"]["en"] for row in rows}
    messages = (PACKAGE / "diagnostics" / "messages" / "en.yml").read_text(encoding="utf-8")
    assert {name for name in names if name in messages} == set()
