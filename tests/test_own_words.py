"""What the check says of ``content/words``: the words of a repository.

``tests/broken`` has the messages word for word.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from knowledge_repository import check, config, diagnostics
from knowledge_repository.i18n.words import FOLDER, program_words
from knowledge_repository.model import Diagnostic

PROGRAM = len(program_words("en"))


def add_language(root: Path, row: str) -> None:
    """Add a first language to the site."""
    file = root / "content/languages.yml"
    text = file.read_text(encoding="utf-8")
    new = f"languages:\n  - {{{row}, direction: ltr}}\n"
    file.write_text(text.replace("languages:\n", new, 1), encoding="utf-8")


def write(root: Path, language: str, text: str) -> None:
    (root / f"content/words/{language}.yml").write_text(text, encoding="utf-8")


def found(root: Path) -> list[Diagnostic]:
    """The diagnostics of words."""
    library, unreadable = check.load(root, config.load(root)[0])
    assert {one.code for one in unreadable} <= {"missing-label"}
    codes = {"missing-words", "unknown-word", "wrong-placeholder", "wrong-type"}
    return [one for one in check.check(library) if one.code in codes]


def test_the_first_language_does_not_decide_which_words_exist(small: Path) -> None:
    add_language(small, "code: tr, name: Türkçe")
    write(small, "tr", "nav: {home: Ana sayfa, map: Harita}\n")
    reported = found(small)
    assert {one.level for one in reported} == {"warning"}
    assert {one.location.path for one in reported} == {"content/words/tr.yml"}
    [together] = [one for one in reported if one.code == "missing-words"]
    assert together.values["number"] == str(PROGRAM - 2)
    assert together.values["shown"] == "English"
    assert together.values["program"] == "knowledge_repository/i18n/words/en.yml"
    hint = diagnostics.hint(together)
    assert hint.startswith("copy them from knowledge_repository/i18n/words/en.yml of the program")


def test_the_file_of_the_program_is_the_model_for_a_new_language(small: Path) -> None:
    add_language(small, "code: tr, name: Türkçe")
    write(small, "tr", (FOLDER / "en.yml").read_text(encoding="utf-8"))
    assert found(small) == []


def test_a_language_without_a_file_has_one_warning(small: Path) -> None:
    add_language(small, "code: tr, name: Türkçe")
    [diagnostic] = found(small)
    assert (diagnostic.code, diagnostic.level) == ("missing-words", "warning")
    assert diagnostic.location.path == "content/languages.yml"
    assert diagnostic.values["language"] == "Türkçe"


def test_a_repository_needs_no_words(small: Path) -> None:
    shutil.rmtree(small / "content/words")
    assert found(small) == []


def test_a_misspelt_word_of_the_program_is_an_error(small: Path) -> None:
    write(small, "en", "nav: {hme: Home}\n" + (small / "content/words/en.yml").read_text("utf-8"))
    [diagnostic] = found(small)
    assert (diagnostic.code, diagnostic.level) == ("unknown-word", "error")
    assert diagnostic.values == {"key": "nav.hme", "nearest": "nav.home"}
    assert (diagnostic.location.line, diagnostic.location.column) == (1, 7)


def test_a_word_keeps_the_names_in_braces_of_the_program(small: Path) -> None:
    file = small / "content/words/en.yml"
    text = file.read_text(encoding="utf-8")
    assert "list:\n" in text
    write(small, "en", text.replace("list:\n", 'list:\n  all_of: "Everything"\n', 1))
    [diagnostic] = found(small)
    assert diagnostic.code == "wrong-placeholder"
    assert diagnostic.values == {"key": "list.all_of", "wanted": "{name}"}
