"""``mkdocs.yml``: limits, address and name of the site. MkDocs reads the rest of the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path as FilePath

from knowledge_repository.model import LIMITS, Diagnostic, Limits, Path, SiteName, SourceMap, Span
from knowledge_repository.schema.data import LimitsRow
from knowledge_repository.schema.validate import validate
from knowledge_repository.source.text import SourceError, decode
from knowledge_repository.source.yaml import Document, YamlValue, parse

FILE = "mkdocs.yml"
PLUGIN = "knowledge"


@dataclass(frozen=True)
class Config:
    """What the check needs to know of ``mkdocs.yml``."""

    limits: Limits = LIMITS
    site_url: str = ""
    """Where the site is published; empty if unknown."""
    site_name: SiteName | None = None


def load(root: FilePath) -> tuple[Config, list[Diagnostic]]:
    """Read ``mkdocs.yml`` below *root*; if it is missing or wrong, the defaults apply."""
    try:
        document = parse(FILE, decode(FILE, (root / FILE).read_bytes()), foreign=True)
    except OSError:
        return Config(), []  # the command line reports a missing file
    except SourceError as error:
        return Config(), [error.diagnostic]
    if not isinstance(document.data, dict):
        return Config(), []
    diagnostics = [one for one in document.diagnostics if one.code == "duplicate-key"]
    limits, found = _limits(document, document.data.get("plugins"))
    address, name = document.data.get("site_url"), document.data.get("site_name")
    location = document.source_map.value(("site_name",))
    return Config(
        limits,
        address if isinstance(address, str) else "",
        SiteName(name, location) if isinstance(name, str) and name else None,
    ), diagnostics + found


def _limits(document: Document, plugins: YamlValue) -> tuple[Limits, list[Diagnostic]]:
    for path, options in _plugins(plugins):
        if not isinstance(options, dict) or options.get("limits") is None:
            continue
        path = (*path, "limits")
        source_map = SourceMap(document.source_map.path, partial(_below, document.source_map, path))
        row, diagnostics = validate(LimitsRow, Document(options["limits"], source_map))
        return (Limits(**row.model_dump()) if row is not None else LIMITS), diagnostics
    return LIMITS, []


def _plugins(plugins: YamlValue) -> Iterator[tuple[Path, YamlValue]]:
    """(path, options) of our plugin: MkDocs accepts a list and a mapping of plugins."""
    if isinstance(plugins, dict) and PLUGIN in plugins:
        yield ("plugins", PLUGIN), plugins[PLUGIN]
    for index, row in enumerate(plugins if isinstance(plugins, list) else ()):
        if isinstance(row, dict) and PLUGIN in row:
            yield ("plugins", index, PLUGIN), row[PLUGIN]


def _below(source_map: SourceMap, start: Path) -> tuple[dict[Path, Span], dict[Path, Span]]:
    """The part of a source map below the path *start*."""

    def part(spans: Mapping[Path, Span]) -> dict[Path, Span]:
        size = len(start)
        return {path[size:]: span for path, span in spans.items() if path[:size] == start}

    return part(source_map.keys), part(source_map.values)
