"""Rules on the ledger of published ids: an address that was published once leads somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from knowledge_repository.content.names import SLUG
from knowledge_repository.content.published import PUBLISHED
from knowledge_repository.model import Diagnostic, Entry, Library, Location
from knowledge_repository.source.suggestions import Suggestions

DRAFT = "draft"


def unrecorded_ids(library: Library) -> list[str]:
    """``<kind>/<id>`` of each published entry that the ledger does not name, sorted; empty without
    a ledger."""
    if library.published is None:
        return []
    published = (one for one in library.entries.values() if one.facts.status != DRAFT)
    names = {_name(one.kind, one.id) for one in published if SLUG.fullmatch(one.id)}
    return sorted(names - library.published.keys())


def _name(kind: str, id: str) -> str:
    """As the ledger writes it: an entry keeps its address when the folder of its kind moves."""
    return f"{kind}/{id}"


def _names(folders: Iterable[str], library: Library) -> set[str]:
    """The names of those *folders* that are of entries."""
    kinds = library.schema.kind_in
    parts = (folder.rpartition("/") for folder in folders)
    return {_name(kinds[above], id) for above, _, id in parts if above in kinds}


def unrecorded(library: Library) -> Iterator[Diagnostic]:
    """The ledger names every published entry. All that it lacks is one warning; a ledger that is
    still empty, as in a new repository, has none."""
    if library.published and (names := unrecorded_ids(library)):
        values = {"number": str(len(names)), "id": names[0]}
        yield Diagnostic(Location(PUBLISHED), "unrecorded-id", values, "warning")


def renamed_to(name: str, library: Library) -> str:
    """The id that probably replaced ``<kind>/<id>``: the only published entry of its kind that the
    ledger does not name, if the ledger names *name* and nothing else of this kind is gone."""
    kind, there = name.rpartition("/")[0], _names(library.folders, library)
    if name not in (library.published or {}) or name in there:
        return ""
    new = [one for one in unrecorded_ids(library) if one.rpartition("/")[0] == kind]
    gone = [
        one
        for one in library.published or {}
        if one.rpartition("/")[0] == kind and one not in there
    ]
    return new[0].rpartition("/")[2] if len(new) == 1 and gone == [name] else ""


def vanished(library: Library) -> Iterator[Diagnostic]:
    """What the ledger names is an entry that readers see, or an earlier name of one."""
    if not library.published or not library.schema.kinds:  # no entry could be read
        return
    seen, hidden = set[str](), set[str]()
    known: list[Entry] = [
        *library.entries.values(),
        *(one for one in library.partial.values() if isinstance(one, Entry)),
    ]
    for entry in known:
        names = {_name(entry.kind, id) for id in (entry.id, *(entry.facts.aliases or ()))}
        (hidden if entry.facts.status == DRAFT else seen).update(names)
    unread = _names(library.folders - {entry.folder for entry in known}, library)
    # Of an entry that cannot be read, the earlier names are not known: one of these may be missing.
    uncertain = {name.rpartition("/")[0] for name in unread}
    added = set(unrecorded_ids(library))  # one of these may be the new name
    new = [one for one in library.entries.values() if _name(one.kind, one.id) in added]
    suggestions = Suggestions()
    for name, location in library.published.items():
        kind = name.rpartition("/")[0]
        if name in seen or name in unread:
            continue
        if name in hidden:
            values = {"cause": "draft", "value": name}
        elif kind in uncertain:
            continue
        else:
            id = name.rpartition("/")[2]
            near = suggestions.nearest(id, [one.id for one in new if one.kind == kind])
            near = near or renamed_to(name, library)
            values = {"value": name, "id": id, "nearest": near and f"{kind}/{near}"}
        yield Diagnostic(location, "vanished-id", values)
