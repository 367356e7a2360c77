"""``knowledge migrate``: a repository of the layout before ``content/kinds.yml``.

``tests/old`` is a small repository as it was at that time, with comments and words of its own.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner, Result

from knowledge_repository import cli, migrations
from knowledge_repository.audit.crawler import dead_links, read_pages
from knowledge_repository.autofix import apply
from knowledge_repository.migrations import schema_1
from knowledge_repository.schema.declaration import SCHEMA, KindsFile
from tests.conftest import ROOT
from tests.repositories import check, load_and_check, snapshot, text_of
from tests.running import replace

OLD = ROOT / "tests" / "old"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A copy of the old repository."""
    return Path(shutil.copytree(OLD, tmp_path / "old"))


def migrate(root: Path, *arguments: str, lang: str = "en") -> Result:
    command = ["migrate", *arguments, "--root", str(root), "--lang", lang]
    return CliRunner().invoke(cli.knowledge, command)


def read(root: Path, path: str) -> str:
    return (root / path).read_text(encoding="utf-8")


def write(root: Path, path: str, text: str) -> None:
    (root / path).write_text(text, encoding="utf-8", newline="")


def comments(root: Path) -> list[str]:
    """The comments of the old files that have lines of their own."""
    return [
        line.strip()
        for name in migrations.data_files(OLD)
        for line in read(root, name).splitlines()
        if line.strip().startswith("#")
    ]


def test_the_steps_lead_to_the_version_that_the_program_reads() -> None:
    ends = [(step.from_, step.to) for step in migrations.STEPS]
    assert ends == [(number, number + 1) for number in range(SCHEMA)]
    assert get_args(KindsFile.model_fields["schema_version"].annotation) == (str(SCHEMA),)


@pytest.mark.parametrize("lang", ["en", "fr", "ar"])
def test_the_check_of_an_old_repository_names_the_command(old: Path, lang: str) -> None:
    done = check(old, lang=lang)
    assert done.exit_code == 1
    assert "[older-schema]" in done.stderr
    assert "`knowledge migrate`" in done.stderr
    assert "unknown-word" not in done.stderr, "other mistakes would be none after the migration"


def test_a_migrated_repository_has_no_errors_and_no_warnings(old: Path) -> None:
    done = migrate(old)
    assert done.exit_code == 0, done.output
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1].startswith("Schema 0 is now schema 1. Files changed: 10.")
    library, found = load_and_check(old)
    assert found == []
    assert len(library.entries) == 5
    assert set(library.schema.kinds) == {"casestudies", "bestpractices"}
    assert check(old).exit_code == 0


def test_the_pages_of_a_migrated_repository_show_its_words(old: Path) -> None:
    assert migrate(old).exit_code == 0
    done = CliRunner().invoke(cli.knowledge, ["build", "--root", str(old), "--lang", "en"])
    assert done.exit_code == 0, done.output
    site = old / "site"
    assert dead_links(site, read_pages(site)) == []

    def page(path: str) -> str:
        return text_of(read(site, f"{path}/index.html"))

    pottery = page("en/casestudies/example-town-pottery")
    for words in (
        "Where it began",  # the heading of a section
        "Potters have worked in the town for long.",
        "For the benefit of",  # a field with a vocabulary
        "Documented by others",
        "Example Town Council",
        "Full case",
        "Creative Clusters",
    ):
        assert words in pottery, words
    assert "Étude complète" in page("fr/casestudies/example-town-pottery")
    assert "Où elle a été essayée" in page("fr/bestpractices/one-table")
    assert "دراسة حالة" in page("ar/casestudies/sample-valley-weaving")
    home = page("en")
    assert "I am a …" in home
    assert "What clusters of artisans" in home
    assert "Our collection in figures" in page("en/statistics")
    assert "Steps: Diagnostic" in page("en/overview")
    assert "#9c3f26" in read(site, "assets/knowledge/site.css") + read(site, "en/index.html")


def test_a_second_run_changes_nothing(old: Path) -> None:
    migrate(old)
    before = snapshot(old)
    done = migrate(old)
    assert done.exit_code == 0
    assert done.stdout.startswith("Nothing to migrate")
    assert snapshot(old) == before


def test_each_edit_changes_nothing_that_it_changed_before(old: Path) -> None:
    migrate(old)
    assert schema_1.change(migrations.data_files(old)) == {}


def test_a_dry_run_writes_nothing_and_shows_every_change(old: Path) -> None:
    before = snapshot(old)
    done = migrate(old, "--dry-run")
    assert done.exit_code == 0, done.output
    assert snapshot(old) == before
    assert "Nothing was written." in done.stdout
    for line in (
        "+++ content/kinds.yml",
        "+schema: 1",
        '-    glued: {after: "(?:e?s)?"}    # plural forms',
        '+    affixes: {after: "(?:e?s)?"}    # plural forms',
        "-        seconds: 10         # of the check of one text",
        "+territories: true",
    ):
        assert f"\n{line}\n" in done.stdout, line


