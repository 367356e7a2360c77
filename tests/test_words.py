"""``content/words`` has every word that the code and the templates ask for, and no other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import jinja2
import pytest
import yaml
from jinja2 import nodes

from generator import schema
from generator.content.words import PLURALS
from tests.conftest import ROOT

GENERATOR = ROOT / "generator"
FILES = {file.stem: file for file in sorted((ROOT / "content" / "words").glob("*.yml"))}
OTHER_ROOMS = ("cli.py", "diagnostics", "autofix", "preview", "schema")
"""Not searched: ``translate`` reads other messages there; ``schema`` has ``words_needed``."""

KINDS = tuple(schema.KINDS)
SECTIONS = tuple(section for kind in schema.KINDS.values() for section in kind.sections)
STATUSES = [s for s in schema.choices(schema.Facts, ("status",)) if s != "published"]
METHODS = schema.choices(schema.Words, ("translation", "method"))
CHOICES = [
    value
    for kind in schema.KINDS.values()
    for path in (("depth",), ("subject",), ("evidence",), ("practices", "role"), ("effort", "cost"))
    for value in schema.choices(kind, path)
]
FIELDS = [key.partition(".")[2] for key in schema.words_needed() if key.startswith("fields.")]
GROUPED_FIELDS = [
    f"{field}_{part}"
    for kind in schema.KINDS.values()
    for field in schema.panel_fields(kind)
    if field not in ("places", "period")  # shown as a whole
    for part in schema.known_keys(kind, (field,))
]

VALUES: Mapping[str, Sequence[str]] = {
    "choices.{}": [*CHOICES, "all", "yes", "no"],
    "fields.{}": FIELDS,
    "fields.{}_{}": GROUPED_FIELDS,
    "kinds.{}.count": KINDS,
    "kinds.{}.intro": KINDS,
    "kinds.{}.many": KINDS,
    "kinds.{}.one": KINDS,
    "maturity.{}": ["idea", "tried", "repeated", "proven"],
    "notice.{}": [*STATUSES, *METHODS],
    "reasons.{}": ["sectors", "countries", "crafts", "steps", "themes"],
    "review.{}": schema.choices(schema.Facts, ("review", "level")),
    "sections.{}": SECTIONS,
    "statistics.{}": [
        *("evidence", "depth", "subject", "maturity", "original", "translation", "sources")
    ],
    "statistics.method_{}": [*METHODS, "original", "reviewed", "missing"],
}
"""The values of the variable parts of each key that is put together when the program runs."""


def flat(words: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in words.items():
        if isinstance(value, dict) and not set(value) <= PLURALS:
            yield from flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value


WORDS = {
    code: dict(flat(yaml.safe_load(file.read_text(encoding="utf-8"))))
    for code, file in FILES.items()
}
SECTION_NAMES = {key.partition(".")[0] for words in WORDS.values() for key in words}
KEY = re.compile(rf"(?:{'|'.join(sorted(SECTION_NAMES))})(?:\.[a-z_{{}}-]+)+")
SUFFIXES = (".html", ".js", ".css", ".json", ".svg", ".yml", ".xml", ".md")


def python_text(node: ast.AST) -> str | None:
    """A text in Python; the variable parts of an f-string as ``{}``."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(python_text(part) or "{}" for part in node.values)
    return None


def keys_in_python(source: str) -> Iterator[str]:
    """The keys in the calls of ``translate``, and other texts that have the form of a key."""
    tree = ast.parse(source)
    parts = {
        part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            function = node.func
            name = function.attr if isinstance(function, ast.Attribute) else ""
            text = python_text(node.args[0])
            if (name or getattr(function, "id", "")) == "translate" and text is not None:
                yield text
        text = python_text(node) if node not in parts else None
        if text is not None and KEY.fullmatch(text) and not text.endswith(SUFFIXES):
            yield text


def keys_in_template(source: str) -> Iterator[str]:
    """The keys in the calls of ``translate``."""
    for call in jinja2.Environment(autoescape=True).parse(source).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "translate":
            key = call.args[0]
            parts = key.nodes if isinstance(key, nodes.Concat) else [key]
            yield "".join(
                str(part.value) if isinstance(part, nodes.Const) else "{}" for part in parts
            )


def asked() -> dict[str, str]:
    """Key, with ``{}`` for variable parts → a file that asks for it."""
    found: dict[str, str] = {}
    for file in sorted(GENERATOR.rglob("*.py")):
        if file.relative_to(GENERATOR).parts[0] not in OTHER_ROOMS:
            found |= dict.fromkeys(keys_in_python(file.read_text(encoding="utf-8")), file.name)
    for file in sorted(GENERATOR.rglob("*.html")):
        found |= dict.fromkeys(keys_in_template(file.read_text(encoding="utf-8")), file.name)
    return found


ASKED = asked()


def filled(key: str) -> Iterator[str]:
    """*key* with each value of its variable parts."""
    if "{}" not in key:
        yield key
    for value in VALUES.get(key, ()):
        # The values of ``fields.{}_{}`` are those of both parts.
        yield key.replace("{}_{}", "{}").replace("{}", value)


NEEDED = {word for key in ASKED for word in filled(key)} | set(schema.words_needed())


def test_the_search_finds_keys_in_code_and_templates() -> None:
    source = 'translate("a.b"); x.translate(f"nav.{y}.one"); rows = [("home.map", 2)]'
    assert set(keys_in_python(source)) == {"a.b", "nav.{}.one", "home.map"}
    template = '{{ translate("a.b", name=x) }}{{ translate("maturity." ~ y) }}'
    assert set(keys_in_template(template)) == {"a.b", "maturity.{}"}
    assert len(NEEDED) > 200


def test_the_values_of_every_key_with_variable_parts_are_known() -> None:
    variable = {key: file for key, file in ASKED.items() if "{}" in key}
    assert {key: file for key, file in variable.items() if key not in VALUES} == {}
    assert set(VALUES) - set(variable) == set(), "no code asks for them any more"


@pytest.mark.parametrize("language", FILES)
def test_every_word_that_is_asked_for_exists(language: str) -> None:
    missing = {word for word in NEEDED if not WORDS[language].get(word)}
    assert missing == set()


@pytest.mark.parametrize("language", FILES)
def test_every_word_is_asked_for(language: str) -> None:
    assert WORDS[language].keys() - NEEDED == set()
