"""Limits of what authors may hand in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may come in; ``mkdocs.yml`` may say otherwise (plugin ``knowledge``, ``limits``)."""

    markdown: int = 256_000
    """Bytes of one Markdown file."""
    front_matter: int = 16_000
    """Characters of the fields of one Markdown file."""
    data: int = 2_000_000
    """Bytes of one data file: a register of sources has hundreds of records."""
    nesting: int = 20
    """How deeply groups of fields, and quotes, lists or emphasis, stand inside each other."""
    picture: int = 500_000
    """Bytes of one picture."""
    pixels: int = 4_000
    """Width and height of a picture."""


LIMITS = Limits()
"""Where nobody says otherwise."""
