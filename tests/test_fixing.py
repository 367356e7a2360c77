"""What ``check --fix`` may do: mend what is said, touch nothing else, and be done after one run."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

import pyromark
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.autofix.fixes import Fix, mend
from generator.source.front_matter import split
from generator.source.text import SourceError
from generator.source.yaml import Document, parse
from generator.model import Location
from tests.conftest import ROOT

MESSAGES = parse("en.yml", (ROOT / "generator/messages/en.yml").read_text("utf-8")).data["fixes"]
ORDER = ("title", "summary", "status", "countries", "period")
BODY = "\n## Context\n\nText.\n"


def front(fields: str, body: str = BODY) -> str:
    return f"---\n{fields}---\n{body}"


def mended(
    text: str, order: Sequence[str] = (), terms: Mapping[Location, str] = {}, path: str = "a.md"
) -> tuple[str, list[Fix]]:
    """*text* after one run; a second one must find nothing more."""
    raw, fixes = mend(path, text.encode(), order, terms)
    assert mend(path, raw, order) == (raw, [])
    assert {fix.code for fix in fixes} <= set(MESSAGES)
    for fix in fixes:
        assert "{" not in str(MESSAGES[fix.code]).format(**fix.values)
    return raw.decode(), fixes


def mended_fields(fields: str, order: Sequence[str] = ()) -> tuple[str, list[str]]:
    """The same for fields alone: what they are then, and the codes of the fixes."""
    text, fixes = mended(front(fields), order)
    assert text.startswith("---\n")
    assert text.endswith("---\n" + BODY)
    return text[4 : -4 - len(BODY)], [fix.code for fix in fixes]


def plain(text: str) -> str:
    """As the reader sees it: without BOM, and with one kind of line ends."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def read(path: str, text: str) -> Document | None:
    """The fields of a file, where they can be read; invisible spaces do not hinder that here."""
    text = plain(text).replace("\r", "\n")
    if "\u2028" in text:
        return None
    try:
        return split(path, text).front_matter if path.endswith(".md") else parse(path, text)
    except SourceError:
        return None


def rendered(text: str) -> str:
    options = (
        pyromark.Options.ENABLE_TABLES
        | pyromark.Options.ENABLE_FOOTNOTES
        | pyromark.Options.ENABLE_STRIKETHROUGH
        | pyromark.Options.ENABLE_TASKLISTS
        | pyromark.Options.ENABLE_GFM
    )
    return pyromark.html(text, options=options)


# -- what stays --------------------------------------------------------------------------------

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
}


@pytest.mark.parametrize("case", UNTOUCHED)
def test_stays(case: str) -> None:
    assert mended(UNTOUCHED[case], ORDER) == (UNTOUCHED[case], [])


@pytest.mark.parametrize(
    "raw",
    [
        b"---\r\ntitle: caf\xe9  \r\n---\r\n",
        "---\r\ntitle: a  \r\n---\r\n".encode("utf-16"),
        b"---\r\ntitle: a\r\n---\r\n" + b"a \r\n" * 600_000,
        b"",
    ],
)
def test_a_file_that_is_no_text_of_ours_stays(raw: bytes) -> None:
    assert mend("a.md", raw) == (raw, [])


def test_the_repository_stays() -> None:
    files = [*ROOT.glob("casestudies/*/*.md"), *ROOT.glob("content/**/*.yml")]
    assert files
    for file in files:
        assert mend(file.name, file.read_bytes()) == (file.read_bytes(), []), file


# -- line ends and spaces ----------------------------------------------------------------------


def test_windows_line_ends_become_those_of_every_other_file() -> None:
    text = "\ufeff" + front("title: |\n  a\n  b\n", "```\na\n```")
    expected = (text, [Fix(Location("a.md"), "line-ends")])
    assert mended(text.replace("\n", "\r\n")) == expected
    assert mended(text.replace("\n", "\r\n", 3)) == expected


