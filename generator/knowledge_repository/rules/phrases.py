"""Rules on the texts among the facts, which a translation translates one by one."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_repository import schema
from knowledge_repository.model import ContentFolder, Diagnostic, Library
from knowledge_repository.schema.facts import phrases_of
from knowledge_repository.source.suggestions import Suggestions, quoted


def phrases(text: ContentFolder, library: Library) -> Iterator[Diagnostic]:
    """The texts among the facts are translated, too: the name of a partner, the unit of a figure,
    the note on a link."""
    originals = {
        schema.phrase(reference.value): (reference.value, reference.names.needed)
        for reference in library.schema.references(text)
        if isinstance(reference.names, schema.Translatable)
    }
    for words in text.translations.values():
        if words.language == text.original:
            continue
        translated = {schema.phrase(key): key for key in phrases_of(words)}
        suggestions = Suggestions()
        misspelt = set()
        for phrase, key in translated.items():
            if phrase not in originals:
                near = suggestions.nearest(key, originals)
                misspelt.add(near)
                location = words.source_map.key(("phrases", key))
                values = {"value": quoted(key), "nearest": near}
                yield Diagnostic(location, "unknown-phrase", values)
        missing = [
            value
            for phrase, (value, needed) in originals.items()
            if needed and phrase not in translated and phrase not in misspelt
        ]
        if missing:
            values = {
                "count": str(len(missing)),
                "value": missing[0],
                "lines": " ".join(f'"{phrase}": "…"' for phrase in missing),
                "language": library.languages[words.language].name,
                "original": text.location().path,
            }
            location = words.source_map.key(("phrases",))
            yield Diagnostic(location, "missing-phrase", values, level="warning")
