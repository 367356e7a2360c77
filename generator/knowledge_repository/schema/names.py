"""Names of fields and values in the languages of authors: ``titre`` → ``title``.

Those of declared fields are their labels; those of the fields that every entry has are in
``names.yml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from knowledge_repository.model import Vocabulary
from knowledge_repository.schema.kinds import Field, Schema
from knowledge_repository.source.suggestions import Suggestions
from knowledge_repository.source.yaml import parse

FILE = Path(__file__).with_name("names.yml")
Names = Sequence[tuple[str, str]]
"""Pairs of a name in some language and the key or value that it may mean."""


def declared_names(schema: Schema, vocabularies: Mapping[str, Vocabulary]) -> Names:
    """The labels of all declared fields and of their values."""
    fields = (field for kind in schema.kinds.values() for field in kind.fields.values())
    return tuple(dict.fromkeys(pair for field in fields for pair in _of_field(field, vocabularies)))


def _of_field(field: Field, vocabularies: Mapping[str, Vocabulary]) -> Iterator[tuple[str, str]]:
    vocabulary = vocabularies.get(field.vocabulary or "")
    own = (vocabulary.labels, vocabulary.one) if vocabulary and field.type == "term" else ()
    for labels in (field.label, *own):
        yield from ((label, field.key) for label in labels.values())
    for value, labels in (*field.choices.items(), *((r, x.label) for r, x in field.roles.items())):
        yield from ((label, value) for label in labels.values())
    for part in field.parts:
        yield from _of_field(part, vocabularies)


@cache
def core_names() -> Names:
    """The names of the fields that every entry has, of records, and of their values."""
    data = parse(FILE.name, FILE.read_text(encoding="utf-8")).data
    assert isinstance(data, dict)  # a file of the program
    found = []
    for rows in data.values():
        assert isinstance(rows, dict)
        found += [(str(name), key) for key, names in rows.items() for name in names or ()]
    return tuple(found)


def meant(word: str, known: Iterable[str], names: Names, suggestions: Suggestions) -> str:
    """Which of *known* the author probably meant by *word*, itself or one of its names; "" if none
    is near."""
    if not suggestions.left:
        return ""
    options = {key: key for key in known}
    for name, key in (*names, *core_names()):
        if key in options:
            options.setdefault(name, key)
    return options.get(suggestions.nearest(word, options), "")
