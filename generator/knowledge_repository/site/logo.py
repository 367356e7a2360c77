"""The logo of a repository, as a file of the site: pages and browsers show it."""

from __future__ import annotations

from pathlib import Path

from knowledge_repository import icons
from knowledge_repository.model import Logo
from knowledge_repository.site.images import publish_image
from knowledge_repository.site.publish import SITE_MARKER

COLOUR = "#0b5563"
"""Of an icon in the tab of a browser: the colour ``--sea`` of the theme."""


def write_logo(logo: Logo | None, root: Path, stage: Path) -> None:
    """Write the *logo* of the repository at *root* below *stage*; without one, the theme's star is
    there already.

    Raises:
        OSError: the picture cannot be read.
    """
    if logo is None:
        return
    file = stage / SITE_MARKER / logo.file
    if logo.picture is not None:
        file.write_bytes(publish_image((root / logo.picture).read_bytes()))
    elif logo.icon is not None:
        head = f'<svg xmlns="http://www.w3.org/2000/svg" fill="{COLOUR}"'
        file.write_text(icons.svg(logo.icon).replace("<svg", head, 1) + "\n", encoding="utf-8")
