"""What the published data are: a Data Package, a DCAT catalogue, vocabularies in SKOS.

Sources: Data Package version 2 (datapackage.org); DCAT-AP 3.0; SKOS Reference (W3C, 2009).
"""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_repository.exports.data import Exported, json_text
from knowledge_repository.pages import routes
from knowledge_repository.pages.data import FILES

PACKAGE = f"{routes.DATA}datapackage.json"
IANA = "https://www.iana.org/assignments/media-types/"
TERMS = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
}


def catalogue(exported: Exported) -> Iterator[tuple[str, str]]:
    """The descriptions of the other files."""
    yield PACKAGE, json_text(_data_package(exported))
    yield f"{routes.DATA}catalog.jsonld", json_text(_dcat(exported))
    yield f"{routes.DATA}vocabularies.jsonld", json_text(_skos(exported))


def _data_package(exported: Exported) -> dict[str, object]:
    licence = exported.library.site.licence
    return {
        "name": "knowledge-repository",
        "title": str(exported.contexts[0].translate("site.full_name")),
        "homepage": exported.address(""),
        **({"licenses": [{"name": licence.id, "path": licence.url}]} if licence else {}),
        "resources": [
            {
                "name": name.replace(".", "-"),
                "path": name,
                "mediatype": type,
                "encoding": "utf-8",
            }
            for name, type in FILES.items()
        ],
    }


def _by_language(texts: dict[str, object]) -> list[dict[str, object]]:
    return [{"@language": code, "@value": text} for code, text in texts.items()]


def _dcat(exported: Exported) -> dict[str, object]:
    root, licence = exported.address(""), exported.library.site.licence
    publisher = {"@type": "foaf:Agent", "foaf:name": _by_language(exported.names())}
    texts = {
        context.language.code: str(context.translate("site.description"))
        for context in exported.contexts
    }
    return {
        "@context": TERMS,
        "@id": exported.address(f"{routes.DATA}catalog.jsonld"),
        "@type": "dcat:Catalog",
        "dct:title": _by_language(exported.names()),
        "dct:description": _by_language(dict(texts)),
        "dct:publisher": publisher,
        "foaf:homepage": {"@id": root},
        "dcat:dataset": [
            {
                "@id": exported.address(PACKAGE),
                "@type": "dcat:Dataset",
                "dct:title": _by_language(exported.names()),
                "dct:description": _by_language(dict(texts)),
                "dct:publisher": publisher,
                "dcat:distribution": [
                    {
                        "@id": exported.address(f"{routes.DATA}{name}"),
                        "@type": "dcat:Distribution",
                        "dct:title": name,
                        "dcat:accessURL": {"@id": exported.address(f"{routes.DATA}{name}")},
                        "dcat:downloadURL": {"@id": exported.address(f"{routes.DATA}{name}")},
                        "dcat:mediaType": {"@id": f"{IANA}{type}"},
                        **({"dct:license": {"@id": licence.url}} if licence else {}),
                    }
                    for name, type in FILES.items()
                ],
            }
        ],
    }


def _skos(exported: Exported) -> dict[str, object]:
    graph: list[dict[str, object]] = []
    for name, vocabulary in exported.library.vocabularies.items():
        scheme = exported.address(f"{routes.DATA}vocabularies.jsonld#{name}")
        graph.append(
            {
                "@id": scheme,
                "@type": "skos:ConceptScheme",
                "skos:prefLabel": _by_language(dict(vocabulary.labels)),
            }
        )
        for id, term in vocabulary.terms.items():
            concept: dict[str, object] = {
                "@id": f"{scheme}/{id}",
                "@type": "skos:Concept",
                "skos:notation": id,
                "skos:inScheme": {"@id": scheme},
                "skos:prefLabel": _by_language(dict(term.labels)),
            }
            if term.notes:
                concept["skos:scopeNote"] = _by_language(dict(term.notes))
            above = {"@id": f"{scheme}/{term.parent}" if term.parent else scheme}
            concept["skos:broader" if term.parent else "skos:topConceptOf"] = above
            graph.append(concept)
    return {"@context": {"skos": TERMS["skos"]}, "@graph": graph}
