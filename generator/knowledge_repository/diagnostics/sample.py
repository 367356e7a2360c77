"""An example of each message, in any language.

``samples.json`` is made by ``tests.examples`` from the broken repositories of the tests.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from knowledge_repository.diagnostics.text import with_line
from knowledge_repository.model import Diagnostic, Location

FILE = Path(__file__).with_name("samples.json")


@cache
def _samples() -> dict[str, dict[str, Any]]:
    data: dict[str, dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
    return data


def example(code: str, language: str = "en") -> str:
    """A diagnostic with the code as the check prints it; empty if there is no example."""
    row = _samples().get(code)
    if row is None:
        return ""
    diagnostic = Diagnostic(Location(*row["location"]), code, row["values"], row["level"])
    return with_line(diagnostic, row["line"], language)
