"""The fixes of ``check --fix``: they change only what they report, and one run is enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from knowledge_repository import diagnostics
from knowledge_repository.autofix import fixes as autofix
from knowledge_repository.autofix.fixes import Fix, fix_text
from knowledge_repository.model import Location
from knowledge_repository.source.front_matter import split
from knowledge_repository.source.text import SourceError
from knowledge_repository.source.yaml import Document, YamlValue, parse
from tests.conftest import ROOT

Keys = tuple[str | int, ...]
"""The keys and positions that lead to a value."""
CODES = {"no-break-space", "quotes", "term"}
BODY = "\n## Context\n\nText.\n"


def front(fields: str, body: str = BODY) -> str:
    return f"---\n{fields}---\n{body}"


def fixed(
    text: str, terms: Mapping[Location, str] = {}, path: str = "a.md"
) -> tuple[str, list[Fix]]:
    """*text* after one run; a second run must find nothing more."""
    raw, fixes = fix_text(path, text.encode(), terms)
    assert fix_text(path, raw) == (raw, [])
    assert {fix.code for fix in fixes} <= CODES
    for fix in fixes:
        assert "{" not in diagnostics.fix_message(fix.code, fix.values)
    return raw.decode(), fixes


def fixed_fields(fields: str) -> tuple[str, list[str]]:
    """The same for fields alone: the fields after that, and the codes of the fixes."""
    text, fixes = fixed(front(fields))
    assert text.startswith("---\n")
    assert text.endswith("---\n" + BODY)
    return text[4 : -4 - len(BODY)], [fix.code for fix in fixes]


def plain(text: str) -> str:
    """As the reader sees it: without BOM, and with one kind of line ends."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def read(path: str, text: str) -> Document | None:
    """The fields of a file, where they can be read; invisible spaces are allowed here."""
    text = plain(text).replace("\r", "\n")
    if "\u2028" in text:
        return None
    try:
        return split(path, text).front_matter if path.endswith(".md") else parse(path, text)
    except SourceError:
        return None


# -- text without fixes ------------------------------------------------------------------------

UNTOUCHED = {
    "comments, quotes, indentation, blank lines": front(
        '# at the top\n\n\ntitle:   \'Ṭabarqa\'  # behind\n# above\nsummary: "a \\"b\\""\n'
        "period: { start: 2014,end: 2018 }\n\nlist:\n    - a\n    -   'b'\n"
    ),
    "spaces in texts over several lines": front("title: |\n  one  \n    \n  two  \nstatus: a\n"),
    "spaces in folded texts": front("title: >-\n  one  \n   two   \n \n  three\n"),
    "spaces in a text of a list": front("list:\n  - |\n    a  \n  - >\n    b  \n     c  \n"),
    "spaces in a name": front("? |\n  a  \n: b\n"),
    "a space behind a backslash in quotes": front('title: "one \\ \n  two"\n'),
    "hard breaks": front("title: a\n", "one  \ntwo   \nthree\n\n> four  \n> five\n"),
    "hard breaks that the next line ends": front("title: a\n", "- one  \n  two\n\n*a  \nb*\n"),
    "a space behind a backslash": front("title: a\n", "one\\ \ntwo\n"),
    "code between fences": front("title: a\n", "```text  \na  \n  \n\t\n```\n\n~~~\nb  \n~~~\n"),
    "code that never ends": front("title: a\n", "- ```\n  a  \n\n      \n  b  \n"),
    "indented code": front("title: a\n", "text\n\n    a  \n      \n    b\t\n\ntext\n"),
    "code in a list": front("title: a\n", "1. one\n\n   ```\n   a  \n   ```\n\n       b  \n"),
    "code inside a line": front("title: a\n", "one `two \nthree` four\n"),
    "the title of a link": front("title: a\n", 'one [two](three.md "four \nfive")\n'),
    "a tab behind a heading": front("title: a\n", "# one\t\n"),
    "a tab that keeps a table from being one": front("title: a\n", "| a |\n| - |\t\n| b |\n"),
    "HTML": front("title: a\n", "<pre>\na  \n\nb  \n</pre>\n"),
    "a byte order mark": "\ufeff" + front("title: a\n"),
    "no final newline": front("title: a\n", "text"),
    "no body": "---\ntitle: a\n---",
    "several final newlines": front("title: a\n", "text\n\n\n"),
    "one CR alone": front("title: a\n", "one\rtwo  \n"),
    "CR before CRLF": "---\ntitle: a\n---\n\none\r\r\n",
    "no fence": "title: a  \n",
    "one fence": "---\ntitle: a  \n\ntext  \n",
    "NUL": front("title: a\0  \n", "text  \n"),
    "a no-break space in a value": front("title: 'un\u00a0: deux'\nlist:\n  - a:\u00a0b\n"),
    "a no-break space in a text of several lines": front(
        "title: |\n  a:\u00a0b\nlist: [a: b: c]\n"
    ),
    "tabs that cannot be read": front("title:\n\t- a  \nstatus: b  \n"),
    "an open quote": front('title: "one  \nstatus: a: b\n'),
    "a colon and a hash": front("title: one: two #3\n"),
    "a hash and a colon": front("title: one #2: two\n"),
    "a hash and a comment": front("title: one #2 # or 3?\n"),
    "a comment": front("title: one # or two?\n"),
    "a hash between brackets": front("list: [\n  a: b #c\n]\n"),
    "a colon where more follows": front("title: one: two\n  three\n"),
    "a colon in what may be a sentence": front("list:\n  - Note: see also: that\n"),
    "a colon in quotes": front('title: "one": two\n'),
    "a colon behind brackets": front("title: [one]: two\n"),
    "a colon and another fault": front("title: one: two\nstatus: [a\n"),
    "equal keys": front("status: a\ntitle: b\nstatus: c\n"),
    "fields between braces": front("{status: a, title: b}\n"),
    "line ends of Windows": front("title: a\n").replace("\n", "\r\n"),
    "spaces at the ends of lines": front("title: a  \n# comment\t\n", "one \n\n# two \n"),
    "an unusual order of fields": front("status: a\ntitle: b\n"),
}


