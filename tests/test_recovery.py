"""A mistake hides no other one: the check goes on after a field that cannot be read, and reports
nothing that only follows from it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge_repository.model import Diagnostic
from knowledge_repository.rules.published import unrecorded_ids
from knowledge_repository.source.front_matter import split
from knowledge_repository.source.recovery import parse_fields
from knowledge_repository.source.text import SourceError
from tests.conftest import ROOT, copy_small
from tests.repositories import load_and_check

ENTRY = "casestudies/example-town-pottery/index.en.md"
TEXT = (ROOT / "tests" / "small" / ENTRY).read_text(encoding="utf-8")
BLOCK = TEXT.split("---\n")[1]
FIELD = re.compile(r"^(\w+):", re.MULTILINE)


def fields(block: str) -> Mapping[str, tuple[int, int]]:
    """Key at the top → its first line and the line after its last one, counted from 1."""
    lines = block.split("\n")
    begins = [row for row, line in enumerate(lines, 1) if FIELD.match(line)]
    ends = [*begins[1:], len(lines)]
    return {
        lines[begin - 1].partition(":")[0]: (begin, end)
        for begin, end in zip(begins, ends, strict=True)
    }


BREAKAGES = {
    "colon": "{key}: one: two",
    "quote": '{key}: "open',
    "bracket": "{key}: [open",
    "brace": "{key}: {{a: b",
    "separator": "{key}: {{a: b، c: d}}",
    "missing colon": "{key} value",
    "bullets": "{key}:\n• one\n• two",
    "tag": "{key}: !odd x",
    "alias": "{key}: *odd",
}


def broken(block: str, keys: Mapping[str, str]) -> str:
    """*block* with a syntax error in each of *keys*, and as many lines as before."""
    lines = block.split("\n")
    for key, how in keys.items():
        begin, end = fields(block)[key]
        new = BREAKAGES[how].format(key=key).split("\n")
        # A field of one line is broken on its line.
        new = new if len(new) <= end - begin else [BREAKAGES["colon"].format(key=key)]
        lines[begin - 1 : end - 1] = [*new, *[""] * (end - begin - len(new))]
    return "\n".join(lines)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(list(fields(BLOCK))),
        st.sampled_from(list(BREAKAGES)),
        min_size=1,
        max_size=6,
    )
)
def test_each_broken_field_has_its_own_error_and_all_others_are_read(
    keys: Mapping[str, str],
) -> None:
    whole = parse_fields("a.md", BLOCK, 1)
    text = broken(BLOCK, keys)
    document = parse_fields("a.md", text, 1)
    assert isinstance(document.data, dict)
    assert isinstance(whole.data, dict)
    left = {key: value for key, value in whole.data.items() if key not in keys}
    assert document.data == left
    assert keys.keys() <= document.unread
    lines = sorted(one.location.line - 1 for one in document.diagnostics)
    places = [fields(BLOCK)[key] for key in keys]
    for begin, end in places:
        assert [line for line in lines if begin <= line < end], (begin, end, lines)
    assert len(lines) == len(keys)
    for path, span in whole.source_map.values.items():
        if path and path[0] in left:
            assert document.source_map.values[path] == span


def test_where_nothing_can_be_read_there_is_one_error() -> None:
    for text in ("| a | b |\n| - | - |\n", "[", "title: a: b", "- x\ntitle: y"):
        with pytest.raises(SourceError) as error:
            parse_fields("a.md", text, 1)
        assert error.value.diagnostic.location.line >= 2


def test_errors_of_the_whole_document_are_not_divided() -> None:
    with pytest.raises(SourceError) as error:
        parse_fields("a.md", "a: b\n--- x\nc: d: e\n", 1)
    assert error.value.diagnostic.code == "several-documents"


def problems(root: Path, edits: Mapping[str, str], file: str = ENTRY) -> list[Diagnostic]:
    """The errors after *edits* of *file*."""
    path = root / file
    text = path.read_text(encoding="utf-8")
    for old, new in edits.items():
        assert text.count(old) >= 1, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    found = load_and_check(root)[1]
    unique = {(one.location, one.code): one for one in found if one.level == "error"}
    return [unique[key] for key in sorted(unique)]


def codes(found: list[Diagnostic]) -> list[tuple[int, str]]:
    return [(one.location.line, one.code) for one in found]


def test_one_round_shows_mistakes_of_every_step(small: Path) -> None:
    found = problems(
        small,
        {
            'title: "Example Town: a table laid together"': "title: Town: a table",
            "depth: full": "depth: complete",
            "countries: [TN]": "countries: [Tunisia, XX]",
            "related: [placeholder-port-lamps]": "related: [no-such-entry, placeholder-port-lamps]",
            "budget: {value: 120000, currency": "budget: {value: 120 000, currency",
            "## Lessons": "## Learned",
            "(../placeholder-port-lamps/": "(../lost/",
            "many plates.[^kiln]": "many plates.[^lost-source]",
            "\n[^kiln]: So the potters say; nobody counted.\n": "",
        },
    )
    assert codes(found) == [
        (2, "broken-yaml"),
        (6, "unknown-value"),
        (8, "unknown-term"),
        (8, "unknown-term"),
        (23, "wrong-number"),
        (31, "dead-relation"),
        (64, "unknown-source"),
        (70, "unknown-section"),
        (78, "dead-link"),
    ]


@pytest.mark.parametrize("key", [key for key in fields(BLOCK) if key != "aliases"])
@pytest.mark.parametrize("how", ["{key}: a: b", "{key}: [a", '{key}: "a'])
def test_nothing_follows_from_a_broken_field(key: str, how: str, tmp_path: Path) -> None:
    root = copy_small(tmp_path / "small")
    begin, end = fields(BLOCK)[key]
    old = "\n".join(BLOCK.split("\n")[begin - 1 : end - 1])
    assert codes(problems(root, {old: how.format(key=key)})) == [(begin + 1, "broken-yaml")]


def test_an_old_name_in_a_broken_field_is_still_known(small: Path) -> None:
    found = problems(small, {"aliases: [example-town-table]": "aliases: [example-town-table"})
    assert codes(found) == [(40, "broken-yaml")]


@pytest.mark.parametrize("key", ["title", "summary", "phrases", "translation"])
def test_nothing_follows_from_a_broken_field_of_a_translation(key: str, small: Path) -> None:
    file = "casestudies/placeholder-port-lamps/index.en.md"
    block = (small / file).read_text(encoding="utf-8").split("---\n")[1]
    begin, end = fields(block)[key]
    old = "\n".join(block.split("\n")[begin - 1 : end - 1])
    found = problems(small, {old: f"{key}: a: b"}, file)
    assert codes(found) == [(begin + 1, "broken-yaml")]


def test_one_wrong_record_of_a_source_is_one_error(small: Path) -> None:
    found = problems(
        small,
        {
            "sources: [example-news, example-report]": (
                "sources:\n  - example-news\n  - {id: La Presse, title: A, publisher: B}"
            ),
            "[^example-report]": "[^la-presse]",
        },
    )
    assert codes(found) == [(34, "wrong-form")]


FENCES = {
    "good": ("", "---", "---"),
    "empty lines": ("\n\n", "---", "---"),
    "four": ("", "----", "----"),
    "dash": ("\n", "—", "---"),
    "space": ("", " ---", "---"),
    "code": ("", "```yaml", "```"),
    "code around": ("", "```yaml\n---", "---\n```"),
}


@pytest.mark.parametrize("name", FENCES)
def test_fields_between_bad_fences_keep_their_lines(name: str) -> None:
    above, first, second = FENCES[name]
    text = f"{above}{first}\ntitle: x\nstatus: y\n{second}\n\n## Context\n"
    found = split("a.md", text)
    rows = text.split("\n")
    assert found.front_matter.data == {"title": "x", "status": "y"}
    assert found.front_matter.source_map.value(("status",)).line == rows.index("status: y") + 1
    assert "## Context" in found.body
    assert "`" not in found.body
    heading = found.body_line + found.body.split("\n").index("## Context")
    assert rows[heading - 1] == "## Context"
    causes = [one.values["cause"] for one in found.front_matter.diagnostics]
    assert len(causes) == (name != "good")


def test_each_item_of_a_data_file_is_checked_by_itself() -> None:
    text = (
        "sources:\n"
        '  - id: one\n    title: "A" publisher: B\n'
        "  - id: two\n    title: B\n"
        "  - id: three\n    title: C: D\n"
    )
    document = parse_fields("content/sources/a.yml", text)
    assert document.data == {"sources": [{"id": "two", "title": "B"}]}
    assert [one.location.line for one in document.diagnostics] == [3, 7]


def test_inner_fields_of_a_broken_field_are_checked_by_themselves() -> None:
    text = 'kinds:\n  a:\n    b: {c: "d" e: f}\n    g: {c: "d"، e: f}\n  h: x: y\nmore: text\n'
    document = parse_fields("content/kinds.yml", text)
    assert document.data == {"more": "text"}
    assert [one.location.line for one in document.diagnostics] == [3, 4, 5]


def test_broken_data_files_cause_no_other_messages(small: Path) -> None:
    register, kinds = small / "content/sources/example.yml", small / "content/kinds.yml"
    register.write_text(
        register.read_text(encoding="utf-8")
        + "  - id: new-one\n    title: A: B\n    publisher: C\n"
        + "  - id: new-two\n    title: A\n    publisher: C\n    date: 12 mars 2018\n",
        encoding="utf-8",
    )
    ledger = small / "content/published.yml"
    names = sorted(unrecorded_ids(replace(load_and_check(small)[0], published={})))
    ledger.write_text("published:\n" + "".join(f"  - {one}\n" for one in names), encoding="utf-8")
    assert [one.code for one in load_and_check(small)[1]] == ["broken-yaml", "wrong-date"]
    kinds.write_text(
        kinds.read_text(encoding="utf-8").replace("type: choice", "type: choix", 1),
        encoding="utf-8",
    )
    found = [one for one in load_and_check(small)[1] if one.location.path == "content/kinds.yml"]
    assert [one.code for one in found] == ["unknown-value"]
    assert len(load_and_check(small)[1]) == 3
