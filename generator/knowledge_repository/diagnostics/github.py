"""Diagnostics as GitHub shows them: annotations in the changed files, and a summary of the job."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge_repository.diagnostics import messages
from knowledge_repository.model import Diagnostic

MAX_ANNOTATIONS = 10
"""GitHub shows at most ten errors and ten warnings of one step."""
MAX_TABLE_BYTES = 900_000
"""GitHub accepts 1 MiB of summary for a step; the rest is for other writers of the same step."""


def as_github(diagnostics: Sequence[Diagnostic], language: str = "en") -> str:
    """GitHub's workflow commands: errors first, as many as GitHub shows.

    Source: GitHub documentation, workflow commands for Actions (escaping of ``% CR LF : ,``).
    """
    ordered = messages.sort(diagnostics)
    lines = []
    for level in ("error", "warning"):
        for diagnostic in [one for one in ordered if one.level == level][:MAX_ANNOTATIONS]:
            location = diagnostic.location
            properties = {
                "file": location.path,
                "line": str(location.line),
                "col": str(location.column),
                "title": diagnostic.code,
            }
            head = ",".join(f"{name}={_escape(v, ':,')}" for name, v in properties.items())
            parts = (messages.message(diagnostic, language), messages.hint(diagnostic, language))
            text = " – ".join(filter(None, parts))
            lines.append(f"::{level} {head}::{_escape(text)}")
    return "\n".join(lines)


def _escape(value: str, more: str = "") -> str:
    value = value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    for character in more:
        value = value.replace(character, f"%{ord(character):02X}")
    return value


def as_job_summary(diagnostics: Sequence[Diagnostic], language: str = "en") -> str:
    """A Markdown table of all diagnostics for the job's page (``$GITHUB_STEP_SUMMARY``)."""
    ordered = sorted(messages.sort(diagnostics), key=lambda diagnostic: diagnostic.level)
    outcome = messages.count(diagnostics, language) or messages.phrase("clean", language)
    lines = [f"## {messages.phrase('summary', language)}: {outcome}", ""]
    if ordered:
        head = [messages.phrase(key, language) for key in ("location", "problem", "hint")]
        lines += [f"| {' | '.join(head)} |", "| --- | --- | --- |"]
    size = 0
    for number, diagnostic in enumerate(ordered):
        location = diagnostic.location
        cells = [
            f"{location.path}:{location.line}:{location.column}",
            f"{messages.message(diagnostic, language)} [{diagnostic.code}]",
            messages.hint(diagnostic, language),
        ]
        line = f"| {' | '.join(_escape_markdown(cell) for cell in cells)} |"
        size += len(line.encode()) + 1
        if size > MAX_TABLE_BYTES:
            lines.append(f"| … | {len(ordered) - number} | |")
            break
        lines.append(line)
    return "\n".join(lines) + "\n"


def _escape_markdown(text: str) -> str:
    """*text* for one table cell: no part of it becomes a link, tag, table or mention."""
    signs = re.sub(r"[\\`*_{}\[\]()<>#+!|~&@:/.=$-]", lambda c: f"&#{ord(c[0])};", text)
    return " ".join(signs.split())
