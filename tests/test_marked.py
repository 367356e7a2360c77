"""A site in a language that neither the repository nor the program has words in: each word and each
label that a reader sees in another language says so."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from knowledge_repository import check, config
from knowledge_repository.build import pipeline
from knowledge_repository.i18n.translator import Translator
from knowledge_repository.i18n.words import LANGUAGES, program_words
from knowledge_repository.model import Library
from tests.conftest import build_once, copy_small

VOID = frozenset(["meta", "link", "input", "img", "br", "hr", "wbr", "col"])
RAW = frozenset(("script", "style"))


class Reader(HTMLParser):
    """The texts of a page with their language, and markup in places that can have none."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[tuple[str, str]] = []
        """(language, text)"""
        self.title = ""
        self.attributes: list[str] = []
        self._open: list[tuple[str, str]] = [("", "")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [part or "" for attribute in attrs for part in attribute]
        if tag not in VOID:
            self._open.append((tag, dict(attrs).get("lang") or self._open[-1][1]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Parts of a drawing have no text."""

    def handle_endtag(self, tag: str) -> None:
        while self._open.pop()[0] != tag:
            assert self._open, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        tag, language = self._open[-1]
        if tag == "title":
            self.title += data
        elif tag not in RAW and data.strip():
            self.texts.append((language, " ".join(data.split())))


def copy_turkish(target: Path) -> Path:
    """The small repository with one more language, the first one."""
    root = copy_small(target)
    file = root / "content/languages.yml"
    row = "languages:\n  - {code: tr, name: Türkçe, direction: ltr}\n"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("languages:\n", row, 1), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def site(shared_folder: Path) -> Path:
    def build(folder: Path) -> None:
        pipeline.build(copy_turkish(folder.with_name("turkish-repository")), folder)

    return build_once(shared_folder / "turkish-site", build)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    root = copy_turkish(tmp_path / "turkish")
    return check.load(root, config.load(root)[0])[0]


def pages(site: Path) -> Iterator[tuple[Path, Reader]]:
    files = sorted(site.glob("tr/**/index.html"))
    assert len(files) > 50
    for file in files:
        reader = Reader()
        reader.feed(file.read_text(encoding="utf-8"))
        yield file, reader


def words_and_labels(library: Library) -> Iterator[str]:
    sources = [*library.words.values(), *(program_words(code) for code in LANGUAGES)]
    for words in sources:
        for word in words.values():
            yield from (word.values() if isinstance(word, dict) else [str(word)])
    for vocabulary in library.vocabularies.values():
        for labels in (vocabulary.labels, vocabulary.one):
            yield from labels.values()
        for term in vocabulary.terms.values():
            yield from term.labels.values()


CODES = {"region"}
"""Values of fields, which the field reference shows as they are, and which are words as well."""


def test_every_word_and_label_in_another_language_is_marked(site: Path, library: Library) -> None:
    known = {text for text in words_and_labels(library) if any(map(str.isalpha, text))}
    marked: set[str] = set()
    for file, reader in pages(site):
        unmarked = {text for language, text in reader.texts if language == "tr"} - CODES
        assert unmarked & known == set(), file
        marked |= {text for language, text in reader.texts if language == "en"} & known
    assert len(marked) > 100


DATA = ("https?://[", "{")
"""How a pattern and the JSON for a script begin: these attributes are no texts."""


def test_no_attribute_and_no_window_title_contains_markup(site: Path) -> None:
    for file, reader in pages(site):
        assert "<" not in reader.title, file
        texts = [part for part in reader.attributes if not part.startswith(DATA)]
        assert [part for part in texts if "<" in part or '"' in part] == [], file


def test_what_scripts_show_says_its_language(site: Path) -> None:
    search = (site / "tr/search/index.html").read_text(encoding="utf-8")
    assert '<p class="k-count" role="status" data-status lang="en" dir="ltr"></p>' in search
    assert 'data-more hidden><span lang="en" dir="ltr">Show more</span></button>' in search
    compare = (site / "tr/compare/index.html").read_text(encoding="utf-8")
    assert 'data-compare-status lang="en" dir="ltr"></p>' in compare
    english = (site / "en/search/index.html").read_text(encoding="utf-8")
    assert '<p class="k-count" role="status" data-status></p>' in english
    assert "data-more hidden>Show more</button>" in english


@pytest.mark.parametrize(
    ("route", "shown"),
    [
        ("casestudies/example-town-pottery", "English"),
        ("casestudies/placeholder-port-lamps", "French"),
        ("casestudies/sample-valley-weaving", "Arabic"),
    ],
)
def test_the_notice_names_the_missing_language_and_the_shown_one(
    site: Path, route: str, shown: str
) -> None:
    page = (site / "tr" / route / "index.html").read_text(encoding="utf-8")
    sentence = f"This text is not yet available in Turkish. You see the original, in {shown}."
    assert f'<p><span lang="en" dir="ltr">{sentence}</span>' in page


def test_a_language_with_all_words_marks_none(library: Library) -> None:
    for code in LANGUAGES:
        translator = Translator(library, library.languages[code])
        for key in {*program_words(code), *library.words[code]}:
            assert type(translator.translate(key)) is str, (code, key)
