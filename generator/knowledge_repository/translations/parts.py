"""The parts of an original, their hashes, and which of them changed since they were translated.

A part is the title (with the short title), the summary, the texts among the facts, or a section.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge_repository.model import ContentFolder, Entry, Path, Translation
from knowledge_repository.schema import OriginalHashes, Schema, Translatable, phrase
from knowledge_repository.schema.facts import media_of, translation_info_of

HASH_LENGTH = 8
"""Hexadecimal digits of a hash."""
SECTIONS = "sections"
PHRASES = "phrases"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The parts of an original, compared with what its translation recorded.

    A part is its path below ``translation.of`` in the front matter: ``("title",)``,
    ``("sections", "costs")``.
    """

    hashes: Mapping[Path, str]
    """Every part of the original as it is now."""
    changed: tuple[Path, ...]
    """Parts whose hash differs from the recorded one, and recorded sections that are gone."""
    unknown: tuple[Path, ...]
    """Parts for which nothing is recorded."""


def compare(text: ContentFolder, words: Translation, schema: Schema) -> Comparison:
    """Compare the original of *text* with what the translation *words* recorded of it."""
    recorded = recorded_hashes(words)
    hashes = original_hashes(text, schema)
    return Comparison(
        hashes,
        (
            *(part for part, hash in hashes.items() if recorded.get(part, hash) != hash),
            *(part for part in recorded if part not in hashes and part[0] == SECTIONS),
        ),
        tuple(part for part in hashes if part not in recorded),
    )


def recorded_hashes(words: Translation) -> dict[Path, str]:
    """The hashes that a translation records; empty in an original."""
    info = translation_info_of(words)
    of = (info.of if info else None) or OriginalHashes()
    single = {"title": of.title, "summary": of.summary, PHRASES: of.phrases}
    found: dict[Path, str] = {(name,): hash for name, hash in single.items() if hash}
    return found | {(SECTIONS, id): hash for id, hash in of.sections.items()}


def original_hashes(text: ContentFolder, schema: Schema) -> dict[Path, str]:
    """Part → its hash, for each part of the original that is not empty."""
    return {part: hash_of(content) for part, content in original_parts(text, schema).items()}


def hash_of(text: str) -> str:
    """A short hash of *text*; white space, line ends and Unicode forms make no difference."""
    folded = phrase(unicodedata.normalize("NFC", text))
    return hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()[:HASH_LENGTH]


def original_parts(text: ContentFolder, schema: Schema) -> dict[Path, str]:
    """Part → the text of the original, for each part that is not empty."""
    original = text.translations[text.original]
    matter = original.front_matter
    found: dict[Path, str] = {
        ("title",): "\n".join(filter(None, (matter.title, matter.short_title))),
        ("summary",): matter.summary,
        (PHRASES,): "\n".join(sorted({*phrases_to_translate(text, schema), *_of_media(original)})),
    }
    raw = original.body.lines.raw
    for section in original.body.sections():
        start = section.start
        if section.heading and section.heading.section:
            # The words of a fixed heading are no matter of the text.
            start += len(raw[start : section.end].partition(b"\n")[0])
        found[SECTIONS, section.id] = raw[start : section.end].decode("utf-8", "replace")
    fixed = {(SECTIONS, one.id) for one in original.body.headings if one.section}
    return {part: words for part, words in found.items() if words.strip() or part in fixed}


def phrases_to_translate(text: ContentFolder, schema: Schema) -> dict[str, bool]:
    """Each text among the facts → whether a translation must have it, in the order written."""
    found: dict[str, bool] = {}
    for reference in schema.references(text):
        if isinstance(reference.names, Translatable):
            key = phrase(reference.value)
            found[key] = found.get(key, False) or reference.names.needed
    return found


def _of_media(original: Translation) -> list[str]:
    return [f"{one.file}: {one.alt} {one.caption or ''}" for one in media_of(original)]


def name_of(text: ContentFolder) -> str:
    """What the commands call a text: the id of an entry, the address of a page below the
    language (``about``, ``regions/north``)."""
    return text.id if isinstance(text, Entry) else text.route.rstrip("/")
