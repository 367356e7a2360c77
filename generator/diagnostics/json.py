"""Problems for other programs: JSON for any, SARIF for those that show findings of checkers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from generator import __version__
from generator.diagnostics import messages
from generator.model import Diagnostic


def as_json(diagnostics: Sequence[Diagnostic], address: str = "", language: str = "en") -> str:
    """``{"version": 1, "errors": n, "warnings": n, "problems": [{path, line, column, width, code,
    level, message, hint, page}]}``; lines and columns start at 1, columns count characters."""
    ordered = messages.in_order(diagnostics)
    rows = [
        {
            **diagnostic.location._asdict(),
            "code": diagnostic.code,
            "level": diagnostic.level,
            "message": messages.message(diagnostic, language),
            "hint": messages.hint(diagnostic, language),
            "page": page(diagnostic.code, address, language),
        }
        for diagnostic in ordered
    ]
    errors = sum(diagnostic.level == "error" for diagnostic in ordered)
    counts = {"version": 1, "errors": errors, "warnings": len(ordered) - errors}
    return json.dumps({**counts, "problems": rows}, ensure_ascii=False, indent=1)


def as_sarif(diagnostics: Sequence[Diagnostic], address: str = "", language: str = "en") -> str:
    """SARIF 2.1.0 (OASIS): one run, a rule for each code, a result for each problem."""
    ordered = messages.in_order(diagnostics)
    used = list(dict.fromkeys(diagnostic.code for diagnostic in ordered))
    rules = [_rule(code, address, language) for code in used]
    results = [
        {
            "ruleId": diagnostic.code,
            "ruleIndex": used.index(diagnostic.code),
            "level": diagnostic.level,
            "message": {"text": messages.sentence(diagnostic, language)},
            "locations": [{"physicalLocation": _location(diagnostic)}],
        }
        for diagnostic in ordered
    ]
    driver = {"name": "knowledge", "semanticVersion": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    whole = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)


def page(code: str, address: str, language: str = "en") -> str:
    """The address of a rule's page in the author guide of the site at *address*."""
    return f"{address.rstrip('/')}/{language}/guide/{code}/" if address else ""


def _rule(code: str, address: str, language: str) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": code, "fullDescription": {"text": messages.why(code, language)}}
    if address:
        rule["helpUri"] = page(code, address, language)
    return rule


def _location(diagnostic: Diagnostic) -> dict[str, Any]:
    location = diagnostic.location
    region = {
        "startLine": location.line,
        "startColumn": location.column,
        "endColumn": location.column + location.width,
    }
    return {"artifactLocation": {"uri": quote(location.path)}, "region": region}
