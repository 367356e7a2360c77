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
from click.testing import CliRunner, Result

from generator import check as checking
from generator import cli, config, diagnostics
from generator.model import Diagnostic, Location
from generator.source.characters import ARABIC
from generator.source.yaml import parse
from tests.conftest import ROOT, copy_small
from tests.laying import lay

BROKEN = ROOT / "tests" / "broken"
LANGUAGES = ("en", "fr", "ar")
OTHERS = ("fr", "ar")
STYLES = ("text", "github", "json")
PARTS = ("message", "hint", "otherwise", "why")
PRACTICE = "bestpractices/one-table/index.en.md"
STEERS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""Controls other than a line end, and what turns the direction of writing around."""


def names(text: str) -> set[str]:
    """The placeholders of a message."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def form(problem: Diagnostic, language: str) -> dict[str, str]:
    """The words for a problem, found without the code under test."""
    found = diagnostics.catalogue(language)
    cause = problem.values.get("cause")
    return found.get(f"{problem.code}/{cause}") or found[problem.code]


def check(root: Path, *arguments: str, lang: str = "en", color: bool = False) -> Result:
    command = ["check", "--lang", lang, "--root", str(root), *arguments]
    return CliRunner().invoke(cli.knowledge, command, color=color)


def examine(root: Path) -> list[Diagnostic]:
    """Every diagnostic of the repository at *root*."""
    settings, diagnostics = config.load(root)
    library, found = checking.load(root, settings, html=False)
    return [*diagnostics, *found, *checking.check(library)]


def spoil(root: Path) -> None:
    """One error and nothing else."""
    lay(BROKEN / "dead-relation-practice", root)


# -- the catalogue -----------------------------------------------------------------------------


