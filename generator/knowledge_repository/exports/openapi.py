"""The data files as an interface: which address gives what. Source: OpenAPI 3.1.1."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_repository.exports.data import VERSION, Exported, Record, json_text
from knowledge_repository.pages import routes
from knowledge_repository.pages.data import FILES

TEXTS = {"type": "object", "additionalProperties": {"type": "string"}}
"""Language code → text."""
LIST: Record = {"type": "array", "items": {"type": "object"}}
ENTRY: Record = {
    "type": "object",
    "description": "Further fields are declared in content/kinds.yml: see the JSON Schemas.",
    "required": ["id", "kind", "original", "title", "summary", "url", "status", "overdue"],
    "properties": {
        "id": {"type": "string"},
        "kind": {"type": "string"},
        "original": {"type": "string", "description": "Code of the language of the original."},
        "title": TEXTS,
        "summary": TEXTS,
        "url": TEXTS,
        "licence": {"type": ["string", "null"]},
        "status": {"enum": ["draft", "published", "superseded", "retired"]},
        "last_reviewed": {"type": "string", "format": "date"},
        "review_due": {"type": ["string", "null"], "pattern": "^[0-9]{4}-[0-9]{2}$"},
        "overdue": {"type": "boolean"},
        "changes": LIST,
    },
}


def openapi(exported: Exported) -> Iterator[tuple[str, str]]:
    """The description of all files of data; each is read with GET."""
    paths = {f"/{name}": _path(name, type) for name, type in FILES.items()}
    licence = exported.library.site.licence
    whole = {
        "openapi": "3.1.1",
        "info": {
            "title": str(exported.contexts[0].translate("site.full_name")),
            "version": VERSION,
            **({"license": {"name": licence.id, "identifier": licence.id}} if licence else {}),
        },
        "servers": [{"url": exported.address(routes.DATA).rstrip("/")}],
        "paths": paths,
    }
    yield f"{routes.DATA}openapi.json", json_text(whole)


def _path(name: str, type: str) -> Record:
    content = {type: {"schema": _schema(name)}} if type == "application/json" else {type: {}}
    operation = name.replace(".", "-")
    answer = {"description": name, "content": content}
    return {"get": {"operationId": operation, "responses": {"200": answer}}}


def _schema(name: str) -> Record:
    """What a JSON file contains: its rows, under its own name; ``to_check.json`` has two lists."""
    stem = name.removesuffix(".json")
    rows: Record = {
        "entries": {"entries": {"type": "array", "items": ENTRY}},
        "to_check": {
            "month": {"type": "string"},
            "overdue": LIST,
            "figures": {"type": "array", "items": LIST},
        },
    }
    found = rows.get(stem, {stem: LIST})
    assert isinstance(found, dict)
    properties = {"version": {"const": VERSION}, "site": {"type": "string"}, **found}
    return {"type": "object", "required": [*properties], "properties": properties}
