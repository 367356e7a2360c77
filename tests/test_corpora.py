"""Known attacks and unusual inputs, collected in ``corpora``, are refused or shown as text.

Each case has its input, the place of the input, and the expected result: an error with one of the
listed codes, or ``text``: no error, and the input is shown as it was typed. Here the inputs are
checked and reported in every language; ``tests/browser/test_walls.py`` opens them in a browser.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

from knowledge_repository import diagnostics as reports
from knowledge_repository import markdown
from knowledge_repository.markdown.sanitize import sanitize
from knowledge_repository.model import Diagnostic, Library, Location
from knowledge_repository.source.text import decode
from tests.conftest import copy_small
from tests.elements import elements, unlisted
from tests.repositories import CONTROLS, load_and_check

CORPORA = Path(__file__).parent / "corpora"
NAMES = ("html", "links", "strings", "yaml", "markdown", "nesting", "characters", "names")
LANGUAGES = ("en", "fr", "ar")
PRACTICE = "bestpractices/one-table"
ENTRY = f"{PRACTICE}/index.en.md"
CASE = "casestudies/example-town-pottery/index.en.md"
VOCABULARY = "content/vocabularies/crafts.yml"
SOURCES = "content/sources/example.yml"
MODELS = {
    "casestudies": "casestudies/example-town-pottery",
    "content/pages": "content/pages/about",
}
OF_CASES = frozenset(
    ["cluster", "media", "places", "practices", "replication", "results", "support"]
)
"""Fields that only the case study has."""


@dataclass(frozen=True)
class Case:
    """One row of a corpus."""

    corpus: str
    row: Mapping[str, Any]

    @property
    def id(self) -> str:
        return f"{self.corpus}-{self.row['name']}"

    @property
    def where(self) -> str:
        return str(self.row["where"])

    @property
    def codes(self) -> frozenset[str]:
        """One of these must be among the errors; none where the input is only text."""
        expected = self.row["expect"]
        return frozenset() if expected == "text" else frozenset(expected)

    @property
    def raw(self) -> bytes:
        """The bytes of the input."""
        if "bytes" in self.row:
            return bytes.fromhex(self.row["bytes"])
        return self.text.encode()

    @property
    def text(self) -> str:
        given = self.row["input"]
        return given if isinstance(given, str) else _repeated(given)


def _repeated(given: Mapping[str, Any]) -> str:
    """``prefix``, ``repeat`` × ``count``, ``middle``, ``suffix`` × ``count``, ``end``; or lines
    that are indented (``steps``), grow (``growing``), or are repeated one by one (``lines``)."""
    count = int(given["count"])
    if "steps" in given:
        return "\n".join("  " * number + given["steps"] for number in range(count))
    if "growing" in given:
        return " ".join(given["growing"] * number for number in range(1, count + 1))
    if "lines" in given:
        return "\n".join(line * count for line in given["lines"])
    parts = (given.get("prefix", ""), given["repeat"] * count, given.get("middle", ""))
    return "".join((*parts, given.get("suffix", "") * count, given.get("end", "")))


def corpus(name: str) -> list[Case]:
    """The cases of one class."""
    rows = yaml.safe_load((CORPORA / f"{name}.yml").read_text(encoding="utf-8"))
    return [Case(name, row) for row in rows]


def params(cases: list[Case]) -> list[Any]:
    """The cases as parameters of a test."""
    return [pytest.param(case, id=case.id) for case in cases]


CASES = [case for name in NAMES for case in corpus(name)]


# -- one small repository for all cases --------------------------------------------------------


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One case study, two practices (one with a picture), few words: quick to read."""
    root = copy_small(tmp_path_factory.mktemp("corpora") / "small")
    shutil.copy(root / "casestudies/example-town-pottery/table.png", root / PRACTICE)
    for folder in ("placeholder-port-lamps", "sample-valley-weaving"):
        shutil.rmtree(root / "casestudies" / folder)
    for language in ("fr", "ar"):
        (root / CASE).with_name(f"index.{language}.md").unlink()
    case = (root / CASE).read_text("utf-8").replace("related: [placeholder-port-lamps]\n", "")
    case = case.replace("(../placeholder-port-lamps/index.fr.md)", "(#context)")
    (root / CASE).write_text(case, "utf-8")
    shutil.rmtree(root / "content" / "words")
    return root


@contextmanager
def placed(case: Case, root: Path) -> Iterator[Path]:
    """Write the input into its place below *root*; gives its file or folder."""
    if case.where in ("folder", "file"):
        yield from _named(case, root)
        return
    file = root / _file_of(case)
    before = file.read_bytes()
    try:
        file.write_bytes(content(case, before))
        yield file
    finally:
        file.write_bytes(before)


