"""``knowledge check PATH``: everything is checked, only what belongs to the paths is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.repositories import check
from tests.running import replace

TOWN, PORT = "casestudies/example-town-pottery", "casestudies/placeholder-port-lamps"


@pytest.fixture
def two_faults(small: Path) -> Path:
    """A repository with an unknown term in two entries."""
    replace(small / TOWN / "index.en.md", "[TN]", "[Tunsia]")
    replace(small / PORT / "index.fr.md", "steps: [", "steps: [dignostic, ")
    return small


@pytest.mark.parametrize(
    "path",
    [
        TOWN,
        f"{TOWN}/",
        f"./{TOWN}/index.en.md",
        "example-town-pottery",
        "example-town-table",  # an alias
        "{root}/" + TOWN,
    ],
)
def test_only_what_belongs_to_the_path_is_shown(path: str, two_faults: Path) -> None:
    done = check(two_faults, path.format(root=two_faults))
    assert done.exit_code == 1
    assert "Tunsia" in done.stderr
    assert "dignostic" not in done.stderr
    assert "in other files: 1 error." in done.stderr


def test_several_paths_and_a_folder_of_entries(two_faults: Path) -> None:
    for paths in ([TOWN, PORT], ["casestudies"], ["."]):
        done = check(two_faults, *paths)
        assert "Tunsia" in done.stderr
        assert "dignostic" in done.stderr
        assert "in other files" not in done.stderr


def test_a_path_is_relative_to_the_current_folder(
    two_faults: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(two_faults / TOWN)
    done = check(two_faults, "index.en.md")
    assert "Tunsia" in done.stderr
    assert "dignostic" not in done.stderr


def test_faults_elsewhere_are_counted_and_are_no_failure(two_faults: Path) -> None:
    done = check(two_faults, "bestpractices", lang="fr")
    assert done.exit_code == 0
    assert done.stderr == "Non affiché, car dans d'autres fichiers : 2 erreurs.\n"


def test_a_file_that_is_missing_can_be_named(small: Path) -> None:
    (small / "content/languages.yml").unlink()
    assert "languages.yml" in check(small, "content/languages.yml").stderr


@pytest.mark.parametrize(
    ("path", "lang", "expected"),
    [
        ("exemple-town-pottery", "en", "Did you mean 'example-town-pottery'?"),
        (f"{TOWN}/index.frr.md", "en", f"Did you mean '{TOWN}/index.fr.md'?"),
        ("exemple-town-pottery", "fr", "Vouliez-vous dire « example-town-pottery » ?"),
        ("exemple-town-pottery", "ar", "هل تقصد «example-town-pottery»؟"),
        ("/", "en", "is not in the repository"),
        ("zzzz", "en", "There is no file, folder or entry 'zzzz'.\n"),
    ],
)
def test_an_unknown_path_is_wrong_usage(path: str, lang: str, expected: str, small: Path) -> None:
    done = check(small, path, lang=lang)
    assert done.exit_code == 2
    assert expected in done.stderr


def test_an_entry_that_cannot_be_read_is_named_by_its_id_too(two_faults: Path) -> None:
    replace(two_faults / TOWN / "index.en.md", "title:", "titel:")
    done = check(two_faults, "example-town-pottery")
    assert "titel" in done.stderr
    assert "dignostic" not in done.stderr
