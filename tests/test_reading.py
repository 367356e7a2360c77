"""What comes in: places, values as typed, every problem at once, and never an exception."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_repository import check, config, diagnostics, markdown
from knowledge_repository.content import load
from knowledge_repository.model import Diagnostic, Library, Location
from knowledge_repository.source import characters
from knowledge_repository.source.front_matter import split
from knowledge_repository.source.yaml import parse
from tests.conftest import ROOT, copy_small
from tests.repositories import add_fault

ENTRY = "bestpractices/one-table/index.en.md"
VOCABULARY = "content/vocabularies/crafts.yml"


def examine(root: Path) -> tuple[Library, list[Diagnostic]]:
    """Everything read and every problem found."""
    library, found = load.load(root, config.load(root)[0])
    return library, found + check.check(library)


def twin(root: Path, into: Path) -> Path:
    """A copy whose texts begin with a BOM and end their lines as Windows does."""
    shutil.copytree(root, into)
    for file in into.rglob("*"):
        if file.suffix in (".md", ".yml"):
            file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    return into


# -- the bytes ---------------------------------------------------------------------------------


def test_a_bom_and_windows_line_ends_give_the_same_library(small: Path) -> None:
    plain, no_problems = examine(small)
    windows, none_either = examine(twin(small, small.parent / "windows"))
    assert no_problems == none_either == []
    assert windows == plain


@pytest.mark.parametrize(
    "case", ["broken-yaml-colon", "raw-html", "dead-anchor", "unused-footnote", "wrong-address"]
)
def test_a_bom_and_windows_line_ends_give_the_same_problems(case: str, small: Path) -> None:
    add_fault(case, small)
    windows = twin(small, small.parent / "windows")
    assert diagnostics.as_text(examine(windows)[1], windows) == diagnostics.as_text(
        examine(small)[1], small
    )


def test_the_fast_test_for_hidden_characters_misses_none() -> None:
    missed = [
        f"U+{point:04X}"
        for point in range(0x110000)
        if not 0xD800 <= point <= 0xDFFF
        and any(
            pattern.search(chr(point))
            for pattern in (
                characters.FORBIDDEN,
                characters.HIDDEN,
                characters.MARKS,
                characters._DOUBTFUL,
            )
        )
        and not characters.suspect(chr(point).encode())
    ]
    assert missed == []
    assert not characters.suspect("Café – l’été : « oui » نحاس\u00a0\u2019".encode())


# -- places ------------------------------------------------------------------------------------

NESTED = """\
# A comment above everything
title: "Nabeul: une table"
lists: [one, 'two', "ثلاثة"]
group: {inner: {deep: [a, {last: ب}]}, after: x}
rows:
  - id: first
    label: {ar: "بلدة", fr: "ville"}   # a comment behind
  - id: second
    label:
      ar: قرية
      fr: village
