"""``knowledge init``: what it writes checks, builds and can be read."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from knowledge_repository import cli
from knowledge_repository.audit.crawler import dead_links, read_pages
from knowledge_repository.build import pipeline
from tests.conftest import PACKAGE, ROOT

STARTER = PACKAGE / "starter" / "README.md"
CHOICES = {
    "one language": ["--languages", "en"],
    "no countries, one kind": ["--languages", "fr", "--kinds", "fiches"],
    "a language that is written from right to left": ["--languages", "fa,en"],
    "another region": [
        "--languages",
        "ru,kk,en",
        "--countries",
        "UZ,KZ",
        "--kinds",
        "projects,lessons",
    ],
    "names with hyphens": ["--kinds", "field-notes,good-ideas", "--countries", "FJ"],
}


def init(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(cli.knowledge, ["init", str(folder), "--yes", *options])


@pytest.mark.parametrize("choice", CHOICES)
def test_a_new_repository_checks_and_builds(choice: str, tmp_path: Path) -> None:
    root = tmp_path / "new"
    done = init(root, "--name", "A 'new' repository: ours", *CHOICES[choice])
    assert done.exit_code == 0, done.output
    check = CliRunner().invoke(cli.knowledge, ["check", "--root", str(root)])
    assert check.exit_code == 0, check.output
    pipeline.build(root)
    pages = read_pages(root / "site")
    assert dead_links(root / "site", pages) == []
    example = "Exemple : " if "fr" in CHOICES[choice] else "Example: "
    texts = [(root / "site" / path).read_text("utf-8").replace("\u202f", " ") for path in pages]
    assert any(example in text for text in texts)


@pytest.mark.parametrize("languages", ["en", "en,fr,ar", "ar-EG,fr-CA"])
def test_a_new_repository_in_languages_with_words_has_no_warnings(
    languages: str, tmp_path: Path
) -> None:
    done = init(tmp_path / "new", "--languages", languages, "--countries", "TN")
    assert done.exit_code == 0
    assert "English" not in done.output
    check = CliRunner().invoke(cli.knowledge, ["check", "--root", str(tmp_path / "new")])
    assert "no problems found" in check.output
    assert check.stderr == ""


def test_a_language_without_words_has_examples_in_english_and_one_warning_a_file(
    tmp_path: Path,
) -> None:
    done = init(tmp_path / "new", "--languages", "fa")
    assert "Persian. The labels and the examples are in English" in done.output
    assert "projects/example-projects/index.fa.md" in done.output
    done = init(tmp_path / "second", "--languages", "en,ru", "--kinds", "class")
    assert "English" not in done.output
    check = CliRunner().invoke(cli.knowledge, ["check", "--root", str(tmp_path / "second")])
    files = [line.split(":")[0] for line in check.stderr.splitlines() if " warning: " in line]
    assert len(files) == len(set(files)), check.stderr


def test_its_make_targets_work(tmp_path: Path) -> None:
    assert init(tmp_path / "new", "--countries", "TN").exit_code == 0
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["make", "test"],
        cwd=tmp_path / "new",
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Links that lead nowhere: 0" in done.stdout
    assert "Complaints: 0" in done.stdout
    assert (tmp_path / "new/site/en/index.html").is_file()


def test_the_forms_for_issues_are_in_the_languages_that_have_words(tmp_path: Path) -> None:
    expected = {"fr,ar": {"fr", "ar"}, "ru,kk": {"ru"}, "fr,ru": {"fr"}}
    for number, (languages, codes) in enumerate(expected.items()):
        root = tmp_path / str(number)
        assert init(root, "--languages", languages, "--kinds", "good-ideas").exit_code == 0
        forms = {file.name: file for file in (root / ".github/ISSUE_TEMPLATE").iterdir()}
        names = ("entry-good-ideas", "correction", "translation")
        assert forms.keys() == {f"{code}-{name}.yml" for code in codes for name in names}
        for code in codes:
            form = yaml.safe_load(forms[f"{code}-entry-good-ideas.yml"].read_text("utf-8"))
            assert form["body"][0]["attributes"]["options"] == ["Good idea"]
            assert {"section-text", "sources"} <= {one["id"] for one in form["body"]}
        assert (root / "frontmatter.json").is_file()


def test_its_workflows_pass_the_auditor(tmp_path: Path) -> None:
    assert init(tmp_path / "new").exit_code == 0
    zizmor = Path(sys.executable).parent / "zizmor"
    command = [str(zizmor), "--offline", "--persona", "auditor", str(tmp_path / "new/.github")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_questions_are_asked_for_what_is_not_given(tmp_path: Path) -> None:
    command = ["init", str(tmp_path / "new"), "--kinds", "stories"]
    done = CliRunner().invoke(cli.knowledge, command, input="Our stories\nfr en\n\n")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "new/stories/example-stories/index.fr.md").is_file()
    assert "Our stories" in (tmp_path / "new/README.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("option", "value", "expected"),
    [
        ("--languages", "xx", "there is no language 'xx'"),
        ("--languages", "English", "wrong form"),
        ("--kinds", "My Kinds!", "wrong form"),
        ("--kinds", "content", "another use"),
        ("--kinds", "map", "another use"),
        ("--countries", "XQ", "there is no country 'XQ'"),
        ("--countries", "Tunisia", "wrong form"),
        ("--kinds", ",", "at least one"),
    ],
)
def test_a_wrong_choice_writes_nothing(
    option: str, value: str, expected: str, tmp_path: Path
) -> None:
    done = init(tmp_path / "new", option, value)
    assert done.exit_code == 2
    assert expected in done.output
    assert not (tmp_path / "new").exists()


def test_a_folder_with_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    done = init(tmp_path)
    assert done.exit_code == 2
    assert "is not empty" in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_examples_of_the_documentation_are_valid(tmp_path: Path) -> None:
    root = tmp_path / "new"
    assert init(root, "--countries", "TN", "--kinds", "projects,lessons").exit_code == 0
    blocks = re.findall(r"```yaml\n(.*?)```", STARTER.read_text("utf-8"), re.DOTALL)
    kinds, basins, site = blocks
    countries = "      countries: {type: term, list: true, vocabulary: countries}\n      stage:"
    kinds = kinds.replace("      stage:", countries, 1)
    (root / "content/kinds.yml").write_text(kinds, "utf-8")
    (root / "content/vocabularies/basins.yml").write_text(basins, "utf-8")
    steps = "label: {en: Steps}\none: {en: Step}\nterms: [{id: first, label: {en: First}}]\n"
    (root / "content/vocabularies/steps.yml").write_text(steps, "utf-8")
    steps_field = "      steps: {type: term, list: true, vocabulary: steps}\n      stage:"
    text = (root / "content/kinds.yml").read_text("utf-8")
    (root / "content/kinds.yml").write_text(text.replace("      stage:", steps_field, 1), "utf-8")
    site = site.replace("[canal-meters]", "[]")  # the examples are removed below
    (root / "content/site.yml").write_text(site, "utf-8")
    mkdocs = (root / "mkdocs.yml").read_text("utf-8")
    named = re.sub(r"site_name: .*", "site_name: Water", mkdocs)
    (root / "mkdocs.yml").write_text(named, "utf-8")
    for kind in ("projects", "lessons"):
        shutil.rmtree(root / kind / f"example-{kind}")
    done = CliRunner().invoke(cli.knowledge, ["check", "--root", str(root)])
    assert done.exit_code == 0, done.stderr


def test_the_package_works_where_it_is_installed(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check"]
    build = ["wheel", "--no-deps", "--no-build-isolation", "--no-index", str(ROOT)]
    build += ["--wheel-dir", str(tmp_path)]
    subprocess.run([*pip, *build], check=True)
    [wheel] = tmp_path.glob("*.whl")
    subprocess.run(
        [*pip, "install", "--no-deps", "--no-index", "--target", tmp_path / "installed", wheel],
        check=True,
    )
    new = tmp_path / "new"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "installed")}
    for arguments in (["init", str(new), "--yes"], ["build", "--root", str(new)]):
        subprocess.run(
            [sys.executable, "-m", "knowledge_repository", *arguments],
            cwd=tmp_path,
            env=environment,
            check=True,
        )
    assert (new / "site/en/index.html").is_file()
    code = "import knowledge_repository; print(knowledge_repository.__file__)"
    found = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert found.stdout.startswith(str(tmp_path / "installed"))
