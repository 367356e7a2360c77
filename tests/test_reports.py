"""Problems as a job summary or JSON, exit codes and streams of the check."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest

from knowledge_repository import diagnostics
from knowledge_repository.model import Diagnostic, Location
from tests.repositories import add_fault, check, load_and_check

LANGUAGES = ("en", "fr", "ar")
ONE_ERROR = "dead-relation-practice"
"""A broken repository with one error."""
STYLES = ("text", "github", "json")


# -- the summary of a job ----------------------------------------------------------------------


def rows(text: str) -> list[list[str]]:
    """The cells of a table in Markdown, below its head."""
    table = [line for line in text.split("\n") if line.startswith("|")]
    return [line.strip("|").split("|") for line in table[2:]]


def test_a_summary_has_every_problem_and_errors_come_first() -> None:
    problems = [
        Diagnostic(
            Location("f.md", row),
            "dead-link",
            {"value": f"x{row}"},
            "error" if row % 2 else "warning",
        )
        for row in range(1, 61)
    ]
    text = diagnostics.as_job_summary(problems)
    title, _, table = text.split("\n")[:3]
    assert html.unescape(title) == "## Result of the check: 30 errors, 30 warnings"
    assert table.startswith("| Location | ")
    found = [html.unescape(place).strip() for place, _, _ in rows(text)]
    assert found == [f"f.md:{row}:1" for row in (*range(1, 61, 2), *range(2, 61, 2))]
    assert all(len(row) == 3 for row in rows(text))
    assert text.endswith("|\n")


def test_a_summary_counts_the_problems_beyond_its_limit() -> None:
    problems = [Diagnostic(Location("f.md", row), "symlink") for row in range(1, 20_001)]
    *found, (dots, number, empty) = rows(diagnostics.as_job_summary(problems))
    assert (dots.strip(), empty.strip()) == ("…", "")
    assert 1000 < len(found) < 20_000
    assert len(found) + int(number) == 20_000


def test_a_summary_is_never_larger_than_the_limit_of_github() -> None:
    known = ", ".join(f"some-term-{number}" for number in range(60))[:400] + " …"
    values = {"name": "موضوع", "value": "مصطلح " * 10, "nearest": "", "known": known}
    path = "casestudies/example-town-pottery-and-more/index.ar.md"
    problems = [Diagnostic(Location(path, row), "unknown-term", values) for row in range(1, 1500)]
    assert len(diagnostics.as_job_summary(problems, ("ar",)).encode()) <= 1024 * 1024


@pytest.mark.parametrize(
    "value",
    [
        "a | b",
        "<img src=x onerror=alert(1)>",
        "<!-- x",
        "[x](https://example.org)",
        "![x](y.png)",
        "https://example.org/x",
        "www.example.org",
        "@octocat",
        "octo/cat#1",
        "#12",
        "GH-12",
        "a\nb\r\nc",
        "`code` **bold** _x_ ~y~",
        "&lt;b&gt; &amp;",
        "\\| \\",
        "a@example.org",
        "a\x85b\u2028c",
        "$x$ $$y$$",
        ":smile:",
    ],
)
def test_a_summary_shows_a_value_as_plain_text(value: str) -> None:
    path = f"casestudies/{value}/index.en.md"
    problem = Diagnostic(Location(path), "dead-link", {"value": value, "nearest": value})
    text = diagnostics.as_job_summary([problem])
    [row] = rows(text)
    assert len(row) == 3, "it ends no cell"
    assert len(text.strip().split("\n")) == 5, "it ends no line"
    for cell in row:
        signs = re.sub(r"&#\d+;", "", cell)
        assert not re.search(r"[<>\[\]()`*_~|@#!\\&$]|://|www\.|:\w+:|\bGH-\d", signs), cell
    if value.isprintable():
        shown = [" ".join(html.unescape(cell).split()) for cell in row]
        assert shown[0] == " ".join(f"{path}:1:1".split())
        assert f"'{value}'" in shown[1]
        assert f"'{value}'" in shown[2]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_summary_is_added_to_those_of_other_steps(
    lang: str, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("# Before\n\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    add_fault(ONE_ERROR, small)
    links = diagnostics.Links(guide="https://example.org/small/")
    expected = diagnostics.as_job_summary(load_and_check(small)[1], (lang,), links)
    for times in (1, 2):
        done = check(small, "--format", "github", lang=lang)
        assert done.exit_code == 1
        assert summary.read_text(encoding="utf-8") == "# Before\n\n" + expected * times
    assert done.stdout.startswith("::error file=")


def test_a_job_summary_also_says_that_there_are_no_problems(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    assert check(small, "--format", "github").exit_code == 0
    shown = html.unescape(summary.read_text(encoding="utf-8"))
    assert shown == "## Result of the check: no problems found\n"


@pytest.mark.parametrize("style", ["text", "json"])
def test_only_github_gets_a_summary(
    style: str, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    add_fault(ONE_ERROR, small)
    check(small, "--format", style)
    assert not summary.exists()


# -- for programs ------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_json_has_counts_locations_texts_and_the_page_of_each_rule(lang: str, small: Path) -> None:
    for case in ("dead-relation-practice", "raw-html", "missing-label"):
        add_fault(case, small)
    ordered = diagnostics.sort(load_and_check(small)[1])
    done = check(small, "--format", "json", lang=lang)
    whole = json.loads(done.stdout)
    assert list(whole) == ["version", "errors", "warnings", "problems"]
    assert (whole["version"], whole["errors"], whole["warnings"]) == (1, 2, 1)
    assert whole["problems"] == [
        {
            "path": problem.location.path,
            "line": problem.location.line,
            "column": problem.location.column,
            "width": problem.location.width,
            "code": problem.code,
            "level": problem.level,
            "message": diagnostics.message(problem, lang),
            "hint": diagnostics.hint(problem, lang),
            "page": f"https://example.org/small/{lang}/guide/{problem.code}/",
        }
        for problem in ordered
    ]
    for row in whole["problems"]:
        line = (small / row["path"]).read_text(encoding="utf-8").split("\n")[row["line"] - 1]
        assert len(line) >= row["column"] - 1 + row["width"]


def test_without_an_address_there_is_no_page(small: Path) -> None:
    add_fault(ONE_ERROR, small)
    (small / "mkdocs.yml").write_text("site_name: x\n", encoding="utf-8")
    assert {
        row["page"] for row in json.loads(check(small, "--format", "json").stdout)["problems"]
    } == {""}
    assert "guide" not in check(small).stderr


# -- exit codes and streams --------------------------------------------------------------------


@pytest.mark.parametrize("style", STYLES)
def test_an_error_ends_with_1_and_a_warning_or_nothing_with_0(
    style: str, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    assert check(small, "--format", style).exit_code == 0
    add_fault("missing-label", small)
    done = check(small, "--format", style)
    assert done.exit_code == 0
    assert "missing-label" in done.output, "a warning is reported all the same"
    add_fault(ONE_ERROR, small)
    done = check(small, "--format", style)
    assert done.exit_code == 1
    assert "dead-relation" in done.output


@pytest.mark.parametrize("whole", [True, False])
def test_a_program_finds_only_json_on_standard_output(whole: bool, small: Path) -> None:
    if not whole:
        add_fault(ONE_ERROR, small)
    done = check(small, "--format", "json", color=True)
    json.loads(done.stdout)
    assert done.stderr == ""


@pytest.mark.parametrize("style", ["text", "github"])
def test_people_read_problems_on_standard_error(
    style: str, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    add_fault(ONE_ERROR, small)
    done = check(small, "--format", style)
    assert "[dead-relation]" in done.stderr
    assert "[dead-relation]" not in done.stdout
    assert (style == "github") == ("::error " in done.stdout)


def test_only_the_level_is_coloured_and_only_on_a_terminal(small: Path) -> None:
    add_fault(ONE_ERROR, small)
    colour = check(small, color=True).stderr
    assert colour.count("\x1b[31merror\x1b[0m") == 1
    assert colour.count("\x1b") == 2
    assert check(small).stderr == re.sub("\x1b\\[\\d+m", "", colour)
