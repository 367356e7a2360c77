"""Properties of the fixes of ``check --fix``, on generated files."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_repository.autofix.fixes import fix_text
from knowledge_repository.model import Location
from knowledge_repository.source.yaml import Document, YamlValue
from tests.test_autofix import LABELS, Keys, fixed, plain, read, term_locations

FIELDS_USED = ("title", "summary", "status", "countries", "period")
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
# One error with a fix, among fields that can be read.
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
    *("one", "*two*", "`a", "b`", "```", "~~~", "````text", "#", "---", "===", "-", "\\", "**"),
    *("[", "](", "(u", "'t')", "[r]:", "[^n]", ":", "|", "<b", "</pre>", "<pre>", "<!--", "-->"),
    *("&nbsp;", "![p", "](q)", "كلمة", "", "", "# three", "| a | b |", "| - | - |"),
    *("[l](u 't", "[r]: u 't", "[ ] task", "\u00a0"),
]
"""Parts of Markdown, also incomplete ones."""
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


def sound_fields(document: Document) -> set[str]:
    """The fields at the top of *document* that have no diagnostic between their first and last
    line."""
    assert isinstance(document.data, dict)
    starts = {document.source_map.key((key,)).line: key for key in document.data}
    broken = {
        starts[max(line for line in starts if line <= one.location.line)]
        for one in document.diagnostics
        if any(line <= one.location.line for line in starts)
    }
    return set(document.data) - broken


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
    if any(one.code == "broken-yaml" for one in before.diagnostics):
        # A field that could not be read, or only in part, may have another value now; the others
        # have theirs.
        assert isinstance(data, dict)
        assert isinstance(after.data, dict)
        whole = sound_fields(before)
        assert {key: after.data.get(key) for key in whole} == {key: data[key] for key in whole}
        return
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
