"""``knowledge new``: the file of a new entry."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from knowledge_repository import cli
from knowledge_repository.drafts.issues import answers
from tests.others import notes, water
from tests.repositories import load_and_check, snapshot

TITLE = 'Sfax: "leather" – l\'été'
ISSUE = """### Title

Leather: who pays?

### Countries

TN

### Context

A text with ### inside, and {braces} and $(commands).

### Unknown question

Something

### Summary

_No response_
"""


def new(root: Path, *arguments: str, lang: str = "en") -> Result:
    command = ["new", *arguments, "--root", str(root), "--lang", lang]
    return CliRunner().invoke(cli.knowledge, command)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("kind", ["casestudies", "bestpractices"])
def test_only_what_is_empty_is_wrong_in_a_new_file(small: Path, kind: str, language: str) -> None:
    done = new(small, kind, "new-one", "--title", TITLE, lang=language)
    assert done.exit_code == 0, done.output
    file = f"{kind}/new-one/index.{language}.md"
    assert file in done.output
    library, found = load_and_check(small)
    assert {one.location.path for one in found} == {file}
    assert {one.code for one in found} <= {"empty-field", "too-short"}
    text = (small / file).read_text(encoding="utf-8")
    for key in library.schema.kinds[kind].fields:
        assert f"\n{key}:" in text or f"\n# {key}:" in text
    for row in library.schema.kinds[kind].sections.values():
        assert (f"\n## {row.label[language]}\n" in text) == bool(row.required)


def test_what_is_given_is_filled_in_by_key_or_label_in_any_language(small: Path) -> None:
    given = ("--set", "Pays=Tunisie", "--set", "period.start=2015", "--set", "Contexte=Le cuir.")
    done = new(small, "casestudies", "--title", "Cuirs d'été", *given, lang="fr")
    assert done.exit_code == 0, done.output
    text = (small / "casestudies/cuirs-d-ete/index.fr.md").read_text(encoding="utf-8")
    assert "\ncountries: [TN]\n" in text
    assert "\nperiod: {start: 2015}\n" in text
    assert "## Contexte\n\nLe cuir.\n" in text


def test_the_answers_of_an_issue_are_data(small: Path, tmp_path: Path) -> None:
    file = tmp_path / "issue.md"
    file.write_text(ISSUE, encoding="utf-8")
    assert [question for question, _ in answers(ISSUE)] == [
        "Title",
        "Countries",
        "Context",
        "Unknown question",
    ]
    done = new(small, "casestudies", "--from-issue", str(file))
    assert done.exit_code == 0, done.output
    text = (small / "casestudies/leather-who-pays/index.en.md").read_text(encoding="utf-8")
    assert 'title: "Leather: who pays?"' in text
    assert "A text with ### inside, and {braces} and $(commands)." in text
    assert "Unknown question" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["nothing"], "casestudies"),
        (["casestudies"], "name of the folder"),
        (["casestudies", "Sfax été"], "sfax-ete"),
        (["casestudies", "example-town-pottery"], "is taken"),
        (["casestudies", "x", "--set", "nothing=1"], "nothing"),
        (["casestudies", "x", "--set", "countries"], "no '='"),
        (["casestudies", "x", "--original", "it"], "en, fr, ar"),
    ],
)
def test_wrong_usage_writes_nothing(small: Path, arguments: list[str], reason: str) -> None:
    before = snapshot(small)
    done = new(small, *arguments)
    assert done.exit_code == 2
    assert reason in done.output
    assert snapshot(small) == before


@pytest.mark.parametrize("other", [water, notes])
def test_other_repositories_have_new_entries_too(
    other: Callable[[Path], Path], tmp_path: Path
) -> None:
    root = other(tmp_path / "other")
    library, _ = load_and_check(root)
    for number, kind in enumerate(library.schema.kinds):
        done = new(root, kind, f"new-{number}", "--title", "T")
        assert done.exit_code == 0, done.output
    _, found = load_and_check(root)
    wrong = {one.code for one in found if "/new-" in one.location.path and one.level == "error"}
    assert wrong <= {"empty-field"}