empty:
"""


def test_every_value_and_key_of_nested_yaml_knows_its_place() -> None:
    document = parse("f.yml", NESTED)
    lines = NESTED.split("\n")

    def spelled(place: Location) -> str:
        return lines[place.line - 1][place.column - 1 : place.column - 1 + place.width]

    expected = {
        ("title",): '"Nabeul: une table"',
        ("lists",): "[one, 'two', \"ثلاثة\"]",
        ("lists", 1): "'two'",
        ("lists", 2): '"ثلاثة"',
        ("group", "inner", "deep", 1, "last"): "ب",
        ("group", "after"): "x",
        ("rows", 0, "id"): "first",
        ("rows", 0, "label"): '{ar: "بلدة", fr: "ville"}',
        ("rows", 0, "label", "fr"): '"ville"',
        ("rows", 1, "label", "ar"): "قرية",
    }
    assert {path: spelled(document.source_map.value(path)) for path in expected} == expected
    for path in document.source_map.keys:
        assert spelled(document.source_map.key(path)) == path[-1]


def test_a_missing_value_has_the_location_of_its_mapping() -> None:
    marks = parse("f.yml", NESTED).source_map
    assert marks.value(("rows", 1, "label", "en")) == marks.value(("rows", 1, "label"))
    assert marks.key(("rows", 0, "parent")) == marks.value(("rows", 0))
    assert marks.value(("nothing",)) == Location("f.yml")


def test_lines_of_front_matter_and_body_are_lines_of_the_file() -> None:
    source = split("f.md", "---\n\ntitle: x\nlist:\n  - y\n---\n\nfirst\n")
    assert source.front_matter.source_map.value(("list", 0)) == Location("f.md", 5, 5, 1)
    assert source.body.split("\n")[8 - source.body_line] == "first"


# -- values ------------------------------------------------------------------------------------

TYPED = ["NO", "yes", "010", "1.10", "12:30", "0x1F", "1_000", "2026-11-22", "true", "1e3", ".5"]


@pytest.mark.parametrize("typed", TYPED)
def test_a_value_is_the_text_that_was_typed(typed: str) -> None:
    assert parse("f.yml", f"a: {typed}\nb: [{typed}]\nc:\n  - d: {typed}\n").data == {
        "a": typed,
        "b": [typed],
        "c": [{"d": typed}],
    }


@pytest.mark.parametrize("typed", TYPED)
def test_a_field_for_text_keeps_text_that_resembles_another_type(typed: str, small: Path) -> None:
    file = small / ENTRY
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('short_title: "One table"', f"short_title: {typed}"), "utf-8")
    library, found = examine(small)
    assert found == []
    assert library.entries["one-table"].translations["en"].short_title == typed


@pytest.mark.parametrize("typed", ["", "~", "null"])
def test_an_empty_value_counts_as_absent(typed: str, small: Path) -> None:
    file = small / ENTRY
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('short_title: "One table"', f"short_title: {typed}"), "utf-8")
    library, found = examine(small)
    assert [(one.code, one.level) for one in found] == [("empty-field", "warning")]
    assert library.entries["one-table"].translations["en"].short_title is None


# -- all at once -------------------------------------------------------------------------------


def test_all_problems_of_several_files_are_listed_at_once_and_in_order(small: Path) -> None:
    cases = ("raw-html", "broken-yaml-colon", "dead-relation", "wrong-address", "missing-label")
    for case in reversed(cases):
        add_fault(case, small)
    _, found = examine(small)
    blocks = [
        (ROOT / "tests" / "broken" / case / "problems.txt").read_text("utf-8") for case in cases
    ]
    assert diagnostics.as_text(found, small) + "\n" == "".join(blocks)
    assert diagnostics.count(found) == "4 errors, 1 warning"


def test_the_order_of_problems_does_not_depend_on_who_found_them_first(small: Path) -> None:
    for case in ("wrong-address", "raw-html", "dead-relation"):
        add_fault(case, small)
    _, found = examine(small)
    assert diagnostics.as_text(found[::-1] + found, small) == diagnostics.as_text(found, small)


# -- whatever comes ----------------------------------------------------------------------------

anything = st.text(st.characters(codec="utf-8"), max_size=400)
YAML = """title summary terms label id en x 1 2026-11-22 - : , [ ] { } ' " | > & * ! # ? % @ ` ~
--- ... << \\ ة \u200f"""
MARKDOWN = """# ## - 1. > | --- ``` ~~~ ` * ** _ ~ [ ] ( ) ![ ]( ][ [^x] [^x]: <b> </b> <!-- <a@b.c>
&lt; javascript: http:// // .. ../ index.en.md ? % %00 \\ : x Context ي"""


def joined(words: str, *more: str) -> st.SearchStrategy[str]:
    """Texts put together from *words* and *more* with blanks and line ends."""
    parts = [*words.split(), " ", "  ", "\t", "\n", "\n  ", "\n\n", *more]
    return st.lists(st.sampled_from(parts), max_size=60).map("".join)


