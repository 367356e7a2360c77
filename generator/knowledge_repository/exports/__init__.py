"""Library → data for other programs: one function for each format."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from knowledge_repository.exports.json_schema import json_schema
from knowledge_repository.pages import PageContext, routes

__all__ = ["export_files", "json_schema"]


def export_files(contexts: Sequence[PageContext]) -> Iterator[tuple[str, str]]:
    """(path from the root of the site, text) of each exported file."""
    for context in contexts:
        for kind in context.schema.kinds.values():
            path = routes.json_schema(kind.id, context.language.code)
            yield path, json.dumps(json_schema(context, kind), ensure_ascii=False, indent=1) + "\n"
