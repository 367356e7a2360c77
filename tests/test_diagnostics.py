"""Problems as text on a terminal: the line, the carets, and no control characters."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from knowledge_repository import diagnostics
from knowledge_repository.model import Diagnostic, Location
from tests.repositories import CONTROLS, check
from tests.running import append, replace

LANGUAGES = ("en", "fr", "ar")
STYLES = ("text", "github", "json")
PRACTICE = "bestpractices/one-table/index.en.md"

# -- lines and carets ---------------------------------------------------------------------------


def excerpt(line: str, column: int, width: int, root: Path, number: int = 1) -> tuple[str, str]:
    """A line as it is shown, and the carets below it."""
    (root / "f.yml").write_text("\n" * (number - 1) + line + "\n", encoding="utf-8")
    problem = Diagnostic(Location("f.yml", number, column, width), "yaml-key")
    shown = diagnostics.as_text([problem], root).split("\n")
    assert shown[0].startswith(f"f.yml:{number}:{column}: error: ")
    assert shown[3] == "    write name: value"
    return shown[1], shown[2]


@pytest.mark.parametrize(
    ("line", "column", "width", "before", "carets"),
    [
        ("title: x", 8, 1, " " * 7, 1),
        ("title: Nabeul", 1, 5, "", 5),
        ("title: Nabeul", 14, 1, " " * 13, 1),  # behind the end
        ("\ttitle: x", 9, 1, "\t" + " " * 7, 1),
        ("a\tb\tc", 5, 1, " \t \t", 1),
        ("craft: 陶器 x", 8, 2, " " * 7, 4),
        ("craft: 陶器 x", 11, 1, " " * 12, 1),
        ("craft: ＡＢ: x", 8, 2, " " * 7, 4),
        ("title: خزف: x", 8, 3, " " * 7, 3),
        ("title: خَزَفٌ: x", 8, 6, " " * 7, 3),  # vowel marks have no width
        ("title: خَزَفٌ: x", 14, 1, " " * 10, 1),
        ("title: خ\u200fز x", 8, 3, " " * 7, 2),  # an invisible mark
        ("title: cafe\u0301 x", 8, 5, " " * 7, 4),
        ("title: x", 8, 500, " " * 7, 1),
    ],
)
def test_the_carets_are_below_the_value(
    line: str, column: int, width: int, before: str, carets: int, tmp_path: Path
) -> None:
    shown, below = excerpt(line, column, width, tmp_path)
    assert shown == f"    1 | {line}"
    assert below == f"      | {before}{'^' * carets}"


@pytest.mark.parametrize("number", [9, 99_999, 100_000])
def test_the_caret_is_below_its_character_at_any_line_number(number: int, tmp_path: Path) -> None:
    shown, below = excerpt("title: x", 8, 1, tmp_path, number)
    assert below.index("^") == shown.index("x")


@pytest.mark.parametrize("column", [1, 30, 41, 150, 299, 300])
def test_a_long_line_is_cut_around_the_location(column: int, tmp_path: Path) -> None:
    line = "".join(chr(ord("a") + number % 26) for number in range(300))
    shown, below = excerpt(line, column, 1, tmp_path, 2)
    assert len(shown) <= 115
    assert shown[below.index("^")] == line[column - 1]
    assert "…" in shown


def test_a_very_wide_location_is_cut(tmp_path: Path) -> None:
    _, below = excerpt("x" * 2000, 1000, 900, tmp_path)
    assert len(below) <= 115


def test_a_problem_of_a_whole_file_shows_no_line(tmp_path: Path) -> None:
    (tmp_path / "f.yml").write_text("title: x\n", encoding="utf-8")
    shown = diagnostics.as_text([Diagnostic(Location("f.yml"), "empty-file")], tmp_path)
    assert " | " not in shown
    assert len(shown.split("\n")) == 2


def test_a_location_below_the_last_line_shows_no_line(tmp_path: Path) -> None:
    (tmp_path / "f.yml").write_text("title: x\n", encoding="utf-8")
    assert " | " not in diagnostics.as_text(
        [Diagnostic(Location("f.yml", 9, 1), "yaml-key")], tmp_path
    )


def test_a_hundred_problems_of_a_code_are_shown_for_one_file_and_the_rest_counted(
    tmp_path: Path,
) -> None:
    many = [Diagnostic(Location("f.md", row), "dead-link", {"value": "x"}) for row in range(1, 251)]
    other = [Diagnostic(Location("f.md", row), "raw-html", {"value": "x"}) for row in range(1, 101)]
    elsewhere = [
        Diagnostic(Location("g.md", row), "dead-link", {"value": "x"}) for row in range(1, 102)
    ]
    lines = diagnostics.as_text([*elsewhere, *many, *other], tmp_path).split("\n")

    def number(path: str, code: str) -> int:
        return sum(line.startswith(f"{path}:") and line.endswith(f"[{code}]") for line in lines)

    assert number("f.md", "dead-link") == 100 + 1
    assert number("f.md", "raw-html") == 100
    assert number("g.md", "dead-link") == 100 + 1
    assert lines[-2:] == [
        "f.md: 150 more of this kind in the same file [dead-link]",
        "g.md: 1 more of this kind in the same file [dead-link]",
    ]
    assert diagnostics.count([*elsewhere, *many, *other]) == "451 errors", "all are counted"
    assert lines[0].startswith("f.md:1:1: "), "the first ones are shown"


# -- values of authors control no terminal and no page -----------------------------------------

HOSTILE = "\x1b[31mred\x1b]0;t\x07\u202e\u2066x\u2028y\r\n::error::z\u061c"


def hostile(root: Path) -> None:
    """Add harmful values and names, each in another place."""
    escaped = r"\u202e\x1b[31m\a\n::error::x"

    replace(root / PRACTICE, "status: published", f'"{escaped}": published\nstatus: published')
    replace(root / PRACTICE, "effort: {cost: low,", f'effort: {{cost: low, "{escaped}": 1,')
    replace(
        root / "bestpractices/shared-stall/index.en.md",
        "themes: [finance]",
        f'themes: ["{escaped}"]',
    )
    replace(
        root / "content/vocabularies/crafts.yml",
        'fr: "Poterie"',
        f'fr: "Poterie", "{escaped}": "x"',
    )
    append(root / "content/words/en.yml", f'"{escaped}": x\n')
    append(root / "content/words/en.yml", f'"{escaped}": x\n')
    replace(root / "mkdocs.yml", "- knowledge", f'- knowledge: {{limits: {{"{escaped}": 1}}}}')
    append(
        root / "content/sources/example.yml", f'  - {{id: "{escaped}", title: x, publisher: x}}\n'
    )
    append(
        root / "content/pages/about/index.en.md", "\n[x](\x1b[31m&#x202e;) <b onclick='\u202e'>\n"
    )
    name = HOSTILE.replace("/", "")
    (root / "casestudies/example-town-pottery" / f"{name}.png").write_bytes(b"")
    (root / "casestudies/example-town-pottery" / f"index.{name}.md").write_bytes(b"")
    (root / "casestudies" / name).mkdir()
    (root / "casestudies" / name / "index.en.md").write_bytes(b"")
    (root / "content/vocabularies" / f"{name}.txt").write_bytes(b"")
    (root / "content/words" / f"{name}.yml").write_bytes(b"")
    (root / "content/sources" / f"{name}.yml").write_text("sources: 1\n", encoding="utf-8")
    (root / "content/pages/about" / name).symlink_to("index.en.md")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("style", STYLES)
def test_no_value_and_no_name_of_an_author_controls_the_output(
    style: str, lang: str, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    hostile(small)
    done = check(small, "--format", style, lang=lang, color=True)
    assert done.exit_code == 1
    ours = re.compile("\x1b\\[(31|33|0)m")  # the colours of "error" and "warning"
    output = ours.sub("", done.stderr) + done.stdout
    if summary.exists():
        output += summary.read_text(encoding="utf-8")
    assert len(re.findall("unknown-key|foreign-file", output)) >= 3
    found = {f"U+{ord(sign):04X}" for sign in CONTROLS.findall(output)}
    assert found == set()
    assert not [line for line in output.split("\n") if line.startswith("::error::")]


def test_a_line_is_shown_without_hidden_characters(tmp_path: Path) -> None:
    (tmp_path / "f.yml").write_text("a: \x1b[31m\u202e\x00b\u2066\u200b x\n", encoding="utf-8")
    problem = Diagnostic(Location("f.yml", 1, 4), "forbidden-character")
    assert "    1 | a: �[31m��b�� x\n" in diagnostics.as_text([problem], tmp_path)


def test_a_no_break_space_after_a_colon_is_marked(tmp_path: Path) -> None:
    (tmp_path / "f.yml").write_text("a:\u00a0b « c\u00a0»\n", encoding="utf-8")
    problem = Diagnostic(Location("f.yml", 1, 2), "yaml-key")
    assert "    1 | a:�b « c\u00a0»\n" in diagnostics.as_text([problem], tmp_path)


def test_no_line_of_a_symbolic_link_is_shown(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret: 1\n", encoding="utf-8")
    (tmp_path / "f.yml").symlink_to("secret")
    assert "secret" not in diagnostics.as_text(
        [Diagnostic(Location("f.yml", 1, 2), "yaml-key")], tmp_path
    )
