"""Rules on the other entries and the sources that a text names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from knowledge_repository import schema
from knowledge_repository.content.names import SLUG
from knowledge_repository.model import ContentFolder, Diagnostic, Entry, Library, Location
from knowledge_repository.rules.published import renamed_to
from knowledge_repository.schema.facts import cited_sources_of, source_ids_of
from knowledge_repository.schema.hints import new_source
from knowledge_repository.source.suggestions import Suggestions, nearest


def dead_relation(entry: Entry, library: Library) -> Iterator[Diagnostic]:
    """A related entry exists, is another one, and is of the kind that the field asks for."""
    for reference in library.schema.references(entry):
        if not isinstance(reference.names, schema.EntryId):
            continue
        value, wanted = reference.value, reference.names.kind
        kinds = kinds_of(value, library)
        if value == entry.id or (value in entry.facts.aliases and value not in library.entries):
            code, values = "self-relation", {"value": value, "field": str(reference.path[0])}
        elif not kinds:
            ids = [id for id in all_ids(library) if wanted in (None, *kinds_of(id, library))]
            near = _named(value, ids, library) or nearest(value, ids)
            code, values = "dead-relation", {"value": value, "nearest": near}
        elif wanted is not None and wanted not in kinds:
            code, values = "wrong-relation", {"value": value, "kind": wanted}
        else:
            continue
        yield Diagnostic(entry.location(*reference.path), code, values)


def _named(value: str, ids: Collection[str], library: Library) -> str:
    """The id that is part of a path or an address *value*, or that of the entry with this title;
    else, if a published entry is gone and one new entry may be it, the new one's id."""
    for part in re.split(r"[/\\\s]", value):
        if part in ids and part != value:
            return part
    title = value.casefold()
    for entry in library.entries.values():
        if any(words.title.casefold() == title for words in entry.translations.values()):
            return entry.id if entry.id in ids else ""
    return next((renamed_to(f"{kind}/{value}", library) for kind in library.schema.kinds), "")


def kinds_of(id: str, library: Library) -> set[str]:
    """The kinds of the entries that have or had an id.

    This includes entries that cannot be read: they have a diagnostic of their own.
    """
    kinds = library.schema.kinds.values()
    found = {kind.id for kind in kinds if f"{kind.folder}/{id}" in library.folders}
    return found | set(library.aliases.get(id, ()))


def all_ids(library: Library) -> list[str]:
    """All ids, old ones and those of entries that cannot be read included."""
    folders = (folder.rpartition("/") for folder in library.folders)
    return sorted(
        {*library.aliases, *(id for above, _, id in folders if above in library.schema.kind_in)}
    )


def alias_taken(library: Library) -> Iterator[Diagnostic]:
    """An id that was published once leads to one entry for ever."""
    owners: dict[str, str] = {id: id for id in library.entries}
    for entry in library.entries.values():
        for index, alias in enumerate(entry.facts.aliases):
            own = alias == entry.id
            if own or owners.setdefault(alias, entry.id) != entry.id:
                values = {"value": alias, **({"cause": "own"} if own else {})}
                yield Diagnostic(entry.location("aliases", index), "alias-taken", values)


def unknown_source(text: ContentFolder, library: Library) -> Iterator[Diagnostic]:
    """Every source is in the register or described in the text: readers can look it up."""
    own = cited_sources_of(text).keys()
    unknown = {*_cited(text, library), *source_ids_of(text)} - own - library.sources.keys()
    if not unknown:
        return
    suggestions = Suggestions()
    known = [*library.sources, *own]
    reported: set[str] = set()
    for id, location in _mentions(text, library, unknown, with_list=True):
        if not SLUG.fullmatch(id):
            values = {"value": id, "cause": "text", "form": new_source(id)}
            yield Diagnostic(location, "unknown-source", values)
            continue
        near = suggestions.nearest(id, known)
        # A misspelt id is reported at each place, a source that is not yet recorded only once.
        if near or id not in reported:
            yield Diagnostic(location, "unknown-source", {"value": id, "nearest": near})
        reported.add(id)


def unknown_source_of_partial(text: ContentFolder, library: Library) -> Iterator[Diagnostic]:
    """``unknown_source`` for a text with errors. Where the list of sources is missing or wrong, it
    is not known what the text describes: one wrong record gives one diagnostic."""
    if text.facts.sources:
        yield from unknown_source(text, library)


def citations(text: ContentFolder, library: Library) -> Iterator[Diagnostic]:
    """What a text cites is in its list of sources, and what is in the list is cited: readers look
    sources up there, and each of them supports a sentence or a figure."""
    own = cited_sources_of(text).keys()
    cited, listed = _cited(text, library), source_ids_of(text)
    unlisted = (cited & library.sources.keys()) - set(listed)
    if unlisted:
        unlisted -= _intended(listed, library, own)
    reported: set[str] = set()
    for id, location in _mentions(text, library, unlisted):
        if id not in reported:
            reported.add(id)
            yield Diagnostic(location, "unlisted-source", {"value": id})
    if any(id not in cited for id in listed):
        used = _intended(cited, library, own)
        for index, id in enumerate(listed):
            if id not in used and (id in library.sources or id in own):
                yield Diagnostic(text.location("sources", index), "uncited-source", {"value": id})


def _cited(text: ContentFolder, library: Library) -> set[str]:
    """The sources that the facts and the translations cite. Footnotes are not sources."""
    found = {
        reference.value
        for reference in library.schema.references(text)
        if isinstance(reference.names, schema.SourceId) and reference.path[0] != "sources"
    }
    for words in text.translations.values():
        found |= {id for id, _, _ in words.body.citations} - words.body.notes.keys()
    return found


def _mentions(
    text: ContentFolder, library: Library, ids: set[str], with_list: bool = False
) -> Iterator[tuple[str, Location]]:
    """Each place that names one of *ids*: in the facts, then in the translations. The list of
    sources counts only *with_list*."""
    if not ids:
        return
    for reference in library.schema.references(text):
        named = isinstance(reference.names, schema.SourceId) and reference.value in ids
        if named and (with_list or reference.path[0] != "sources"):
            yield reference.value, text.location(*reference.path)
    for words in text.translations.values():
        body = words.body
        for id, start, end in body.citations:
            if id in ids and id not in body.notes:
                yield id, body.cited_at(id, start, end)


def _intended(ids: Iterable[str], library: Library, own: Iterable[str]) -> set[str]:
    """*ids*, with a misspelt one replaced by the source that the author probably meant: one
    misspelt id gives one diagnostic."""
    suggestions = Suggestions()
    known = [*library.sources, *own]
    unknown = set(ids).difference(known)
    return (set(ids) - unknown) | {suggestions.nearest(id, known) for id in sorted(unknown)}
