"""Rules of the code that neither ruff nor the import contracts of pyproject.toml can express."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import yaml

from tests.conftest import PACKAGE, ROOT

MODULES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(
        ".__init__"
    ): ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(PACKAGE.rglob("*.py"))
}
MAX_LINES = 300
LONG_FILES = {
    "markdown/html_renderer.py": "one method for each event of the Markdown parser",
    "site/theme/assets/knowledge/site.css": "the one stylesheet that a reader loads",
}
"""Files that may be longer, each with its one job."""
THEME = {".html", ".js", ".css"}
CLOCK = {"now", "today", "utcnow", "localtime", "fromtimestamp"}
READS_THE_CLOCK = {
    "knowledge_repository.build",
    "knowledge_repository.cli",
    "knowledge_repository.preview",
    "knowledge_repository.cache",
}


def test_a_long_file_has_a_reason() -> None:
    files = [path for path in PACKAGE.rglob("*") if path.suffix in {".py", *THEME}]
    long = {
        path.relative_to(PACKAGE).as_posix()
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


VOCABULARIES = {
    path.stem: ids(path, "terms", "id")
    for path in sorted((ROOT / "content" / "vocabularies").glob("*.yml"))
}
"""Vocabulary of this repository → the ids of its terms. Another repository has other ones."""
ENGLISH = {
    "context",
    "depth",
    "diagnostic",  # what a rule returns
    "examples",  # also a keyword of JSON Schema
    "how",
    "mapping",  # a type of Python and of YAML
    "other",
    "period",  # also a type of fields
    "places",
    "problem",
    "repeated",  # also a keyword of Croissant
    "results",
    "subject",
}
"""Ids that are plain English: where they occur, they need not be the term."""
DECLARED = yaml.safe_load((ROOT / "content" / "kinds.yml").read_text(encoding="utf-8"))
KINDS = {
    name
    for id, kind in DECLARED["kinds"].items()
    for name in (
        id,
        *kind["fields"],
        *kind["sections"],
        *kind.get("maturity", {}).get("levels", {}),
    )
}
"""Ids of kinds, fields, sections and levels of this repository."""
NAMES = sorted(
    ({name for own in VOCABULARIES.values() for name in own} | KINDS) - ENGLISH | {*VOCABULARIES}
)
DEFAULTS = {PACKAGE / "cli" / "starting.py", PACKAGE / "starter"}
"""What ``knowledge init`` offers to a new repository: these names are data."""
NAME = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, NAMES))})(?![\w-])")
COMMENT = re.compile(r"/\*.*?\*/|\{#.*?#\}|^\s*//[^\n]*|<!--.*?-->", re.DOTALL | re.MULTILINE)
"""Comments of CSS, templates, JavaScript and HTML: they are English."""


def written_names(path: Path) -> Iterator[tuple[str, int]]:
    """The names of vocabularies and the ids of terms in the code at *path*, with their lines.

    In Python these are identifiers and strings, without docstrings; elsewhere all but comments.
    """
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        tree = ast.parse(text)
        strings = [
            (found[0], line) for value, line in constants(tree) for found in NAME.finditer(value)
        ]
        tokens = tokenize.generate_tokens(io.StringIO(text).readline)
        names = [(one.string, one.start[0]) for one in tokens if one.type == tokenize.NAME]
        yield from (*strings, *((name, line) for name, line in names if name in NAMES))
        return
    blank = COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    for number, line in enumerate(blank.splitlines(), 1):
        yield from ((found[0], number) for found in NAME.finditer(line))


def test_the_program_names_no_vocabulary_and_no_term_of_this_repository() -> None:
    assert len(NAMES) > 50
    files = [
        path
        for path in sorted(PACKAGE.rglob("*"))
        if path.suffix in {".py", *THEME} and not DEFAULTS.intersection((path, *path.parents))
    ]
    found = [
        f"{path.relative_to(ROOT)}:{line} names {name!r}"
        for path in files
        for name, line in written_names(path)
    ]
    assert found == []


def test_the_test_of_names_finds_them(tmp_path: Path) -> None:
    for name, text in (
        ("a.py", 'x = f("countries/dz/")\n'),
        ("b.py", "countries = 1\n"),
        ("c.html", '{# steps #}\n<p class="k-family--design-based" id="sectors">\n'),
        ("d.css", "/* sectors */\n.k-x .design-based {}\n"),
        ("e.js", "// steps\nfind(filters.sectors)\n"),
        ("f.js", 'if (place === "TN") go()\n'),
    ):
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        assert list(written_names(file)), text


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


def test_the_theme_names_no_language() -> None:
    codes = ids(ROOT / "content" / "languages.yml", "languages", "code")
    language = re.compile(
        rf""":lang\(({"|".join(codes)})\)|\blang(?:uage)?=["']?({"|".join(codes)})\b"""
    )
    found = [
        f"{path.relative_to(ROOT)}:{number}: {match[0].strip()}"
        for path in sorted((PACKAGE / "site").rglob("*"))
        if path.suffix in THEME
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for match in language.finditer(line)
    ]
    assert found == []


def test_no_message_to_an_author_names_a_country() -> None:
    file = ROOT / "content" / "vocabularies" / "countries.yml"
    rows = yaml.safe_load(file.read_text(encoding="utf-8"))["terms"]
    names = {row["label"]["en"] for row in rows}
    messages = (PACKAGE / "diagnostics" / "messages" / "en.yml").read_text(encoding="utf-8")
    assert {name for name in names if name in messages} == set()
