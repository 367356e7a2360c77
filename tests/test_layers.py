"""The staircase: imports only go down, and each outside thing is known by one module alone."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from generator.source.yaml import parse
from tests.conftest import ROOT

PACKAGE = ROOT / "generator"
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}

STEPS = (
    ("model", "parallel", "fingerprint"),
    ("tracing", "storing"),
    ("remembering",),
    ("source",),
    ("schema",),
    ("validating", "markdown", "pictures", "mapping"),
    ("reading", "fixing"),
    ("localising",),
    ("checking", "linking", "report"),
    ("changes", "repairing"),
    ("making",),
    ("rendering", "indexing"),
    ("keeping",),
    ("build",),
    ("previewing",),
    ("serving",),
    ("cli",),
    ("__main__",),
)
"""From the nouns up to the terminal. Modules of one step do not know each other."""

OWNERS = {
    "mkdocs": "rendering",
    "markupsafe": "rendering",
    "jinja2": "rendering",
    "pagefind_bin": "indexing",
    "cbor2": "indexing",
    "yaml": "source",
    "frontmatter": "source",
    "pyromark": "markdown",
    "nh3": "markdown",
    "PIL": "pictures",
    "babel": "localising",
    "click": "cli",
    "rich": "cli",
    "watchdog": "serving",
}
"""What only one module may import, so that the day it is replaced one module changes."""

OUTSIDE = frozenset({"build", "changes", "cli", "serving", "previewing", "indexing", "rendering"})
"""The modules that may meet the clock, other programs and the network."""
WORLD = frozenset(
    [
        "time",
        "subprocess",
        "socket",
        "random",
        "secrets",
        "uuid",
        "http",
        "urllib.request",
        "asyncio",
    ]
)
CLOCK = frozenset({"now", "today", "utcnow", "localtime", "fromtimestamp"})


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def step(module: str) -> str:
    """The part of the house that *module* belongs to: ``generator.making.terms`` → ``making``."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def imports(module: str) -> Iterator[tuple[str, int]]:
    """Every module that *module* imports, also inside functions, with the line."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield name.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno}: imports are written in full"
            base = node.module or ""
            for name in node.names:
                inner = f"{base}.{name.name}"
                yield (inner if inner in MODULES else base), node.lineno


def ours(module: str) -> Iterator[tuple[str, int]]:
    """The modules of ours that *module* imports."""
    for name, line in imports(module):
        if name.split(".")[0] == "generator":
            yield name, line


def test_every_module_has_its_step() -> None:
    placed = {name for names in STEPS for name in names}
    assert {step(module) for module in MODULES} - {""} == placed


def test_imports_only_go_down() -> None:
    height = {name: number for number, names in enumerate(STEPS) for name in names}
    offenders = [
        f"{module}:{line} imports {name}"
        for module in MODULES
        for name, line in ours(module)
        if step(name) not in ("", step(module))
        and height.get(step(name), 99) >= height.get(step(module), 99)
    ]
    assert offenders == []


def test_the_model_imports_nothing_of_ours() -> None:
    assert list(ours("generator.model")) == []
    outside = {name.split(".")[0] for name, _ in imports("generator.model")}
    assert outside <= set(sys.stdlib_module_names)


def test_no_module_is_imported_by_what_it_imports() -> None:
    below = {module: {name for name, _ in ours(module)} for module in MODULES}

    def circle(module: str, way: tuple[str, ...]) -> tuple[str, ...]:
        if module in way:
            return (*way[way.index(module) :], module)
        for name in sorted(below.get(module, ())):
            if found := circle(name, (*way, module)):
                return found
        return ()

    assert [found for module in MODULES if (found := circle(module, ()))] == []


@pytest.mark.parametrize("library", OWNERS)
def test_only_one_module_knows(library: str) -> None:
    users = {
        step(module): f"{module}:{line}"
        for module in MODULES
        for name, line in imports(module)
        if name.split(".")[0] == library
    }
    owner = OWNERS[library]
    assert set(users) == {owner}, f"only {owner} knows {library}: {users}"


def test_no_step_meets_the_clock_or_the_world_behind_the_callers_back() -> None:
    offenders = [
        f"{module}:{line} imports {name}"
        for module in MODULES
        if step(module) not in OUTSIDE
        for name, line in imports(module)
        if name in WORLD or name.split(".")[0] in WORLD
    ]
    offenders += [
        f"{module}:{node.lineno} calls {node.attr}"
        for module in MODULES
        if step(module) not in OUTSIDE
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Attribute) and node.attr in CLOCK
    ]
    assert offenders == []


def constants(module: str) -> Iterator[tuple[str, int]]:
    """The texts in a module that the program uses; docstrings are for people."""
    parsed = tree(module)
    said = {
        id(node.value)
        for node in ast.walk(parsed)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(parsed):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value, node.lineno


def ids(path: Path, rows: str, key: str) -> set[str]:
    """The ids that a data file of this repository gives to its *rows*."""
    return {str(row[key]) for row in parse(path.name, path.read_text(encoding="utf-8")).data[rows]}


@pytest.mark.parametrize("vocabulary", ["countries", "sectors"])
def test_no_term_of_a_list_is_named_in_the_code(vocabulary: str) -> None:
    named = ids(ROOT / "content" / "vocabularies" / f"{vocabulary}.yml", "terms", "id")
    assert named
    offenders = [
        f"{module}:{line} names {text!r}"
        for module in MODULES
        for text, line in constants(module)
        if text in named or text.upper() in named
    ]
    assert offenders == []


def test_no_language_of_the_site_is_named_in_the_code() -> None:
    named = ids(ROOT / "content" / "languages.yml", "languages", "code")
    assert named
    # English is what the check itself speaks, and what Babel and Material speak when they do not
    # know a language; no page of the site hangs on it.
    fallback = {("report", "en"), ("localising", "en"), ("rendering", "en")}
    offenders = [
        f"{module}:{line} names {text!r}"
        for module in MODULES
        for text, line in constants(module)
        if text in named and (step(module), text) not in fallback
    ]
    assert offenders == []


def test_no_country_is_told_to_an_author_in_a_message() -> None:
    rows = parse(
        "countries.yml",
        (ROOT / "content" / "vocabularies" / "countries.yml").read_text(encoding="utf-8"),
    ).data["terms"]
    names = {row["label"]["en"] for row in rows}
    messages = (PACKAGE / "messages" / "en.yml").read_text(encoding="utf-8")
    assert {name for name in names if name in messages} == set()
