"""A row of a table → a draft: the text of its file, and which cell each line comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge_repository.content.strays import slug
from knowledge_repository.drafts.columns import ID, SECTION, Columns, Target, put
from knowledge_repository.drafts.front_matter import Value, front_matter_text
from knowledge_repository.model import Location, Path
from knowledge_repository.source.front_matter import split


@dataclass(frozen=True)
class Draft:
    """A new entry."""

    id: str
    """The name of its folder; empty if the row has none and the title gives none."""
    path: str
    """Of its file, in the repository."""
    text: str
    row: int
    """Its row in the table, from 1."""
    cells: dict[Path, int]
    """What the row fills in → the column, from 1."""
    sections: dict[str, int]
    """Id of a section → its line in the file."""

    def column_at(self, location: Location) -> int | None:
        """The column of the cell that a place of the file comes from."""
        place = (location.line, location.column)
        above = [id for id, line in self.sections.items() if line <= location.line]
        if above:
            return self.cells.get((SECTION, above[-1]))
        values = split(self.path, self.text).front_matter.source_map.values
        paths = [path for path, span in values.items() if span[:2] == place]
        paths += [path for path, span in values.items() if span[0] == location.line]
        for path in sorted(paths, key=len, reverse=True):
            for length in range(len(path), 0, -1):
                for filled, column in self.cells.items():
                    if filled[:length] == path[:length]:
                        return column
        return None


def draft_of(
    columns: Columns,
    targets: Sequence[Target | None],
    cells: Sequence[str],
    row: int,
    language: str,
    defaults: dict[str, Value],
) -> Draft:
    """The draft of one row. *defaults*: values of fields for which the row has no cell."""
    values: dict[str, Value] = {}
    filled: dict[Path, int] = {}
    texts: dict[str, str] = {}
    id = ""
    for number, (target, cell) in enumerate(zip(targets, cells, strict=False), 1):
        if target is None or not cell:
            continue
        filled[target.path] = number
        if target.path == (ID,):
            id = cell
        elif target.path[0] == SECTION:
            texts[str(target.path[1])] = cell
        else:
            put(values, target.path, columns.value(target, cell))
    id = id or slug(str(values.get("title", "")))
    text = front_matter_text(columns.kind, {**defaults, **values})
    lines: dict[str, int] = {}
    for section in columns.kind.sections:
        if section in texts:
            lines[section] = text.count("\n") + 2
            text += f"\n## {columns.kind.heading(section, language)}\n\n{texts[section]}\n"
    path = f"{columns.kind.folder}/{id}/index.{language}.md"
    return Draft(id, path, text, row, filled, lines)
