"""``check --fix`` in a repository: its messages, files that it writes, files that it leaves."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import Result

from knowledge_repository.autofix import apply
from knowledge_repository.autofix.fixes import Fix, fix_text
from knowledge_repository.model import Location
from tests.conftest import copy_small
from tests.repositories import check, snapshot
from tests.running import replace

PRACTICE = "bestpractices/one-table/index.en.md"
STALL = "bestpractices/shared-stall/index.en.md"
WEAVING = "casestudies/sample-valley-weaving/index.ar.md"
POTTERY = "casestudies/example-town-pottery/index.fr.md"
LAMPS = "casestudies/placeholder-port-lamps/index.fr.md"
ABOUT = "content/pages/about/index.en.md"
CRAFTS = "content/vocabularies/crafts.yml"
NOTHING = "No problem can be fixed automatically."
OTHER_USER = 65534


def damage(file: Path) -> bytes:
    """Add a fault that has a fix: a no-break space after a field."""
    text = file.read_bytes().decode()
    text = re.sub(r"^(\w+): (\w+)$", "\\1:\u00a0\\2", text, count=1, flags=re.MULTILINE)
    file.write_bytes(text.encode())
    return file.read_bytes()


def fix(root: Path, *arguments: str, lang: str = "en") -> Result:
    return check(root, "--fix", *arguments, lang=lang)


def listed(done: Result) -> list[tuple[str, str]]:
    """File and code of every fix."""
    lines = done.stderr.split("\n")
    end = next(number for number, line in enumerate(lines) if line.startswith("Fixes made: "))
    return [(line.split(":")[0], line.rsplit("[", 1)[1].rstrip("]")) for line in lines[:end]]


def differing(before: dict[str, object], after: dict[str, object]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def spoil(root: Path) -> list[tuple[str, str]]:
    """Add faults of every kind that has a fix; gives the file and the code of each."""
    replace(root / PRACTICE, 'short_title: "Cluster #1"', "short_title: Cluster #1")
    replace(root / STALL, "[cluster-agents]", "[Agents de cluster]")
    replace(root / WEAVING, "[weaving]", "[Tissage]")
    replace(root / WEAVING, "[women]", "[النساء]")
    replace(root / WEAVING, "countries: [DZ]", "countries: [Algérie]")
    replace(root / LAMPS, "crafts: [pottery]", "crafts: [Pottery]")
    replace(root / ABOUT, "title: ", "title:\u00a0")
    replace(root / CRAFTS, "group: countries", "group:\u00a0countries")
    return [
        (STALL, "term"),
        (PRACTICE, "quotes"),
        (WEAVING, "term"),
        (WEAVING, "term"),
        (WEAVING, "term"),
        (LAMPS, "term"),
        (ABOUT, "no-break-space"),
        (CRAFTS, "no-break-space"),
    ]


# -- fixes -------------------------------------------------------------------------------------


def test_every_fault_that_has_a_fix_is_fixed_and_the_repository_is_as_before(small: Path) -> None:
    replace(small / PRACTICE, 'short_title: "One table"', 'short_title: "Cluster #1"')
    whole = snapshot(small)
    faults = spoil(small)
    spoilt = snapshot(small)
    codes = [
        line.rsplit("[", 1)[1] for line in check(small).stderr.split("\n") if ": error: " in line
    ]
    assert {"broken-yaml]", "hash-in-value]", "unknown-term]"} <= set(codes)
    assert snapshot(small) == spoilt, "without --fix nothing is written"

    done = fix(small)

    assert done.exit_code == 0, done.output
    assert sorted(listed(done)) == sorted(faults)
    assert f"Fixes made: {len(faults)}, files changed: 6." in done.stderr
    assert "no problems found" in done.stdout
    assert differing(spoilt, snapshot(small)) == {path for path, _ in faults}
    assert differing(whole, snapshot(small)) == set()


def test_a_second_run_changes_no_byte_and_says_so(small: Path) -> None:
    replace(small / PRACTICE, 'short_title: "One table"', 'short_title: "Cluster #1"')
    spoil(small)
    fix(small)
    before = snapshot(small)
    times = {path: path.stat().st_mtime_ns for path in small.rglob("*")}
    done = fix(small)
    assert done.exit_code == 0
    assert done.stderr == f"{NOTHING}\n"
    assert snapshot(small) == before
    assert {path: path.stat().st_mtime_ns for path in small.rglob("*")} == times


def test_one_run_is_enough_where_one_fault_hides_another(small: Path) -> None:
    replace(small / WEAVING, "depth: note", "depth:\u00a0note")
    replace(small / WEAVING, "[weaving]", "[Tissage]")
    done = fix(small)
    assert done.exit_code == 0, done.stderr
    assert sorted(listed(done)) == [(WEAVING, "no-break-space"), (WEAVING, "term")]


def test_labels_are_known_once_their_list_can_be_read(small: Path) -> None:
    replace(small / CRAFTS, "group: countries", "group:\u00a0countries")
    replace(small / WEAVING, "[weaving]", "[Tissage]")
    assert fix(small).exit_code == 0
    after = snapshot(small)
    assert fix(small).stderr == f"{NOTHING}\n"
    assert snapshot(small) == after


def test_a_label_that_two_terms_share_is_left_to_its_author(small: Path) -> None:
    replace(small / CRAFTS, 'fr: "Tissage"', 'fr: "Poterie"')
    replace(small / LAMPS, "crafts: [pottery]", "crafts: [Poterie]")
    before = snapshot(small)
    done = fix(small)
    assert done.exit_code == 1
    assert done.stderr.startswith(f"{NOTHING}\n{LAMPS}:9:10: error: ")
    assert snapshot(small) == before


def test_remaining_problems_are_reported_after_the_fixes(small: Path) -> None:
    damage(small / LAMPS)
    replace(small / PRACTICE, "related: [shared-stall]", "related: [nothing-there]")
    done = fix(small)
    assert done.exit_code == 1
    assert listed(done) == [(LAMPS, "no-break-space")]
    assert done.stderr.index("Fixes made: 1") < done.stderr.index("[dead-relation]")


def test_a_fix_is_reported_with_its_location(small: Path) -> None:
    replace(small / WEAVING, "[weaving]", "[Tissage]")
    assert f"{WEAVING}:9:10: replaced 'Tissage' with its id, weaving [term]\n" in fix(small).stderr


@pytest.mark.parametrize(
    ("lang", "fixed", "nothing"),
    [
        (
            "fr",
            "Corrections faites\u00a0: 1, fichiers modifiés\u00a0: 1.",
            "Rien qui puisse être corrigé",
        ),
        ("ar", "التصحيحات المنجزة: 1، الملفات المعدَّلة: 1.", "لا شيء يمكن تصحيحه"),
    ],
)
def test_the_messages_are_in_the_wanted_language(
    small: Path, lang: str, fixed: str, nothing: str
) -> None:
    damage(small / LAMPS)
    assert fixed in fix(small, lang=lang).stderr
    assert nothing in fix(small, lang=lang).stderr


def test_json_contains_only_what_remains(small: Path) -> None:
    damage(small / LAMPS)
    replace(small / PRACTICE, "related: [shared-stall]", "related: [nothing-there]")
    done = fix(small, "--format", "json")
    assert done.exit_code == 1
    assert "dead-relation" in json.dumps(json.loads(done.stdout))
    assert "no-break-space" not in done.stdout
    assert "[no-break-space]" in done.stderr


# -- files that are never written --------------------------------------------------------------


def test_a_link_is_neither_followed_nor_replaced(small: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    shutil.copy(small / LAMPS, outside)
    before = damage(outside)
    (small / LAMPS).unlink()
    (small / LAMPS).symlink_to(outside)
    done = fix(small)
    assert (outside.read_bytes(), (small / LAMPS).readlink()) == (before, outside)
    assert NOTHING in done.stderr
    assert done.exit_code == 1


@pytest.mark.parametrize(
    "folder",
    ["casestudies/placeholder-port-lamps", "casestudies", "content/vocabularies", "content"],
)
def test_a_folder_that_is_a_link_is_not_entered(small: Path, tmp_path: Path, folder: str) -> None:
    outside = tmp_path / "outside"
    shutil.move(small / folder, outside)
    (small / folder).symlink_to(outside)
    for file in outside.rglob("*.[my][dm]*"):
        damage(file)
    before = snapshot(outside)
    done = fix(small)
    assert differing(before, snapshot(outside)) == set()
    assert done.exit_code == 1


def test_a_file_with_a_second_name_is_not_written(small: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.md"
    other.hardlink_to(small / LAMPS)
    before = damage(other)
    done = fix(small)
    assert other.read_bytes() == (small / LAMPS).read_bytes() == before
    assert other.samefile(small / LAMPS)
    assert NOTHING in done.stderr


def test_a_very_large_file_is_not_written(small: Path) -> None:
    file = small / "content/sources/large.yml"
    file.write_bytes(b"sources:\xc2\xa0[]\n" + b"# Example\n" * 201_000)
    assert file.stat().st_size > 2_000_000
    before = file.read_bytes()
    done = fix(small)
    assert file.read_bytes() == before
    assert done.stderr.startswith(f"{NOTHING}\ncontent/sources/large.yml:1:1: error: ")


def test_only_texts_and_lists_of_the_repository_are_written(small: Path) -> None:
    others = [
        "mkdocs.yml",
        "README.md",
        "notes/index.en.md",
        "casestudies/.hidden/index.en.md",
        "casestudies/example-town-pottery/notes.txt",
        "casestudies/example-town-pottery/script.js",
        "site/index.en.md",
    ]
    for name in others:
        file = small / name
        file.parent.mkdir(exist_ok=True)
        if not file.exists():
            file.write_bytes(b"---\ntitle: x  \n---\n")
        damage(file)
    os.mkfifo(small / "casestudies/example-town-pottery/index.de.md")
    before = snapshot(small)
    done = fix(small)
    assert NOTHING in done.stderr
    assert differing(before, snapshot(small)) == set()


def test_no_control_character_of_a_name_reaches_the_terminal(small: Path) -> None:
    name = "\x1b[31mred\u202e\x07\n::error::x.md"
    (small / "casestudies/sample-valley-weaving" / name).write_bytes(
        "---\nt: u\na:\u00a0b\n---\n".encode()
    )
    done = check(small, "--fix", color=True)
    first = done.stderr.split("\n")[0]
    assert first.startswith(
        "casestudies/sample-valley-weaving/\\x1b[31mred\\x202e\\x07\\x0a::error"
    )
    assert "\u202e" not in done.stderr
    assert "\x07" not in done.stderr


# -- permissions and failures ------------------------------------------------------------------


@pytest.mark.parametrize("mode", [0o644, 0o600, 0o755, 0o664, 0o444])
def test_the_permissions_of_a_file_stay(small: Path, mode: int) -> None:
    damage(small / LAMPS)
    (small / LAMPS).chmod(mode)
    assert fix(small).exit_code == 0
    assert stat.S_IMODE((small / LAMPS).stat().st_mode) == mode
    assert ":\u00a0".encode() not in (small / LAMPS).read_bytes()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root may give files away")
def test_the_owner_of_a_file_stays(small: Path) -> None:
    damage(small / LAMPS)
    os.chown(small / LAMPS, OTHER_USER, OTHER_USER)
    assert fix(small).exit_code == 0
    status = (small / LAMPS).stat()
    assert (status.st_uid, status.st_gid) == (OTHER_USER, OTHER_USER)


def test_a_file_that_an_author_saves_meanwhile_is_not_written(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = (small / LAMPS).read_bytes() + b"\nSaved meanwhile.\n"
    damage(small / LAMPS)

    def save_and_fix(
        path: str,
        raw: bytes,
        terms: Mapping[Location, str],
        figures: Mapping[Location, tuple[str, str]],
    ) -> tuple[bytes, list[Fix]]:
        if path == LAMPS:
            (small / LAMPS).write_bytes(saved)
        return fix_text(path, raw, terms, figures)

    monkeypatch.setattr(apply, "fix_text", save_and_fix)
    done = fix(small)
    assert (small / LAMPS).read_bytes() == saved
    assert done.stderr.startswith(f"{NOTHING}\n")
    assert [file.name for file in (small / LAMPS).parent.iterdir() if file.name[0] == "."] == []


@contextmanager
def powerless() -> Iterator[None]:
    """Root may write anywhere, so this process runs as another user for a while."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(OTHER_USER)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.fixture
