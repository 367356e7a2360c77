"""The program has every word that its code and its templates ask for, in all its languages, and no
other; the words of this repository are known."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import get_args

import jinja2
import pytest
from jinja2 import nodes

from knowledge_repository import config, schema
from knowledge_repository.check import check, load
from knowledge_repository.i18n.translator import SITE_WORDS
from knowledge_repository.i18n.words import FOLDER, LANGUAGES, program_words
from knowledge_repository.pages.data import DESCRIPTIONS, FILES
from knowledge_repository.schema import Field, OriginalHashes, compile
from knowledge_repository.schema.declaration import FieldRow, FieldType
from knowledge_repository.schema.specification import FieldSpec, fields_of
from knowledge_repository.translations.coverage import State
from tests.conftest import PACKAGE, ROOT

TEMPLATES = PACKAGE / "site/templates/knowledge"
SCRIPTS = PACKAGE / "site/theme/assets/knowledge"
OTHER_ROOMS = ("cli.py", "diagnostics", "autofix", "preview", "schema")
"""Not searched: ``translate`` reads other messages there; ``schema`` has ``words_needed``."""

STATUSES = [s for s in schema.choices(schema.Facts, ("status",)) if s != "published"]
METHODS = schema.choices(schema.Words, ("translation", "method"))


def all_specs(specs: Iterable[FieldSpec]) -> Iterator[FieldSpec]:
    for spec in specs:
        yield spec
        yield from all_specs(spec.parts)


OPTIONS: Mapping[str, dict[str, object]] = {
    "choice": {"choices": {"x": {}}},
    "link": {"roles": {"x": {"label": {}}}, "period": True},
}
"""Type of a field → what its declaration needs."""
EVERY_TYPE = [
    Field.of("x", FieldRow.model_validate({"type": type, **OPTIONS.get(type, {})}))
    for type in get_args(FieldType)
]
SPECS = [
    spec for field in EVERY_TYPE for spec in all_specs(fields_of(compile.model_of("kind", [field])))
]
"""What fields of every type and the fields of every entry accept."""
PROGRAM_SPECS = [spec for spec in SPECS if spec.declared is None]
OF_LINKS = ("x",)

VALUES: Mapping[str, Collection[str]] = {
    "field.{}": sorted({spec.key for spec in PROGRAM_SPECS}),
    "field_help.{}": [
        spec.key for spec in PROGRAM_SPECS if f"field_help.{spec.key}" in program_words("en")
    ],
    "value.{}": [
        value for spec in PROGRAM_SPECS for value in spec.choices if value not in OF_LINKS
    ],
    "data.{}": [
        *{name.partition(".")[0] for name in (*FILES, *DESCRIPTIONS)},
        "citations",
        "skos",
    ],
    "reference.{}": ["characters", "range", "items"],
    "reference.form_{}": {spec.type for spec in SPECS} | {"term", "entry", "source"},
    "notice.{}": [*STATUSES, *METHODS],
    "review.{}": schema.choices(schema.Facts, ("review", "level")),
    "statistics.{}": ["original", "translation", "sources"],
    "translations.{}": get_args(State),
    "translations.part_{}": sorted(OriginalHashes.model_fields.keys() - {"sections"}),
    "statistics.method_{}": [*METHODS, "original", "reviewed", "missing"],
}
"""The values of the variable parts of each key that is put together when the program runs, as far
as the program has the word."""
WORDS = {code: program_words(code) for code in LANGUAGES}
GROUPS = {key.partition(".")[0] for key in WORDS["en"]} | {"fields", "kinds", "sections"}
KEY = re.compile(rf"(?:{'|'.join(sorted(GROUPS))})(?:\.[a-z_{{}}-]+)+")
SUFFIXES = (".html", ".xhtml", ".js", ".css", ".json", ".svg", ".yml", ".xml", ".md", ".csv")


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
    for file in sorted(PACKAGE.rglob("*.py")):
        if file.relative_to(PACKAGE).parts[0] not in OTHER_ROOMS:
            found |= dict.fromkeys(keys_in_python(file.read_text(encoding="utf-8")), file.name)
    for file in sorted(PACKAGE.rglob("*.html")):
        found |= dict.fromkeys(keys_in_template(file.read_text(encoding="utf-8")), file.name)
    return found


ASKED = asked()


def filled(key: str) -> Iterator[str]:
    """*key* with each value of its variable parts."""
    if "{}" not in key:
        yield key
    for value in VALUES.get(key, ()):
        yield key.replace("{}", value)


NEEDED = {word for key in ASKED for word in filled(key)} - SITE_WORDS.keys()


def placeholders(value: object) -> set[str]:
    texts = value.values() if isinstance(value, dict) else [value]
    return {name for text in texts for name in re.findall(r"\{[^{}]*\}", str(text))}


def test_the_search_finds_keys_in_code_and_templates() -> None:
    source = 'translate("a.b"); x.translate(f"nav.{y}.one"); rows = [("home.map", 2)]'
    assert set(keys_in_python(source)) == {"a.b", "nav.{}.one", "home.map"}
    template = '{{ translate("a.b", name=x) | plain }}{{ translate("maturity." ~ y) }}'
    assert set(keys_in_template(template)) == {"a.b", "maturity.{}"}
    assert len(NEEDED) > 150


def test_the_values_of_every_key_with_variable_parts_are_known() -> None:
    variable = {key: file for key, file in ASKED.items() if "{}" in key}
    known = set(VALUES)
    assert {key: file for key, file in variable.items() if key not in known} == {}
    assert known - set(variable) == set(), "no code asks for them any more"


def test_the_program_has_every_word_that_is_asked_for_and_no_other() -> None:
    assert NEEDED - WORDS["en"].keys() == set(), "missing"
    assert WORDS["en"].keys() - NEEDED == set(), "unused"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_of_the_program_has_the_same_words_and_placeholders(language: str) -> None:
    words = WORDS[language]
    assert list(words) == list(WORDS["en"])
    for key, word in words.items():
        texts = word.values() if isinstance(word, dict) else [word]
        assert all(isinstance(text, str) and text for text in texts), key
        assert placeholders(word) == placeholders(WORDS["en"][key]), key
        assert isinstance(word, dict) == isinstance(WORDS["en"][key], dict), key
        assert "other" in word if isinstance(word, dict) else True, key


def test_a_word_is_on_one_line_and_once_in_its_file() -> None:
    for code in LANGUAGES:
        lines = (FOLDER / f"{code}.yml").read_text(encoding="utf-8").split("\n")
        words = [line for line in lines if line.startswith("  ")]
        assert len(words) == len(WORDS[code])


OWN_WORDS = {
    "en": r"case|practice|cluster|artisan|craft|sector|designer|English|French|Arabic",
    "fr": r"cas|étude|pratique|cluster|artisan|secteur|métier|anglais|français|arabe",
    "ar": r"حالة|حالات|ممارس|تجمع|حرف(?!ًا)|قطاع|بالإنجليزية|بالفرنسية|بالعربية|المتوسط",
}
"""What only this repository is about."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_the_program_name_nothing_of_this_repository(language: str) -> None:
    pattern = re.compile(rf"\b(?:{OWN_WORDS[language]})s?\b", re.IGNORECASE)
    texts = {
        key: re.sub(r"\{\w+\}", "", str(word)) for key, word in program_words(language).items()
    }
    assert {key: text for key, text in texts.items() if pattern.search(text)} == {}