def test_spaces_at_the_ends_of_lines_go() -> None:
    before = front(
        "title: a  \n# comment\t \nlist:   \n  - b \n  \n  - c\nlong: one  \n  two \n"
        "text: |  \n  stays  \n# comment  \nquoted: 'one  \n  two'  \n",
        "## Context  \n\none \ntwo  \n\n   \n- three  \n\n  ```\n  four  \n  ```  \nfive \n\n"
        "six  \nseven\\ \n\n| a |  \n| - | \n| b |  \n\nend  ",
    ).replace("---\n", "--- \t\n")
    after = front(
        "title: a\n# comment\nlist:\n  - b\n\n  - c\nlong: one\n  two\n"
        "text: |\n  stays  \n# comment\nquoted: 'one\n  two'\n",
        "## Context\n\none\ntwo\n\n\n- three\n\n  ```\n  four  \n  ```  \nfive\n\n"
        "six  \nseven\\ \n\n| a |\n| - |\n| b |\n\nend",
    )
    before = before.replace("list:", 'two: "one \\ \n  two" \nlist:')
    after = after.replace("list:", 'two: "one \\ \n  two"\nlist:')
    text, fixes = mended(before)
    assert text == after
    changed = sum(a != b for a, b in zip(before.split("\n"), after.split("\n"), strict=True))
    assert fixes == [Fix(Location("a.md", 1, 4, 2), "trailing-space", {"count": str(changed)})]


def test_spaces_go_from_the_text_under_fields_that_cannot_be_read() -> None:
    fields = "title: [a  \n"
    text, fixes = mended(front(fields, "one \n\ntwo\t\n"))
    assert text == front(fields, "one\n\ntwo\n")
    assert fixes == [Fix(Location("a.md", 4, 4, 1), "trailing-space", {"count": "2"})]


def test_the_place_of_a_space_is_that_before_all_other_fixes() -> None:
    text, fixes = mended(front("status: b\ntitle: one: two  \n"), ORDER)
    assert text == front('title: "one: two"\nstatus: b\n')
    assert [(fix.code, *fix.location[1:]) for fix in fixes] == [
        ("key-order", 2, 1, 6),
        ("quotes", 3, 8, 8),
        ("trailing-space", 3, 16, 2),
    ]


def test_data_files_are_mended_as_fields_are() -> None:
    before = "\ufeffterms:  \r\n  - id: one #1\r\n    label:\u00a0b\r\n    note: c"
    text, fixes = mended(before, path="content/terms.yml")
    assert text == '\ufeffterms:\n  - id: "one #1"\n    label: b\n    note: c'
    codes = ["line-ends", "trailing-space", "quotes", "no-break-space"]
    assert [fix.code for fix in fixes] == codes


# -- no-break spaces ---------------------------------------------------------------------------


@pytest.mark.parametrize("space", ["\u00a0", "\u202f"])
def test_a_no_break_space_after_a_key_becomes_a_space(space: str) -> None:
    fields = f"title:{space}un\u00a0; deux\nstatus:{space}a\nperiod:{space}\n"
    fields += f"  start:{space}b\n  end: c\nx: d\n"
    text, fixes = mended(front(fields))
    assert text == front("title: un\u00a0; deux\nstatus: a\nperiod:\n  start: b\n  end: c\nx: d\n")
    assert fixes[0] == Fix(Location("a.md", 2, 7, 1), "no-break-space")
    assert Counter(fix.code for fix in fixes) == {"no-break-space": 4, "trailing-space": 1}


