"""``content/published.yml``: the ledger of all ids that were published. The file is optional."""

from __future__ import annotations

from knowledge_repository.content.files import Files
from knowledge_repository.model import Location
from knowledge_repository.schema.data import PublishedFile

PUBLISHED = "content/published.yml"
KEY = "published"
"""The only key of the file: the list."""


def load_published(files: Files) -> dict[str, Location] | None:
    """``<kind>/<id>`` → where the ledger names it; None without a ledger that can be read. An id
    that is named twice is reported."""
    found = files.data(PUBLISHED, PublishedFile) if (files.root / PUBLISHED).exists() else None
    if found is None:
        return None
    file, document = found
    published: dict[str, Location] = {}
    for index, id in enumerate(file.published):
        location = document.source_map.value((KEY, index))
        if id in published:
            files.report(location, "duplicate-value", field=KEY, value=id)
        published.setdefault(id, location)
    return published
