"""Rules on the words by which search finds things."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_repository.content.concepts import concepts_of
from knowledge_repository.model import Concept, Diagnostic, Library


def shared_words(library: Library) -> Iterator[Diagnostic]:
    """A word leads to one concept: a search for it would find what another concept means. The
    names of terms may be the same."""
    seen: dict[tuple[str, str], Concept] = {}
    for concept in concepts_of(library):
        for code, language in library.languages.items():
            for word in concept.words.get(code, ()):
                form = language.search.normalise(word)
                first = seen.setdefault((code, form), concept)
                if form and first is not concept:
                    other, path = first.forms(code)[0], first.location.path
                    values = {"value": word, "other": other, "name": path}
                    yield Diagnostic(concept.location, "shared-word", values, level="warning")
