"""New lines in the ledger of published ids; all others stay as they are."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection

from knowledge_repository.autofix.edits import Edit, apply_edits, line_of
from knowledge_repository.autofix.yaml_block import value_at
from knowledge_repository.content.published import KEY, PUBLISHED
from knowledge_repository.model import Path
from knowledge_repository.source.text import SourceError, decode
from knowledge_repository.source.yaml import Document, parse


def record(raw: bytes, ids: Collection[str]) -> list[Edit]:
    """The edits that add *ids* to the ledger *raw*, each before the first id that is greater.

    Empty if it has them, or if the file cannot be read or has a form in which that is not safe: the
    warning stays.
    """
    try:
        document = parse(PUBLISHED, decode(PUBLISHED, raw))
    except SourceError:
        return []
    known = value_at(document.data, (KEY,))
    if not isinstance(known, list):
        return []
    new = sorted(set(ids) - {str(one) for one in known})
    edits = (
        _into_list(raw, document, list(map(str, known)), new) if known else _first(document, new)
    )
    try:
        after = parse(PUBLISHED, decode(PUBLISHED, apply_edits(raw, edits)))
    except SourceError:
        return []
    written = value_at(after.data, (KEY,))
    return edits if isinstance(written, list) and set(map(str, written)) == {*known, *new} else []


def _first(document: Document, new: list[str]) -> list[Edit]:
    """The list in place of an empty one, ``[]`` after a space."""
    location = document.source_map.value((KEY,))
    place = location._replace(column=location.column - 1, width=location.width + 1)
    return [Edit(place, "".join(f"\n  - {id}" for id in new))] if new else []


def _into_list(raw: bytes, document: Document, known: list[str], new: list[str]) -> list[Edit]:
    groups: dict[int, list[str]] = defaultdict(list)
    for id in new:
        groups[bisect_left(known, id)].append(id)
    edits = []
    for index, ids in groups.items():
        path: Path = (KEY, max(index - 1, 0))
        location = document.source_map.value(path)
        line = line_of(raw, location.line)
        bullet = line[: location.column - 1]
        lines = bullet.strip() == "-"
        if index == 0:
            place = location._replace(column=1 if lines else location.column, width=0)
            text = "".join(f"{bullet}{id}\n" if lines else f"{id}, " for id in ids)
        else:
            end = len(line) + 1 if lines else location.column + location.width
            place = location._replace(column=end, width=0)
            text = "".join(f"\n{bullet}{id}" if lines else f", {id}" for id in ids)
        edits.append(Edit(place, text))
    return edits