yamlish = joined(YAML, "\n- ", ": ", "terms:\n  - id: ", "label: {", '"\n', "aliases: ")
markdownish = joined(MARKDOWN, "\n    ", "\n> ", "[a](", "[a]: ", "## Pitfalls\n")


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository in which one file is overwritten again and again: quick, for it has little."""
    root = copy_small(tmp_path_factory.mktemp("sandbox") / "small")
    for folder in ("casestudies/example-town-pottery", "casestudies/placeholder-port-lamps"):
        shutil.rmtree(root / folder)
    shutil.rmtree(root / "content" / "pages")
    shutil.rmtree(root / "content" / "words")
    return root


def reported(root: Path) -> tuple[Library, list[Diagnostic]]:
    """What is read, and every error, said in every form in which it can be said."""
    library, found = examine(root)
    for said in (
        diagnostics.as_text(found, root),
        diagnostics.as_github(found),
        diagnostics.count(found),
    ):
        said.encode("utf-8")
        assert "\x1b" not in said, "no control character reaches a terminal"
    for problem in found:
        assert problem.location.line >= 1
        assert problem.location.column >= 1
        assert problem.location.width >= 1
        assert diagnostics.message(problem)
    return library, [problem for problem in found if problem.level == "error"]


def overwrite(sandbox: Path, path: str, content: bytes) -> tuple[Library, list[Diagnostic]]:
    file = sandbox / path
    original = file.read_bytes()
    try:
        file.write_bytes(content)
        return reported(sandbox)
    finally:
        file.write_bytes(original)


@settings(max_examples=150, deadline=None)
@given(content=st.binary(max_size=400) | anything.map(str.encode))
def test_any_bytes_as_a_text_are_problems_or_an_entry(sandbox: Path, content: bytes) -> None:
    library, found = overwrite(sandbox, ENTRY, content)
    assert found or "one-table" in library.entries


@settings(max_examples=150, deadline=None)
@given(front_matter=anything | yamlish)
def test_any_front_matter_is_problems_or_an_entry(sandbox: Path, front_matter: str) -> None:
    content = f"---\n{front_matter}\n---\n\n## When to use it\n".encode()
    library, found = overwrite(sandbox, ENTRY, content)
    assert found or "one-table" in library.entries


@settings(max_examples=150, deadline=None)
@given(field=st.sampled_from(["title", "sectors", "effort", "sources", "related"]), value=yamlish)
def test_any_value_of_a_field_is_problems_or_an_entry(
    sandbox: Path, field: str, value: str
) -> None:
    text = (sandbox / ENTRY).read_text(encoding="utf-8")
    lines = [f"{field}: {value}" if x.startswith(f"{field}:") else x for x in text.split("\n")]
    library, found = overwrite(sandbox, ENTRY, "\n".join(lines).encode())
    assert found or "one-table" in library.entries


@settings(max_examples=150, deadline=None)
@given(body=anything | markdownish)
def test_any_body_is_problems_or_an_entry(sandbox: Path, body: str) -> None:
    text = (sandbox / ENTRY).read_text(encoding="utf-8")
    front_matter = text[: text.index("\n---\n") + 5]
    library, found = overwrite(sandbox, ENTRY, (front_matter + body).encode())
    assert found or "one-table" in library.entries


@settings(max_examples=150, deadline=None)
@given(content=anything | yamlish)
def test_any_vocabulary_is_problems_or_a_vocabulary(sandbox: Path, content: str) -> None:
    library, found = overwrite(sandbox, VOCABULARY, content.encode())
    assert found or library.vocabularies["crafts"].terms


# -- GitHub's annotations ----------------------------------------------------------------------


def test_annotations_escape_what_would_end_or_split_them() -> None:
    problem = Diagnostic(
        Location("casestudies/a,b:c%d\ne/index.en.md", 3, 5),
        "dead-link",
        {"value": "100%, a: b\r\n::error::x", "nearest": ""},
    )
    [line] = diagnostics.as_github([problem]).split("\n")
    head, said = line.removeprefix("::error ").split("::", 1)
    assert head == (
        "file=casestudies/a%2Cb%3Ac%25d%0Ae/index.en.md,line=3,col=5,title=error (dead-link)"
    )
    assert said.startswith(
        "the target of the link '100%25, a: b\\x0d\\x0a::error::x' does not exist – "
    )
    assert "\r" not in line


def test_annotations_are_at_most_ten_errors_and_ten_warnings_the_errors_first() -> None:
    found = [
        Diagnostic(Location("f.md", number), "symlink", level="error" if number % 2 else "warning")
        for number in range(1, 50)
    ]
    lines = diagnostics.as_github(found).split("\n")
    assert [line.split(" ")[0] for line in lines] == ["::error"] * 10 + ["::warning"] * 10
    assert [line.split(",")[1] for line in lines[:3]] == ["line=1", "line=3", "line=5"]


def test_an_annotation_without_a_way_out_ends_with_its_message() -> None:
    problem = Diagnostic(Location("f.md"), "unknown-label-language", {"value": "xx"})
    assert diagnostics.as_github([problem]).endswith("::there is no language 'xx'")


def test_a_mark_for_a_citation_changes_nothing_that_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = [
        "**bold.**[^a] x **b**[^a][^b] _a_[^a]_b_ __c__[^b] ~~x~~[^a]",
        "```\n[^a]\n```\n\n    [^a]\n\nx[^a]: y",
        "## H[^a] x\n\n- [^a]\n- **z**[^a]\n\n> [^b]",
        "[^a]: note [^b]\n\nuse[^a]",
        "| a[^a] |\n|---|\n| [^b] |",
        "see https://example.org[^a] and www.example.org/x[^b] or a@example.org[^a]",
        "`[^a]` and \\[^a] <b>[^a]</b> [^a](https://example.org) [q][^a]",
        "an entity &#x1D800; and &#120832; beside[^a]",
        'Sutton \U0001d800 [^a] "[^b]"',
        "a Syriac sign \u0700a} beside[^a] and &#x700;a} beside[^b]",
    ]
    for text in texts:
        quick, found = markdown.render("casestudies/x/index.en.md", text)
        with monkeypatch.context() as usual:
            usual.setattr(markdown, "mark_citations", lambda raw: raw)
            slow, same = markdown.render("casestudies/x/index.en.md", text)
        assert quick is not None
        assert slow is not None
        assert quick.html == slow.html
        assert quick.headings == slow.headings
        assert [cited[0] for cited in quick.citations] == [cited[0] for cited in slow.citations]
        assert quick.notes == slow.notes
        assert found == same


def test_french_signs_get_their_no_break_spaces_and_nothing_else_changes() -> None:
    library, _ = load.load(ROOT, config.load(ROOT)[0])
    typeset = library.languages["fr"].typeset
    assert typeset("Oui : « non » ; et ?") == "Oui\u00a0: «\u00a0non\u00a0»\u00a0; et\u00a0?"
    for as_it_was in ("Nabeul\u00a0: un hub", "https://example.org/?a=b;c", "10:30", "«mot»"):
        assert typeset(as_it_was) == as_it_was
    assert library.languages["en"].typeset("Yes : no") == "Yes : no"
