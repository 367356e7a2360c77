"""Template filters and functions: text in another language than the page, icons."""

from __future__ import annotations

from typing import Protocol

from markupsafe import Markup, escape

from knowledge_repository import icons
from knowledge_repository.i18n.marked import MarkedText


class HasLanguage(Protocol):
    """Anything with the language of its text; None where it is the page's."""

    @property
    def lang(self) -> str | None: ...
    @property
    def dir(self) -> str | None: ...


class HasText(HasLanguage, Protocol):
    """A text with its language."""

    @property
    def text(self) -> str: ...


def plain(text: str) -> str:
    """*text* without the marks of its languages: for attributes and window titles, which cannot
    have them."""
    return str(text)


def icon(name: str | None) -> str:
    """The icon *name* as an SVG element; nothing where there is none."""
    return Markup(icons.svg(name)) if name else ""  # made of checked parts of a file


def lang_attributes(text: HasLanguage | str) -> str:
    """The attributes ``lang`` and ``dir``, where they differ from the page's.

    A word of the interface has them if it is in another language (``MarkedText``).
    """
    attributes = Markup("")
    if isinstance(text, str) and not isinstance(text, MarkedText):
        return attributes
    if text.lang:
        attributes += Markup(' lang="{}"').format(text.lang)
    if text.dir:
        attributes += Markup(' dir="{}"').format(text.dir)
    return attributes


def localized(text: HasText) -> str:
    """A text in its own language and direction, wrapped where these differ from the page's."""
    if not text.lang:
        return text.text
    return Markup("<span{}>{}</span>").format(lang_attributes(text), escape(text.text))
