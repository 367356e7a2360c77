"""A copy of the site that opens from a folder or a USB stick, as a ZIP."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from knowledge_repository.exports.book import write_zip
from knowledge_repository.model import PageSummary
from knowledge_repository.pages import PageSpec
from knowledge_repository.pages.data import COPY
from knowledge_repository.site.offline import link_files
from knowledge_repository.site.renderer import SiteRenderer, file_of

OTHERWISE = frozenset({"compare", "data", "form", "search", "notfound"})
"""Kinds of pages that say something else in such a copy: they are rendered again."""
LEFT_OUT = ("pagefind/", "downloads/", "data/v1/form/", "sitemap.xml")
"""What only a server can use, and the other downloads."""


def write_copy(
    specs: Sequence[PageSpec],
    summaries: Sequence[PageSummary],
    renderer: SiteRenderer,
    stage: Path,
) -> None:
    """Write the ZIP of the pages and files below *stage* there."""
    offline = SiteRenderer(replace(renderer.settings, offline=True))
    wanted = {one.path for one in summaries if one.kind in OTHERWISE}
    again = {
        file_of(spec.path): offline.render(page)
        for spec in specs
        if spec.path in wanted and (page := spec.build()) is not None
    }

    def files() -> Iterator[tuple[str, bytes]]:
        for file in sorted(stage.rglob("*")):
            name = file.relative_to(stage).as_posix()
            if not file.is_file() or name.startswith(LEFT_OUT):
                continue
            if file.suffix != ".html":
                yield name, file.read_bytes()
            else:
                html = again.get(name) or link_files(file.read_text(encoding="utf-8"))
                yield name, html.encode()

    (stage / COPY).parent.mkdir(parents=True, exist_ok=True)
    (stage / COPY).write_bytes(write_zip(dict(files())))