def locked() -> Iterator[Path]:
    """A repository with two files to fix, the second in a folder where nothing can be written.

    Every user may enter the folder above it.
    """
    above = Path(tempfile.mkdtemp(prefix="knowledge-test-"))
    try:
        above.chmod(0o755)
        root = copy_small(above / "small")
        damage(root / LAMPS)
        damage(root / WEAVING)
        if os.geteuid() == 0:
            for path in (root, *root.rglob("*")):
                os.chown(path, OTHER_USER, OTHER_USER)
        (root / WEAVING).parent.chmod(0o555)
        yield root
    finally:
        for path in above.rglob("*"):
            if path.is_dir():
                path.chmod(0o755)
        shutil.rmtree(above)


def test_a_failed_write_names_its_file_and_the_earlier_fixes(locked: Path) -> None:
    before = snapshot(locked)
    with powerless():
        done = fix(locked)
    assert done.exit_code == 1
    assert "Traceback" not in done.output
    assert f"{WEAVING}: Permission denied" in done.stderr, "the author's file, not a hidden one"
    assert differing(before, snapshot(locked)) == {LAMPS}
    assert re.search(f"{LAMPS}:\\d+:\\d+: replaced the no-break space", done.stderr)


def test_the_other_files_are_fixed_if_one_cannot_be_read(locked: Path) -> None:
    (locked / WEAVING).parent.chmod(0o755)
    (locked / LAMPS).chmod(0)
    with powerless():
        done = fix(locked)
    assert done.exit_code == 1
    assert f"{LAMPS}:1:1: error: this file cannot be opened: Permission denied" in done.stderr
    assert listed(done) == [(WEAVING, "no-break-space")]
