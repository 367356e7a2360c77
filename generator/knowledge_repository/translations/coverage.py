"""Which text exists in which language, in which state, and what readers need first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge_repository.model import ContentFolder, Entry, Library, Path
from knowledge_repository.schema import EntryId
from knowledge_repository.schema.facts import links_of
from knowledge_repository.translations.parts import compare, recorded_hashes

State = Literal["original", "fresh", "outdated", "unknown", "missing"]
TO_DO: tuple[State, ...] = ("missing", "outdated", "unknown")
"""The states in which a translator is needed, the most urgent first."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """A text in one language."""

    text: ContentFolder
    language: str
    state: State
    """``fresh``: no part of the original changed since; ``unknown``: it is not recorded from
    which version some part was translated, and no other part is known to have changed."""
    changed: tuple[Path, ...] = ()
    """The parts of the original that changed; see ``parts.Comparison``."""


def coverage_of(text: ContentFolder, language: str, library: Library) -> Coverage:
    """The state of *text* in *language*."""
    words = text.translations.get(language)
    if words is None:
        return Coverage(text, language, "missing")
    if language == text.original:
        return Coverage(text, language, "original")
    if not recorded_hashes(words):
        return Coverage(text, language, "unknown")
    found = compare(text, words, library.schema)
    if found.changed:
        return Coverage(text, language, "outdated", found.changed)
    return Coverage(text, language, "unknown" if found.unknown else "fresh")


def texts_to_translate(library: Library) -> list[ContentFolder]:
    """Every text that readers see and that is up to date: drafts and replaced entries are left
    out. What most other texts lead to comes first, then by folder."""
    texts = [text for text in library.all_texts() if _is_current(text)]
    counts = links_to(texts, library)
    return sorted(texts, key=lambda text: (-counts[text.folder], text.folder))


def _is_current(text: ContentFolder) -> bool:
    return not isinstance(text, Entry) or text.facts.status == "published"


def to_do(library: Library, language: str, texts: Sequence[ContentFolder]) -> list[Coverage]:
    """What a translator into *language* should do: first what is missing or outdated, then what is
    unknown; of each, what most of *texts* lead to comes first, and missing before outdated."""
    counts = links_to(texts, library)

    def rank(one: Coverage) -> tuple[bool, int, int, str]:
        folder = one.text.folder
        return one.state == "unknown", -counts[folder], TO_DO.index(one.state), folder

    found = [coverage_of(text, language, library) for text in texts]
    return sorted((one for one in found if one.state in TO_DO), key=rank)


def links_to(texts: Iterable[ContentFolder], library: Library) -> Counter[str]:
    """Folder → how many of *texts* lead to it: they name it in a field, or their original links to
    it."""
    folders = {entry.id: entry.folder for entry in library.entries.values()}
    folders |= {
        alias: entry.folder for entry in library.entries.values() for alias in entry.facts.aliases
    }
    counts: Counter[str] = Counter()
    for text in texts:
        named = [
            reference.value
            for reference in library.schema.references(text)
            if isinstance(reference.names, EntryId)
        ]
        if isinstance(text, Entry):
            named += [used.id for _, used in links_of(text, library.schema)]
        found = {folders.get(id, "") for id in named}
        body = text.translations[text.original].body
        found |= {(link.target or "").rpartition("/")[0] for link in body.links if not link.picture}
        counts.update(found - {text.folder, ""})
    return counts


def find(name: str, library: Library) -> ContentFolder | None:
    """The text that an author calls *name*: an id, an address below the language, a folder or a
    file in it."""
    wanted = name.strip().strip("/")
    if wanted.endswith(".md"):
        wanted = wanted.rpartition("/")[0]
    by_route = library.texts.get(f"{wanted}/")
    return library.entries.get(wanted) or library.text_in(wanted) or by_route
