"""``knowledge forms``: forms for issues and settings of editors, and drafts from such issues."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from click.testing import CliRunner, Result

from knowledge_repository import cli
from knowledge_repository.cli.forming import write_forms
from knowledge_repository.drafts import issues
from knowledge_repository.drafts.editor_files import DATA_FILES, SCHEMAS
from knowledge_repository.drafts.issue_forms import FOLDER
from tests.conftest import ROOT
from tests.others import notes, water
from tests.repositories import load_and_check

Form = dict[str, Any]


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli.knowledge, [*arguments, "--root", str(root), "--lang", "en"])


def forms_of(root: Path) -> dict[str, Form]:
    files = sorted((root / FOLDER).glob("*.yml"))
    return {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in files}


def answered(form: Form, answers: dict[str, str], default: str = "One.\n\n$(touch ran) {x}") -> str:
    """The body of an issue that GitHub makes from a filled-in form."""
    parts = []
    for part in form["body"]:
        attributes = part["attributes"]
        options = attributes.get("options", [default])
        answer = ", ".join(options[:2]) if attributes.get("multiple") else options[0]
        parts.append(f"### {attributes['label']}\n\n{answers.get(part['id'], answer)}\n")
    return "\n".join(parts)


def without_terms(value: object, terms: set[str]) -> object:
    """*value* without the terms of vocabularies: writers add some without the program."""
    if isinstance(value, dict):
        return {key: without_terms(one, terms) for key, one in value.items()}
    if isinstance(value, list):
        ids = [one.get("id") if isinstance(one, dict) else one for one in value]
        rest = [one for one, id in zip(value, ids, strict=True) if id not in terms]
        return [without_terms(one, terms) for one in rest]
    return value


def test_the_forms_of_this_repository_follow_its_kinds(tmp_path: Path) -> None:
    root = tmp_path / "copy"
    shutil.copytree(ROOT / "content", root / "content")
    shutil.copy(ROOT / "mkdocs.yml", root)
    write_forms(root)
    vocabularies = load_and_check(root)[0].vocabularies.values()
    terms = {name for one in vocabularies for id, term in one.terms.items()
             for name in (id, *term.labels.values())}  # fmt: skip
    for file in sorted(root.rglob("*")):
        path = file.relative_to(root)
        if file.is_file() and (path.parts[0] not in ("content", "mkdocs.yml")):
            read = json.loads if file.suffix == ".json" else yaml.safe_load
            one, other = (read((base / path).read_text("utf-8")) for base in (root, ROOT))
            message = f"{path} is outdated: run knowledge forms"
            assert without_terms(one, terms) == without_terms(other, terms), message


def test_a_second_run_changes_nothing_and_removes_what_is_not_declared(small: Path) -> None:
    assert run(small, "forms").exit_code == 0
    old = small / FOLDER / "en-entry-recipes.yml"
    own = small / FOLDER / "program.yml"
    for file in (old, own):
        file.write_text("name: x\n", encoding="utf-8")
    assert "Changed files: 1 " in run(small, "forms").output
    assert not old.exists()
    assert own.exists()


@pytest.mark.parametrize("other", [water, notes, None])
def test_github_accepts_the_forms(
    other: Callable[[Path], Path] | None, small: Path, tmp_path: Path
) -> None:
    root = other(tmp_path / "other") if other else small
    write_forms(root)
    forms = forms_of(root)
    names = [form["name"] for form in forms.values()]
    assert len(set(names)) == len(names)
    for form in forms.values():
        assert form.keys() == {"name", "description", "labels", "body"}
        labels = [part["attributes"]["label"] for part in form["body"]]
        assert len(set(labels)) == len(labels)
        for part in form["body"]:
            assert re.fullmatch(r"[A-Za-z0-9_-]+", part["id"])
            options = part["attributes"].get("options", ["x"])
            assert options
            assert len(set(options)) == len(options)
            assert all(isinstance(one, str) and one.lower() != "none" for one in options)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("kind", ["casestudies", "bestpractices"])
def test_the_answers_to_a_form_become_a_draft(small: Path, kind: str, language: str) -> None:
    write_forms(small)
    form = forms_of(small)[f"{language}-entry-{kind}"]
    given = {
        "title": "تقرير" if language == "ar" else "A title, with a comma",
        "summary": "Long enough. " * 8,
        "sources": "- A report, 2020 https://example.org/r).\n\nexample-news",
        "authors": "Leïla Trabelsi",
        "period-start": "2015",
        "period-end": "_No response_",
        "effort-months": "3-6",
        "section-results": "_No response_",
    }
    file = small / "issue-12.md"
    file.write_text(answered(form, given), encoding="utf-8")
    done = run(small, "new", "--from-issue", str(file))
    file.unlink()
    assert done.exit_code == 0, done.output
    id = "issue-12" if language == "ar" else "a-title-with-a-comma"
    path = f"{kind}/{id}/index.{language}.md"
    text = (small / path).read_text(encoding="utf-8")
    assert "status: draft" in text
    assert '\nsources:\n  - {id: a-report-2020, title: "A report, 2020"' in text
    assert "\n  - example-news\n" in text
    assert '\nauthors:\n  - {name: "Leïla Trabelsi"}' in text
    assert "$(touch ran) {x}" in text
    _, found = load_and_check(small)
    codes = {one.code for one in found if one.location.path == path and one.level == "error"}
    assert codes <= {"missing-field", "empty-field"}, found


def test_the_form_of_the_site_sends_the_file(small: Path, tmp_path: Path) -> None:
    content = (small / "casestudies/placeholder-port-lamps/index.en.md").read_text("utf-8")
    file = tmp_path / "issue.md"
    body = f"casestudies/new-lamps/index.fr.md\r\n\r\n`````md\n{content}`````\n"
    file.write_text(body, encoding="utf-8", newline="")
    assert run(small, "new", "--from-issue", str(file)).exit_code == 0
    assert (small / "casestudies/new-lamps/index.fr.md").read_text("utf-8") == content
    assert "File exists" in run(small, "new", "--from-issue", str(file)).output


@pytest.mark.parametrize(
    "path",
    [
        "content/x/index.fr.md",
        "casestudies/../x/index.fr.md",
        "casestudies/x/index.de.md",
        "casestudies/x/index.fr.md/y",
        "../casestudies/x/index.fr.md",
        f"casestudies/{'x' * 200}/index.fr.md",
    ],
)
def test_a_file_in_another_place_is_no_entry(small: Path, path: str) -> None:
    library, _ = load_and_check(small)
    assert issues.entry_file(f"{path}\n\n`````md\ntext\n`````", library) is None


def test_a_translation_that_is_offered_is_prepared(small: Path, tmp_path: Path) -> None:
    write_forms(small)
    form = forms_of(small)["fr-translation"]
    address = "https://example.org/small/ar/casestudies/sample-valley-weaving/"
    given = {"text": address, "language": "Français", "translator": "Leïla"}
    file = tmp_path / "issue.md"
    file.write_text(answered(form, given), encoding="utf-8")
    done = run(small, "new", "--from-issue", str(file))
    assert done.exit_code == 0, done.output
    text = (small / "casestudies/sample-valley-weaving/index.fr.md").read_text("utf-8")
    assert 'translators: [{name: "Leïla"}]' in text


def test_an_issue_without_a_form_needs_a_kind(small: Path, tmp_path: Path) -> None:
    file = tmp_path / "issue.md"
    file.write_text("Hello", encoding="utf-8")
    done = run(small, "new", "--from-issue", str(file))
    assert done.exit_code == 2
    assert "casestudies, bestpractices" in done.output


def test_an_answer_may_contain_a_comma() -> None:
    options = {"Craft": "a", "Craft, design": "b", "Music": "c"}
    assert issues.chosen("Craft, design, Music, Craft", options) == ["b", "c", "a"]
    assert issues.chosen("Other, Music", options) == ["Other", "c"]


def test_the_data_files_are_valid_by_their_schemas(small: Path) -> None:
    write_forms(small)
    for name, (_, pattern) in DATA_FILES.items():
        schema = json.loads((small / SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
        for file in small.glob(pattern):
            data = yaml.safe_load(file.read_text(encoding="utf-8"))
            # Days are texts in YAML 1.2, which editors read.
            jsonschema.validate(json.loads(json.dumps(data, default=str)), schema)


def test_the_settings_of_editors_name_what_is_there(small: Path) -> None:
    write_forms(small)
    settings = json.loads((small / ".vscode/settings.json").read_text(encoding="utf-8"))
    for schema, pattern in settings["yaml.schemas"].items():
        assert (small / schema).is_file()
        assert pattern.startswith("content/")
    types = json.loads((small / "frontmatter.json").read_text(encoding="utf-8"))
    kinds = load_and_check(small)[0].schema.kinds
    found = {one["name"]: one for one in types["frontMatter.taxonomy.contentTypes"]}
    assert found.keys() == {*kinds, "translation"}
    for kind in kinds.values():
        names = {one["name"] for one in found[kind.id]["fields"]}
        assert {"title", "summary", "status"} <= names
