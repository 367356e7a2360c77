"""Source files: YAML with locations, its faults, bytes and characters that are refused."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge_repository.model import Limits, Location
from knowledge_repository.source.front_matter import split
from knowledge_repository.source.text import SourceError, decode
from knowledge_repository.source.yaml import parse

# -- faults of YAML ----------------------------------------------------------------------------

FAULTS = [
    ('a: b\n"c', 2, 1, "quote"),
    ("a: 'b' c\nd: e", 1, 4, "quote"),
    ('a: "b" c', 1, 4, "quote"),
    ("'a", 1, 1, "quote"),
    ('"a" b', 1, 1, "quote"),
    ("a: 'it's'\nb: c", 1, 4, "quote"),
    ('a: "x\ny: z"\nw: "v', 3, 4, "quote"),
    ("a: 1\n\tb: 2", 2, 1, "tab"),
    ("a: 1\n  \tb: 2", 2, 3, "tab"),
    ("\n\n\n\tx: 1", 4, 1, "tab"),
    ("a: [b\nc: d", 1, 4, "bracket"),
    ("a: {b: c\n", 1, 4, "bracket"),
    ("x: 1\na: [b\nc: d", 2, 4, "bracket"),
    ("a: b: c", 1, 5, "colon"),
    ("x: 1\na: b: c", 2, 5, "colon"),
    ("a: x\tb: c", 1, 7, "colon"),
    ("a: b: c\td", 1, 5, "colon"),
    ("a\nb: c", 1, 1, "missing-colon"),
    ("a: b\nplain\n  c: d", 2, 1, "missing-colon"),
    ("- x\n  c: d", 1, 1, "missing-colon"),
    ("x: 1\nplain words", 2, 1, "missing-colon"),
    ("a: [x]\n  b: c", 2, 3, "indent"),
    ("x: 1\nplain words\nb: c\n", 2, 1, "missing-colon"),
    ("a: @b", 1, 4, "first-character"),
    ("x: 1\na: `b`", 2, 4, "first-character"),
    ("a: |x\n b", 1, 4, "first-character"),
    ("a:\n   b: c\n  d: e", 3, 3, "indent"),
    ("a: b\n   c: d", 2, 4, "indent"),
    ("a:\u00a0b\nc: d", 1, 2, "no-break-space"),
    ("k: v\nb:\u202fx\nc d", 2, 2, "no-break-space"),
    ("]", 1, 1, "bracket"),
    ("x: 1\na: ]", 2, 4, "bracket"),
    ("- a\nb: c", 2, 1, "other"),
]


@pytest.mark.parametrize("skipped", [0, 3])
@pytest.mark.parametrize(("text", "line", "column", "cause"), FAULTS)
def test_a_fault_of_yaml_is_reported_where_the_author_made_it(
    text: str, line: int, column: int, cause: str, skipped: int
) -> None:
    with pytest.raises(SourceError) as raised:
        parse("f.yml", text, skipped)
    problem = raised.value.diagnostic
    assert (problem.code, problem.values["cause"]) == ("broken-yaml", cause)
    assert str(raised.value) == "broken-yaml"
    assert problem.location == Location("f.yml", line + skipped, column)
    assert bool(problem.values["detail"]) == (cause == "other")


def test_what_yaml_does_not_allow_is_reported_with_its_reason() -> None:
    with pytest.raises(SourceError) as raised:
        parse("f.yml", "a: \x01", 3)
    problem = raised.value.diagnostic
    assert problem.location == Location("f.yml", 4)
    assert problem.values["cause"] == "other"
    assert problem.values["detail"]
    assert "\n" not in str(problem.values["detail"])


def test_a_document_has_exactly_its_limit_of_characters_and_of_depth() -> None:
    limits = Limits(data=6, front_matter=10, nesting=2)
    assert parse("f.yml", "a: bcd", limits=limits).data == {"a": "bcd"}
    with pytest.raises(SourceError) as raised:
        parse("f.yml", "a: bcde", 4, limits)
    assert raised.value.diagnostic.code == "too-large"
    assert raised.value.diagnostic.location == Location("f.yml", 5)
    assert raised.value.diagnostic.values == {"size": "7", "limit": "6", "cause": "fields"}
    assert parse("f.yml", "a: [[b]]", limits=Limits(nesting=3)).data == {"a": [["b"]]}
    with pytest.raises(SourceError) as raised:
        parse("f.yml", "a: [[b]]", limits=Limits(nesting=2))
    assert raised.value.diagnostic.code == "too-deep"
    assert raised.value.diagnostic.location == Location("f.yml", 1, 6)
    assert split("f.md", "---\na: bcdef\n---\n", limits).front_matter.data == {"a": "bcdef"}
    with pytest.raises(SourceError) as raised:
        split("f.md", "---\na: bcdefgh\n---\n", limits)
    assert raised.value.diagnostic.values["limit"] == "10"


def test_in_foreign_yaml_tags_and_aliases_are_passed_over() -> None:
    text = "a: !tag x\nb: &anchor y\nc: *anchor\n"
    found = parse("mkdocs.yml", text, foreign=True).data
    assert isinstance(found, dict)
    assert (list(found), found["b"], found["c"]) == (["a", "b", "c"], "y", None)
    for line, code in zip(
        text.split("\n"), ("yaml-tag", "yaml-anchor", "yaml-alias"), strict=False
    ):
        with pytest.raises(SourceError) as raised:
            parse("f.yml", line)
        assert raised.value.diagnostic.code == code


def test_a_key_that_comes_twice_keeps_its_first_value_and_names_its_first_line() -> None:
    document = parse("f.yml", "a: 1\nb: 2\na: 3\na: 4\n", 10)
    assert document.data == {"a": "1", "b": "2"}
    assert document.source_map.value(("a",)) == Location("f.yml", 11, 4)
    assert [(p.location, p.code, dict(p.values)) for p in document.diagnostics] == [
        (Location("f.yml", 13, 1), "duplicate-key", {"key": "a", "line": "11"}),
        (Location("f.yml", 14, 1), "duplicate-key", {"key": "a", "line": "11"}),
    ]


def test_a_sign_that_cuts_a_value_off_is_named_and_a_comment_is_not() -> None:
    for text, found in (
        ("a: b #c", ["b #c"]),
        ("a: b # c", []),
        ("a: b#c", []),
        ('a: "b" #c', []),
        ("a: b  #c d", ["b  #c d"]),
    ):
        problems = parse("f.yml", text).diagnostics
        assert [problem.values["value"] for problem in problems] == found, text
        assert all(problem.code == "hash-in-value" for problem in problems)


def test_an_escape_brings_nothing_hidden_in() -> None:
    for typed, named in (("\\u202E", "U+202E"), ("\\x00", "U+0000"), ("\\uFFFD", "U+FFFD")):
        document = parse("f.yml", f'a: "b{typed}c"')
        assert document.data == {"a": "bc"}
        [problem] = document.diagnostics
        assert problem.code == "forbidden-character"
        assert problem.values["cause"] == "written"
        assert problem.values["value"] == typed
        assert problem.values["character"] == named
    assert parse("f.yml", 'a: "\\u0627"').diagnostics == []
    assert parse("f.yml", "a: 'b\\u202Ec'").data == {"a": "b\\u202Ec"}


# -- bytes and characters ----------------------------------------------------------------------


def refused(raw: bytes) -> tuple[Location, dict[str, Any]]:
    with pytest.raises(SourceError) as raised:
        decode("f.md", raw)
    return raised.value.diagnostic.location, dict(raised.value.diagnostic.values)


def test_bytes_that_are_no_text_are_reported_with_their_location() -> None:
    place, values = refused("a\nbé ".encode() + b"\xe9t\xe9")
    assert place == Location("f.md", 2, 4)
    assert values == {"offset": "6", "byte": "0xE9", "encoding": "Windows-1252"}
    place, values = refused("سلام\n".encode() + b"\xc7\xe1")
    assert (place, values["encoding"]) == (Location("f.md", 2, 1), "Windows-1256")
    for raw in ("a".encode("utf-16"), b"\xfe\xff\0a"):
        assert refused(raw) == (Location("f.md"), {"offset": "0", "encoding": "UTF-16"})


HIDDEN = "\x00 \x08 \x0b \x7f \x80 \x85 \x9f \xad \u034f \u115f \u17b4 \u180e \u200b \u202a \u202e"
HIDDEN += " \u2060 \u206a \u2028 \u3164 \ufdd0 \ufeff \uffa0 \ufff9 \U0001fffe \U000e0041"
HIDDEN += " \U000fffff"


@pytest.mark.parametrize("sign", HIDDEN.split(" "), ids=ascii)
def test_invisible_characters_are_refused(sign: str) -> None:
    place, values = refused(f"one\nتو{sign}x\n".encode())
    assert place == Location("f.md", 2, 3)
    assert values["character"] == f"U+{ord(sign):04X}"
    assert values["name"] == values["name"].lower() != ""
    assert values.get("cause") == ("direction" if "\u202a" <= sign <= "\u202e" else None)


@pytest.mark.parametrize("sign", ["\u061c", "\u200c", "\u200e", "\u200f"], ids=ascii)
def test_the_marks_of_arabic_are_allowed_only_in_texts_with_arabic(sign: str) -> None:
    assert decode("f.md", f"ab{sign}c\nسلام".encode())
    place, values = refused(f"one\nab{sign}c".encode())
    assert (place, values["cause"]) == (Location("f.md", 2, 3), "mark")


def test_what_isolates_a_direction_is_closed_in_its_line() -> None:
    for good in ("a\u2066b\u2069c", "\u2067a\u2068b\u2069c\u2069", "x\n\u2066\u2069\n"):
        assert decode("f.md", good.encode()) == good
    for bad, line, column in (
        ("x\na\u2066b\nc\u2069", 2, 2),
        ("a\u2069", 1, 2),
        ("\u2066a\u2067b\u2069", 1, 1),
        ("\u2066a\u2069b\u2069", 1, 5),
        ("ok \u2066\u2069\n\nab\u2068", 3, 3),
    ):
        place, values = refused(bad.encode())
        assert (place, values["cause"]) == (Location("f.md", line, column), "isolate")


def test_every_line_end_is_one_line_end() -> None:
    assert decode("f.md", b"\xef\xbb\xbfa\r\nb\rc\n\td") == "a\nb\nc\n\td"


def test_an_emoji_may_be_joined_and_nothing_else() -> None:
    assert decode("f.md", "👩\u200d🎨 ❤\u200d🔥".encode())
    assert refused("a\u200db".encode())[0] == Location("f.md", 1, 2)
