"""What drafts and spreadsheets leave in a text: found where it is meant so, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_repository.i18n.placeholders import placeholders_of
from knowledge_repository.model import Language
from tests.repositories import load_and_check

PRACTICE = "bestpractices/one-table/index.en.md"
DRAFT = "bestpractices/shared-stall/index.en.md"
LANGUAGES = {code: Language(code, code, "ltr") for code in ("en", "fr", "ar", "es")}


def found(root: Path, text: str, path: str = PRACTICE) -> list[tuple[str, str]]:
    """Code and level of the diagnostics if *text* is a paragraph of the entry."""
    with (root / path).open("a", encoding="utf-8") as file:
        file.write(f"\n{text}\n")
    return [(one.code, one.level) for one in load_and_check(root)[1]]


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "TODO: ask the potters", ["TODO"]),
        ("en", "Lorem\nipsum dolor", ["Lorem\nipsum"]),
        ("en", "The results [to be completed].", ["to be completed"]),
        ("en", "Budget: To be confirmed.", ["To be confirmed"]),
        ("en", "The form has to be completed by the potters.", []),
        ("en", "A todo list, a TODOS file", []),
        ("fr", "Résultats : à compléter", ["à compléter"]),
        ("fr", "- À COMPLÉTER…", ["À COMPLÉTER"]),
        ("fr", "Le dossier à compléter compte douze pages.", []),
        ("fr", "XXX", ["XXX"]),
        ("fr", "Le XXe siècle, taille XXXL", []),
        ("ar", "قيد الإعداد", ["قيد الإعداد"]),
        ("ar", "كان المشروع قيد الإعداد منذ سنة.", []),
        ("ar", "النتائج: سيُستكمل", ["سيُستكمل"]),
        ("es", "En todo el valle", []),
    ],
)
def test_placeholders_of_the_program(language: str, text: str, words: list[str]) -> None:
    known = placeholders_of(LANGUAGES[language])
    assert [text[start:end] for start, end in known.find(text)] == words
    assert known.may_be_in(text.encode()) or not words


def test_a_repository_has_its_own_placeholders() -> None:
    own = Language("es", "es", "ltr", placeholders=(("PENDIENTE",), ("por completar",)))
    spans = placeholders_of(own).find("PENDIENTE. TODO (por completar)")
    assert len(list(spans)) == 3
    none = Language("fr", "fr", "ltr", placeholders=((), ()))
    assert list(placeholders_of(none).find("à compléter")) == []


@pytest.mark.parametrize(
    "text",
    [
        "Write `TODO` there.",
        "```\nTODO\nYear\tSales\n2018\t12\n• one\n[a] (https://example.org)\n```",
        "See [the list](https://example.org/TODO/list) and https://example.org/a?b=TODO here.",
        "[the news](https://example.org/news 'A title of the news')",
        "[the news](<https://example.org/the news>)",
        "— It was so, said the potter.",
        "First this; then that\nand those; and these.",
        "- one;[^our-inference]\n- two;[^our-inference]",
        "- **one;** more\n- **two;** more",
        "| a\tb | c |\n|---|---|\n| d\te | f |",
        "See [the note] (only in the original).",
        "\\[not a link\\](a b)",
        "[the map](https://example.org/small/en/map/)",
        "[another site](https://example.org/smaller/en/casestudies/example-town-pottery/)",
        "<<<<<<< is what git writes",
    ],
)
def test_what_is_meant_so_is_accepted(small: Path, text: str) -> None:
    assert found(small, text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a\tb\nc\td", "shown-as-text"),
        ("2018;12;3\n2019;14;5\n2020;15;6", "shown-as-text"),
        ("• one", "shown-as-text"),
        ("– one\n– two\n– three", "shown-as-text"),
        ("[a] (../shared-stall/index.en.md)", "shown-as-text"),
        ("[a](the other entry/index.en.md)", "shown-as-text"),
        ("[a](https://example.org/small/fr/bestpractices/shared-stall)", "own-address"),
        ("TODO", "placeholder"),
    ],
)
def test_one_message_for_one_mistake(small: Path, text: str, code: str) -> None:
    assert found(small, text) == [(code, "error")]


def test_a_placeholder_in_a_draft_is_a_warning(small: Path) -> None:
    assert found(small, "TODO", DRAFT) == [("placeholder", "warning")]


def test_a_section_without_a_source_is_a_warning_in_a_draft(small: Path) -> None:
    file = small / DRAFT
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("sells well leaves.[^our-inference]", "sells well."), "utf-8")
    [problem] = load_and_check(small)[1]
    assert (problem.code, problem.level) == ("no-citation", "warning")
    assert problem.values["value"] == "Pitfalls"


def test_a_kind_may_except_a_section_from_citing(small: Path) -> None:
    file = small / PRACTICE
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("the account.[^our-inference]", "the account."), "utf-8")
    kinds = small / "content/kinds.yml"
    text = kinds.read_text(encoding="utf-8")
    label = 'label: {en: "Pitfalls", fr: "Écueils", ar: "المزالق"}\n'
    assert label in text
    kinds.write_text(text.replace(label, f"{label}        cited: false\n"), encoding="utf-8")
    assert load_and_check(small)[1] == []
