"""The words of the interface that come with the program: ``words/<language>.yml``.

A repository replaces single words and adds its own in ``content/words``. The program's words name
nothing that only one repository has.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from knowledge_repository.content.words import flat
from knowledge_repository.i18n.locale import script_of
from knowledge_repository.source.yaml import parse

FOLDER = Path(__file__).parent / "words"
LANGUAGES = tuple(sorted(file.stem for file in FOLDER.glob("*.yml")))
"""Codes of the languages that the program has words in."""
REFERENCE = "en"
"""The language in which every word of the program exists."""
Words = Mapping[str, object]
"""Dotted key → text, or texts by plural form."""


@cache
def program_words(code: str) -> Words:
    """The program's words in the language *code*; empty if it has none.

    A language with a region has the words of its base language (``en-GB``: English), if both are
    written in one script.
    """
    base = code.partition("-")[0]
    if code not in LANGUAGES and base in LANGUAGES and script_of(code) == script_of(base):
        code = base
    if code not in LANGUAGES:
        return {}
    file = FOLDER / f"{code}.yml"
    data = parse(file.name, file.read_text(encoding="utf-8")).data
    assert isinstance(data, dict)  # a file of the program
    return dict(flat(data))
