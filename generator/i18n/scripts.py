"""The script that a language is written in."""

from __future__ import annotations

from babel.core import get_global

from generator.model import Language

LATIN = "latn"


def script_of(language: Language) -> str:
    """The ISO 15924 code of the script of *language*, in lower case: ``arab``, ``latn``.

    Source: CLDR, likely subtags; a script in the code of the language itself comes first.
    """
    code, *subtags = language.code.split("-")
    likely = str(get_global("likely_subtags").get(code, "")).split("_")
    scripts = (tag for tag in (*subtags, *likely[1:]) if len(tag) == 4 and tag.isalpha())
    return next(scripts, LATIN).lower()
