"""The sources and the entries that the form offers, in one language: loaded by the form only."""

from __future__ import annotations

from knowledge_repository.pages import PageContext


def form_data(context: PageContext) -> dict[str, object]:
    """``sources``: id, title and publisher of each source of the register; ``entries``: kind → id
    and title of each entry; ``taken``: the ids and former ids of all entries. Sorted by title."""
    label, library = context.translator.label, context.library

    def text(value: str | dict[str, str], id: str) -> str:
        return value if isinstance(value, str) else str(label(value, id))

    sources = [
        [one.id, text(one.title, one.id), text(one.publisher, "")]
        for one in library.sources.values()
    ]
    former = (alias for entry in library.entries.values() for alias in entry.facts.aliases)
    return {
        "sources": sorted(sources, key=lambda row: (row[1].casefold(), row[0])),
        "entries": {
            kind: [[id, str(context.card(id).title)] for id in context.listed_ids(kind)]
            for kind in context.schema.kinds
        },
        "taken": sorted({*library.entries, *former}),
    }
