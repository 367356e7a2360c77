"""Rule on the age of a translation: which parts of the original changed since."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_repository.model import (
    ContentFolder,
    Diagnostic,
    Heading,
    Library,
    Location,
    Path,
    Text,
    Translation,
)
from knowledge_repository.source.suggestions import quoted
from knowledge_repository.translations.parts import SECTIONS, compare, name_of, recorded_hashes


def outdated_translation(text: ContentFolder, library: Library) -> Iterator[Diagnostic]:
    """A translation is read again where its original changed. One that records nothing is not
    reported: its age is unknown."""
    for words in text.translations.values():
        if words.language == text.original or not recorded_hashes(words):
            continue
        found = compare(text, words, library.schema)
        for part in found.changed:
            values: dict[str, Text] = {
                "id": name_of(text),
                "language": words.language,
                "hash": found.hashes.get(part, ""),
                "key": ".".join(str(step) for step in part if step),
            }
            location, more = _section(text, words, part, library) or _field(text, words, part)
            yield Diagnostic(location, "outdated-translation", {**values, **more}, level="warning")


def _field(text: ContentFolder, words: Translation, part: Path) -> tuple[Location, dict[str, Text]]:
    """Where the translation has a field, and the values of the message."""
    key = str(part[0])
    original = text.key(key) if key in ("title", "summary") else text.location()
    location = words.source_map.key((key,))
    return location, {"cause": key, "original": f"{original.path}:{original.line}"}


def _section(
    text: ContentFolder, words: Translation, part: Path, library: Library
) -> tuple[Location, dict[str, Text]] | None:
    """Where the translation has a section, and the values of the message; None for a field."""
    if part[0] != SECTIONS:
        return None
    id = str(part[1])
    original = text.translations[text.original]
    firsts = [one.heading for one in original.body.sections()]
    seconds = [one.heading for one in words.body.sections()]
    by_id = {one.id if one else "": one for one in firsts}
    translated: Heading | None = next((one for one in seconds if one and one.id == id), None)
    if translated is None and id in by_id and len(firsts) == len(seconds):
        translated = seconds[firsts.index(by_id[id])]  # free headings: the same order
    location = translated.location if translated else words.location
    kind = library.schema.kinds.get(text.kind)
    row = kind.sections.get(id) if kind else None
    if id not in by_id:
        at = words.source_map.key(("translation", "of", SECTIONS, id))
        name: Text = row.label if row else id
        return translated.location if translated else at, {
            "cause": "removed",
            "name": name,
            "original": original.location.path,
        }
    first = by_id[id]
    place = first.location if first else original.location
    values: dict[str, Text] = {"original": f"{place.path}:{place.line}"}
    if first is None:
        return location, {**values, "cause": "above"}
    return location, {**values, "name": row.label if row else quoted(first.text)}
