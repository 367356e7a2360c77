"""Problems as GitHub shows them: annotations in the changed files, and a summary of the job."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.diagnostics import messages
from generator.model import Diagnostic

ANNOTATIONS = 10
"""GitHub shows at most ten errors and ten warnings of one step."""
LARGEST = 900_000
"""Bytes of a table: a summary may take 1 MiB, and other steps write in it, too."""


def github(diagnostics: Sequence[Diagnostic], language: str = "en") -> str:
    """GitHub's workflow commands, the errors first, as many as it shows.

    Source: GitHub documentation, workflow commands for Actions (escaping of ``% CR LF : ,``).
    """
    ordered = messages.in_order(diagnostics)
    lines = []
    for level in ("error", "warning"):
        for diagnostic in [p for p in ordered if p.level == level][:ANNOTATIONS]:
            location = diagnostic.location
            properties = {
                "file": location.path,
                "line": str(location.line),
                "col": str(location.column),
                "title": diagnostic.code,
            }
            head = ",".join(f"{name}={_escape(v, ':,')}" for name, v in properties.items())
            said = messages.sentence(diagnostic, language)
            lines.append(f"::{level} {head}::{_escape(said)}")
    return "\n".join(lines)


def _escape(value: str, more: str = "") -> str:
    value = value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    for character in more:
        value = value.replace(character, f"%{ord(character):02X}")
    return value


def job_summary(diagnostics: Sequence[Diagnostic], language: str = "en") -> str:
    """A table of all problems for the page of a job (``$GITHUB_STEP_SUMMARY``), in Markdown."""
    ordered = sorted(messages.in_order(diagnostics), key=lambda diagnostic: diagnostic.level)
    head = [messages.translate(key, language) for key in ("place", "problem", "way_out")]
    lines = [
        f"## {messages.translate('summary', language)}: "
        + (messages.summary(diagnostics, language) or messages.translate("clean", language)),
        "",
    ]
    if ordered:
        lines += [f"| {' | '.join(head)} |", "| --- | --- | --- |"]
    size = 0
    for number, diagnostic in enumerate(ordered):
        location = diagnostic.location
        cells = [
            f"{location.path}:{location.line}:{location.column}",
            f"{messages.message(diagnostic, language)} [{diagnostic.code}]",
            messages.hint(diagnostic, language),
        ]
        line = f"| {' | '.join(_plain(cell) for cell in cells)} |"
        size += len(line.encode()) + 1
        if size > LARGEST:
            lines.append(f"| … | {len(ordered) - number} | |")
            break
        lines.append(line)
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """*text* as Markdown that shows it: nothing in it is a link, a tag, a table or a mention."""
    signs = re.sub(r"[\\`*_{}\[\]()<>#+!|~&@:/.=$-]", lambda c: f"&#{ord(c[0])};", text)
    return " ".join(signs.split())
