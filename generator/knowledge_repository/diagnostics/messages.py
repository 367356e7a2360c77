"""The messages of diagnostics and the command's own phrases, by language.

The data are in ``messages/<language>.yml`` and, for ``--help``, in ``commands/<language>.yml``; see
the head of each ``en.yml``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from string import Formatter
from typing import NotRequired, TypedDict

import yaml

from knowledge_repository.model import INDEX_NAME, Diagnostic, Location, Text, routes

MESSAGES_DIR = Path(__file__).parent / "messages"
COMMANDS_DIR = Path(__file__).parent / "commands"
LANGUAGES = tuple(
    sorted((file.stem for file in MESSAGES_DIR.glob("*.yml")), key=lambda code: code != "en")
)
"""English first: the others are translations of it."""
SHOWN_MARKS = "\u00a0\u200c\u200e\u200f\u202f"
"""Not printable for Python, but ordinary in French (spaces) and Arabic (marks)."""


class _Messages(TypedDict):
    """The content of one file."""

    rules: dict[str, dict[str, str]]
    terminal: dict[str, str | dict[str, str]]
    fixes: dict[str, str]


def system_language() -> str:
    """The language of this process's locale; English if there are no messages in it.

    Source: POSIX.1-2017, 8.2 Internationalization Variables (the first that is set counts).
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if code := os.environ.get(name, ""):
            wanted = re.split("[_.@]", code)[0].lower()
            return wanted if wanted in LANGUAGES else "en"
    return "en"


def language_of(path: str, otherwise: str = "en") -> str:
    """The language of the author of a text, if there are messages in it; else *otherwise*."""
    found = re.fullmatch(INDEX_NAME, path.rpartition("/")[2])
    return found[1] if found and found[1] in LANGUAGES else otherwise


@cache
def _read(language: str) -> _Messages:
    text = (MESSAGES_DIR / f"{language}.yml").read_bytes()
    # The base loader reads every scalar as text.
    data: _Messages = yaml.load(text, Loader=yaml.CBaseLoader)
    return data


class CommandTexts(TypedDict):
    """What ``--help`` says in one language; see the head of ``commands/en.yml``."""

    commands: dict[str, dict[str, str]]
    shared: dict[str, str]
    click: NotRequired[dict[str, str]]


@cache
def command_texts(language: str) -> CommandTexts:
    """The texts of ``--help`` in *language*."""
    text = (COMMANDS_DIR / f"{language}.yml").read_bytes()
    data: CommandTexts = yaml.load(text, Loader=yaml.CBaseLoader)
    return data


def catalogue(language: str = "en") -> dict[str, dict[str, str]]:
    """Every message in *language*: code, or code/cause, → message, hint, otherwise, why."""
    return _read(language)["rules"]


def phrase(key: str, language: str = "en", **values: object) -> str:
    """A phrase of the command's own output, which is not part of a diagnostic."""
    return str(_read(language)["terminal"][key]).format(**values)


def fix_message(code: str, values: Mapping[str, str], language: str = "en") -> str:
    """What a fix of ``check --fix`` changed."""
    return _fill(_read(language)["fixes"][code], values, language)


def message(diagnostic: Diagnostic, language: str = "en") -> str:
    """What is wrong, in one sentence."""
    return _fill(_entry(diagnostic, language)["message"], diagnostic.values, language)


def hint(diagnostic: Diagnostic, language: str = "en") -> str:
    """How to fix it, in one sentence; may be empty."""
    entry = _entry(diagnostic, language)
    complete = all(diagnostic.values.get(name) for name in _placeholders(entry["hint"]))
    text = entry["hint"] if complete else entry.get("otherwise", "")
    return _fill(text, diagnostic.values, language)


def why(code: str, language: str = "en") -> str:
    """The reason for a rule; empty if it has none."""
    return next((entry["why"] for entry in variants(code, language) if "why" in entry), "")


def variants(code: str, language: str = "en") -> list[dict[str, str]]:
    """The messages of a code, one for each cause."""
    return [entry for name, entry in catalogue(language).items() if name.partition("/")[0] == code]


def codes() -> list[str]:
    """Every code, in the order of the catalogue."""
    return list(dict.fromkeys(name.partition("/")[0] for name in catalogue()))


def guide_url(code: str, site_url: str, language: str = "en") -> str:
    """The page of *code* in the author guide, or of all codes if it is empty.

    Empty if the site has no address.
    """
    if not site_url:
        return ""
    page = routes.rule(code) if code else routes.GUIDE
    return f"{site_url.rstrip('/')}/{routes.absolute(language, page)}"


def _entry(diagnostic: Diagnostic, language: str) -> dict[str, str]:
    entries, code = catalogue(language), diagnostic.code
    return entries.get(f"{code}/{diagnostic.values.get('cause')}") or entries[code]


def _fill(text: str, values: Mapping[str, Text], language: str) -> str:
    known = {name: value_text(value, language) for name, value in values.items()}
    return text.format_map({**dict.fromkeys(_placeholders(text), "?"), **known})


def value_text(value: Text, language: str) -> str:
    """A value of a diagnostic in *language*, as ``printable`` leaves it."""
    if not isinstance(value, str):
        value = value.get(language) or next(iter(value.values()), "")
    return printable(value)


def printable(value: str) -> str:
    """An author's value without characters that could control a terminal."""
    return "".join(c if c.isprintable() or c in SHOWN_MARKS else f"\\x{ord(c):02x}" for c in value)


def _placeholders(text: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(text) if name]


def sort(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Sorted by location, without duplicates."""
    unique: dict[tuple[Location, str, tuple[tuple[str, str], ...]], Diagnostic] = {}
    for diagnostic in diagnostics:
        values = tuple(sorted((name, str(value)) for name, value in diagnostic.values.items()))
        unique.setdefault((diagnostic.location, diagnostic.code, values), diagnostic)
    return [unique[key] for key in sorted(unique)]


def has_errors(diagnostics: Sequence[Diagnostic]) -> bool:
    """Whether one of them is an error, not only a warning."""
    return any(diagnostic.level == "error" for diagnostic in diagnostics)


def count(diagnostics: Sequence[Diagnostic], language: str = "en") -> str:
    """How many errors and warnings there are, in words; empty if there are none."""
    ordered = sort(diagnostics)
    errors = sum(diagnostic.level == "error" for diagnostic in ordered)
    parts = [("errors", errors), ("warnings", len(ordered) - errors)]
    return phrase("between", language).join(
        _plural(key, number, language) for key, number in parts if number
    )


def _plural(key: str, number: int, language: str) -> str:
    # Imported here: a check without diagnostics does not need Babel, which is slow to import.
    from knowledge_repository.i18n.locale import plural_form

    texts = _read(language)["terminal"][key]
    assert isinstance(texts, dict)
    return (texts.get(plural_form(number, language)) or texts["other"]).format(n=number)
