"""``knowledge move``: folder, alias, links and relations, and no other byte."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from knowledge_repository import cli
from tests.repositories import load_and_check, snapshot
from tests.running import append, replace, tree

OLD, NEW = "example-town-pottery", "new-town-pottery"
FOLDER = f"casestudies/{OLD}"
PORT = "casestudies/placeholder-port-lamps/index.fr.md"


def move(root: Path, *arguments: str, lang: str = "en") -> Result:
    command = ["move", *arguments, "--root", str(root), "--lang", lang]
    return CliRunner().invoke(cli.knowledge, command)


def problems(root: Path) -> list[tuple[str, str]]:
    return [(one.location.path, one.code) for one in load_and_check(root)[1]]


@pytest.mark.parametrize("named", [OLD, FOLDER, "example-town-table", f"{FOLDER}/index.en.md"])
def test_an_entry_gets_a_new_id_and_the_check_finds_nothing_new(named: str, small: Path) -> None:
    before = problems(small)
    pictures = (small / FOLDER / "table.png").read_bytes()
    done = move(small, named, NEW)
    assert done.exit_code == 0, done.output
    assert not (small / FOLDER).exists()
    assert (small / "casestudies" / NEW / "table.png").read_bytes() == pictures
    assert [(path.replace(OLD, NEW), code) for path, code in before] == problems(small)
    text = (small / PORT).read_text("utf-8")
    assert f"[la table](../{NEW}/index.fr.md#ce-qui-a-été-fait)" in text
    assert f"related: [{NEW}, sample-valley-weaving]" in text, "an old alias is one hop now"
    original = (small / "casestudies" / NEW / "index.en.md").read_text("utf-8")
    assert f"aliases: [example-town-table, {OLD}]" in original
    library, _ = load_and_check(small)
    assert library.entries[NEW].facts.aliases == ("example-town-table", OLD)


def test_moving_there_and_back_gives_the_same_text_with_the_alias(small: Path) -> None:
    before = tree(small)
    assert move(small, "one-table", "a-table").exit_code == 0
    assert move(small, "a-table", "one-table").exit_code == 0
    after = tree(small)
    assert [name for name in before if before[name] != after.get(name)] == [
        "bestpractices/one-table/index.en.md"
    ]
    text = after["bestpractices/one-table/index.en.md"].decode()
    assert "\naliases: [a-table]\n" in text


def test_only_the_places_change_and_line_ends_quotes_and_comments_stay(small: Path) -> None:
    file = small / PORT
    replace(file, "related: [example-town-table,", f'related: ["{OLD}",  # near\n  ')
    append(
        file,
        f"\nEncore [une fois](./../{OLD}/), [ici](<../{OLD}/index.en.md>) et [là][la].\n\n"
        f'`../{OLD}/` reste.\n\n[la]: ../{OLD}/index.ar.md "{OLD}"\n',
    )
    raw = b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n")
    file.write_bytes(raw)
    assert move(small, OLD, NEW).exit_code == 0
    expected = raw
    for old, new in (
        (f'"{OLD}",  # near', f'"{NEW}",  # near'),
        (f"(../{OLD}/index.fr", f"(../{NEW}/index.fr"),
        (f"(./../{OLD}/)", f"(./../{NEW}/)"),
        (f"(<../{OLD}/", f"(<../{NEW}/"),
        (f"[la]: ../{OLD}/", f"[la]: ../{NEW}/"),
    ):
        assert expected.count(old.encode()) == 1, old
        expected = expected.replace(old.encode(), new.encode())
    assert file.read_bytes() == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("aliases: []", f"aliases: [{OLD}]"),
        ("aliases:", f"aliases: [{OLD}]"),
        ("aliases:\n  - example-town-table  # 2019", f"  - example-town-table  # 2019\n  - {OLD}"),
        ("aliases:\n- 'example-town-table'", f"- 'example-town-table'\n- {OLD}"),
        ("licence: CC0-1.0", f"status: published\naliases: [{OLD}]"),
    ],
)
def test_the_alias_is_written_as_the_list_is(written: str, expected: str, small: Path) -> None:
    replace(small / FOLDER / "index.en.md", "aliases: [example-town-table]", written)
    replace(small / PORT, "related: [example-town-table,", f"related: [{OLD},")
    done = move(small, OLD, NEW)
    assert done.exit_code == 0, done.output
    assert expected in (small / "casestudies" / NEW / "index.en.md").read_text("utf-8")


def test_a_dry_run_lists_the_edits_and_writes_nothing(small: Path) -> None:
    before = snapshot(small)
    done = move(small, OLD, NEW, "--dry-run", lang="fr")
    assert done.exit_code == 0
    assert f"{PORT}:19:11: example-town-table → {NEW}" in done.stdout
    assert f"../{OLD}/index.fr.md#ce-qui-a-été-fait → ../{NEW}/index.fr.md" in done.stdout
    assert "Rien n'a été écrit." in done.stdout
    assert snapshot(small) == before


def test_a_translation_that_was_up_to_date_stays_so(small: Path) -> None:
    town = "placeholder-port-lamps"
    for language in ("fr", "ar"):
        command = ["translated", OLD, language, "--root", str(small)]
        assert CliRunner().invoke(cli.knowledge, command).exit_code == 0
    append(small / FOLDER / "index.en.md", "\nAnd more.\n")  # one section is stale now

    def status() -> str:
        command = ["status", "--json", "--root", str(small)]
        return CliRunner().invoke(cli.knowledge, command).stdout

    before = status()
    done = move(small, town, "other-port")  # the last section of the original has a link to it
    assert done.exit_code == 0, done.output
    done = move(small, "one-table", "other-table")
    assert done.exit_code == 0, done.output
    after = status().replace("other-port", town).replace("other-table", "one-table")
    assert after == before


def test_links_of_plain_pages_change_too(small: Path) -> None:
    page = small / "content/pages/about/index.en.md"
    append(page, f"\nSee [the town](../../../{FOLDER}/index.en.md).\n")
    assert move(small, OLD, NEW).exit_code == 0
    assert f"(../../../casestudies/{NEW}/index.en.md)" in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "lang", "expected"),
    [
        ((OLD, "Étude Sfax"), "en", "a folder cannot be named 'Étude Sfax'"),
        ((OLD, "New Town"), "fr", "appelez-le « new-town »"),
        ((OLD, "placeholder-port-lamps"), "en", "casestudies/placeholder-port-lamps"),
        ((OLD, "one-table"), "en", "bestpractices/one-table"),
        ((OLD, "bestpractices/other"), "en", "stays in the folder of its kind: casestudies/"),
        ((OLD, OLD), "ar", "هذا هو معرّف المادة الحالي"),
        (("exmple-town-pottery", NEW), "fr", f"Vouliez-vous dire « {OLD} » ?"),
        (("one-table", "example-town-table"), "en", "belongs to another entry"),
    ],
)
def test_a_move_that_cannot_be_is_refused(
    arguments: tuple[str, str], lang: str, expected: str, small: Path
) -> None:
    before = snapshot(small)
    done = move(small, *arguments, lang=lang)
    assert done.exit_code == 2
    assert expected in done.stderr.replace("\u00a0", " ")
    assert snapshot(small) == before


def test_nothing_moves_while_a_file_cannot_be_read(small: Path) -> None:
    replace(small / PORT, "title: ", "title: [")
    before = snapshot(small)
    done = move(small, OLD, NEW)
    assert done.exit_code == 1
    assert f"{PORT}:2:" in done.stderr
    assert snapshot(small) == before


def test_a_bad_name_is_replaced_and_is_no_alias(small: Path) -> None:
    (small / FOLDER).rename(small / "casestudies/Example_Town")
    done = move(small, "Example_Town", OLD)
    assert done.exit_code == 0, done.output
    assert "Example_Town" not in (small / FOLDER / "index.en.md").read_text("utf-8")
    assert problems(small) == []


def test_git_sees_a_rename(small: Path) -> None:
    def git(*arguments: str) -> str:
        settings = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
        command = ["git", "-C", str(small), *settings, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "before")
    assert move(small, OLD, NEW).exit_code == 0
    git("add", ".")
    renamed = git("diff", "--cached", "--name-status", "-M").splitlines()
    assert f"R100\t{FOLDER}/index.fr.md\tcasestudies/{NEW}/index.fr.md" in renamed
    assert not [line for line in renamed if line.startswith(("A", "D"))]
