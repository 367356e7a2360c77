"""Colours of terms: whether readers can distinguish them from the backgrounds of the theme.

Source: WCAG 2.2, "contrast ratio" and "relative luminance", 1.4.3 and 1.4.11.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knowledge_repository.content.files import Files
from knowledge_repository.model import Colour, Path
from knowledge_repository.schema.data import ColourRow
from knowledge_repository.source.yaml import Document

TEXT, MARK = 4.5, 3.0
"""The smallest contrast of a text, and of a mark on a map."""
BACKGROUNDS: Mapping[str, Mapping[str, float]] = {
    "light": {"#fbfaf7": TEXT, "#f1ebdf": TEXT, "#f6f1e6": MARK, "#d5e4e4": MARK},
    "dark": {"#11191b": TEXT, "#1a2528": TEXT, "#24322f": MARK, "#0d2a31": MARK},
}
"""Scheme → the backgrounds on which the theme uses the colour of a term (page, raised area, land,
water), and the contrast that each needs. A test compares them with ``site.css``."""

PALETTE = tuple(
    Colour(light, dark)
    for light, dark in (
        ("#9c3f26", "#f2a58e"),
        ("#0b5563", "#7fcad4"),
        ("#474a96", "#b3b6f2"),
        ("#56652b", "#bfce8d"),
        ("#84386a", "#e3a3cb"),
        ("#7a4f00", "#f0c66a"),
        ("#1f6140", "#8fd0a8"),
        ("#3d566e", "#a9c3de"),
    )
)
"""What ``colours: auto`` gives to the highest terms of a vocabulary, in their order; the ninth term
has the first colour again. A test checks the contrasts."""


def check_colour(files: Files, document: Document, path: Path, colour: ColourRow) -> None:
    """Report what is too weak in the *colour* at *path*: one background of each scheme at most."""
    for scheme, value in colour:
        lacking = list(_lacking(scheme, value))
        if lacking:
            ratio, wanted, background = min(lacking, key=lambda one: one[0] / one[1])
            values = {"ratio": f"{ratio:.1f}", "wanted": f"{wanted:g}", "background": background}
            location = document.source_map.value((*path, scheme))
            files.report(location, "weak-colour", value=value, cause=scheme, **values)


def _lacking(scheme: str, value: str) -> Iterator[tuple[float, float, str]]:
    """(contrast, contrast needed, background) where the colour *value* is too weak."""
    for background, wanted in BACKGROUNDS[scheme].items():
        ratio = contrast(value, background)
        if ratio < wanted:
            # Rounded down: a value just below the limit must not look as if it reached it.
            yield int(ratio * 10) / 10, wanted, background


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours written as ``#rrggbb``: from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
