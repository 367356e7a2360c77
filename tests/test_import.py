"""``knowledge import``: rows of a table become drafts, or are explained cell by cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from knowledge_repository import cli
from knowledge_repository.drafts.tables import cell_name, read_table
from tests.repositories import load_and_check, snapshot
from tests.running import run

SUMMARY = "A sentence about an invented town, which is long enough for a summary of the register."
HEAD = [
    "title", "summary", "depth", "Pays", "sectors", "crafts", "المراحل", "themes", "period.start",
    "Subject", "Preuves", "sources", "authors", "places.name", "places.country", "Cluster: Firms",
    "Contexte", "What was done", "Lessons",
]  # fmt: skip
ROW = [
    "Kiln & wheel: a start", SUMMARY, "Note", "Tunisie", "habitat", "Pottery", "governance",
    "export; training", "2019-02", "initiative", "Documentation par des tiers", "example-report",
    "Ann One | Ben Two", "Example Town", "TN", "12", "They began.[^example-report]",
    'They wrote "---".[^example-report]\n\n---\n\nAnd more.', "Small steps.[^example-report]",
]  # fmt: skip


def head() -> list[str]:
    """The vocabularies of the small repository are facets without a label of the field."""
    names = {"Pays": "countries", "المراحل": "steps"}
    return [names.get(one, one) for one in HEAD]


def write(file: Path, *rows: Sequence[str], delimiter: str = ",") -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    file.write_text(text.getvalue(), encoding="utf-8-sig")
    return file


def import_(root: Path, file: Path, *arguments: str, lang: str = "en") -> Result:
    command = ["import", str(file), "--root", str(root), "--lang", lang, *arguments]
    if "--kind" not in arguments:
        command += ["--kind", "casestudies"]
    return CliRunner().invoke(cli.knowledge, command)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_row_becomes_a_draft_that_the_check_accepts(
    delimiter: str, small: Path, tmp_path: Path
) -> None:
    file = write(tmp_path / "cases.csv", head(), ROW, delimiter=delimiter)
    done = import_(small, file)
    assert done.exit_code == 0, done.output
    library, found = load_and_check(small)
    assert [one for one in found if one.location.path.startswith("casestudies/kiln")] == []
    entry = library.entries["kiln-wheel-a-start"]
    facts = entry.facts
    assert facts.status == "draft"
    assert entry.translations["en"].title == "Kiln & wheel: a start"
    assert facts.declared["countries"] == ("TN",)
    assert facts.declared["themes"] == ("export", "training")
    assert facts.declared["evidence"] == "documented"
    assert [one.name for one in facts.authors] == ["Ann One", "Ben Two"]
    assert facts.declared["cluster"]["firms"] == 12  # type: ignore[index]
    headings = [one.text for one in entry.translations["en"].body.headings]
    assert headings == ["Context", "What was done", "Lessons"]


def test_problems_name_the_cell_and_nothing_is_written(small: Path, tmp_path: Path) -> None:
    rows = [[*ROW], [*ROW]]
    rows[0][3] = "Tunsia"
    rows[1][0], rows[1][8] = "Other", "someday"
    rows[1][16] = "They <b>began</b>.[^example-report]"
    before = snapshot(small)
    done = import_(small, write(tmp_path / "cases.csv", head(), *rows), lang="fr")
    assert done.exit_code == 1
    output = done.stderr.replace("\u00a0", " ")
    assert "cases.csv:D2: erreur: " in output
    assert "« TN »" in output
    assert "cases.csv:I3: erreur: " in output
    assert "cases.csv:Q3: erreur: " in output
    assert "Cellules à corriger : 3. Rien n'a été écrit." in output
    assert snapshot(small) == before


def test_what_a_row_lacks_is_listed_and_the_draft_is_written(small: Path, tmp_path: Path) -> None:
    done = import_(small, write(tmp_path / "c.csv", ["title", "depth"], ["New one", "note"]))
    assert done.exit_code == 0, done.output
    assert "casestudies/new-one/index.en.md: error: " in done.stderr
    assert "[missing-field]" in done.stderr
    text = (small / "casestudies/new-one/index.en.md").read_text("utf-8")
    assert text.startswith(
        '---\ntitle: "New one"\nstatus: draft\ndepth: note\nreview: {level: none}'
    )


def test_a_dry_run_writes_nothing(small: Path, tmp_path: Path) -> None:
    before = snapshot(small)
    done = import_(small, write(tmp_path / "c.csv", head(), ROW), "--dry-run", lang="ar")
    assert done.exit_code == 0
    assert "c.csv:2: casestudies/kiln-wheel-a-start/index.en.md" in done.stdout
    assert "لم يُكتب شيء" in done.stdout
    assert snapshot(small) == before


def test_nothing_is_overwritten(small: Path, tmp_path: Path) -> None:
    rows = [[*ROW, id] for id in ("one-table", "example-town-table", "a", "a", "Bad Name")]
    before = snapshot(small)
    done = import_(small, write(tmp_path / "c.csv", [*head(), "id"], *rows))
    assert done.exit_code == 1
    for cell in ("T2", "T3", "T4", "T5", "T6"):
        assert f"c.csv:{cell}: error" in done.stderr
    assert snapshot(small) == before


def test_a_map_renames_and_ignores_columns(small: Path, tmp_path: Path) -> None:
    names = tmp_path / "map.yml"
    names.write_text('Name of it: title\n"Phone": \nWhat: "Context"\n', encoding="utf-8")
    file = write(tmp_path / "c.csv", ["Name of it", "Phone", "What"], ["New one", "123", "Text."])
    done = import_(small, file, "--map", str(names), "--original", "fr")
    assert done.exit_code == 0, done.output
    text = (small / "casestudies/new-one/index.fr.md").read_text("utf-8")
    assert "123" not in text
    assert text.endswith("---\n\n## Contexte\n\nText.\n")


@pytest.mark.parametrize(
    ("rows", "arguments", "expected"),
    [
        ([["titel"], ["x"]], [], "A1: there is no field or section 'titel'. Did you mean 'title'?"),
        ([["title", "title"], ["x", "y"]], [], "B1: another column fills in 'title' already."),
        ([["title"]], [], "needs a row with the names"),
        ([["title"], ["x"]], ["--kind", "cases"], "only casestudies, bestpractices"),
        ([["title"], ["x"]], ["--original", "de"], "only en, fr, ar"),
    ],
)
def test_a_wrong_table_is_wrong_usage(
    rows: list[list[str]], arguments: list[str], expected: str, small: Path, tmp_path: Path
) -> None:
    done = import_(small, write(tmp_path / "c.csv", *rows), *arguments)
    assert done.exit_code == 2, done.output
    assert expected in done.stderr


def test_another_encoding_is_explained(small: Path, tmp_path: Path) -> None:
    file = tmp_path / "c.csv"
    file.write_bytes("title\nÉté\n".encode("latin-1"))
    assert "CSV UTF-8" in import_(small, file).stderr


def test_excel_gives_values_and_never_formulas(small: Path, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append([*head(), "last_reviewed"])
    sheet.append([*ROW[:15], 12.0, *ROW[16:], datetime(2026, 11, 22)])
    sheet["A3"] = '=HYPERLINK("https://example.org","x")'
    book.save(tmp_path / "c.xlsx")
    assert read_table(tmp_path / "c.xlsx")[1][15] == "12"
    done = import_(small, tmp_path / "c.xlsx")
    assert done.exit_code == 0, done.output
    entry = load_and_check(small)[0].entries["kiln-wheel-a-start"]
    assert entry.facts.last_reviewed.isoformat() == "2026-11-22"


def test_a_formula_or_yaml_in_a_cell_stays_text(small: Path, tmp_path: Path) -> None:
    for number, title in enumerate(['=1+1 "x"', "a: {b}", "- *c", "#d # e", "null", "@f\\n"]):
        file = write(tmp_path / "c.csv", ["id", "title"], [f"text-{number}", title])
        assert import_(small, file).exit_code == 0
        text = (small / f"casestudies/text-{number}/index.en.md").read_text("utf-8")
        from knowledge_repository.source.front_matter import split

        assert split("x", text).front_matter.data["title"] == title  # type: ignore[index, call-overload]


def test_without_openpyxl_the_message_says_what_to_install(small: Path, tmp_path: Path) -> None:
    (tmp_path / "openpyxl.py").write_text("raise ModuleNotFoundError(name='openpyxl')")
    (tmp_path / "c.xlsx").write_bytes(b"PK")
    from tests.running import environment

    path = f"{tmp_path}:{environment()['PYTHONPATH']}"
    arguments = ("import", tmp_path / "c.xlsx", "--kind", "casestudies", "--root", small)
    done = run(*arguments, PYTHONPATH=path)
    assert done.returncode == 2
    assert "knowledge-repository[import]" in done.stderr


def test_cells_have_the_names_of_a_spreadsheet() -> None:
    assert [cell_name(3, column) for column in (1, 26, 27, 52, 53, 702, 703)] == [
        "A3", "Z3", "AA3", "AZ3", "BA3", "ZZ3", "AAA3",
    ]  # fmt: skip
