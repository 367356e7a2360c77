"""The examples of ``knowledge explain``, from the broken repositories of the tests.

``python -m tests.examples`` writes them again after a case or its values changed.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from knowledge_repository.diagnostics.messages import sort
from knowledge_repository.diagnostics.sample import FILE
from tests.conftest import copy_small
from tests.repositories import CASES, add_fault, problems_of


def examples() -> str:
    """The content of the file: for each code its first diagnostic, from the case of its name if
    there is one."""
    found: dict[str, dict[str, Any]] = {}
    cases = list(CASES)
    with tempfile.TemporaryDirectory() as above:
        for case in cases:
            root = copy_small(Path(above) / case)
            add_fault(case, root)
            for diagnostic in sort(problems_of(case, root)):
                if diagnostic.code in found and case != diagnostic.code:
                    continue
                if case == diagnostic.code and found.get(case, {}).get("case") == case:
                    continue
                found[diagnostic.code] = {
                    "case": case,
                    "location": diagnostic.location,
                    "level": diagnostic.level,
                    "values": dict(diagnostic.values),
                    "line": _line(root / diagnostic.location.path, diagnostic.location.line),
                }
    for row in found.values():
        del row["case"]
    return json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _line(file: Path, number: int) -> str:
    """A line of a file; empty if it cannot be read as text."""
    if not file.is_file():  # a pipe, a folder
        return ""
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except ValueError:
        return ""
    return lines[number - 1] if number <= len(lines) and len(lines[number - 1]) < 200 else ""


if __name__ == "__main__":
    FILE.write_text(examples(), encoding="utf-8")
