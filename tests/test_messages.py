"""Messages in three languages: complete, with the same placeholders, chosen by the reader."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from babel import Locale
from click.testing import CliRunner

from knowledge_repository import cli, diagnostics
from knowledge_repository.model import Diagnostic, Location
from knowledge_repository.source.characters import ARABIC
from knowledge_repository.source.yaml import parse
from tests.conftest import PACKAGE, copy_small
from tests.repositories import CASES, CONTROLS, add_fault, problems_of

LANGUAGES = ("en", "fr", "ar")
OTHERS = ("fr", "ar")
ONE_ERROR = "dead-relation-practice"
"""A broken repository with one error."""
PARTS = ("message", "hint", "otherwise", "why")


def names(text: str) -> set[str]:
    """The placeholders of a message."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def form(problem: Diagnostic, language: str) -> dict[str, str]:
    """The texts for a problem, found without the code under test."""
    found = diagnostics.catalogue(language)
    cause = problem.values.get("cause")
    return found.get(f"{problem.code}/{cause}") or found[problem.code]


# -- the catalogue -----------------------------------------------------------------------------


def words(language: str) -> Mapping[str, Any]:
    """The file of one language."""
    text = (PACKAGE / "diagnostics" / "messages" / f"{language}.yml").read_text(encoding="utf-8")
    data = parse(f"{language}.yml", text).data
    assert isinstance(data, dict)
    return data


def flat(data: Mapping[str, Any], above: str = "") -> Iterable[tuple[str, str]]:
    for key, value in data.items():
        if isinstance(value, dict):
            yield from flat(value, f"{above}{key} ")
        else:
            yield above + key, value


def test_the_languages_are_those_of_the_site_and_english_comes_first() -> None:
    assert diagnostics.LANGUAGES[0] == "en"
    assert set(diagnostics.LANGUAGES) == set(LANGUAGES)


