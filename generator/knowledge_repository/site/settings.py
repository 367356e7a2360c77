"""What the renderer knows of ``mkdocs.yml``: the addresses that pages link to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path as FilePath
from urllib.parse import urlsplit

TEMPLATES = FilePath(__file__).parent / "templates"
_EDIT = re.compile(r"(https://[^/]+/[^/]+/[^/]+)/edit/([^{}?]+)/\{path\}")


@dataclass(frozen=True)
class RenderSettings:
    """What ``mkdocs.yml`` says about pages."""

    site_url: str = ""
    """Where the site is published; empty if unknown."""
    edit_uri_template: str = ""
    """Address of the link "Edit this page"; ``{path}`` is the file in the repository."""
    report_uri_template: str = ""
    """Address of the link that reports a mistake; ``{title}`` and ``{path}`` are the page's."""
    template_dirs: tuple[str, ...] = (str(TEMPLATES),)
    """The folders of templates; the first that has a template is used."""
    offline: bool = False
    """Whether the site is opened from a folder, without a server: links name files, and pages that
    need a server say so."""

    @property
    def new_file_url(self) -> str | None:
        """Where GitHub creates a file (``…/new/main``), by the address at which it edits one; None
        where files are edited elsewhere."""
        found = _EDIT.fullmatch(self.edit_uri_template)
        return f"{found[1]}/new/{found[2]}" if found else None

    @property
    def raw_file_url(self) -> str | None:
        """Where GitHub shows a file as it is written, without its path (``…/raw/main``)."""
        found = _EDIT.fullmatch(self.edit_uri_template)
        return f"{found[1]}/raw/{found[2]}" if found else None

    @property
    def new_issue_url(self) -> str | None:
        """Where an issue is opened, by the address at which mistakes are reported."""
        address = self.report_uri_template.partition("?")[0]
        return address if address.endswith("/issues/new") else None

    @property
    def base_path(self) -> str:
        """The path under which the site is published: ``/repository/``."""
        path = urlsplit(self.site_url or "/").path or "/"
        return path if path.endswith("/") else path + "/"
