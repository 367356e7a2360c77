"""``content/sources/*.yml``: the register of sources."""

from __future__ import annotations

from knowledge_repository.content.files import Files
from knowledge_repository.schema.data import SourcesFile
from knowledge_repository.schema.records import Source


def load_sources(files: Files) -> dict[str, Source]:
    """The register by id; of a file that cannot be read, only the ids are known."""
    sources: dict[str, Source] = {}
    file_of: dict[str, str] = {}
    seen: dict[tuple[str, ...], str] = {}
    for path in files.data_files("content/sources"):
        found = files.data(path, SourcesFile)
        if found is None:
            for id in files.ids_in(path):
                sources.setdefault(id, Source.model_construct(id=id, title=id, publisher=""))
                file_of.setdefault(id, path)
            continue
        file, document = found
        for index, source in enumerate(file.sources):
            if source.id in sources:
                location = document.source_map.value(("sources", index, "id"))
                other = file_of[source.id]
                files.report(location, "duplicate-source", id=source.id, other=other)
                continue
            sources[source.id] = source
            file_of[source.id] = path
            location = document.source_map.value(("sources", index, "id"))
            others = [seen.setdefault(key, source.id) for key in source.identities()]
            if other := next((id for id in others if id != source.id), ""):
                files.warn(location, "twin-source", value=source.id, other=other)
            if source.is_read_too_early:
                values = {"value": str(source.accessed), "other": source.published or ""}
                where = document.source_map.value(("sources", index, "accessed"))
                files.report(where, "read-too-early", **values)
            if not source.can_be_found:
                files.warn(location, "bare-source", value=source.id)
    return sources
