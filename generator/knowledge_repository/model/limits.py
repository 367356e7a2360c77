"""Limits of the input."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest input that is processed.

    The time for a file is proportional to its size and to these counts, so each file takes a second
    or two at most. ``mkdocs.yml`` may set other values (plugin ``knowledge``, ``limits``).
    """

    markdown: int = 256_000
    """Bytes of one Markdown file."""
    front_matter: int = 16_000
    """Characters of the front matter of one Markdown file."""
    data: int = 2_000_000
    """Bytes of one data file."""
    parts: int = 10_000
    """Links, pictures, citations, headings and diagnostics of one Markdown file."""
    values: int = 100_000
    """Values of one YAML document, and its diagnostics."""
    nesting: int = 20
    """Levels of groups of fields in YAML; of quotes, lists and emphasis in Markdown."""
    picture: int = 500_000
    """Bytes of one picture."""
    pixels: int = 4_000
    """Width and height of a picture."""
    area: int = 8_000_000
    """Width times height of a picture."""
    pictures: int = 50
    """Pictures of one folder."""


LIMITS = Limits()
"""The default limits."""
