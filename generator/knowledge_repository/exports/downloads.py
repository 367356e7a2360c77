"""Files to read without a network: a book of each language, a field kit of each term."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from knowledge_repository.exports.book import book
from knowledge_repository.exports.chapters import Chapter, chapter
from knowledge_repository.exports.data import Exported
from knowledge_repository.exports.kit import kit
from knowledge_repository.pages import PageContext
from knowledge_repository.pages.data import book_path, kit_path, kit_terms


def downloads(exported: Exported, site: Path) -> Iterator[tuple[str, bytes]]:
    """(path from the root of the site, bytes) of each file. *site*: the folder of the pictures.

    They name the address of the site, which must be known.
    """
    for context in exported.contexts:
        chapters = {
            entry.id: chapter(exported, context, entry)
            for kind in context.schema.kinds
            for entry in context.listed_entries(kind)
        }
        if chapters:
            yield (
                book_path(context.language.code),
                book(exported, context, [*chapters.values()], site),
            )
        yield from _kits(context, chapters, site)


def _kits(
    context: PageContext, chapters: dict[str, Chapter], site: Path
) -> Iterator[tuple[str, bytes]]:
    for vocabulary, chip in kit_terms(context):
        ids = context.entry_ids(vocabulary, chip.id)
        own = [one for one in chapters.values() if one.id in ids]
        path = kit_path(context.language.code, vocabulary, chip.id)
        yield path, kit(context, str(chip.text), own, site).encode()
