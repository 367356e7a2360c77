"""Texts that carry their language, so that a page can say in which language each of them is.

A word that a language lacks is shown in another language. Screen readers then need the attributes
``lang`` and ``dir`` on it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Mapping

from knowledge_repository.model import Language

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class MarkedText(str):
    """A text of which at least a part is in another language than its page.

    It is the plain text. A template that shows it gets ``html``: escaped, with ``lang`` and
    ``dir`` on the parts in another language. Attributes take the plain text (filter ``plain``).
    """

    html: str
    lang: str | None
    dir: str | None
    """The language and the direction of the whole text; None if it has parts in several."""

    def __new__(cls, text: str, html: str = "", language: Language | None = None) -> MarkedText:
        made = super().__new__(cls, text)
        made.html = html
        made.lang = language.code if language else None
        made.dir = language.direction if language else None
        return made

    def __html__(self) -> str:
        """The HTML that Jinja inserts in place of the escaped text."""
        return self.html


def in_language(text: str, language: Language) -> MarkedText:
    """*text*, which is in *language*, for a page in another language."""
    attributes = f'lang="{html.escape(language.code)}" dir="{html.escape(language.direction)}"'
    return MarkedText(text, f"<span {attributes}>{html.escape(text)}</span>", language)


def fill(text: str, values: Mapping[str, object]) -> str:
    """*text* with each value in place of its name in braces; marked if *text* or a value is."""
    plain = _filled(text, values, str)
    if MarkedText not in map(type, (text, *values.values())):
        return plain
    return MarkedText(plain, _filled(_html(text), values, _html))


def join(separator: str, texts: Iterable[str]) -> str:
    """*texts* with *separator* between them, like ``str.join``; marked if one of them is."""
    parts = list(texts)
    plain = separator.join(parts)
    if MarkedText not in map(type, (separator, *parts)):
        return plain
    return MarkedText(plain, _html(separator).join(map(_html, parts)))


def _filled(text: str, values: Mapping[str, object], shown: Callable[[object], str]) -> str:
    return _PLACEHOLDER.sub(lambda name: shown(values.get(name[1], name[0])), text)


def _html(value: object) -> str:
    return value.html if isinstance(value, MarkedText) else html.escape(str(value))
