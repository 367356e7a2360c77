"""Every mistake that an author can make, and the message about it.

Each folder of ``tests/broken`` is ``tests/small`` with one mistake; its ``problems.txt`` is what
the author then reads, word for word: the messages are part of the product. The name of a folder is
the code of the diagnostic, followed by the cause if the code has several.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_repository import diagnostics
from knowledge_repository.source.yaml import parse
from tests.conftest import ROOT, copy_small
from tests.repositories import BROKEN, CASES, OWN_FILES, add_fault, check, snapshot

WARNINGS = (
    "bare-source",
    "different-figures",
    "doubtful-number",
    "early-date",
    "empty-field-optional",
    "future-date",
    "missing-label",
    "missing-phrase",
    "missing-words",
    "outdated-translation",
    "outside-map",
    "outside-territory",
    "settings-code",
    "shared-word",
    "twin-source",
    "unrecorded-id",
    "unused-picture",
)
"""Codes, and cases of codes that are else errors, whose message is a warning."""
ERRORS = ("outside-territory-swapped",)
"""Cases of these codes that are errors."""
GUIDE = "Each code in brackets has a page in the author guide: https://example.org/small/en/guide/"
CODES = {code.partition("/")[0] for code in diagnostics.catalogue()}


def code_of(case: str) -> str:
    """The longest code that the name of a folder begins with."""
    fitting = [code for code in CODES if f"{case}-".startswith(f"{code}-")]
    return max(fitting, key=len, default="")


def test_the_small_repository_has_no_mistake(small: Path) -> None:
    done = check(small)
    assert done.exit_code == 0, done.output
    assert "no problems found" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("case", CASES)
def test_one_mistake_gives_one_message_word_for_word(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = copy_small(tmp_path / "small")
    if (BROKEN / case / "CI").exists():
        monkeypatch.setenv("CI", "true")
    add_fault(case, root)
    before = snapshot(root)

    done = check(root)

    expected = (BROKEN / case / "problems.txt").read_text(encoding="utf-8")
    warning = {code_of(case), case}.intersection(WARNINGS) and case not in ERRORS
    assert done.stderr == expected + ("" if warning else f"\n1 error.\n{GUIDE}\n")
    assert done.exit_code == (0 if warning else 1)
    assert "Traceback" not in done.output
    assert expected.count(f" [{code_of(case)}]\n") == 1, "the folder is named for its code"
    assert snapshot(root) == before, "checking changes nothing"


def test_every_code_has_a_broken_repository() -> None:
    assert CODES - {code_of(case) for case in CASES} == set()


def test_every_cause_has_a_broken_repository() -> None:
    causes = {code.replace("/", "-") for code in diagnostics.catalogue() if "/" in code}
    assert causes - set(CASES) == set()


def test_the_name_of_every_broken_repository_begins_with_a_code() -> None:
    assert {case for case in CASES if not code_of(case)} == set()


def test_every_broken_repository_contains_only_what_differs() -> None:
    small = ROOT / "tests" / "small"
    same = [
        str(path.relative_to(BROKEN))
        for case in CASES
        for path in (BROKEN / case).rglob("*")
        if path.is_file()
        and path.name not in OWN_FILES
        and (twin := small / path.relative_to(BROKEN / case)).is_file()
        and twin.read_bytes() == path.read_bytes()
    ]
    assert same == []


def test_the_messages_on_mistakes_of_contributors_lead_out() -> None:
    document = parse("grades.yml", (BROKEN / "grades.yml").read_text(encoding="utf-8"))
    assert isinstance(document.data, dict)
    rows = document.data["mistakes"]
    assert isinstance(rows, list)
    grades: dict[str, int] = {}
    for row in rows:
        assert isinstance(row, dict)
        problems = BROKEN / str(row["case"]) / "problems.txt"
        assert problems.read_text(encoding="utf-8").strip(), row
        parts = [int(str(row[part])) for part in ("cause", "place", "way_out")]
        assert set(parts) <= {0, 1}, row
        grades[str(row["mistake"])] = sum(parts)
    assert len(grades) == len(rows) >= 132
    assert min(grades.values()) > 0
    assert sum(grades.values()) / len(grades) >= 2.7
