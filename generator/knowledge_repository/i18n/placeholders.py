"""Words that a draft leaves behind (TODO, "to be completed"): ``placeholders.yml``, or those that a
repository declares for a language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from knowledge_repository.model import Language
from knowledge_repository.source.yaml import parse

FILE = Path(__file__).with_name("placeholders.yml")
ANY = "any"
"""The words of every language."""
_BEFORE = r"(?:^|[\[({:|*_>–—-]|[.!?؟…][ \t])[ \t]*"
_AFTER = r"[ \t]*[.…!]*[ \t]*(?:$|[\])}|*_]|(?<=[.…!][ \t])|(?<=[.…!])\[\^)"


class Placeholders:
    """Finds the placeholders of one language."""

    def __init__(
        self, anywhere: tuple[str, ...], alone: tuple[str, ...], brackets: tuple[str, ...] = ()
    ) -> None:
        words = [*anywhere, *alone]
        self._exact = [word.encode() for word in words if word != word.lower()]
        forms = [(w, w.capitalize(), w.upper()) for w in words if w == w.lower()]
        self._folded = list({form.encode().lower() for three in forms for form in three})
        begins = {
            form.encode().lower() for w in brackets for form in (w, w.capitalize(), w.upper())
        }
        begin_pattern = b"|".join(map(re.escape, sorted(begins)))
        self._brackets = re.compile(rb"\[(?:" + begin_pattern + rb")" if brackets else b"(?!)")
        parts = [rf"(?<!\w){_case(word)}(?!\w)" for word in anywhere]
        parts += [rf"{_BEFORE}(?P<alone{index}>{_case(word)}){_AFTER}"
                  for index, word in enumerate(alone)]  # fmt: skip
        if brackets:
            begin = "|".join(map(_case, brackets))
            parts.append(rf"\[(?:{begin})(?!\w)[^\]\[\n]{{0,80}}\](?![(\[:])")
        self._pattern = re.compile("|".join(parts) or "(?!)", re.MULTILINE)

    def may_be_in(self, raw: bytes) -> bool:
        """Whether ``find`` could find something in a text in UTF-8: nearly every text has none,
        and looking for words in its bytes is much faster."""
        lower = raw.lower().replace(b"\n", b" ")
        return (
            any(word in raw for word in self._exact)
            or any(word in lower for word in self._folded)
            or self._brackets.search(lower) is not None
        )

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Start and end of each placeholder."""
        for found in self._pattern.finditer(text):
            yield found.span(found.lastgroup or 0)


@cache
def placeholders_of(language: Language) -> Placeholders:
    """The placeholders of *language*: its own, or those of the program; and those of all."""
    every, (anywhere, alone) = _program(ANY), language.placeholders or _program(language.code)
    brackets = [_words(_row(code).get("brackets")) for code in (ANY, language.code)]
    return Placeholders((*every[0], *anywhere), (*every[1], *alone), (*brackets[0], *brackets[1]))


def _program(code: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of the program for one language: anywhere, alone."""
    return _words(_row(code).get("anywhere")), _words(_row(code).get("alone"))


def _row(code: str) -> dict[str, object]:
    row = _file().get(code, {})
    assert isinstance(row, dict)  # a file of the program
    return row


def _words(value: object) -> tuple[str, ...]:
    return tuple(str(word) for word in value) if isinstance(value, list) else ()


@cache
def _file() -> dict[str, object]:
    data = parse(FILE.name, FILE.read_text(encoding="utf-8")).data
    assert isinstance(data, dict)  # a file of the program
    return dict(data)


def _case(word: str) -> str:
    """The expression for a word; without capitals it is found in any case."""
    words = r"\s".join(map(re.escape, word.split()))
    return words if word != word.lower() else f"(?i:{words})"
