"""Settings of editors: forms for front matter (Front Matter CMS), schemas of data files (VS Code).

They follow ``content/kinds.yml``, the vocabularies and the models of the data files, as the check
does. Sources: the reference of Front Matter CMS (content types, fields) and of the extension YAML
of Red Hat (``yaml.schemas``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from pydantic import BaseModel

from knowledge_repository.i18n.translator import Translator
from knowledge_repository.model import Library
from knowledge_repository.pages import Labels
from knowledge_repository.schema import Kind, Vocabulary, Words
from knowledge_repository.schema.data import (
    GlossaryFile,
    LanguagesFile,
    PublishedFile,
    SiteFile,
    SourcesFile,
    VocabularyFile,
)
from knowledge_repository.schema.declaration import KindsFile
from knowledge_repository.schema.specification import FieldSpec, fields_of, specification

FRONT_MATTER = "frontmatter.json"
SETTINGS, EXTENSIONS = ".vscode/settings.json", ".vscode/extensions.json"
SCHEMAS = ".vscode/schemas"
TRANSLATION = "translation"
"""Name of the content type of a translation."""
RECOMMENDED = ("eliostruyf.vscode-front-matter", "redhat.vscode-yaml", "editorconfig.editorconfig")
DATA_FILES: Mapping[str, tuple[type[BaseModel], str]] = {
    "glossary": (GlossaryFile, "content/glossary.yml"),
    "kinds": (KindsFile, "content/kinds.yml"),
    "languages": (LanguagesFile, "content/languages.yml"),
    "published": (PublishedFile, "content/published.yml"),
    "site": (SiteFile, "content/site.yml"),
    "sources": (SourcesFile, "content/sources/*.yml"),
    "vocabulary": (VocabularyFile, "content/vocabularies/*.yml"),
}
"""Name of a schema → the model of the file, and the paths of such files."""
NUMBERS = {"number", "integer", "year"}

Value = dict[str, object]
"""A JSON object."""


def editor_files(library: Library) -> dict[str, str]:
    """Path in the repository → text of each settings file."""
    schemas = {
        f"{SCHEMAS}/{name}.json": _for_editors(model.model_json_schema())
        for name, (model, _) in DATA_FILES.items()
    }
    files: dict[str, object] = {
        FRONT_MATTER: _front_matter(library),
        SETTINGS: _settings(),
        EXTENSIONS: {"recommendations": list(RECOMMENDED)},
        **schemas,
    }
    return {path: _json(value) for path, value in files.items()}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _settings() -> Value:
    return {
        "files.eol": "\n",
        "files.insertFinalNewline": True,
        "files.trimTrailingWhitespace": True,
        "yaml.schemas": {
            f"./{SCHEMAS}/{name}.json": path for name, (_, path) in DATA_FILES.items()
        },
        "[markdown]": {
            "editor.wordWrap": "on",
            "editor.unicodeHighlight.ambiguousCharacters": False,
        },
    }


def _for_editors(value: object) -> object:
    """A schema without the descriptions of classes, which are for developers. The program reads
    every plain value as a text (``year: 2016``), editors read numbers: both are right."""
    if isinstance(value, list):
        return [_for_editors(one) for one in value]
    if not isinstance(value, dict):
        return value
    found = {
        key: _for_editors(one)
        for key, one in value.items()
        if key != "description" or not isinstance(one, str)
    }
    if found.get("type") == "string":
        found["type"] = ["string", "number", "boolean"]
    if str(found.get("const", "")).isdecimal():
        found["enum"] = [number := str(found.pop("const")), int(number)]
    return found


def _front_matter(library: Library) -> Value:
    """Labels are in the first language of the site: the extension has one configuration."""
    first = next(iter(library.languages))
    labels = Labels(library, Translator(library, library.languages[first]))
    kinds = library.schema.kinds.values()
    words = [spec for spec in fields_of(Words) if spec.type == "text"]
    return {
        "$schema": "https://frontmatter.codes/frontmatter.schema.json",
        "frontMatter.content.autoUpdateDate": False,
        "frontMatter.content.pageFolders": [
            {
                "title": str(labels.kind(kind.id)),
                "path": f"[[workspace]]/{kind.folder}",
                "contentTypes": [kind.id, TRANSLATION],
            }
            for kind in kinds
        ],
        "frontMatter.taxonomy.contentTypes": [
            *(_content_type(kind.id, f"index.{first}", _fields(labels, kind)) for kind in kinds),
            _content_type(TRANSLATION, "index.", list(_specs(labels, words))),
        ],
    }


def _content_type(name: str, file: str, fields: Sequence[Value]) -> Value:
    return {"name": name, "pageBundle": True, "defaultFileName": file, "fields": list(fields)}


def _fields(labels: Labels, kind: Kind) -> list[Value]:
    return list(_specs(labels, specification(kind)))


def _specs(labels: Labels, specs: Sequence[FieldSpec]) -> Iterator[Value]:
    """The fields that the extension has a widget for; records in lists are edited as text."""
    for spec in specs:
        if not (spec.parts and spec.many):
            yield _field(labels, spec)


def _field(labels: Labels, spec: FieldSpec) -> Value:
    found: Value = {"name": spec.key, "title": str(labels.spec(spec))}
    if help := str(labels.help(spec)):
        found["description"] = help
    if spec.required:
        found["required"] = True
    options = _options(labels, spec)
    if options:
        return {**found, "type": "choice", "choices": options, "multiple": spec.many}
    if spec.parts:
        return {**found, "type": "fields", "fields": list(_specs(labels, spec.parts))}
    if spec.many:
        return {**found, "type": "list"}
    if spec.type in NUMBERS:
        return {**found, "type": "number"}
    if spec.type == "boolean":
        return {**found, "type": "boolean"}
    if spec.type == "day":
        return {**found, "type": "datetime", "dateFormat": "yyyy-MM-dd"}
    return {**found, "type": "string", "single": (spec.length.most or 0) <= 160}


def _options(labels: Labels, spec: FieldSpec) -> list[Value]:
    found = {one: str(labels.value(spec, one)) for one in spec.choices}
    if isinstance(spec.names, Vocabulary):
        terms = labels.library.vocabularies[spec.names.name].terms
        found |= {id: str(labels.translator.label(one.labels, id)) for id, one in terms.items()}
    return [{"id": id, "title": title} for id, title in found.items()]
