"""Library → data for other programs: one function for each format."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from knowledge_repository.exports.json_schema import json_schema
from knowledge_repository.pages import PageContext, routes

__all__ = ["json_schema", "write_exports"]


def write_exports(contexts: Sequence[PageContext], stage: Path) -> None:
    """Write all exports below *stage*, the root of the site."""
    for context in contexts:
        for kind in context.schema.kinds.values():
            file = stage / routes.json_schema(kind.id, context.language.code)
            file.parent.mkdir(parents=True, exist_ok=True)
            text = json.dumps(json_schema(context, kind), ensure_ascii=False, indent=1)
            file.write_text(f"{text}\n", encoding="utf-8")