def test_a_no_break_space_that_is_no_fault_stays_beside_one_that_is() -> None:
    fields = "list:\n  - Attention:\u00a0a\nstatus: one: two\nperiod:\u00a0b\n"
    after = 'list:\n  - Attention:\u00a0a\nstatus: "one: two"\nperiod: b\n'
    assert mended_fields(fields) == (after, ["quotes", "no-break-space"])


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
    text, fixes = mended(front(f"status: a\n{line}\nlist: [b]  # stays\n"))
    document = split("a.md", text).front_matter
    assert document.diagnostics == []
    assert document.data == {"status": "a", "title": value, "list": ["b"]}
    column = line.index(value) + 1
    assert fixes == [Fix(Location("a.md", 3, column, len(value)), "quotes", {"value": value})]
    assert mended(front(f"status: a\n{line}"), path="a.yml")[1] == []


def test_quotes_in_lists_and_groups() -> None:
    fields = (
        "list:\n  - one #1\n  - two\nrows:\n- name: a: b\n  role: @c\n- name: d #1\n  role: e\n"
    )
    after = (
        'list:\n  - "one #1"\n  - two\nrows:\n'
        '- name: "a: b"\n  role: "@c"\n- name: "d #1"\n  role: e\n'
    )
    assert mended_fields(fields) == (after, ["quotes"] * 4)


def test_too_many_faults_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    text = front("".join(f"name{number}: a: b\n" for number in range(9)))
    assert len(mended(text)[1]) == 9
    monkeypatch.setattr(fixing, "WORK", 850)  # 8 times the fields
    assert mended(text) == (text, [])


@pytest.mark.parametrize(
    "case",
    [
        "broken-yaml-colon",
        "broken-yaml-first-character",
        "broken-yaml-no-break-space",
        "hash-in-value",
    ],
)
def test_what_the_check_finds_is_mended(case: str) -> None:
    (file,) = (ROOT / "tests" / "broken" / case).rglob("index.*.md")
    text = mended(file.read_text("utf-8"))[0]
    assert split("a.md", text).front_matter.diagnostics == []


# -- terms -------------------------------------------------------------------------------------


def places(path: str, text: str, labels: Mapping[str, str]) -> dict[Location, str]:
    """What the caller gives: where a value is spelt like a label, and the id of that."""
    document = read(path, text)
    found: dict[Location, str] = {}
    for way in document.source_map.values if document else ():
        value = document.data if document else None
        for part in way:
            value = value.get(part) if isinstance(value, dict) else value and value[part]
        if isinstance(value, str) and value in labels and document:
            found[document.source_map.value(way)] = labels[value]
    return found


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
    text, fixes = mended(before, terms=places("a.md", before, LABELS))
    assert text == after
    assert fixes[0] == Fix(Location("a.md", 2, 13, 7), "term", {"value": "Tunisia", "id": "TN"})
    assert [fix.location.column for fix in fixes] == [13, 22, 30, 5, 5, 15, 14]


def test_a_label_whose_quotes_are_needed_stays() -> None:
    text = front('country: "Tunisia"# a comment as long as a quote stands before it\n')
    terms = places("a.md", text, LABELS)
    assert len(terms) == 1
    assert mended(text, terms=terms) == (text, [])


def test_places_that_hold_no_value_are_left() -> None:
    text = front("countries: [Tunisia]\nx: y\n")
    wrong = [Location("a.md", 2, 13, 6), Location("b.md", 2, 13, 7), Location("a.md", 2, 12, 9)]
    assert mended(text, terms=dict.fromkeys([*wrong, Location("a.md", 90)], "TN")) == (text, [])


# -- the order of fields -----------------------------------------------------------------------


def test_fields_stand_in_the_usual_order() -> None:
    before = (
        "# about the file\n\n# about other\nother: 1\nperiod:\n  # inside\n  start: 2014\n\n"
        "# about\n# the title\n'title': >-\n  one\n\n  two\n\n# left behind\n\nunknown: 2\n"
        "summary: |+\n  a\n\n"
    )
    after = (
        "# about the file\n\n# about\n# the title\n'title': >-\n  one\n\n  two\n\n# left behind\n\n"
        "summary: |+\n  a\n\nperiod:\n  # inside\n  start: 2014\n\n# about other\nother: 1\n"
        "unknown: 2\n"
    )
    assert mended_fields(before, ORDER) == (after, ["key-order"])
    assert mended_fields(before) == (before, [])


