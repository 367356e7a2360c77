"""The words of problems, in the language of who reads them. Data: ``generator/messages``."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from generator.model import Diagnostic, Text
from generator.source.text import decode
from generator.source.yaml import parse

MESSAGES = Path(__file__).parent / "messages"
LANGUAGES = tuple(sorted((file.stem for file in MESSAGES.glob("*.yml")), key=lambda x: x != "en"))
"""English first: what another language lacks is said in it."""


def preferred() -> str:
    """The language of the person at this terminal, as POSIX tells it; English where it has none.

    Source: POSIX.1-2017, 8.2 Internationalization Variables (the first that is set counts).
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if code := os.environ.get(name, ""):
            wanted = re.split("[_.@]", code)[0].lower()
            return wanted if wanted in LANGUAGES else "en"
    return "en"


@cache
def _file(language: str) -> dict[str, Any]:
    file = MESSAGES / f"{language}.yml"
    data: Any = parse(file.name, decode(file.name, file.read_bytes())).data
    return dict(data)


def catalogue(language: str = "en") -> dict[str, dict[str, str]]:
    """Every message in *language*: code, or code/cause, → message, hint, otherwise, why."""
    return dict(_file(language)["rules"])


def translate(key: str, language: str = "en", **values: object) -> str:
    """What the command says beside the messages of the rules."""
    return str(_file(language)["terminal"][key]).format(**values)


def fixed(code: str, values: Mapping[str, str], language: str = "en") -> str:
    """What a fix did."""
    text = str(_file(language)["fixes"][code])
    return _fill(text, values, language)


def message(diagnostic: Diagnostic, language: str = "en") -> str:
    """What is wrong, in one sentence."""
    return _fill(_entry(diagnostic, language)["message"], diagnostic.values, language)


def hint(diagnostic: Diagnostic, language: str = "en") -> str:
    """The way out, in one sentence."""
    entry = _entry(diagnostic, language)
    wanted = _names(entry["hint"])
    known = all(diagnostic.values.get(name) for name in wanted)
    text = entry["hint"] if known else entry.get("otherwise", "")
    return _fill(text, diagnostic.values, language)


def sentence(diagnostic: Diagnostic, language: str = "en") -> str:
    """What is wrong and the way out, in one line."""
    said = (message(diagnostic, language), hint(diagnostic, language))
    return " – ".join(filter(None, said))


def why(code: str, language: str = "en") -> str:
    """The reason for a rule."""
    found = [
        entry["why"]
        for name, entry in catalogue(language).items()
        if name.partition("/")[0] == code and "why" in entry
    ]
    return found[0] if found else ""


def forms(code: str, language: str = "en") -> list[dict[str, str]]:
    """Every form of a rule's message, one a cause."""
    return [entry for name, entry in catalogue(language).items() if name.partition("/")[0] == code]


def codes() -> list[str]:
    """Every code, in the order of the catalogue."""
    return list(dict.fromkeys(name.partition("/")[0] for name in catalogue()))


def _entry(diagnostic: Diagnostic, language: str) -> dict[str, str]:
    for entries in (catalogue(language), catalogue()):
        cause = diagnostic.values.get("cause")
        found = entries.get(f"{diagnostic.code}/{cause}") or entries.get(diagnostic.code)
        if found is not None:
            return found
    raise KeyError(diagnostic.code)


def _fill(text: str, values: Mapping[str, Text], language: str) -> str:
    known = {name: printable(_told(value, language)) for name, value in values.items()}
    return text.format_map({**dict.fromkeys(_names(text), "?"), **known})


def _told(value: Text, language: str) -> str:
    if isinstance(value, str):
        return value
    return value.get(language) or next(iter(value.values()), "")


def printable(value: str) -> str:
    """An author's value without anything that could steer a terminal; marks of Arabic stay."""
    return "".join(
        c if c.isprintable() or c in "\u00a0\u200c\u200e\u200f\u202f" else f"\\x{ord(c):02x}"
        for c in value
    )


def _names(text: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(text) if name]


def in_order(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Sorted by place; the same problem is told once."""
    unique: dict[tuple[Any, ...], Diagnostic] = {}
    for diagnostic in diagnostics:
        values = tuple(sorted((name, str(value)) for name, value in diagnostic.values.items()))
        unique.setdefault((diagnostic.location, diagnostic.code, values), diagnostic)
    return [unique[key] for key in sorted(unique)]


def summary(diagnostics: Sequence[Diagnostic], language: str = "en") -> str:
    """How many errors and warnings there are."""
    ordered = in_order(diagnostics)
    errors = sum(diagnostic.level == "error" for diagnostic in ordered)
    parts = [("errors", errors), ("warnings", len(ordered) - errors)]
    return translate("between", language).join(
        _count(word, number, language) for word, number in parts if number
    )


def _count(word: str, number: int, language: str) -> str:
    from generator.i18n.locale import plural_form  # Babel is imported only where it is needed

    texts: dict[str, str] = _file(language)["terminal"][word]
    return (texts.get(plural_form(number, language)) or texts["other"]).format(n=number)
