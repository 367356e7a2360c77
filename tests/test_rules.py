"""Every code that the program reports has a message, and every message a code."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from knowledge_repository import diagnostics
from tests.conftest import PACKAGE

CODE_ARGUMENTS = {
    "Diagnostic": 1,
    "report": 1,
    "warn": 1,
    "refuse": 1,
    "matches": 1,
    "PydanticCustomError": 0,
}
"""Function → position of the argument that is a code."""


def texts(node: ast.expr) -> Iterator[str]:
    """The texts that an expression can have, as far as it states them."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)


def codes_in(source: str) -> Iterator[str]:
    """The codes in calls that report something, and in variables and results that hold a code."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            function = node.func
            name = function.attr if isinstance(function, ast.Attribute) else ast.unparse(function)
            position = CODE_ARGUMENTS.get(name, len(node.args))
            for argument in node.args[position : position + 1]:
                yield from texts(argument)
        elif isinstance(node, ast.Assign):
            target, value = node.targets[0], node.value
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                target, value = target.elts[0], value.elts[0]
            if isinstance(target, ast.Name) and target.id == "code":
                yield from texts(value)
        elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple) and node.value.elts:
            first, *rest = node.value.elts
            if rest and isinstance(rest[0], ast.Dict | ast.Name):  # (code, values)
                yield from texts(first)


REPORTED = {
    code: str(file.relative_to(PACKAGE))
    for file in sorted(PACKAGE.rglob("*.py"))
    for code in codes_in(file.read_text(encoding="utf-8"))
}
MESSAGES = set(diagnostics.codes())


def test_the_search_finds_codes_in_every_form() -> None:
    source = """
def rule(files):
    yield Diagnostic(place, "a-a" if x else "a-b")
    files.report(place, "b-b", name=1)
    raise PydanticCustomError("c-c", "text")
    code, values = "d-d", {"value": 1}
    return "e-e", {}
"""
    assert set(codes_in(source)) == {"a-a", "a-b", "b-b", "c-c", "d-d", "e-e"}


def test_every_code_that_is_reported_has_a_message() -> None:
    assert {code: file for code, file in REPORTED.items() if code not in MESSAGES} == {}


def test_every_message_belongs_to_a_code_that_is_reported() -> None:
    assert MESSAGES - REPORTED.keys() == set()


def test_every_cause_of_a_message_is_named_in_the_code() -> None:
    constants = {
        node.value
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
    }
    causes = {key.partition("/")[2] for key in diagnostics.catalogue() if "/" in key}
    assert causes - constants == set()
