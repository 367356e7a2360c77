"""The ledger of published ids: what the check reports, what ``--fix`` and ``move`` write."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from knowledge_repository import cli
from knowledge_repository.autofix.edits import apply_edits
from knowledge_repository.autofix.ledger import record
from tests.repositories import check, load_and_check
from tests.running import replace, tree

LEDGER = "content/published.yml"
POTTERY = "casestudies/example-town-pottery"
PUBLISHED = (
    "bestpractices/one-table",
    POTTERY,
    "casestudies/placeholder-port-lamps",
    "casestudies/sample-valley-weaving",
)
"""The entries of the small repository that are no drafts."""


def write(root: Path, *ids: str) -> None:
    lines = "".join(f"  - {id}\n" for id in ids)
    (root / LEDGER).write_text(f"published:\n{lines}" if ids else "published: []\n", "utf-8")


def found(root: Path) -> list[tuple[int, str, str]]:
    """Line, code and value of each diagnostic of the ledger."""
    return [
        (one.location.line, one.code, str(one.values.get("value") or one.values.get("id")))
        for one in load_and_check(root)[1]
        if one.location.path == LEDGER
    ]


def test_without_a_ledger_there_is_no_rule_and_the_fix_writes_none(small: Path) -> None:
    assert found(small) == []
    assert check(small, "--fix").exit_code == 0
    assert not (small / LEDGER).exists()


def test_an_empty_ledger_gives_no_warning_and_the_fix_fills_it(small: Path) -> None:
    write(small)
    assert found(small) == []
    done = check(small, "--fix")
    assert done.exit_code == 0, done.output
    assert f"{LEDGER}:1:" in done.stderr
    assert "published entries: 4 (the first is bestpractices/one-table)" in done.stderr
    assert (small / LEDGER).read_text("utf-8") == "published:\n" + "".join(
        f"  - {id}\n" for id in PUBLISHED
    )
    before = tree(small)
    assert check(small, "--fix").exit_code == 0
    assert tree(small) == before


def test_an_alias_of_a_published_entry_is_an_address_and_one_of_another_kind_is_none(
    small: Path,
) -> None:
    write(small, "bestpractices/example-town-table", *PUBLISHED, "casestudies/example-town-table")
    assert found(small) == [(2, "vanished-id", "bestpractices/example-town-table")]


def test_an_alias_of_a_draft_is_no_address(small: Path) -> None:
    replace(
        small / "bestpractices/shared-stall/index.en.md", "status:", "aliases: [stall]\nstatus:"
    )
    write(small, "bestpractices/stall", *PUBLISHED)
    assert found(small) == [(2, "vanished-id", "bestpractices/stall")]


def test_a_retired_entry_is_still_there(small: Path) -> None:
    write(small, *PUBLISHED)
    file = small / POTTERY / "index.en.md"
    replace(file, "status: published", "status: retired\nstatus_reason: It closed")
    assert found(small) == []


@pytest.mark.parametrize("fault", ["title: [", "status: nonsense", "review: x"])
def test_an_entry_that_cannot_be_read_has_not_vanished(fault: str, small: Path) -> None:
    write(small, *PUBLISHED, "casestudies/example-town-table")
    file = small / POTTERY / "index.en.md"
    key = fault.partition(":")[0]
    lines = [fault if one.startswith(f"{key}:") else one for one in file.read_text().split("\n")]
    file.write_text("\n".join(lines), "utf-8")
    codes = {one.location.path for one in load_and_check(small)[1]}
    assert f"{POTTERY}/index.en.md" in codes
    assert found(small) == []


def test_a_folder_that_was_renamed_by_hand_is_named_as_the_new_one(small: Path) -> None:
    write(small, *PUBLISHED)
    (small / POTTERY).rename(small / "casestudies/example-town-ceramics")
    done = check(small)
    assert f"{LEDGER}:1:1: warning" in done.stderr
    assert f"{LEDGER}:3:5: error: '{POTTERY}' was published" in done.stderr
    assert "if it was renamed to casestudies/example-town-ceramics, add" in done.stderr


def test_an_id_that_is_named_twice_is_reported(small: Path) -> None:
    write(small, *PUBLISHED, PUBLISHED[0])
    assert found(small) == [(6, "duplicate-value", PUBLISHED[0])]


def test_a_ledger_with_an_error_does_not_stop_a_preview(small: Path) -> None:
    write(small, "casestudies/gone", *PUBLISHED)
    site = small / "preview"
    command = ["build", "--root", str(small), "--site-dir", str(site)]
    assert CliRunner().invoke(cli.knowledge, command).exit_code == 1
    assert not site.exists()
    done = CliRunner().invoke(cli.knowledge, [*command, "--keep-going", "--offline"])
    assert "[vanished-id]" in done.output
    assert (site / "en" / POTTERY / "index.html").exists()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("published: []\n", "published:\n  - a/b\n  - a/d\n"),
        ("published: [a/c]  # x\n", "published: [a/b, a/c, a/d]  # x\n"),
        ("published:\n- a/c\n", "published:\n- a/b\n- a/c\n- a/d\n"),
        (
            "# head\npublished:\n  - a/a  # first\n  # then\n  - 'a/c'\n  - z/z",
            "# head\npublished:\n  - a/a  # first\n  - a/b\n  # then\n  - 'a/c'\n  - a/d\n  - z/z",
        ),
        ("published:\r\n  - z/z\r\n", "published:\r\n  - a/b\r\n  - a/d\r\n  - z/z\r\n"),
        ("published: [\n", "published: [\n"),
        ("published:\n", "published:\n"),
        ("- a/c\n", "- a/c\n"),
    ],
)
def test_new_lines_are_in_order_and_no_other_byte_changes(before: str, after: str) -> None:
    raw = before.encode()
    assert apply_edits(raw, record(raw, ["a/d", "a/b"])).decode() == after
    assert record(after.encode(), ["a/d", "a/b"]) == []


def move(root: Path, old: str, new: str, *more: str) -> str:
    done = CliRunner().invoke(cli.knowledge, ["move", old, new, "--root", str(root), *more])
    assert done.exit_code == 0, done.output
    return done.output


def test_a_move_adds_the_new_id_and_keeps_the_old_one(small: Path) -> None:
    write(small, *PUBLISHED)
    old = (small / LEDGER).read_bytes()
    assert f"{LEDGER}:3:37: + - casestudies/new-town" in move(
        small, "example-town-pottery", "new-town", "--dry-run"
    )
    assert (small / LEDGER).read_bytes() == old
    move(small, "example-town-pottery", "new-town")
    ids = (*PUBLISHED[:2], "casestudies/new-town", *PUBLISHED[2:])
    assert [line[4:] for line in (small / LEDGER).read_text().split("\n")[1:-1]] == [*ids]
    assert found(small) == []
    move(small, "new-town", "example-town-pottery")
    assert found(small) == []
    assert (small / LEDGER).read_text().count(POTTERY) == 1


def test_a_move_of_a_draft_or_without_a_ledger_writes_none(small: Path) -> None:
    move(small, "shared-stall", "own-stall")
    assert not (small / LEDGER).exists()
    write(small, *PUBLISHED)
    before = (small / LEDGER).read_bytes()
    move(small, "own-stall", "shared-stall")
    assert (small / LEDGER).read_bytes() == before
