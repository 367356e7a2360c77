"""Names and labels of a new repository, as YAML whose values are JSON strings.

``labels.yml`` has them in the languages that the program knows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TypeAlias

from knowledge_repository.i18n.words import REFERENCE
from knowledge_repository.source.yaml import YamlValue, parse

FILE = Path(__file__).with_name("labels.yml")
Texts: TypeAlias = Mapping[str, YamlValue]
"""Language code → text, or texts by plural form."""


class Words:
    """The words for the languages of one repository."""

    def __init__(self, languages: Sequence[str]) -> None:
        """*languages*: codes, in the order in which readers are offered them."""
        self.languages = languages
        known = _texts(("labels", "example"))
        self._bases = {code: code.partition("-")[0] for code in languages}
        self.known = [code for code, base in self._bases.items() if base in known]
        """The languages that have words."""
        self.written_in = self.known[0] if self.known else languages[0]
        """The language of the examples. If no language has words, they are in English."""

    def texts(self, *path: str) -> dict[str, YamlValue]:
        """Language → what ``labels.yml`` has at *path*; the English text, under the language of
        the examples, if it has words in no language of the site."""
        found = _texts(path)
        if not self.known:
            return {self.written_in: found[REFERENCE]}
        return {code: found[self._bases[code]] for code in self.known}

    def text(self, *path: str) -> str:
        """The text at *path* in the language of the examples."""
        return str(self.texts(*path)[self.written_in])

    def label(self, *path: str) -> str:
        """The texts at *path*, as YAML."""
        return flow(self.texts(*path))

    def kind(self, kind: str, form: str) -> dict[str, YamlValue]:
        """What a kind is called: ``one``, ``many`` or ``count``. A kind without words has a guess
        from the name of its folder, which writers replace in ``content/kinds.yml``."""
        if kind in _mapping(_data()["kinds"]):
            return self.texts("kinds", kind, form)
        many = kind.replace("-", " ").capitalize()
        one = _singular(many)
        count: YamlValue = {
            "one": f"{{count}} {one.lower()}",
            "other": f"{{count}} {many.lower()}",
        }
        guesses: Texts = {"one": one, "many": many, "count": count}
        return {self.written_in: guesses[form]}


@cache
def _data() -> Mapping[str, YamlValue]:
    return _mapping(parse(FILE.name, FILE.read_text(encoding="utf-8")).data)


def _texts(path: Sequence[str]) -> Mapping[str, YamlValue]:
    here = _data()
    for key in path:
        here = _mapping(here[key])
    return here


def _mapping(value: YamlValue) -> Mapping[str, YamlValue]:
    assert isinstance(value, dict)  # a file of the program
    return value


def _singular(name: str) -> str:
    """A guess: ``Good ideas`` → ``Good idea``."""
    if name.endswith("ies"):
        return name[:-3] + "y"
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name


def key_of(kind: str) -> str:
    """The key of a field that is called like a kind."""
    return kind.replace("-", "_")


def flow(texts: Mapping[str, YamlValue]) -> str:
    """Texts as a mapping on one line."""
    rows = (
        f"{key}: {flow(one) if isinstance(one, dict) else quoted(str(one))}"
        for key, one in texts.items()
    )
    return "{" + ", ".join(rows) + "}"


def quoted(text: str) -> str:
    """A text as YAML reads it back."""
    return json.dumps(text, ensure_ascii=False)