@pytest.mark.parametrize("language", OTHERS)
def test_every_code_cause_and_part_exists_in_every_language(language: str) -> None:
    def keys(code: str) -> set[str]:  # languages have different plural forms
        forms = re.compile("terminal (errors|warnings) ")
        return {key for key, _ in flat(words(code)) if not forms.match(key)}

    assert keys("en") ^ keys(language) == set()
    assert set(diagnostics.catalogue(language)) == set(diagnostics.catalogue("en"))
    assert list(words(language)["rules"]) == list(words("en")["rules"]), "in the same order"


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_has_the_same_placeholders_in_every_language(language: str) -> None:
    english = dict(flat(words("en")))
    translated = dict(flat(words(language)))
    differing = {
        key: (names(text), names(english[key]))
        for key, text in translated.items()
        if key in english and names(text) != names(english[key])
    }
    assert differing == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_form_of_a_language_exists(language: str) -> None:
    needed = {*Locale.parse(language).plural_form.tags, "other"}
    for word in ("error", "warning"):
        assert set(words(language)["terminal"][f"{word}s"]) == needed
    for count in (1, 2, 3, 11, 100, 1_000_000):
        problems = [
            Diagnostic(Location("f.md", row), "symlink") for row in range(1, min(count, 120) + 1)
        ]
        assert diagnostics.count(problems, language).startswith(str(len(problems)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_has_a_message_and_a_hint_and_every_code_a_reason(
    language: str,
) -> None:
    for key, entry in diagnostics.catalogue(language).items():
        assert entry["message"], key
        assert entry["hint"], key
        assert set(entry) <= set(PARTS), key
    assert [code for code in diagnostics.codes() if len(diagnostics.why(code, language)) < 30] == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_was_left_in_english(language: str) -> None:
    english = dict(flat(words("en")))
    shared = {"terminal between"} | (
        {"terminal place", "terminal seconds"} if language == "fr" else set()
    )
    english_words = re.compile(
        r"\b(the|this|that|is|are|does|not|with|write|remove|which|has)\b", re.I
    )
    for key, text in flat(words(language)):
        assert key in shared or text != english.get(key), key
        bare = re.sub(r"\{.*?\}", "", text)
        assert not english_words.search(bare), (key, text)
        if language == "ar" and key not in shared:
            assert ARABIC.search(bare), (key, text)


# -- the language of the reader ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "fr_TN.UTF-8"}, "fr"),
        ({"LANG": "ar_EG"}, "ar"),
        ({"LANG": "fr"}, "fr"),
        ({"LANG": "FR_fr.utf8"}, "fr"),
        ({"LANG": "fr.UTF-8"}, "fr"),
        ({"LANG": "fr_FR@euro"}, "fr"),
        ({"LANG": "ar@latin"}, "ar"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "fra_FR"}, "en"),
        ({"LANG": "../../etc/passwd"}, "en"),
        ({"LANG": ""}, "en"),
        ({}, "en"),
        ({"LC_ALL": "ar_DZ.UTF-8", "LC_MESSAGES": "en_US", "LANG": "fr_FR"}, "ar"),
        ({"LC_ALL": "C", "LANG": "fr_FR.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "ar_MA", "LANG": "fr_FR"}, "ar"),
        ({"LC_MESSAGES": "", "LANG": "fr_FR"}, "fr"),
        ({"LC_ALL": "de_DE", "LANG": "fr_FR"}, "en"),
        ({"LC_TIME": "fr_FR"}, "en"),
    ],
)
def test_the_language_is_that_of_the_posix_environment(
    variables: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert diagnostics.system_language() == language


def test_lang_wins_over_the_system(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_fault(ONE_ERROR, small)
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    command = ["check", "--root", str(small)]
    assert ": erreur: " in CliRunner().invoke(cli.knowledge, command).stderr
    assert ": خطأ: " in CliRunner().invoke(cli.knowledge, [*command, "--lang", "ar"]).stderr


# -- every broken repository in every language -------------------------------------------------

Found = Mapping[str, tuple[Path, list[Diagnostic]]]


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """Every broken repository, and its problems."""
    above = tmp_path_factory.mktemp("broken")
    found = {}
    for case in CASES:
        root = copy_small(above / case)
        add_fault(case, root)
        found[case] = root, problems_of(case, root)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_has_the_values_that_its_message_and_hint_name(
    broken: Found, language: str
) -> None:
    lacking = []
    for case, (_, problems) in broken.items():
        assert problems, case
        for problem in problems:
            entry = form(problem, language)
            known = {name for name, value in problem.values.items() if value}
            whole = names(entry["hint"]) <= known
            expected_hint = entry["hint"] if whole else entry.get("otherwise", "")
            if lost := (names(entry["message"]) | names(expected_hint)) - known:
                lacking.append((case, sorted(lost)))
            assert bool(diagnostics.hint(problem, language)) == bool(expected_hint), case
    assert lacking == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_problem_is_reported_in_the_language_of_its_reader(
    broken: Found, language: str
) -> None:
    for case, (_, problems) in broken.items():
        for problem in problems:
            translated = diagnostics.message(problem, language)
            assert translated != diagnostics.message(problem), case
            if translated_hint := diagnostics.hint(problem, language):
                assert translated_hint != diagnostics.hint(problem), case
            for name in names("".join(form(problem, language).values())):
                assert f"{{{name}}}" not in translated + translated_hint, case
            if language == "ar":
                assert ARABIC.search(translated), case


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_label_of_a_list_is_in_the_language_of_the_reader(language: str) -> None:
    labels = {"en": "country", "fr": "pays", "ar": "بلد"}
    problem = Diagnostic(
        Location("f.md"),
        "unknown-term",
        {"name": labels, "value": "XX", "nearest": "", "known": "TN"},
    )
    assert labels[language] in diagnostics.message(problem, language)
    for other in set(LANGUAGES) - {language}:
        assert labels[other] not in diagnostics.message(problem, language)


def test_a_missing_label_is_taken_from_another_language() -> None:
    problem = Diagnostic(
        Location("f.md"), "unknown-term", {"name": {"en": "country"}, "value": "XX"}
    )
    assert "country" in diagnostics.message(problem, "ar")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_format_reports_every_broken_repository(broken: Found, language: str) -> None:
    for case, (root, problems) in broken.items():
        text = diagnostics.as_text(problems, root, language)
        assert not CONTROLS.search(text), case
        assert diagnostics.as_github(problems, language), case
        assert not CONTROLS.search(diagnostics.as_job_summary(problems, (language,))), case
        whole = json.loads(diagnostics.as_json(problems, "https://example.org/", language))
        assert len(whole["problems"]) == len(diagnostics.sort(problems)), case


@pytest.mark.parametrize("file", sorted((PACKAGE / "diagnostics").rglob("*.yml")), ids=str)
def test_no_key_of_a_file_of_messages_is_written_twice(file: Path) -> None:
    """The later one would replace the other without a word; the YAML of authors is refused."""
    found = parse(file.name, file.read_text(encoding="utf-8")).diagnostics
    assert [one for one in found if one.code == "duplicate-key"] == []
