"""Diagnostics as JSON, for other programs."""

from __future__ import annotations

import json
from collections.abc import Sequence

from knowledge_repository.diagnostics import messages
from knowledge_repository.model import Diagnostic


def as_json(diagnostics: Sequence[Diagnostic], site_url: str = "", language: str = "en") -> str:
    """All diagnostics, sorted, as one JSON object.

    ``{"version": 1, "errors": n, "warnings": n, "problems": [{path, line, column, width, code,
    level, message, hint, page}]}``; lines and columns are 1-based, columns count characters.
    """
    ordered = messages.sort(diagnostics)
    rows = [
        {
            **diagnostic.location._asdict(),
            "code": diagnostic.code,
            "level": diagnostic.level,
            "message": messages.message(diagnostic, language),
            "hint": messages.hint(diagnostic, language),
            "page": messages.guide_url(diagnostic.code, site_url, language),
        }
        for diagnostic in ordered
    ]
    errors = sum(diagnostic.level == "error" for diagnostic in ordered)
    counts = {"version": 1, "errors": errors, "warnings": len(ordered) - errors}
    text = json.dumps({**counts, "problems": rows}, ensure_ascii=False, indent=1)
    return text.replace("##[", "#\\u0023[")  # the same text for programs, no command for a runner