def _file_of(case: Case) -> str:
    if case.where == "vocabulary":
        return VOCABULARY
    if case.where == "source":
        return SOURCES
    first = str(case.row.get("field", "")).split(".")[0] if case.where == "field" else ""
    files = {"craft": VOCABULARY, "source": SOURCES, **dict.fromkeys(OF_CASES, CASE)}
    return files.get(first, ENTRY)


def content(case: Case, before: bytes) -> bytes:
    """The file *before* with the input in it."""
    if case.where == "body":
        return before + b"\n" + case.raw
    if case.where in ("vocabulary", "source"):
        return before + case.raw + b"\n"
    if case.where == "text":
        return case.raw + before if case.row.get("append") else case.raw
    text = before.decode()
    if case.where == "field":
        return with_value(text, _file_of(case), case.row["field"], case.text).encode()
    _, front_matter, body = text.split("---\n", 2)
    if case.row.get("whole"):
        front_matter = ""
    names = set(re.findall(r'^"?(\w+)"?:', case.text, re.MULTILINE)) | set(
        re.findall(r"^\? (\w+)$", case.text, re.MULTILINE)
    )
    fields = re.split(r"^(?=\S)(?!- )", front_matter, flags=re.MULTILINE)
    rest = "".join(field for field in fields if field.split(":")[0] not in names)
    return f"---\n{rest}{case.text}\n---\n{body}".encode()


def with_value(text: str, path: str, field: str, value: str) -> str:
    """The file *path*, whose text is *text*, with *value* in one of its fields."""
    front_matter, body = text, None
    if path.endswith(".md"):
        _, front_matter, body = text.split("---\n", 2)
    data = yaml.load(front_matter, yaml.BaseLoader)
    if field == "summary":
        value = padded(value)
    keys: list[Any] = field.split(".")
    if keys[0] in ("craft", "source"):
        keys = ["terms" if keys[0] == "craft" else "sources", 0, *keys[1:]]
        keys += ["en"] if keys[2] in ("label", "note") and keys[0] == "terms" else []
    _put(data, keys, value)
    # JSON is YAML with its texts in double quotes.
    lines = [f"{key}: {json.dumps(data[key], ensure_ascii=False)}\n" for key in data]
    return "".join(lines) if body is None else f"---\n{''.join(lines)}---\n{body}"


def padded(value: str) -> str:
    """A summary has at least 80 characters."""
    return value + " " + "x" * max(0, 79 - len(value)) if len(value) < 80 else value


def _put(data: Any, keys: list[Any], value: str) -> None:
    first, *rest = keys
    if isinstance(data, list) and isinstance(first, str):
        _put(data[0], keys, value)
    elif rest:
        if isinstance(data, dict):
            data.setdefault(first, {})
        _put(data[first], rest, value)
    elif isinstance(data, dict) and isinstance(data.get(first), list):
        data[first] = [value]
    else:
        data[first] = value


def _named(case: Case, root: Path) -> Iterator[Path]:
    """Create a folder or file with the name of the input, and its neighbours; remove them after."""
    above = root / case.row.get("in", PRACTICE if case.where == "file" else "bestpractices")
    names = [case.raw, *(name.encode() for name in case.row.get("also", ()))]
    created = [above / os.fsdecode(name) for name in names]
    try:
        for path in created:
            if case.where == "file":
                copied = case.row.get("copy")
                data = (root / PRACTICE / copied).read_bytes() if copied else b""
                path.write_bytes(data or case.row.get("content", "x").encode())
            else:
                path.mkdir()
                model = root / MODELS.get(case.row.get("in", ""), PRACTICE)
                shutil.copytree(model, path, dirs_exist_ok=True)
        yield created[0]
    finally:
        for path in created:
            if path.is_dir():
                shutil.rmtree(path)
            elif path.exists():
                path.unlink()


def bytes_of(path: Path) -> bytes:
    return (
        b"".join(p.read_bytes() for p in sorted(path.iterdir()))
        if path.is_dir()
        else (path.read_bytes())
    )


# -- expected results --------------------------------------------------------------------------


@pytest.mark.parametrize("case", params(CASES))
def test_every_input_is_refused_or_shown_as_text(case: Case, sandbox: Path) -> None:
    with placed(case, sandbox) as path:
        before = bytes_of(path)
        library, diagnostics = load_and_check(sandbox)
        errors = [one for one in diagnostics if one.level == "error"]
        codes = {one.code for one in errors}
        if case.codes:
            assert codes & case.codes, codes
        else:
            assert errors == []
        assert_printable(diagnostics, sandbox)
        assert bytes_of(path) == before, "reading changes nothing"
    if not case.codes:
        assert_text(case, library)
        assert_shown(case)


