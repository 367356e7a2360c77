"""``knowledge retire``: status, reason and successor in the original."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from knowledge_repository import cli
from tests.repositories import load_and_check, snapshot
from tests.running import replace

ORIGINAL = "casestudies/example-town-pottery/index.en.md"
REASON = 'The fair closed: nobody "sells" there now.'


def retire(root: Path, *arguments: str, lang: str = "en") -> Result:
    command = ["retire", *arguments, "--root", str(root), "--lang", lang]
    return CliRunner().invoke(cli.knowledge, command)


def test_an_entry_is_retired_with_its_reason_and_no_other_byte_changes(small: Path) -> None:
    file = small / ORIGINAL
    replace(file, "status: published", "status: published  # since 2020")
    before = file.read_text("utf-8")
    done = retire(small, "example-town-pottery", "--reason", REASON)
    assert done.exit_code == 0, done.output
    quoted = REASON.replace('"', '\\"')
    expected = f'status: retired  # since 2020\nstatus_reason: "{quoted}"'
    assert file.read_text("utf-8") == before.replace("status: published  # since 2020", expected)
    entry = load_and_check(small)[0].entries["example-town-pottery"]
    assert (entry.facts.status, entry.facts.status_reason) == ("retired", REASON)


def test_the_phrases_that_are_missing_are_listed_in_every_language(small: Path) -> None:
    done = retire(small, "example-town-pottery", "--reason", "Closed for good", lang="fr")
    assert "Reste à faire :" in done.stderr
    for language in ("fr", "ar"):
        assert f"example-town-pottery/index.{language}.md" in done.stderr
    assert '"Closed for good": "…"' in done.stderr


def test_an_entry_is_replaced_by_another_one_and_the_reason_can_change(small: Path) -> None:
    for reason, by in (("One", "example-town-table"), ("Two", "one-table")):
        done = retire(small, "placeholder-port-lamps", "--reason", reason, "--by", by)
        assert done.exit_code == 0, done.output
    facts = load_and_check(small)[0].entries["placeholder-port-lamps"].facts
    assert (facts.status, facts.status_reason) == ("superseded", "Two")
    assert facts.superseded_by == "one-table"


def test_the_page_stays_and_says_why(small: Path) -> None:
    assert retire(small, "example-town-pottery", "--reason", "Closed for good").exit_code == 0
    done = CliRunner().invoke(cli.knowledge, ["build", "--root", str(small)])
    assert done.exit_code == 0, done.output
    page = small / "site/en/casestudies/example-town-pottery/index.html"
    assert "Closed for good" in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("exmple-town-pottery", "--reason", "x"), "Did you mean 'example-town-pottery'?"),
        (("one-table", "--reason", "x", "--by", "one-tabel"), "Did you mean 'one-table'?"),
        (("one-table", "--reason", "x", "--by", "one-table"), "cannot replace itself"),
        (("one-table",), "Missing option '--reason'"),
        (("one-table", "--reason", "x" * 301), "301"),
        (("one-table", "--reason", " "), "status_reason"),
    ],
)
def test_wrong_usage_writes_nothing(arguments: tuple[str, ...], expected: str, small: Path) -> None:
    before = snapshot(small)
    done = retire(small, *arguments)
    assert done.exit_code == 2, done.output
    assert expected in done.stderr
    assert snapshot(small) == before


def test_a_field_of_several_lines_is_left_to_the_author(small: Path) -> None:
    replace(small / ORIGINAL, "status: published", "status: retired\nstatus_reason: >\n  a\n  b")
    before = snapshot(small)
    done = retire(small, "example-town-pottery", "--reason", "New")
    assert done.exit_code == 1
    assert "by hand" in done.stderr
    assert snapshot(small) == before
