"""Rules on what an entry cites: each section names its sources, each source is described once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from knowledge_repository.model import (
    ContentFolder,
    Diagnostic,
    Entry,
    Level,
    Library,
    Translation,
)
from knowledge_repository.rules import passages
from knowledge_repository.schema import Source
from knowledge_repository.source.suggestions import quoted

_ADDRESS = re.compile(r"https?://|\bwww\.")


def no_citation(entry: Entry, library: Library) -> Iterator[Diagnostic]:
    """Each section of the original cites a source, or links to an entry that does; a kind may
    except a section (``cited: false``). The rule on figures compares translations with it.

    In a draft this is a warning: its sources may still be missing.
    """
    words = entry.translations[entry.original]
    level: Level = "warning" if entry.facts.status == "draft" else "error"
    body = words.body
    if {id for id, _, _ in body.citations} <= body.notes.keys():
        yield Diagnostic(words.location, "no-citation", level=level)
        return
    rows = library.schema.kinds[entry.kind].sections
    for id, passage in passages.sections(words, library).items():
        if id not in rows or not rows[id].cited or passage.cited or passage.links:
            continue
        if "](../" in passage.text:  # a link that leads nowhere, which has its own diagnostic
            continue
        if not any(f"[^{label}]" in passage.text for label in body.notes):
            heading = passage.text.splitlines()[0].lstrip("# ")
            values = {"cause": "section", "value": quoted(heading)}
            yield Diagnostic(passage.locate(), "no-citation", values, level)


def footnote_sources(text: ContentFolder, library: Library) -> Iterator[Diagnostic]:
    """A source is in the register or in the list of the text, not in a footnote: a footnote with a
    number or an address was meant to be a source."""
    for words in text.translations.values():
        for label in words.body.notes:
            location = words.body.lines.find(f"[^{label}]:", 0, len(words.body.lines.raw))
            if location is None:
                continue
            if label.isdecimal() or _ADDRESS.search(_definition(words, label)):
                yield Diagnostic(location, "footnote-source", {"label": label})


def _definition(words: Translation, label: str) -> str:
    """The first line of a footnote."""
    text = words.body.lines.raw.decode()
    return text.partition(f"[^{label}]:")[2].partition("\n")[0]


def own_sources(text: ContentFolder, library: Library) -> Iterator[Diagnostic]:
    """A source that a text describes itself is not in the register, neither with its id nor with
    its address, and says where it is found."""
    if all(isinstance(source, str) for source in text.facts.sources):
        return
    by_key = _by_key(library.sources)
    for index, source in enumerate(text.facts.sources):
        if isinstance(source, str):
            continue
        location = text.location("sources", index, "id")
        known = library.sources.get(source.id)
        if known is not None:
            if known != source:
                values = {"value": source.id, "other": quoted(_title(known))}
                yield Diagnostic(location, "shadowed-source", values)
            continue
        if other := next((by_key[key] for key in source.identities() if key in by_key), ""):
            values = {"value": source.id, "other": other}
            yield Diagnostic(location, "twin-source", values, "warning")
        if not source.can_be_found:
            yield Diagnostic(location, "bare-source", {"value": source.id}, "warning")


def _by_key(sources: Mapping[str, Source]) -> dict[tuple[str, ...], str]:
    """What identifies a document → the id of its source."""
    found: dict[tuple[str, ...], str] = {}
    for source in sources.values():
        for key in source.identities():
            found.setdefault(key, source.id)
    return found


def _title(source: Source) -> str:
    title = source.title
    return title if isinstance(title, str) else next(iter(title.values()), "")
