"""A new id for an entry: what must change in the files, by what the check knows about them."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from knowledge_repository import schema
from knowledge_repository.autofix.edits import Edit, add_item, line_of, replace_value
from knowledge_repository.autofix.ledger import record
from knowledge_repository.content.names import SLUG
from knowledge_repository.content.published import PUBLISHED
from knowledge_repository.content.strays import MAX_SLUG
from knowledge_repository.model import Entry, Library, Link
from knowledge_repository.rules.published import DRAFT
from knowledge_repository.source.front_matter import split
from knowledge_repository.source.text import decode

STATUS = "status"
"""The required field after which new ones are written."""


def refusal(library: Library, entry: Entry, new: str) -> tuple[str, dict[str, str]] | None:
    """Why *entry* cannot get the id *new*: a message code and its values; None if it can."""
    if not SLUG.fullmatch(new) or len(new) > MAX_SLUG:
        return "bad-folder-name", {"name": new}
    folders = [f"{folder}/{new}" for folder in library.schema.kind_in]
    taken = [folder for folder in folders if folder in library.folders]
    if taken:
        return "duplicate-id", {"id": new, "other": taken[0]}
    if any(new in one.facts.aliases for one in library.entries.values() if one is not entry):
        return "alias-taken", {"value": new}
    return None


def edits_for_move(root: Path, library: Library, entry: Entry, new: str) -> dict[str, list[Edit]]:
    """File → its edits, if *entry* gets the id *new*. The folder itself is still the old one."""
    found: dict[str, list[Edit]] = defaultdict(list)
    raws = _Files(root)
    for text in library.all_texts():
        for words in text.translations.values():
            path = words.location.path
            for link in dict.fromkeys(words.body.links):
                if (edit := _link(raws[path], path, link, entry, new)) is not None:
                    found[path].append(edit)
        path = text.location().path
        places = text.translations[text.original].source_map
        for reference in library.schema.references(text):
            is_entry = isinstance(reference.names, schema.EntryId)
            if is_entry and reference.value in (entry.id, *entry.facts.aliases):
                found[path].append(replace_value(raws[path], places, reference.path, new))
    path = entry.location().path
    found[path] += _aliases(raws[path], path, entry, new)
    if library.published and entry.facts.status != DRAFT:  # an empty list is not used yet
        found[PUBLISHED] += record(raws[PUBLISHED], [f"{entry.kind}/{new}"])
    return {path: list(dict.fromkeys(edits)) for path, edits in sorted(found.items()) if edits}


class _Files(dict[str, bytes]):
    """The content of each file, read once."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self.root = root

    def __missing__(self, path: str) -> bytes:
        self[path] = (self.root / path).read_bytes()
        return self[path]


def _aliases(raw: bytes, path: str, entry: Entry, new: str) -> Iterator[Edit]:
    """The old id becomes an alias; the new one is none any more."""
    if new in entry.facts.aliases:
        index = entry.facts.aliases.index(new)
        places = entry.translations[entry.original].source_map
        yield replace_value(raw, places, ("aliases", index), entry.id)
    elif SLUG.fullmatch(entry.id):  # a wrong name was never an address
        document = split(path, decode(path, raw)).front_matter
        yield add_item(raw, document, "aliases", entry.id, STATUS)


def _link(raw: bytes, path: str, link: Link, entry: Entry, new: str) -> Edit | None:
    """The edit of one link, if its address names the folder of *entry*."""
    target = link.target or ""
    if target != entry.folder and not target.startswith(f"{entry.folder}/"):
        return None
    location = link.location
    begin = location.column - 1
    written = line_of(raw, location.line)[begin : begin + location.width]
    address = written.partition("#")[0].partition("?")[0]
    parts, here = address.split("/"), posixpath.dirname(path)
    renamed = list(parts)
    for index, part in enumerate(parts):
        here = posixpath.normpath(posixpath.join(here, unquote(part)))
        if here == entry.folder and part not in ("", ".", ".."):
            renamed[index] = new
    if renamed == parts:
        return None
    return Edit(location, "/".join(renamed) + written[len(address) :])
