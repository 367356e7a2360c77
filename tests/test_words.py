"""The words that code and templates ask for are those of ``content/words``: all, and no others."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args, get_type_hints

import jinja2
import pytest
import yaml
from jinja2 import nodes

from generator import schema
from generator.content.words import PLURALS
from tests.conftest import ROOT

GENERATOR = ROOT / "generator"
TEMPLATES = GENERATOR / "site" / "templates"
FILES = sorted((ROOT / "content" / "words").glob("*.yml"))
OTHER_CATALOGUES = ("diagnostics", "autofix", "cli.py", "preview")
"""Rooms whose ``translate`` reads the messages of the command instead."""
VARIABLE = "{}"
"""Stands for a part of a key that is known only when the program runs."""


def _literals(model: Any) -> Iterator[str]:
    """The values of all fields of *model* that have a fixed set of values."""
    for hint in get_type_hints(model).values():
        yield from _literals_in(hint)


def _literals_in(hint: Any) -> Iterator[str]:
    for part in get_args(hint):
        if isinstance(part, str):
            yield part
        elif isinstance(part, type) and hasattr(part, "model_fields"):
            yield from _literals(part)
        else:
            yield from _literals_in(part)


KINDS = tuple(schema.KINDS)
METHODS = tuple(schema.choices(schema.Words, ("translation", "method")))
REVIEWS = tuple(schema.choices(schema.Facts, ("review", "level")))
STATUSES = tuple(s for s in schema.choices(schema.Facts, ("status",)) if s != "published")
ROLES = tuple(schema.choices(schema.CaseStudy, ("practices", "role")))
EVIDENCE = tuple(schema.choices(schema.CaseStudy, ("evidence",)))
NEEDED = tuple(schema.words_needed())
MATURITY = ("idea", "tried", "repeated", "proven")

VALUES: Mapping[str, Iterable[str]] = {
    "kinds.{}.one": KINDS,
    "kinds.{}.many": KINDS,
    "kinds.{}.count": KINDS,
    "kinds.{}.intro": KINDS,
}
