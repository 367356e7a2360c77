"""Gettext PO files, which Weblate and other tools of translators read and write (Babel)."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

_HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
_WIDTH = 76
MAX_BYTES = 20_000_000
"""Babel builds the whole file in memory."""
FUZZY = "fuzzy"


class NoPoFile(ValueError):
    """The text is no PO file; the message says what is wrong, in English."""


@dataclass(frozen=True, slots=True)
class PoMessage:
    """One text and its translation."""

    context: str
    original: str
    translated: str
    """"" where there is no translation yet."""
    fuzzy: bool = False
    """The translation needs work."""


def write(messages: Iterable[PoMessage], language: str) -> str:
    """A PO file of *messages*, in their order; the same messages give the same text.

    Babel's own header has the time of writing, so the header is ours.
    """
    catalog = Catalog()
    for one in messages:
        flags = (FUZZY,) if one.fuzzy else ()
        added = catalog.add(one.original, one.translated, context=one.context, flags=flags)
        added.flags.discard("python-format")  # Babel guesses it from "20 % of"
    file = io.BytesIO()
    write_po(file, catalog, width=_WIDTH, omit_header=True)
    return _HEADER.format(language=language) + file.getvalue().decode()


def read(text: str) -> list[PoMessage]:
    """The messages of a PO file.

    Raises:
        NoPoFile: it cannot be read.
    """
    try:
        catalog = read_po(io.BytesIO(text.encode()), charset="utf-8", abort_invalid=True)
    except (PoFileError, ValueError) as error:
        raise NoPoFile(str(error)) from None
    return [
        PoMessage(one.context or "", str(one.id), str(one.string or ""), one.fuzzy)
        for one in catalog
        if one.id
    ]