def test_a_comment_directly_above_the_first_field_moves_with_it() -> None:
    before = "# about the status\nstatus: a\nlist:\n  - b\n  # - c\ntitle: d\n"
    after = "title: d\n# about the status\nstatus: a\nlist:\n  - b\n  # - c\n"
    assert mended_fields(before, ORDER) == (after, ["key-order"])


def test_an_order_that_would_change_a_value_is_not_made() -> None:
    text = "summary: |\n  a\ntitle: |\n  b"  # moved up, the title would end in a newline
    assert mended(text, ORDER, path="a.yml") == (text, [])
    assert mended(text + "\n", ORDER, path="a.yml")[1] != []


# -- anything ----------------------------------------------------------------------------------

WORDS = ["Nabeul", "à la carte", "مدينة نابل", "2014", "NO", "a\u00a0: b", "Tunisia", "x" * 30]
SPACE = st.sampled_from(["", "", "", " ", "  ", "\t", " \t "])
WORD = st.sampled_from(WORDS)
# Values that can be read, and such as keep a file from being read or are cut.
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
NAME = st.sampled_from([*ORDER, "'other'", "more", "list"])
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
# One fault, of a kind that is mended, among fields that can be read.
MENDABLE = st.builds(
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
    """The name of a generated field, which stands on its first line that is not a comment."""
    found = re.search(r"^[\r\u2028\u200b]?([\w']+)", field, re.MULTILINE)
    return found[1] if found else field


FIELDS = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "", "# top\n\n", "\n"]),
    st.one_of(
        # Of each name one, but for a quarter of them.
        st.lists(FIELD, max_size=6, unique_by=named),
        st.builds(
            lambda above, fault, below: [*above, fault, *below],
            st.lists(FIELD, max_size=2, unique_by=named),
            MENDABLE,
            st.lists(FIELD, max_size=1),
        ),
        st.lists(FIELD | FAULT, max_size=6, unique_by=named),
        st.lists(FIELD | FAULT, max_size=4),
    ).map("".join),
    st.sampled_from(["", "", "\n", "# end  \n"]),
)
PIECES = [
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
    st.sampled_from(PIECES),
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


def core(line: str) -> str:
    """A line without what fixes may change in it."""
    return re.sub(r"[\s\"'\\]", "", line)


@examples
@given(files(), st.sampled_from([(), ORDER]), st.booleans())
def test_a_second_run_finds_nothing(
    file: tuple[str, str], order: tuple[str, ...], label: bool
) -> None:
    path, text = file
    terms = places(path, text, LABELS) if label else {}
    mended(text, order, terms, path)


@examples
@given(
    st.one_of(
        st.binary(max_size=400),
        st.text("ab:#-[]{},|>'\"\\ \t\n\r&*!%@`?~\u00a0\u2028").map(str.encode),
        files().map(lambda file: file[1].encode()[:-3]),
    )
)
def test_no_bytes_are_too_much(raw: bytes) -> None:
    for path in ("a.md", "a.yml"):
        for some in (raw, b"---\n" + raw, b"---\n" + raw + b"\n---\n" + raw):
            mend(path, some, ORDER, {Location(path, 2, 1, 3): "x"})


@examples
@given(files(), st.sampled_from([(), ORDER]))
def test_what_could_be_read_reads_the_same(file: tuple[str, str], order: tuple[str, ...]) -> None:
    path, text = file
    raw, fixes = mend(path, text.encode(), order)
    before, after = read(path, text), read(path, raw.decode())
    if before is None:
        return
    assert after is not None
    assert len(after.diagnostics) <= len(before.diagnostics)
    data = before.data
    if [fix for fix in fixes if fix.code == "quotes"]:
        # Where a hash cut a value, it is whole now.
        for fix in fixes:
            if fix.code == "quotes":
                typed = fix.values["value"]
                cut = next(
                    p.location for p in before.diagnostics if p.location[:3] == fix.location[:3]
                )
                way = next(w for w in before.source_map.values if before.source_map.value(w) == cut)
                data = replaced(data, way, typed)
    assert after.data == data
    if isinstance(data, dict) and not order:
        assert list(after.data) == list(data)


def replaced(data: object, way: tuple[str | int, ...], value: str) -> object:
    if not way:
        return value
    if isinstance(data, dict):
        return {k: replaced(v, way[1:], value) if k == way[0] else v for k, v in data.items()}
    assert isinstance(data, list)
    return [replaced(v, way[1:], value) if k == way[0] else v for k, v in enumerate(data)]


@examples
@given(files())
def test_labels_become_ids_and_nothing_else_changes(file: tuple[str, str]) -> None:
    path, text = file
    before = read(path, text)
    terms = places(path, text, LABELS)
    raw, fixes = mend(path, text.encode(), (), terms)
    without, _ = mend(path, text.encode())
    told = [fix for fix in fixes if fix.code == "term"]
    if before is None or not told:
        assert raw == without or before is not None
        return
    data, plainly = read(path, raw.decode()), read(path, without.decode())
    assert data is not None
    assert plainly is not None
    expected = plainly.data
    for fix in told:
        way = next(
            w for w in before.source_map.values if before.source_map.value(w) == fix.location
        )
        expected = replaced(expected, way, fix.values["id"])
    assert data.data == expected


@settings(max_examples=300, deadline=None)
@given(TEXT, WORD)
def test_the_text_looks_the_same(text: str, last: str) -> None:
    body = f"\n{text}{last}"
    after = mend("a.md", front("title: a\n", body).encode())[0].decode()
    assert rendered(after.removeprefix("---\ntitle: a\n---\n")) == rendered(body)


@examples
@given(files(), st.sampled_from([(), ORDER]))
def test_only_what_the_fixes_say_changes(file: tuple[str, str], order: tuple[str, ...]) -> None:
    path, text = file
    raw, fixes = mend(path, text.encode(), order)
    after, codes = raw.decode(), {fix.code for fix in fixes}
    assert bool(fixes) == (after != text)
    assert after.startswith("\ufeff") == text.startswith("\ufeff")
    if "line-ends" in codes:
        text = re.sub("(?<!\r)\r\n", "\n", text)
    old, new = text.split("\n"), after.split("\n")
    assert Counter(map(core, old)) == Counter(map(core, new))
    if "key-order" in codes:
        old, new = sorted(old, key=core), sorted(new, key=core)
    if not codes & {"quotes", "no-break-space"}:
        bare = [line.rstrip(" \t") for line in old]
        assert Counter(line.rstrip(" \t") for line in new) == Counter(bare)
    if "trailing-space" not in codes:
        ends = Counter(line[len(line.rstrip(" \t")) :] for line in new)
        assert "no-break-space" in codes or ends == Counter(
            line[len(line.rstrip(" \t")) :] for line in old
        )
    if not codes & {"trailing-space", "no-break-space", "quotes"}:
        assert Counter(new) == Counter(old)


@examples
@given(files(), st.sampled_from([(), ORDER]))
def test_every_fix_stands_where_it_says(file: tuple[str, str], order: tuple[str, ...]) -> None:
    path, text = file
    lines = plain(text).split("\n")
    for fix in mend(path, text.encode(), order)[1]:
        line, column = lines[fix.location.line - 1], fix.location.column
        there = line[column - 1 : column - 1 + fix.location.width]
        if fix.code == "quotes":
            assert there == fix.values["value"]
        elif fix.code == "no-break-space":
            assert there in "\u00a0\u202f"
        elif fix.code == "trailing-space":
            assert there.strip(" \t") in ("", "\u00a0", "\u202f")
        elif fix.code == "key-order":
            assert line[column - 1 :].startswith(there)
