"""``content/sources/*.yml``: the register of sources."""

from __future__ import annotations

from generator.content.files import Files
from generator.model import Location, Source
from generator.schema.data import SourcesFile
from generator.schema.records import Cited


def load_sources(files: Files) -> dict[str, Source]:
    """The register by id; of a file that cannot be read, only the ids are known."""
    sources: dict[str, Source] = {}
    for path in files.data_files("content/sources"):
        found = files.data(path, SourcesFile)
        if found is None:
            for id in files.ids_in(path):
                sources.setdefault(id, Source(id, id, "", Location(path)))
            continue
        file, document = found
        for index, record in enumerate(file.sources):
            location = document.source_map.value(("sources", index, "id"))
            if record.id in sources:
                other = sources[record.id].location.path
                files.report(location, "duplicate-source", id=record.id, other=other)
                continue
            sources[record.id] = as_source(record, location)
    return sources


def as_source(record: Cited, location: Location) -> Source:
    """A source from its record in the register or in a text."""
    date = record.date or (str(record.year) if record.year else None)
    return Source(
        record.id,
        record.title,
        record.publisher,
        location,
        record.url,
        record.lang,
        date,
        record.dated == "inferred",
        record.accessed,
        record.note,
    )
