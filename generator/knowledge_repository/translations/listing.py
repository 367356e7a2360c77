"""The coverage as a table for people, and as JSON for programs."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from typing import Protocol

from knowledge_repository.model import ContentFolder, Library, Path
from knowledge_repository.translations.coverage import Coverage, links_to
from knowledge_repository.translations.parts import SECTIONS, name_of


class Say(Protocol):
    """Key of a phrase → its text, with values filled in."""

    def __call__(self, key: str, **values: object) -> str: ...


def part_key(part: Path) -> str:
    """What the commands call a part: ``title``, or the id of a section."""
    return str(part[1] if part[0] == SECTIONS else part[0])


def as_json(
    rows: Sequence[Sequence[Coverage]], texts: Sequence[ContentFolder], library: Library
) -> str:
    """The rows, each a text in one or several languages; with a line end after each."""
    counts = links_to(texts, library)
    data = [
        {
            "id": name_of(row[0].text),
            "folder": row[0].text.folder,
            "original": row[0].text.original,
            "links": counts[row[0].text.folder],
            "languages": {
                one.language: {"state": one.state, "changed": [part_key(p) for p in one.changed]}
                for one in row
            },
        }
        for row in rows
    ]
    return json.dumps(data, ensure_ascii=False, indent=2)


def as_table(
    rows: Sequence[Sequence[Coverage]],
    texts: Sequence[ContentFolder],
    library: Library,
    lang: str,
    say: Say,
    *,
    aligned: bool,
) -> str:
    """A table of the rows: the number of links to a text, its name, its state in each language.

    *aligned*: with spaces for a terminal; otherwise with tabs for other programs.
    """
    counts = links_to(texts, library)
    codes = [one.language for one in rows[0]] if rows else []
    table = [[say("status-links"), say("status-text"), *codes]]
    for row in rows:
        states = [_state(one, library, lang, say, detailed=len(codes) == 1) for one in row]
        table.append([str(counts[row[0].text.folder]), name_of(row[0].text), *states])
    if not rows:
        return say("status-nothing")
    if not aligned:
        return "\n".join("\t".join(row) for row in table)
    widths = [max(map(_width, column)) for column in zip(*table, strict=True)]
    return "\n".join(
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in table
    )


def _state(one: Coverage, library: Library, lang: str, say: Say, *, detailed: bool) -> str:
    name = say(f"state-{one.state}")
    if one.state != "outdated":
        return name
    if not detailed:
        return f"{name} ({len(one.changed)})"
    names = say("between").join(
        part_name(one.text, part, library, lang, say) for part in one.changed
    )
    return f"{name}: {names}"


def part_name(text: ContentFolder, part: Path, library: Library, lang: str, say: Say) -> str:
    """What people call a part: the heading of a section, or the name of the field."""
    if part[0] != SECTIONS:
        return say(f"part-{part[0]}")
    id = str(part[1])
    kind = library.schema.kinds.get(text.kind)
    row = kind.sections.get(id) if kind else None
    if row:
        return row.label.get(lang) or next(iter(row.label.values()), id)
    headings = text.translations[text.original].body.headings
    return next((one.text for one in headings if one.id == id), id or say("part-above"))


def _width(text: str) -> int:
    """Columns of a terminal that *text* takes: marks take none, wide characters two."""
    marks = ("Mn", "Me", "Cf")
    return sum(
        0
        if unicodedata.category(sign) in marks
        else 2
        if unicodedata.east_asian_width(sign) in "WF"
        else 1
        for sign in text
    )
