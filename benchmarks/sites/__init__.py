"""The texts of a generated repository in the formats of the other tools.

The same bodies in the same languages. The other tools need a footnote for each citation: it has the
title, the publisher and the address of the source. Links between entries have the form that each
tool reads. Facts go into the front matter with their labels in the language of the page.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
KINDS = ("casestudies", "bestpractices")
FACETS = ("countries", "sectors", "crafts", "steps", "themes")
LINK = re.compile(r"\]\((\.\./[^)]*/)index\.\w+\.md\)")
CITED = re.compile(r"\[\^([^\]]+)\]")


@dataclass(frozen=True)
class Text:
    """One entry in one language."""

    kind: str
    id: str
    language: str
    title: str
    summary: str
    reviewed: str
    facets: Mapping[str, list[str]]
    body: str


def hugo(repository: Path, folder: Path) -> None:
    """A Hugo site with a folder of content for each language."""
    _fresh(folder, HERE / "hugo")
    for text in _texts(repository):
        file = folder / "content" / text.language / text.kind / text.id / "index.md"
        fields = {
            "title": text.title,
            "description": text.summary,
            "date": text.reviewed,
            **text.facets,
        }
        _write(file, fields, LINK.sub(r"](\1)", text.body))
    labels = _yaml(repository / "content/kinds.yml")["kinds"]
    for language, words in _words(repository).items():
        content = folder / "content" / language
        _write(content / "_index.md", {"title": words["site"]["full_name"]}, "")
        for kind in KINDS:
            label = labels[kind]["label"]
            fields = {"title": label["many"][language]}
            _write(content / kind / "_index.md", fields, label["intro"][language])


def mkdocs(repository: Path, folder: Path) -> None:
    """A site of Material for MkDocs with the languages as suffixes of the files."""
    _fresh(folder, HERE / "mkdocs")
    docs = folder / "docs"
    for text in _texts(repository):
        file = docs / text.kind / text.id / f"index.{text.language}.md"
        fields = {"title": text.title, "description": text.summary, **text.facets}
        _write(file, fields, LINK.sub(r"](\1index.md)", text.body))
    for language, words in _words(repository).items():
        fields = {"title": words["site"]["full_name"]}
        _write(docs / f"index.{language}.md", fields, words["site"]["description"])


def _texts(repository: Path) -> Iterator[Text]:
    """Every text of every entry; a translation has the facts of its original."""
    sources = dict(_sources(repository))
    labels = {
        facet: {
            term["id"]: term["label"]
            for term in _yaml(repository / f"content/vocabularies/{facet}.yml")["terms"]
        }
        for facet in FACETS
    }
    for kind in KINDS:
        for folder in sorted((repository / kind).iterdir()):
            read = {file.name.split(".")[1]: _split(file) for file in folder.glob("index.*.md")}
            facts = next(fields for fields, _ in read.values() if "status" in fields)
            for language, (fields, body) in sorted(read.items()):
                cited = dict.fromkeys(CITED.findall(body))
                notes = "".join(f"\n[^{id}]: {sources[id]}" for id in cited)
                yield Text(
                    kind,
                    folder.name,
                    language,
                    fields["title"],
                    fields["summary"],
                    str(facts["last_reviewed"]),
                    {
                        facet: [labels[facet][id][language] for id in facts[facet]]
                        for facet in FACETS
                        if isinstance(facts.get(facet), list)
                    },
                    f"{body.rstrip()}\n{notes}\n",
                )


def _sources(repository: Path) -> Iterator[tuple[str, str]]:
    for file in sorted((repository / "content/sources").glob("made-up-*.yml")):
        for row in _yaml(file)["sources"]:
            yield row["id"], f"{row['title']}. {row['publisher']}. <{row['url']}>"


def _words(repository: Path) -> dict[str, Any]:
    return {file.stem: _yaml(file) for file in sorted((repository / "content/words").glob("*.yml"))}


def _split(file: Path) -> tuple[dict[str, Any], str]:
    _, fields, body = file.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.load(fields, yaml.CSafeLoader), body


def _yaml(file: Path) -> Any:
    return yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)


def _fresh(folder: Path, model: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(model, folder)


def _write(file: Path, fields: Mapping[str, object], body: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()]
    file.write_text("\n".join(["---", *lines, "---", "", body]), encoding="utf-8")
