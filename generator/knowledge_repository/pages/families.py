"""Families: terms with one colour. A term without a colour has that of the nearest term above it.

The class of a family is written into the pages; ``stylesheet`` gives each class its colours.
"""

from __future__ import annotations

from knowledge_repository.model import Library, Term


def family_of(term: Term, library: Library) -> str | None:
    """The name of the family of *term*: the term that gives the colour; None without a colour.

    Two hyphens cannot be in an id: no two terms have the same name of a family.
    """
    current: Term | None = term
    while current is not None:
        if current.colour is not None:
            return f"{current.vocabulary}--{current.id}"
        current = library.term(current.vocabulary, current.parent) if current.parent else None
    return None


def stylesheet(library: Library) -> str:
    """The CSS rules of all families of *library*."""
    return "".join(
        f".k-family--{family_of(term, library)} {{\n"
        f"  --family: light-dark({term.colour.light}, {term.colour.dark});\n}}\n"
        for vocabulary in library.vocabularies.values()
        for term in vocabulary.terms.values()
        if term.colour is not None
    )