def assert_printable(diagnostics: list[Diagnostic], root: Path) -> None:
    """Every diagnostic has a location and a message in every language, without controls."""
    for one in diagnostics:
        assert one.location.line >= 1
        assert one.location.column >= 1
        assert one.location.width >= 1
    some = diagnostics[:50]
    for language in LANGUAGES:
        assert all(reports.message(one, language) for one in some)
        assert not CONTROLS.search(reports.as_text(some, root, language))
        log = reports.as_github(some, language)
        assert not CONTROLS.search(log)
        assert all(re.match("::(error|warning) file=", line) for line in log.splitlines())


def assert_text(case: Case, library: Library) -> None:
    """The value of a field is what the author wrote."""
    if case.where == "field":
        value = padded(case.text) if case.row["field"] == "summary" else case.text
        assert value.strip() in set(texts(library))
    elif "kept" in case.row:
        assert library.entries["one-table"].facts.title.strip() == case.row["kept"]


def assert_shown(case: Case) -> None:
    """The HTML of a body has only allowed elements, and the parts that the case expects."""
    if case.where != "body":
        return
    body, diagnostics = markdown.render(ENTRY, decode(ENTRY, case.raw))
    assert body is not None
    assert [one for one in diagnostics if one.level == "error"] == []
    for html in (body.html, *body.notes.values()):
        assert unlisted(html) == []
    for part in case.row.get("html", ()):
        assert part in body.html


def texts(library: Library) -> Iterator[str]:
    """Every text of the facts, the terms and the sources."""
    for entry in library.entries.values():
        yield from _texts(entry.facts)
    for vocabulary in library.vocabularies.values():
        for term in vocabulary.terms.values():
            yield from (*term.labels.values(), *term.notes.values())
    for source in library.sources.values():
        for value in (source.title, source.publisher, source.note):
            yield from _texts(value)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        yield from _texts(value.model_dump())
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


# -- the sanitizer -----------------------------------------------------------------------------

MARKDOWN = [case for name in ("markdown", "html", "links") for case in corpus(name)]
BODIES = [case for case in MARKDOWN if case.where == "body"]


@pytest.mark.parametrize("case", BODIES, ids=lambda case: case.id)
def test_the_sanitizer_changes_no_html_of_the_renderer(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(markdown, "sanitize", lambda html: html)
    body, _ = markdown.render(ENTRY, case.text)
    if body is None:  # refused as a whole
        assert case.codes
        return
    for html in (body.html, *body.notes.values()):
        assert unlisted(html) == [], "the renderer needs no sanitizer"
        if case.corpus == "markdown":
            assert sanitize(html) == html
        elif not case.codes:  # a quotation mark may be written in two ways
            assert elements(sanitize(html)).seen == elements(html).seen


@pytest.mark.parametrize(
    "case", corpus("html") + corpus("links") + corpus("strings"), ids=lambda case: case.id
)
def test_the_sanitizer_alone_removes_all_that_is_not_allowed(case: Case) -> None:
    assert unlisted(sanitize(case.text)) == []


@pytest.mark.parametrize(("old", "new"), [("}", ")"), ("a}", "a)"), ("a", "a" * 81)])
def test_a_typographic_rule_that_changes_a_citation_is_harmless(old: str, new: str) -> None:
    text = "One[^a]. Two[^b].\n"
    body, diagnostics = markdown.render("x/index.md", text, typeset=lambda t: t.replace(old, new))
    assert body is not None
    assert "Two" in body.html
    assert diagnostics == []


def test_unlisted_finds_elements_attributes_and_comments() -> None:
    wanted = {
        "<script>x</script>": ["<script>"],
        "<p onclick=x>": ["<p onclick>"],
        '<a href="java&#10;script:x">': ["<a href=java\nscript:x>"],
        "<!-- x --><?x?><![CDATA[x]]>": ["<!-- -->", "<?>", "<![>"],
    }
    assert {html: unlisted(html) for html in wanted} == wanted


# -- the corpora -------------------------------------------------------------------------------


def test_every_case_has_a_unique_name_and_an_expected_result() -> None:
    names = [case.id for case in CASES]
    assert len(names) == len(set(names)) >= 350
    known = {code.partition("/")[0] for code in reports.catalogue()}
    assert {case.id: case.codes - known for case in CASES if case.codes - known} == {}
    assert all(case.codes or case.row["expect"] == "text" for case in CASES)


def test_the_sandbox_itself_has_no_errors(sandbox: Path) -> None:
    library, diagnostics = load_and_check(sandbox)
    assert [one for one in diagnostics if one.level == "error"] == []
    assert Location(ENTRY) in {
        t.location for t in library.entries["one-table"].translations.values()
    }