@pytest.mark.parametrize("case", UNTOUCHED)
def test_text_without_a_fault_that_has_a_fix_is_not_changed(case: str) -> None:
    assert fixed(UNTOUCHED[case]) == (UNTOUCHED[case], [])


@pytest.mark.parametrize(
    "raw",
    [
        b"---\r\ntitle: caf\xe9  \r\n---\r\n",
        "---\r\ntitle: a  \r\n---\r\n".encode("utf-16"),
        b"---\r\ntitle: a\r\n---\r\n" + b"a \r\n" * 600_000,
        b"",
    ],
)
def test_a_file_in_another_encoding_is_not_changed(raw: bytes) -> None:
    assert fix_text("a.md", raw) == (raw, [])


@pytest.mark.parametrize("root", [ROOT, ROOT / "tests/small"], ids=["this", "small"])
def test_a_repository_needs_no_fix(root: Path) -> None:
    """A contribution contains no fixes of other files: ``check --fix`` has nothing to do."""
    data = yaml.safe_load((ROOT / "content/kinds.yml").read_text(encoding="utf-8"))
    files = [file for kind in data["kinds"] for file in root.glob(f"{kind}/*/*.md")]
    files += [*root.glob("content/**/*.md"), *root.glob("content/**/*.yml")]
    assert files
    for file in files:
        assert fix_text(file.name, file.read_bytes()) == (file.read_bytes(), []), file


# -- files -------------------------------------------------------------------------------------


def test_data_files_are_fixed_like_front_matter() -> None:
    before = "\ufeffterms:\n  - id: one #1\n    label:\u00a0b\n    note: c"
    text, fixes = fixed(before, path="content/terms.yml")
    assert text == '\ufeffterms:\n  - id: "one #1"\n    label: b\n    note: c'
    assert [fix.code for fix in fixes] == ["quotes", "no-break-space"]


@pytest.mark.parametrize("lines", [2, 3, -1])
def test_line_ends_and_spaces_at_the_ends_of_lines_stay(lines: int) -> None:
    before = "\ufeff" + front("title:\u00a0a  \nstatus: b: c \n", "one  \ntwo")
    after = "\ufeff" + front('title: a  \nstatus: "b: c" \n', "one  \ntwo")
    text, fixes = fixed(before.replace("\n", "\r\n", lines))
    assert text == after.replace("\n", "\r\n", lines)
    assert [fix.code for fix in fixes] == ["no-break-space", "quotes"]


# -- no-break spaces ---------------------------------------------------------------------------


@pytest.mark.parametrize("space", ["\u00a0", "\u202f"])
def test_a_no_break_space_after_a_key_becomes_a_space(space: str) -> None:
    fields = f"title:{space}un\u00a0; deux\nstatus:{space}a\nperiod:{space}\n"
    fields += f"  start:{space}b\n  end: c\nx: d\n"
    text, fixes = fixed(front(fields))
    after = "title: un\u00a0; deux\nstatus: a\nperiod: \n  start: b\n  end: c\nx: d\n"
    assert text == front(after)
    assert fixes[0] == Fix(Location("a.md", 2, 7, 1), "no-break-space")
    assert Counter(fix.code for fix in fixes) == {"no-break-space": 4}


