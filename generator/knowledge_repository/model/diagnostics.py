"""Diagnostics: what is wrong in a file, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Level = Literal["error", "warning"]
"""A warning never stops a build."""
Text = str | Mapping[str, str]
"""A text, or the same text by language code."""


class Location(NamedTuple):
    """A position in a file. Line and column start at 1; columns count characters, not bytes.

    A named tuple, because a text has a hundred of them and they are quick to make.
    """

    path: str
    """Relative to the root of the repository, with ``/``."""
    line: int = 1
    column: int = 1
    width: int = 1
    """How many characters the value takes: the length of the caret line."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """What an author should correct: the location, the rule, and the values of the message."""

    location: Location
    code: str
    """What a person would call it (``dead-relation``): the key into the catalogue of messages."""
    values: Mapping[str, Text] = field(default_factory=dict)
    """Labels of a vocabulary are given in all languages; the message uses one of them."""
    level: Level = "error"
