"""Diagnostics as annotations of GitHub in the changed files. ``summary`` is the page of the job."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge_repository.diagnostics import messages
from knowledge_repository.model import Diagnostic

MAX_ANNOTATIONS = 10
"""GitHub shows at most ten errors and ten warnings of one step."""
JOINER = "\u2060"
"""An invisible sign that separates nothing for readers: a word joiner."""


def as_github(diagnostics: Sequence[Diagnostic], language: str | None = None) -> str:
    """GitHub's workflow commands: errors first, as many as GitHub shows.

    Without a *language*, each is in the language of its file.

    Source: GitHub documentation, workflow commands for Actions (escaping of ``% CR LF : ,``).
    """
    ordered = messages.sort(diagnostics)
    lines = []
    for level in ("error", "warning"):
        for diagnostic in [one for one in ordered if one.level == level][:MAX_ANNOTATIONS]:
            location = diagnostic.location
            shown = language or messages.language_of(location.path)
            properties = {
                "file": location.path,
                "line": str(location.line),
                "col": str(location.column),
                "title": f"{messages.phrase(level, shown)} ({diagnostic.code})",
            }
            head = ",".join(f"{name}={_escape(v, ':,')}" for name, v in properties.items())
            parts = (messages.message(diagnostic, shown), messages.hint(diagnostic, shown))
            text = " – ".join(filter(None, parts))
            lines.append(f"::{level} {without_commands(head)}::{without_commands(_escape(text))}")
    return "\n".join(lines)


def without_commands(text: str) -> str:
    """*text* in which a runner of GitHub finds no command: a line that begins with ``::``, or
    ``##[`` anywhere. An invisible sign separates them."""
    text = re.sub(r"(^|[\r\n])([^\S\r\n]*):(?=:)", f"\\1\\2:{JOINER}", text)
    return text.replace("##[", f"#{JOINER}#[")


def _escape(value: str, more: str = "") -> str:
    value = value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    for character in more:
        value = value.replace(character, f"%{ord(character):02X}")
    return value
