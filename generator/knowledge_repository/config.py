"""``mkdocs.yml``: limits, address and name of the site. MkDocs reads the rest of the file.

Addresses that it leaves open follow from where the program runs: GitHub says so in environment
variables.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path as FilePath
from typing import NamedTuple
from urllib.parse import quote

from knowledge_repository.model import LIMITS, Diagnostic, Limits, Path, SiteName, SourceMap, Span
from knowledge_repository.schema.data import LimitsRow
from knowledge_repository.schema.validate import validate
from knowledge_repository.source.text import SourceError, decode
from knowledge_repository.source.yaml import Document, YamlValue, parse

FILE = "mkdocs.yml"
PLUGIN = "knowledge"
REPORT = "report_uri_template"
PLACEHOLDER = re.compile(
    r"(?<![\w-])(?:example\.(?:org|com)|github\.com/example)(?![\w-]|\.\w)", re.IGNORECASE
)
"""An address that documentation and examples use. Source: RFC 2606, section 3."""


def build_month(environ: Mapping[str, str] = os.environ) -> str:
    """The month (``2026-11``) of ``SOURCE_DATE_EPOCH``, which says in seconds since 1970 when
    something is built; empty without it. Source: reproducible-builds.org, SOURCE_DATE_EPOCH."""
    seconds = environ.get("SOURCE_DATE_EPOCH", "")
    if not re.fullmatch(r"[0-9]{1,11}", seconds):
        return ""
    return f"{date(1970, 1, 1) + timedelta(seconds=int(seconds)):%Y-%m}"


class Addresses(NamedTuple):
    """The addresses of a repository; each is empty if it is unknown."""

    site: str = ""
    """Where the site is published, with a slash at its end."""
    edit: str = ""
    """Template of the address that opens the file ``{path}`` for editing."""
    report: str = ""
    """Template of the address that reports a mistake; ``{title}`` and ``{path}`` are a page's."""


def addresses(environ: Mapping[str, str] = os.environ) -> Addresses:
    """The addresses that follow from the variables of GitHub Actions, and from ``SITE_URL``, with
    which a workflow gives the address of a site with a domain of its own.

    Source: GitHub documentation, default environment variables; URLs of GitHub Pages sites.
    """
    site, repository = environ.get("SITE_URL", ""), environ.get("GITHUB_REPOSITORY", "")
    owner, _, name = repository.partition("/")
    if not name:
        return Addresses(f"{site.rstrip('/')}/" if site else "")
    host = f"{owner.lower()}.github.io"
    pages = f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"
    here = f"{environ.get('GITHUB_SERVER_URL') or 'https://github.com'}/{repository}"
    # A pull request has a branch of its own, which is gone later: its target counts.
    branch = environ.get("GITHUB_BASE_REF") or environ.get("GITHUB_REF_NAME") or "main"
    return Addresses(
        f"{site.rstrip('/')}/" if site else pages,
        f"{here}/edit/{quote(branch)}/{{path}}",
        f"{here}/issues/new?title={{path}}",
    )


def placeholders(root: FilePath, file: FilePath | None = None) -> list[Diagnostic]:
    """Each address of the site that is still one of an example: in *file*, by default
    ``mkdocs.yml`` below *root*, or from the environment where the file leaves it open. A file that
    cannot be read has none: ``load`` reports it."""
    try:
        document = parse(FILE, decode(FILE, _read(file or root / FILE)), foreign=True)
    except (OSError, SourceError):
        return []
    data = document.data if isinstance(document.data, dict) else {}
    extra, derived = data.get("extra"), addresses()
    report = extra.get(REPORT) if isinstance(extra, dict) else None
    found: list[tuple[Path, YamlValue]] = [
        (("site_url",), data.get("site_url") or derived.site),
        (("repo_url",), data.get("repo_url")),
        (("edit_uri_template",), data.get("edit_uri_template") or derived.edit),
        (("extra", REPORT), report or derived.report),
    ]
    return [
        Diagnostic(document.source_map.value(path), "placeholder-address", {"value": value})
        for path, value in found
        if isinstance(value, str) and PLACEHOLDER.search(value)
    ]


@dataclass(frozen=True)
class Config:
    """What the check needs to know of ``mkdocs.yml``."""

    limits: Limits = LIMITS
    site_url: str = ""
    """Where the site is published; empty if unknown."""
    site_name: SiteName | None = None
    month: str = ""
    """See ``build_month``."""


def _read(file: FilePath) -> bytes:
    """The bytes of *file*, as many as ``parse`` accepts and one more.

    Raises:
        OSError: it is missing, or no file: a pipe would never end.
    """
    if not file.is_file():
        raise FileNotFoundError(file)
    with file.open("rb") as opened:
        return opened.read(LIMITS.data + 1)


def load(root: FilePath, file: FilePath | None = None) -> tuple[Config, list[Diagnostic]]:
    """Read *file*, by default ``mkdocs.yml`` below *root*; if it is missing or wrong, the defaults
    apply."""
    unknown = Config(site_url=addresses().site, month=build_month())
    try:
        document = parse(FILE, decode(FILE, _read(file or root / FILE)), foreign=True)
    except OSError:
        return unknown, []  # the command line reports a missing file
    except SourceError as error:
        return unknown, [error.diagnostic]
    if not isinstance(document.data, dict):
        return unknown, []
    diagnostics = [one for one in document.diagnostics if one.code == "duplicate-key"]
    diagnostics += _code(document, document.data)
    limits, found = _limits(document, document.data.get("plugins"))
    address, name = document.data.get("site_url"), document.data.get("site_name")
    location = document.source_map.value(("site_name",))
    return Config(
        limits,
        address if isinstance(address, str) and address else addresses().site,
        SiteName(name, location) if isinstance(name, str) and name else None,
        build_month(),
    ), diagnostics + found


def _code(document: Document, data: Mapping[str, YamlValue]) -> Iterator[Diagnostic]:
    """A warning for each part of the file that runs code in a build: a reviewer must see it."""
    for one in document.diagnostics:
        if one.code == "settings-code":
            yield replace(one, level="warning")
    theme = data.get("theme")
    found: list[Path] = [(key,) for key in ("hooks", "INHERIT") if key in data]
    if isinstance(theme, dict) and "custom_dir" in theme:
        found.append(("theme", "custom_dir"))
    for path in found:
        values = {"value": str(path[-1])}
        yield Diagnostic(document.source_map.key(path), "settings-code", values, "warning")


def _limits(document: Document, plugins: YamlValue) -> tuple[Limits, list[Diagnostic]]:
    for path, options in plugin_options(plugins):
        if not isinstance(options, dict) or options.get("limits") is None:
            continue
        path = (*path, "limits")
        source_map = SourceMap(document.source_map.path, partial(_below, document.source_map, path))
        row, diagnostics = validate(LimitsRow, Document(options["limits"], source_map))
        return (Limits(**row.model_dump()) if row is not None else LIMITS), diagnostics
    return LIMITS, []


def plugin_options(plugins: YamlValue) -> Iterator[tuple[Path, YamlValue]]:
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