@pytest.mark.parametrize(
    ("page", "attribute"), [("search", "search"), ("compare", "compare"), ("form", "form")]
)
def test_a_script_gets_the_words_that_it_shows(page: str, attribute: str) -> None:
    template = jinja2.Environment(autoescape=True).parse(
        (TEMPLATES / f"{page}.html").read_text(encoding="utf-8")
    )
    given = {
        key.value
        for pair in template.find_all(nodes.Pair)
        if isinstance(pair.key, nodes.Const) and pair.key.value == "words"
        for inner in pair.value.find_all(nodes.Pair)
        if isinstance(key := inner.key, nodes.Const)
    }
    scripts = sorted(SCRIPTS.glob(f"{page}*.js"))  # a large one has several files
    script = "".join(file.read_text(encoding="utf-8") for file in scripts)
    assert f"data-{attribute}-words" in script
    assert set(re.findall(r"\bwords\.(\w+)", script)) == given


def test_a_language_with_a_region_has_the_words_of_its_base_language() -> None:
    assert program_words("en-GB") == WORDS["en"]
    assert program_words("ar-EG") == WORDS["ar"]
    assert program_words("ar-Latn") == {}, "another script"
    assert program_words("tr") == {}


def test_every_word_of_this_repository_is_known_and_no_needed_one_is_missing() -> None:
    settings, _ = config.load(ROOT)
    library, _ = load(ROOT, settings)
    assert set(library.words) == set(library.languages)
    codes = {"unknown-word", "wrong-placeholder", "missing-words"}
    assert [one for one in check(library) if one.code in codes] == []
