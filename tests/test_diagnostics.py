"""Diagnostics as a person or a program reads them: three languages, three formats."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from babel import Locale
from click.testing import CliRunner

from generator import check as checking
from generator import cli, config, diagnostics
from generator.model import Diagnostic, Location
from generator.source.characters import ARABIC
from generator.source.yaml import parse
from tests.conftest import ROOT, copy_small
from tests.repositories import BROKEN, add_fault, check
from tests.running import append, replace

LANGUAGES = ("en", "fr", "ar")
OTHERS = ("fr", "ar")
STYLES = ("text", "github", "json")
PARTS = ("message", "hint", "otherwise", "why")
PRACTICE = "bestpractices/one-table/index.en.md"
STALL = "bestpractices/shared-stall/index.en.md"
CRAFTS = "content/vocabularies/crafts.yml"
ABOUT = "content/pages/about/index.en.md"
CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""Control characters other than a line end, and those that change the text direction."""


def names(text: str) -> set[str]:
    """The placeholders of a message."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def form(problem: Diagnostic, language: str) -> dict[str, str]:
    """The texts for a problem, found without the code under test."""
    found = diagnostics.catalogue(language)
    cause = problem.values.get("cause")
    return found.get(f"{problem.code}/{cause}") or found[problem.code]


def examine(root: Path) -> list[Diagnostic]:
    """Every diagnostic of the repository at *root*."""
    settings, diagnostics = config.load(root)
    library, found = checking.load(root, settings, html=False)
    return [*diagnostics, *found, *checking.check(library)]


def spoil(root: Path) -> None:
    """One error and nothing else."""
    add_fault("dead-relation-practice", root)


# -- the catalogue -----------------------------------------------------------------------------


def words(language: str) -> Mapping[str, Any]:
    """The file of one language."""
    text = (ROOT / "generator" / "diagnostics" / "messages" / f"{language}.yml").read_text(
        encoding="utf-8"
    )
    data = parse(f"{language}.yml", text).data
    assert isinstance(data, dict)
    return data


def flat(data: Mapping[str, Any], above: str = "") -> Iterable[tuple[str, str]]:
    for key, value in data.items():
        if isinstance(value, dict):
            yield from flat(value, f"{above}{key} ")
        else:
            yield above + key, value


def test_the_languages_are_those_of_the_site_and_english_comes_first() -> None:
    assert diagnostics.LANGUAGES[0] == "en"
    assert set(diagnostics.LANGUAGES) == set(LANGUAGES)


@pytest.mark.parametrize("language", OTHERS)
def test_every_code_cause_and_part_exists_in_every_language(language: str) -> None:
    def keys(code: str) -> set[str]:  # languages have different plural forms
        forms = re.compile("terminal (errors|warnings) ")
        return {key for key, _ in flat(words(code)) if not forms.match(key)}

    assert keys("en") ^ keys(language) == set()
    assert set(diagnostics.catalogue(language)) == set(diagnostics.catalogue("en"))
    assert list(words(language)["rules"]) == list(words("en")["rules"]), "in the same order"


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_has_the_same_placeholders_in_every_language(language: str) -> None:
    english = dict(flat(words("en")))
    translated = dict(flat(words(language)))
    differing = {
        key: (names(text), names(english[key]))
        for key, text in translated.items()
        if key in english and names(text) != names(english[key])
    }
    assert differing == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_form_of_a_language_exists(language: str) -> None:
    needed = {*Locale.parse(language).plural_form.tags, "other"}
    for word in ("error", "warning"):
        assert set(words(language)["terminal"][f"{word}s"]) == needed
    for count in (1, 2, 3, 11, 100, 1_000_000):
        problems = [
            Diagnostic(Location("f.md", row), "symlink") for row in range(1, min(count, 120) + 1)
        ]
        assert diagnostics.count(problems, language).startswith(str(len(problems)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_has_a_message_and_a_hint_and_every_code_a_reason(
    language: str,
) -> None:
    for key, entry in diagnostics.catalogue(language).items():
        assert entry["message"], key
        assert entry["hint"], key
        assert set(entry) <= set(PARTS), key
    assert [code for code in diagnostics.codes() if len(diagnostics.why(code, language)) < 30] == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_was_left_in_english(language: str) -> None:
    english = dict(flat(words("en")))
    shared = {"terminal between"} | ({"terminal place"} if language == "fr" else set())
    english_words = re.compile(
        r"\b(the|this|that|is|are|does|not|with|write|remove|which|has)\b", re.I
    )
    for key, text in flat(words(language)):
        assert key in shared or text != english.get(key), key
        bare = re.sub(r"\{.*?\}", "", text)
        assert not english_words.search(bare), (key, text)
        if language == "ar" and key not in shared:
            assert ARABIC.search(bare), (key, text)


# -- the language of the reader ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "fr_TN.UTF-8"}, "fr"),
        ({"LANG": "ar_EG"}, "ar"),
        ({"LANG": "fr"}, "fr"),
        ({"LANG": "FR_fr.utf8"}, "fr"),
        ({"LANG": "fr.UTF-8"}, "fr"),
        ({"LANG": "fr_FR@euro"}, "fr"),
        ({"LANG": "ar@latin"}, "ar"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "fra_FR"}, "en"),
        ({"LANG": "../../etc/passwd"}, "en"),
        ({"LANG": ""}, "en"),
        ({}, "en"),
        ({"LC_ALL": "ar_DZ.UTF-8", "LC_MESSAGES": "en_US", "LANG": "fr_FR"}, "ar"),
        ({"LC_ALL": "C", "LANG": "fr_FR.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "ar_MA", "LANG": "fr_FR"}, "ar"),
        ({"LC_MESSAGES": "", "LANG": "fr_FR"}, "fr"),
        ({"LC_ALL": "de_DE", "LANG": "fr_FR"}, "en"),
        ({"LC_TIME": "fr_FR"}, "en"),
    ],
)
def test_the_language_is_that_of_the_posix_environment(
    variables: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert diagnostics.system_language() == language


def test_lang_wins_over_the_system(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spoil(small)
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    command = ["check", "--root", str(small)]
    assert ": erreur: " in CliRunner().invoke(cli.knowledge, command).stderr
    assert ": خطأ: " in CliRunner().invoke(cli.knowledge, [*command, "--lang", "ar"]).stderr


# -- every broken repository in every language -------------------------------------------------

Found = Mapping[str, tuple[Path, list[Diagnostic]]]


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """Every broken repository, and its problems."""
    above = tmp_path_factory.mktemp("broken")
    found = {}
    for case in sorted(path.name for path in BROKEN.iterdir()):
        root = copy_small(above / case)
        add_fault(case, root)
        found[case] = root, examine(root)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_has_the_values_that_its_message_and_hint_name(
    broken: Found, language: str
) -> None:
    lacking = []
    for case, (_, problems) in broken.items():
        assert problems, case
        for problem in problems:
            entry = form(problem, language)
            known = {name for name, value in problem.values.items() if value}
            whole = names(entry["hint"]) <= known
            expected_hint = entry["hint"] if whole else entry.get("otherwise", "")
            if lost := (names(entry["message"]) | names(expected_hint)) - known:
                lacking.append((case, sorted(lost)))
            assert bool(diagnostics.hint(problem, language)) == bool(expected_hint), case
    assert lacking == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_problem_is_reported_in_the_language_of_its_reader(
    broken: Found, language: str
) -> None:
    for case, (_, problems) in broken.items():
        for problem in problems:
            translated, english = (
                diagnostics.message(problem, language),
                diagnostics.message(problem),
            )
            assert translated != english, case
            if translated_hint := diagnostics.hint(problem, language):
                assert translated_hint != diagnostics.hint(problem), case
            for name in names("".join(form(problem, language).values())):
                assert f"{{{name}}}" not in translated + translated_hint, case
            if language == "ar":
                assert ARABIC.search(translated), case


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_label_of_a_list_is_in_the_language_of_the_reader(language: str) -> None:
    labels = {"en": "country", "fr": "pays", "ar": "بلد"}
    problem = Diagnostic(
        Location("f.md"),
        "unknown-term",
        {"name": labels, "value": "XX", "nearest": "", "known": "TN"},
    )
    assert labels[language] in diagnostics.message(problem, language)
    for other in set(LANGUAGES) - {language}:
        assert labels[other] not in diagnostics.message(problem, language)


def test_a_missing_label_is_taken_from_another_language() -> None:
    problem = Diagnostic(
        Location("f.md"), "unknown-term", {"name": {"en": "country"}, "value": "XX"}
    )
    assert "country" in diagnostics.message(problem, "ar")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_format_reports_every_broken_repository(broken: Found, language: str) -> None:
    for case, (root, problems) in broken.items():
        text = diagnostics.as_text(problems, root, language)
        assert not CONTROLS.search(text.replace("\t", "")), case
        assert diagnostics.as_github(problems, language), case
        assert not CONTROLS.search(diagnostics.as_job_summary(problems, language)), case
        whole = json.loads(diagnostics.as_json(problems, "https://example.org/", language))
        assert len(whole["problems"]) == len(diagnostics.sort(problems)), case


# -- text --------------------------------------------------------------------------------------


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
    found = {f"U+{ord(sign):04X}" for sign in CONTROLS.findall(output.replace("\t", ""))}
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
    assert text.startswith("## Result of the check: 30 errors, 30 warnings\n\n| Location | ")
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
    assert len(diagnostics.as_job_summary(problems, "ar").encode()) <= 1024 * 1024


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
    spoil(small)
    expected = diagnostics.as_job_summary(examine(small), lang)
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
    assert summary.read_text(encoding="utf-8") == "## Result of the check: no problems found\n\n"


@pytest.mark.parametrize("style", ["text", "json"])
def test_only_github_gets_a_summary(
    style: str, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    spoil(small)
    check(small, "--format", style)
    assert not summary.exists()


# -- for programs ------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_json_has_counts_locations_texts_and_the_page_of_each_rule(lang: str, small: Path) -> None:
    for case in ("dead-relation-practice", "raw-html", "missing-label"):
        add_fault(case, small)
    ordered = diagnostics.sort(examine(small))
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
    spoil(small)
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
    spoil(small)
    done = check(small, "--format", style)
    assert done.exit_code == 1
    assert "dead-relation" in done.output


@pytest.mark.parametrize("whole", [True, False])
def test_a_program_finds_only_json_on_standard_output(whole: bool, small: Path) -> None:
    if not whole:
        spoil(small)
    done = check(small, "--format", "json", color=True)
    json.loads(done.stdout)
    assert done.stderr == ""


@pytest.mark.parametrize("style", ["text", "github"])
def test_people_read_problems_on_standard_error(
    style: str, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    spoil(small)
    done = check(small, "--format", style)
    assert "[dead-relation]" in done.stderr
    assert "[dead-relation]" not in done.stdout
    assert (style == "github") == ("::error " in done.stdout)


def test_only_the_level_is_coloured_and_only_on_a_terminal(small: Path) -> None:
    spoil(small)
    colour = check(small, color=True).stderr
    assert colour.count("\x1b[31merror\x1b[0m") == 1
    assert colour.count("\x1b") == 2
    assert check(small).stderr == re.sub("\x1b\\[\\d+m", "", colour)
