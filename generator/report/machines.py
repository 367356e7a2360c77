"""Problems for other programs: JSON for any, SARIF for those that show findings of checkers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from generator import __version__
from generator.model import Problem
from generator.report import messages


def as_json(problems: Sequence[Problem], address: str = "", language: str = "en") -> str:
    """``{"version": 1, "errors": n, "warnings": n, "problems": [{path, line, column, width, code,
    level, message, hint, page}]}``; lines and columns start at 1, columns count characters."""
    ordered = messages.in_order(problems)
    rows = [
        {
            **problem.place._asdict(),
            "code": problem.code,
            "level": problem.level,
            "message": messages.message(problem, language),
            "hint": messages.hint(problem, language),
            "page": page(problem.code, address, language),
        }
        for problem in ordered
    ]
    errors = sum(problem.level == "error" for problem in ordered)
    counts = {"version": 1, "errors": errors, "warnings": len(ordered) - errors}
    return json.dumps({**counts, "problems": rows}, ensure_ascii=False, indent=1)


def as_sarif(problems: Sequence[Problem], address: str = "", language: str = "en") -> str:
    """SARIF 2.1.0 (OASIS): one run, a rule for each code, a result for each problem."""
    ordered = messages.in_order(problems)
    used = list(dict.fromkeys(problem.code for problem in ordered))
    rules = [_rule(code, address, language) for code in used]
    results = [
        {
            "ruleId": problem.code,
            "ruleIndex": used.index(problem.code),
            "level": problem.level,
            "message": {"text": messages.sentence(problem, language)},
            "locations": [{"physicalLocation": _location(problem)}],
        }
        for problem in ordered
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


def _location(problem: Problem) -> dict[str, Any]:
    place = problem.place
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endColumn": place.column + place.width,
    }
    return {"artifactLocation": {"uri": quote(place.path)}, "region": region}
