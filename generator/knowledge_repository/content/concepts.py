"""Concepts: words that mean the same to a reader who searches.

Terms of vocabularies and of the glossary say their words themselves (``also``); the rest is in
``content/concepts.yml``, which is optional.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from knowledge_repository.content.files import Files
from knowledge_repository.model import Concept, Language, Library
from knowledge_repository.schema.data import ConceptsFile

CONCEPTS = "content/concepts.yml"


def load_concepts(files: Files, languages: Mapping[str, Language]) -> list[Concept]:
    """The concepts in the order written; a language that the site does not have is reported."""
    found = files.data(CONCEPTS, ConceptsFile) if (files.root / CONCEPTS).exists() else None
    if found is None:
        return []
    file, document = found
    concepts = []
    for index, words in enumerate(file.concepts):
        for code in words:
            if code not in languages:
                location = document.source_map.key(("concepts", index, code))
                known = ", ".join(languages)
                files.report(location, "unknown-label-language", value=code, known=known)
        concepts.append(Concept(words, document.source_map.value(("concepts", index))))
    return concepts


def concepts_of(library: Library) -> list[Concept]:
    """All concepts: the terms of vocabularies, those of the glossary, and ``concepts.yml``."""
    terms = [
        Concept(
            term.also,
            term.location,
            {code: (text,) for code, text in term.labels.items()},
            term,
        )
        for vocabulary in library.vocabularies.values()
        for term in vocabulary.terms.values()
    ]
    glossary = [
        Concept(
            term.also,
            term.location,
            {code: tuple(_names(text)) for code, text in term.terms.items()},
            term,
        )
        for term in library.glossary.values()
    ]
    return [*terms, *glossary, *library.concepts]


def _names(text: str) -> Iterator[str]:
    """The names that one text gives: "local productive system (LPS), cluster" gives three."""
    return (part.strip() for part in re.split(r"[(),،:]", text) if part.strip())