def test_comments_order_and_line_ends_stay(old: Path) -> None:
    for path in ("content/words/fr.yml", "content/vocabularies/sectors.yml"):
        write(old, path, read(old, path).replace("\n", "\r\n"))
    before = comments(old)
    assert len(before) > 6
    migrate(old)
    assert comments(old) == before
    sectors = (old / "content/vocabularies/sectors.yml").read_bytes()
    expected = (OLD / "content/vocabularies/sectors.yml").read_bytes().replace(b"\n", b"\r\n")
    expected = expected.replace(
        b"family: design-based    # red", b'colour: {light: "#9c3f26", dark: "#f2a58e"}    # red'
    ).replace(b"    family: design-based\r\n", b"")
    assert sectors == expected
    countries = read(old, "content/vocabularies/countries.yml")
    assert "\nterritories: true\n# Countries with entries.\nterms:\n" in countries
    french = (old / "content/words/fr.yml").read_bytes()
    assert french.count(b"\n") == french.count(b"\r\n") > 10


def test_only_words_that_say_the_same_as_the_program_are_removed(old: Path) -> None:
    migrate(old)
    words = read(old, "content/words/en.yml")
    assert 'title: "Our collection in figures"' in words
    assert 'ongoing: "still going on"' in words, "it has a new key"
    assert "search_in" not in words
    assert "\n\n\n" not in words
    assert "used_by" not in words, "the old sentence is the one of the program"
    assert "used_by" in read(old, "content/words/fr.yml")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('nav: {digits: "Digits:", home: "Start", menu: "Menu"}\n', 'nav: {home: "Start"}\n'),
        ('nav: {home: "Start", digits: "Digits:", menu: "Menu"}\n', 'nav: {home: "Start"}\n'),
        ('nav: {digits: "Digits:", menu: "Menu", home: "Start"}\n', 'nav: {home: "Start"}\n'),
        ("# Ours\nnav:\n  # The menu\n  home: Home\n", "# Ours\n  # The menu\n{}\n"),
        ('# Ours\nnav: {home: "Home"}\n', "# Ours\n{}\n"),
        ('{nav: {home: "Home"}, list: {empty: "Nix"}}\n', '{list: {empty: "Nix"}}\n'),
        ('home: {countries: "{count} lands"}\n', 'home: {territories: "{count} lands"}\n'),
        ('overview:\n  steps: "{steps} are done"\n', 'overview:\n  dots: "{names} are done"\n'),
        ('choices: {"yes": "Aye"}\n', 'entry:\n  yes: "Aye"\n'),
    ],
)
def test_words_in_other_notations(before: str, after: str) -> None:
    path = "content/words/en.yml"
    changed = schema_1.change({path: before.encode()})
    assert changed[path].decode() == after


def test_a_colour_that_the_program_did_not_have_is_left_to_the_author(old: Path) -> None:
    path = "content/vocabularies/sectors.yml"
    text = 'terms:\n  - family: other\n    id: other\n    label: {en: "Other"}\n'
    changed = schema_1.change({path: text.encode()})
    assert changed[path].decode() == 'terms:\n  - id: other\n    label: {en: "Other"}\n'


def test_the_only_limit_is_removed_with_its_group() -> None:
    text = "plugins:\n  - search\n  - knowledge:\n      limits:\n        seconds: 10\n"
    changed = schema_1.change({"mkdocs.yml": text.encode()})
    assert changed["mkdocs.yml"].decode() == "plugins:\n  - search\n  - knowledge:\n"


def test_a_file_that_cannot_be_read_is_named_and_nothing_is_written(old: Path) -> None:
    path = "content/vocabularies/steps.yml"
    write(old, path, read(old, path) + "note: [open\n")
    before = snapshot(old)
    done = migrate(old)
    assert done.exit_code == 1
    assert f"{path}:" in done.stderr
    assert "[broken-yaml]" in done.stderr
    assert snapshot(old) == before


def test_if_a_file_cannot_be_written_all_are_as_before(old: Path) -> None:
    (old / "content" / "kinds.yml").mkdir()  # nothing else can have this name
    before = snapshot(old)
    changed = schema_1.change(migrations.data_files(old))
    assert "content/kinds.yml" in changed
    with pytest.raises(OSError, match=r"content/kinds\.yml"):
        apply.write_files(old, migrations.data_files(old), changed)
    assert snapshot(old) == before


def test_a_repository_of_a_newer_program_is_not_changed(small: Path) -> None:
    replace(small / "content" / "kinds.yml", "schema: 1", "schema: 12")
    replace(small / "content" / "kinds.yml", "kinds:\n", "futures: {}\nkinds:\n")
    before = snapshot(small)
    done = migrate(small)
    assert done.exit_code == 1
    assert "this repository has schema 12" in done.stderr
    assert "update the program" in done.stderr
    assert "futures" not in done.stderr
    assert snapshot(small) == before


def test_a_repository_of_this_version_has_nothing_to_migrate(small: Path) -> None:
    before = snapshot(small)
    done = migrate(small, lang="fr")
    assert done.exit_code == 0
    assert done.stdout.startswith("Rien à migrer")
    assert snapshot(small) == before