def test_a_correct_no_break_space_stays_next_to_a_wrong_one() -> None:
    fields = "list:\n  - Attention:\u00a0a\nstatus: one: two\nperiod:\u00a0b\n"
    after = 'list:\n  - Attention:\u00a0a\nstatus: "one: two"\nperiod: b\n'
    assert fixed_fields(fields) == (after, ["quotes", "no-break-space"])


# -- quotes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("title: Nabeul: une table", "Nabeul: une table"),
        ("title: a: b: c:", "a: b: c:"),
        ('title: the "table" is: a \\ b', 'the "table" is: a \\ b'),
        ("title: طاولة: نابل", "طاولة: نابل"),
        ("title: @table", "@table"),
        ("title: `code`", "`code`"),
        ("title: %", "%"),
        ("title:   Cluster #1", "Cluster #1"),
        ('title: Cluster "x\\y" #1', 'Cluster "x\\y" #1'),
    ],
)
def test_a_value_that_yaml_reads_otherwise_gets_quotes(line: str, value: str) -> None:
    text, fixes = fixed(front(f"status: a\n{line}\nlist: [b]  # stays\n"))
    document = split("a.md", text).front_matter
    assert document.diagnostics == []
    assert document.data == {"status": "a", "title": value, "list": ["b"]}
    column = line.index(value) + 1
    assert fixes == [Fix(Location("a.md", 3, column, len(value)), "quotes", {"value": value})]
    assert fixed(front(f"status: a\n{line}"), path="a.yml")[1] == []


def test_quotes_in_lists_and_groups() -> None:
    fields = (
        "list:\n  - one #1\n  - two\nrows:\n- name: a: b\n  role: @c\n- name: d #1\n  role: e\n"
    )
    after = (
        'list:\n  - "one #1"\n  - two\nrows:\n'
        '- name: "a: b"\n  role: "@c"\n- name: "d #1"\n  role: e\n'
    )
    assert fixed_fields(fields) == (after, ["quotes"] * 4)


def test_too_many_faults_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    text = front("".join(f"name{number}: a: b\n" for number in range(9)))
    assert len(fixed(text)[1]) == 9
    monkeypatch.setattr(autofix, "MAX_PARSED_CHARACTERS", 850)  # 8 times the fields
    assert fixed(text) == (text, [])


# -- terms -------------------------------------------------------------------------------------


def term_locations(path: str, text: str, labels: Mapping[str, str]) -> dict[Location, str]:
    """The argument of ``fix_text``: locations of values that are labels, and the ids."""
    document = read(path, text)
    if document is None:
        return {}
    values = {keys: value_at(document.data, keys) for keys in document.source_map.values}
    return {
        document.source_map.value(keys): labels[value]
        for keys, value in values.items()
        if isinstance(value, str) and value in labels
    }


def value_at(data: YamlValue, keys: Keys) -> YamlValue:
    for key in keys:
        if isinstance(data, dict) and isinstance(key, str):
            data = data.get(key)
        elif isinstance(data, list) and isinstance(key, int):
            data = data[key]
    return data


LABELS = {"Tunisia": "TN", "تونس": "TN", "Égypte": "EG", "of course": "yes", "one #1": "#1"}


def test_the_label_of_a_term_becomes_its_id() -> None:
    before = front(
        "countries: [Tunisia, 'تونس' ,\"Égypte\", JO]  # 'Tunisia'\nlist:\n  - Tunisia\n"
        '  - "Égypte"   # b\nrows:\n  - {country: Tunisia, name: "Tunisia "}\n  - country: of\n'
        '     course\n  - country: of course\ntitle: "one #1"\n'
    )
    after = front(
        "countries: [TN, TN ,EG, JO]  # 'Tunisia'\nlist:\n  - TN\n"
        '  - EG   # b\nrows:\n  - {country: TN, name: "Tunisia "}\n  - country: of\n'
        '     course\n  - country: yes\ntitle: "one #1"\n'
    )
    text, fixes = fixed(before, terms=term_locations("a.md", before, LABELS))
    assert text == after
    assert fixes[0] == Fix(Location("a.md", 2, 13, 7), "term", {"value": "Tunisia", "id": "TN"})
    assert [fix.location.column for fix in fixes] == [13, 22, 30, 5, 5, 15, 14]


def test_a_label_whose_quotes_are_needed_is_not_replaced() -> None:
    text = front('country: "Tunisia"# a comment as long as a quote comes before it\n')
    terms = term_locations("a.md", text, LABELS)
    assert len(terms) == 1
    assert fixed(text, terms=terms) == (text, [])


def test_locations_that_have_no_value_are_left() -> None:
    text = front("countries: [Tunisia]\nx: y\n")
    wrong = [Location("a.md", 2, 13, 6), Location("b.md", 2, 13, 7), Location("a.md", 2, 12, 9)]
    assert fixed(text, terms=dict.fromkeys([*wrong, Location("a.md", 90)], "TN")) == (text, [])
