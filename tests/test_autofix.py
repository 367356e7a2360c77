"""The fixes of ``check --fix``: they change only what they report, and one run is enough."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import diagnostics
from generator.autofix import fixes as autofix
from generator.autofix.fixes import Fix, fix_text
from generator.model import Location
from generator.source.front_matter import split
from generator.source.text import SourceError
from generator.source.yaml import Document, YamlValue, parse
from tests.conftest import ROOT

Keys = tuple[str | int, ...]
"""The keys and positions that lead to a value."""
CODES = {"no-break-space", "quotes", "term"}
FIELDS_USED = ("title", "summary", "status", "countries", "period")
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


def test_the_entries_of_this_repository_need_no_fix() -> None:
    files = [*ROOT.glob("casestudies/*/*.md"), *ROOT.glob("content/**/*.yml")]
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


# -- anything ----------------------------------------------------------------------------------

WORDS = ["Nabeul", "à la carte", "مدينة نابل", "2014", "NO", "a\u00a0: b", "Tunisia", "x" * 30]
SPACE = st.sampled_from(["", "", "", " ", "  ", "\t", " \t "])
WORD = st.sampled_from(WORDS)
# Values that can be read, and values that are cut or make their file unreadable.
SOUND = st.one_of(
    WORD.filter(lambda word: ": " not in word),
    WORD.map(lambda word: f'"{word}"'),
    WORD.map(lambda word: f"'{word}'   # a comment"),
    st.lists(WORD.map(lambda word: f"'{word}'"), max_size=3).map(lambda words: str(words)),
    st.lists(st.sampled_from(["Tunisia", "تونس", "TN", "Égypte"])).map(
        lambda words: "[" + ", ".join(words) + "]"
    ),
    st.builds("{{a: Tunisia, b: '{}'}}".format, WORD),
    st.builds('"{}  \n  {} \\ \n\n  {}"'.format, WORD, WORD, WORD),
    st.builds("One  \n  {}\t\n  two".format, st.sampled_from(["2014", "Tunisia", "مدينة نابل"])),
    st.builds("{}  \n  {}  \n    \n   # {}".format, st.sampled_from(["|", ">-", "|+"]), WORD, WORD),
    st.builds("\n  - Tunisia \n  -  '{}'\n  # - {}".format, WORD, WORD),
    st.builds("\n- |\n  {}  \n- Tunisia".format, WORD),
)
FAULTY = st.one_of(
    st.builds("{}: {}".format, WORD, WORD),
    st.builds("{} #{}".format, WORD, WORD),
    st.builds("[{} #{}]".format, WORD, WORD),
    st.builds("\n  - name: {}: {}\n    role: {}".format, WORD, WORD, WORD),
    st.builds("\n  - {}: {}".format, WORD, WORD),
    st.builds("\n  start:\u00a0{}\n  end: {}".format, WORD, WORD),
    st.sampled_from(["", "~", "@b", "* c", '"', "[a", "'it's'", "\ta", "|", "- a", "#1", "\\"]),
)
NAME = st.sampled_from([*FIELDS_USED, "'other'", "more", "list"])
FIELD = st.builds(
    "{}{}: {}{}\n".format,
    st.sampled_from(["", "", "", "# above\n", "\n# far\n\n", "  \n"]),
    NAME,
    SOUND,
    SPACE,
)
FAULT = st.builds(
    "{}{}{}{}{}\n".format,
    st.sampled_from(["", "", "", "\r", "\u2028", "\u200b"]),
    NAME,
    st.sampled_from([": ", ": ", ": ", ":", ":\u00a0", ":\u202f", ":   ", " "]),
    FAULTY | SOUND,
    SPACE,
)
# One fault with a fix, among fields that can be read.
FIXABLE = st.builds(
    "{}{}\n".format,
    st.one_of(
        st.builds("one: {}: {}".format, WORD, WORD),
        st.builds('one: {}: "{}" \\'.format, WORD, WORD),
        st.builds("one: @{}".format, WORD),
        st.builds("one: {} #{}".format, WORD, WORD),
        st.builds("one:\u00a0{}".format, WORD),
        st.builds("one:\n- name: {} #{}\n  role:\u202f{}".format, WORD, WORD, WORD),
    ),
    SPACE,
)


def named(field: str) -> str:
    """The name of a generated field: on its first line that is not a comment."""
    found = re.search(r"^[\r\u2028\u200b]?([\w']+)", field, re.MULTILINE)
    return found[1] if found else field


FIELDS = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "", "# top\n\n", "\n"]),
    st.one_of(
        # Names are unique, except in a quarter of the files.
        st.lists(FIELD, max_size=6, unique_by=named),
        st.builds(
            lambda above, fault, below: [*above, fault, *below],
            st.lists(FIELD, max_size=2, unique_by=named),
            FIXABLE,
            st.lists(FIELD, max_size=1),
        ),
        st.lists(FIELD | FAULT, max_size=6, unique_by=named),
        st.lists(FIELD | FAULT, max_size=4),
    ).map("".join),
    st.sampled_from(["", "", "\n", "# end  \n"]),
)
FRAGMENTS = [
    "one",
    "*two*",
    "`a",
    "b`",
    "```",
    "~~~",
    "````text",
    "#",
    "---",
    "===",
    "-",
    "\\",
    "**",
    "[",
    "](",
    "(u",
    "'t')",
    "[r]:",
    "[^n]",
    "<b",
    "</pre>",
    "<pre>",
    "<!--",
    "-->",
    "&nbsp;",
    "![p",
    "](q)",
    "كلمة",
    ":",
    "|",
    "",
    "",
    "# three",
    "| a | b |",
    "| - | - |",
    "[l](u 't",
    "[r]: u 't",
    "[ ] task",
    "\u00a0",
]
LINE = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "", "", "    ", "  ", "\t", "> ", "- ", "1. ", "   - ", "> - ", "[^n]: "]),
    st.sampled_from(FRAGMENTS),
    SPACE,
    st.sampled_from(["\n", "\n", "\n", "\n\n", "\n\n"]),
)
TEXT = st.lists(LINE, max_size=14).map("".join)
FENCE = st.sampled_from(["---\n", "---\n", "---\n", "--- \n", "-----\t\n"])
MARKDOWN = st.builds(
    "{}---{}\n{}{}{}{}".format, st.sampled_from(["", "\ufeff"]), SPACE, FIELDS, FENCE, TEXT, WORD
)
FILES = st.one_of(
    MARKDOWN.map(lambda text: ("a.md", text)),
    st.tuples(st.just("a.yml"), FIELDS),
    st.tuples(st.just("a.yml"), FIELDS.map(lambda text: text.rstrip("\n"))),
)
ENDS = st.sampled_from(["\n", "\n", "\r\n", "mixed"])
examples = settings(max_examples=150, deadline=None)


@st.composite
def files(draw: st.DrawFn) -> tuple[str, str]:
    path, text = draw(FILES)
    ends = draw(ENDS)
    if ends == "mixed":
        half = len(text) // 2
        return path, text[:half].replace("\n", "\r\n") + text[half:]
    return path, text.replace("\n", ends)


@examples
@given(files(), st.booleans())
def test_a_second_run_finds_nothing(file: tuple[str, str], label: bool) -> None:
    path, text = file
    terms = term_locations(path, text, LABELS) if label else {}
    fixed(text, terms, path)


@examples
@given(
    st.one_of(
        st.binary(max_size=400),
        st.text("ab:#-[]{},|>'\"\\ \t\n\r&*!%@`?~\u00a0\u2028").map(str.encode),
        files().map(lambda file: file[1].encode()[:-3]),
    )
)
def test_no_bytes_raise_an_exception(raw: bytes) -> None:
    for path in ("a.md", "a.yml"):
        for some in (raw, b"---\n" + raw, b"---\n" + raw + b"\n---\n" + raw):
            fix_text(path, some, {Location(path, 2, 1, 3): "x"})


@examples
@given(files())
def test_a_file_that_could_be_read_has_the_same_values(file: tuple[str, str]) -> None:
    path, text = file
    raw, fixes = fix_text(path, text.encode())
    before, after = read(path, text), read(path, raw.decode())
    if before is None:
        return
    assert after is not None
    assert len(after.diagnostics) <= len(before.diagnostics)
    data = before.data
    for fix in fixes:
        if fix.code == "quotes":  # a value that was cut at a hash
            cut = next(p.location for p in before.diagnostics if p.location[:3] == fix.location[:3])
            keys = next(w for w in before.source_map.values if before.source_map.value(w) == cut)
            data = replaced(data, keys, fix.values["value"])
    assert after.data == data
    if isinstance(data, dict):
        assert isinstance(after.data, dict)
        assert list(after.data) == list(data), "the order of the keys"


def replaced(data: YamlValue, keys: Keys, value: str) -> YamlValue:
    if not keys:
        return value
    if isinstance(data, dict):
        return {k: replaced(v, keys[1:], value) if k == keys[0] else v for k, v in data.items()}
    assert isinstance(data, list)
    return [replaced(v, keys[1:], value) if k == keys[0] else v for k, v in enumerate(data)]


@examples
@given(files())
def test_labels_become_ids_and_nothing_else_changes(file: tuple[str, str]) -> None:
    path, text = file
    before = read(path, text)
    terms = term_locations(path, text, LABELS)
    raw, fixes = fix_text(path, text.encode(), terms)
    without, _ = fix_text(path, text.encode())
    term_fixes = [fix for fix in fixes if fix.code == "term"]
    if before is None or not term_fixes:
        assert raw == without or before is not None
        return
    data, plainly = read(path, raw.decode()), read(path, without.decode())
    assert data is not None
    assert plainly is not None
    expected = plainly.data
    for fix in term_fixes:
        keys = next(
            w for w in before.source_map.values if before.source_map.value(w) == fix.location
        )
        expected = replaced(expected, keys, fix.values["id"])
    assert data.data == expected


@examples
@given(files())
def test_the_text_below_the_fields_is_not_changed(file: tuple[str, str]) -> None:
    path, text = file
    after = fix_text(path, text.encode())[0].decode()
    if path.endswith(".md"):
        assert after.split("\n---")[-1] == text.split("\n---")[-1]


@examples
@given(files())
def test_only_lines_with_a_fix_change(file: tuple[str, str]) -> None:
    path, text = file
    raw, fixes = fix_text(path, text.encode())
    after = raw.decode()
    assert bool(fixes) == (after != text)
    changed = {
        number
        for number, (old, new) in enumerate(
            zip(text.split("\n"), after.split("\n"), strict=True), start=1
        )
        if old != new
    }
    assert changed == {fix.location.line for fix in fixes}


@examples
@given(files())
def test_the_location_of_a_fix_is_the_text_that_it_names(file: tuple[str, str]) -> None:
    path, text = file
    lines = plain(text).split("\n")
    for fix in fix_text(path, text.encode())[1]:
        line, column = lines[fix.location.line - 1], fix.location.column
        there = line[column - 1 : column - 1 + fix.location.width]
        if fix.code == "quotes":
            assert there == fix.values["value"]
        elif fix.code == "no-break-space":
            assert there in "\u00a0\u202f"
