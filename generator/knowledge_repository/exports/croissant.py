"""The tables for programs that learn from data. Source: Croissant 1.0 (MLCommons, 2024)."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator

from knowledge_repository.exports.data import Exported, Record, json_text
from knowledge_repository.exports.tables import tables
from knowledge_repository.pages import routes

CONTEXT: Record = {
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context that the specification gives, without the language."""
TYPES = {"value": "sc:Float", "baseline": "sc:Float", "year": "sc:Integer"}
"""Column of the figures → its type; all others are texts."""


def croissant(exported: Exported) -> Iterator[tuple[str, str]]:
    """The description of the CSV tables, with a hash of each."""
    found = [(path, text) for path, text in tables(exported) if path.endswith(".csv")]
    licence = exported.library.site.licence
    reviewed = [entry.facts.last_reviewed for entry in exported.entries()]
    first = exported.contexts[0]
    whole: Record = {
        "@context": {"@language": first.language.code, **CONTEXT},
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": str(first.translate("site.name")),
        "description": str(first.translate("site.description")),
        "url": exported.address(""),
        "version": "1.0.0",
        **({"datePublished": max(reviewed).isoformat()} if reviewed else {}),
        **({"license": licence.url} if licence else {}),
        "distribution": [_file(exported, path, text) for path, text in found],
        "recordSet": [_records(path, text) for path, text in found],
    }
    yield f"{routes.DATA}croissant.json", json_text(whole)


def _file(exported: Exported, path: str, text: str) -> Record:
    name = path.removeprefix(routes.DATA)
    return {
        "@type": "cr:FileObject",
        "@id": name,
        "name": name,
        "contentUrl": exported.address(path),
        "encodingFormat": "text/csv",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }


def _records(path: str, text: str) -> Record:
    name = path.removeprefix(routes.DATA)
    stem = name.removesuffix(".csv")
    head = next(csv.reader(io.StringIO(text, newline="")))
    return {
        "@type": "cr:RecordSet",
        "@id": stem,
        "name": stem,
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{stem}/{column}",
                "name": column,
                "dataType": TYPES.get(column, "sc:Text"),
                "source": {"fileObject": {"@id": name}, "extract": {"column": column}},
            }
            for column in head
        ],
    }