def words(language: str) -> Mapping[str, Any]:
    """The file of one language."""
    text = (ROOT / "generator" / "diagnostics" / "messages" / f"{language}.yml").read_text(
        encoding="utf-8"
    )
    data: Mapping[str, Any] = parse(f"{language}.yml", text).data
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
    def keys(code: str) -> set[str]:  # which plural forms there are is each language's own matter
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
def test_every_plural_form_of_a_language_is_there(language: str) -> None:
    needed = {*Locale.parse(language).plural_form.tags, "other"}
    for word in ("error", "warning"):
        assert set(words(language)["terminal"][f"{word}s"]) == needed
    for count in (1, 2, 3, 11, 100, 1_000_000):
        problems = [
            Diagnostic(Location("f.md", row), "symlink") for row in range(1, min(count, 120) + 1)
        ]
        assert diagnostics.count(problems, language).startswith(str(len(problems)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_says_what_is_wrong_and_every_code_a_way_out_and_a_reason(
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
    reporting = re.compile(r"\b(the|this|that|is|are|does|not|with|write|remove|which|has)\b", re.I)
    for key, text in flat(words(language)):
        assert key in shared or text != english.get(key), key
        bare = re.sub(r"\{.*?\}", "", text)
        assert not reporting.search(bare), (key, text)
        if language == "ar" and key not in shared:
            assert ARABIC.search(bare), (key, text)


# -- the language of who reads -----------------------------------------------------------------


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
def test_the_language_is_that_of_the_system_as_posix_says_it(
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

Met = Mapping[str, tuple[Path, list[Diagnostic]]]


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> Met:
    """Every broken repository, and the problems that are met in it."""
    above = tmp_path_factory.mktemp("broken")
    found = {}
    for case in sorted(path.name for path in BROKEN.iterdir()):
        root = copy_small(above / case)
        lay(BROKEN / case, root)
        found[case] = root, examine(root)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_brings_what_its_message_and_its_way_out_name(
    met: Met, language: str
) -> None:
    lacking = []
    for case, (_, problems) in met.items():
        assert problems, case
        for problem in problems:
            entry = form(problem, language)
            known = {name for name, value in problem.values.items() if value}
            whole = names(entry["hint"]) <= known
            way_out = entry["hint"] if whole else entry.get("otherwise", "")
            if lost := (names(entry["message"]) | names(way_out)) - known:
                lacking.append((case, sorted(lost)))
            localized = diagnostics.hint(problem, language)
            assert bool(localized) == bool(way_out), case
    assert lacking == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_problem_is_reported_in_the_language_of_its_reader(met: Met, language: str) -> None:
    for case, (_, problems) in met.items():
        for problem in problems:
            said, english = diagnostics.message(problem, language), diagnostics.message(problem)
            assert said != english, case
            if way_out := diagnostics.hint(problem, language):
                assert way_out != diagnostics.hint(problem), case
            for name in names("".join(form(problem, language).values())):
                assert f"{{{name}}}" not in said + way_out, case
            if language == "ar":
                assert ARABIC.search(said), case


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_label_of_a_list_is_reported_in_the_language_of_the_reader(language: str) -> None:
    labels = {"en": "country", "fr": "pays", "ar": "بلد"}
    problem = Diagnostic(
        Location("f.md"),
        "unknown-term",
        {"name": labels, "value": "XX", "nearest": "", "known": "TN"},
    )
    assert labels[language] in diagnostics.message(problem, language)
    for other in set(LANGUAGES) - {language}:
        assert labels[other] not in diagnostics.message(problem, language)


def test_a_label_that_a_language_lacks_is_reported_in_another_one() -> None:
    problem = Diagnostic(
        Location("f.md"), "unknown-term", {"name": {"en": "country"}, "value": "XX"}
    )
    assert "country" in diagnostics.message(problem, "ar")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_format_can_report_every_broken_repository(met: Met, language: str) -> None:
    for case, (root, problems) in met.items():
        text = diagnostics.as_text(problems, root, language)
        assert not STEERS.search(text.replace("\t", "")), case
        assert diagnostics.as_github(problems, language), case
        assert not STEERS.search(diagnostics.as_job_summary(problems, language)), case
        whole = json.loads(diagnostics.as_json(problems, "https://example.org/", language))
        assert len(whole["problems"]) == len(diagnostics.sort(problems)), case


# -- text --------------------------------------------------------------------------------------


def excerpt(line: str, column: int, width: int, root: Path, number: int = 1) -> tuple[str, str]:
    """How a line and the carets below it are shown."""
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
        ("title: خَزَفٌ: x", 8, 6, " " * 7, 3),  # the marks are above their letters
        ("title: خَزَفٌ: x", 14, 1, " " * 10, 1),
        ("title: خ\u200fز x", 8, 3, " " * 7, 2),  # an invisible mark
        ("title: cafe\u0301 x", 8, 5, " " * 7, 4),
        ("title: x", 8, 500, " " * 7, 1),
    ],
)
def test_the_caret_is_below_what_is_meant(
    line: str, column: int, width: int, before: str, carets: int, tmp_path: Path
) -> None:
    shown, below = excerpt(line, column, width, tmp_path)
    assert shown == f"    1 | {line}"
    assert below == f"      | {before}{'^' * carets}"


@pytest.mark.parametrize("number", [9, 99_999, 100_000])
def test_the_caret_is_there_in_every_line(number: int, tmp_path: Path) -> None:
    shown, below = excerpt("title: x", 8, 1, tmp_path, number)
    assert below.index("^") == shown.index("x")


@pytest.mark.parametrize("column", [1, 30, 41, 150, 299, 300])
def test_a_long_line_is_cut_around_the_span(column: int, tmp_path: Path) -> None:
    line = "".join(chr(ord("a") + number % 26) for number in range(300))
    shown, below = excerpt(line, column, 1, tmp_path, 2)
    assert len(shown) <= 115
    assert shown[below.index("^")] == line[column - 1]
    assert "…" in shown


def test_a_span_that_is_wider_than_its_line_shows_no_more_than_the_line(tmp_path: Path) -> None:
    _, below = excerpt("x" * 2000, 1000, 900, tmp_path)
    assert len(below) <= 115


def test_a_problem_of_a_whole_file_points_at_no_word(tmp_path: Path) -> None:
    (tmp_path / "f.yml").write_text("title: x\n", encoding="utf-8")
    shown = diagnostics.as_text([Diagnostic(Location("f.yml"), "empty-file")], tmp_path)
    assert " | " not in shown
    assert len(shown.split("\n")) == 2


def test_a_place_below_the_last_line_shows_no_line(tmp_path: Path) -> None:
    (tmp_path / "f.yml").write_text("title: x\n", encoding="utf-8")
    assert " | " not in diagnostics.as_text(
        [Diagnostic(Location("f.yml", 9, 1), "yaml-key")], tmp_path
    )


def test_a_hundred_of_a_kind_are_reported_of_one_file_and_the_rest_is_counted(
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
    assert lines[0].startswith("f.md:1:1: "), "the first ones are those that are told"


# -- nothing of an author steers a terminal or a page ------------------------------------------

HOSTILE = "\x1b[31mred\x1b]0;t\x07\u202e\u2066x\u2028y\r\n::error::z\u061c"


def hostile(root: Path) -> None:
    """Values and names that could do harm where they are shown, each in a place of its own."""
    escaped = r"\u202e\x1b[31m\a\n::error::x"

    def add(path: str, text: str) -> None:
        file = root / path
        file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")

    def put(path: str, old: str, new: str) -> None:
        file = root / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    put(PRACTICE, "status: published", f'"{escaped}": published\nstatus: published')
    put(PRACTICE, "effort: {cost: low,", f'effort: {{cost: low, "{escaped}": 1,')
    put("bestpractices/shared-stall/index.en.md", "themes: [finance]", f'themes: ["{escaped}"]')
    put("content/vocabularies/crafts.yml", 'fr: "Poterie"', f'fr: "Poterie", "{escaped}": "x"')
    add("content/words/en.yml", f'"{escaped}": x\n')
    add("content/words/en.yml", f'"{escaped}": x\n')
    put("mkdocs.yml", "- knowledge", f'- knowledge: {{limits: {{"{escaped}": 1}}}}')
    add("content/sources/example.yml", f'  - {{id: "{escaped}", title: x, publisher: x}}\n')
    add("content/pages/about/index.en.md", "\n[x](\x1b[31m&#x202e;) <b onclick='\u202e'>\n")
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
def test_no_value_and_no_name_of_an_author_steers_what_shows_it(
    style: str, lang: str, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    hostile(small)
    done = check(small, "--format", style, lang=lang, color=True)
    assert done.exit_code == 1
    ours = re.compile("\x1b\\[(31|33|0)m")  # the colours of "error" and "warning"
    reported = ours.sub("", done.stderr) + done.stdout
    if summary.exists():
        reported += summary.read_text(encoding="utf-8")
    assert len(re.findall("unknown-key|foreign-file", reported)) >= 3
    found = {f"U+{ord(sign):04X}" for sign in STEERS.findall(reported.replace("\t", ""))}
    assert found == set()
    assert not [line for line in reported.split("\n") if line.startswith("::error::")]


def test_a_line_is_shown_without_what_hides_in_it(tmp_path: Path) -> None:
    (tmp_path / "f.yml").write_text("a: \x1b[31m\u202e\x00b\u2066\u200b x\n", encoding="utf-8")
    problem = Diagnostic(Location("f.yml", 1, 4), "forbidden-character")
    assert "    1 | a: �[31m��b�� x\n" in diagnostics.as_text([problem], tmp_path)


def test_what_hides_after_a_colon_is_shown(tmp_path: Path) -> None:
    (tmp_path / "f.yml").write_text("a:\u00a0b « c\u00a0»\n", encoding="utf-8")
    problem = Diagnostic(Location("f.yml", 1, 2), "yaml-key")
    assert "    1 | a:�b « c\u00a0»\n" in diagnostics.as_text([problem], tmp_path)


def test_a_file_that_is_a_link_is_not_shown(tmp_path: Path) -> None:
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


def test_a_summary_holds_every_problem_the_errors_first() -> None:
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


def test_a_summary_counts_what_is_too_much() -> None:
    problems = [Diagnostic(Location("f.md", row), "symlink") for row in range(1, 20_001)]
    *found, (dots, number, empty) = rows(diagnostics.as_job_summary(problems))
    assert (dots.strip(), empty.strip()) == ("…", "")
    assert 1000 < len(found) < 20_000
    assert len(found) + int(number) == 20_000


def test_a_summary_is_never_larger_than_github_takes() -> None:
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
def test_a_summary_shows_a_value_as_it_is_and_does_nothing_with_it(value: str) -> None:
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
def test_a_summary_is_added_to_what_other_steps_wrote(
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
def test_json_holds_counts_places_words_and_the_page_of_each_rule(lang: str, small: Path) -> None:
    for case in ("dead-relation-practice", "raw-html", "missing-label"):
        lay(BROKEN / case, small)
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


# -- what a shell or a workflow sees -----------------------------------------------------------


@pytest.mark.parametrize("style", STYLES)
def test_an_error_ends_with_1_and_a_warning_or_nothing_with_0(
    style: str, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    assert check(small, "--format", style).exit_code == 0
    lay(BROKEN / "missing-label", small)
    done = check(small, "--format", style)
    assert done.exit_code == 0
    assert "missing-label" in done.output, "a warning is told all the same"
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


def test_only_the_level_is_coloured_and_only_where_somebody_sees_it(small: Path) -> None:
    spoil(small)
    colour = check(small, color=True).stderr
    assert colour.count("\x1b[31merror\x1b[0m") == 1
    assert colour.count("\x1b") == 2
    assert check(small).stderr == re.sub("\x1b\\[\\d+m", "", colour)
