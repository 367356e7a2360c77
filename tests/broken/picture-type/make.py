"""A GIF that is named PNG."""

from pathlib import Path

from PIL import Image


def make(root: Path) -> None:
    file = root / "casestudies/example-town-pottery/table.png"
    Image.new("P", (20, 20)).save(file, "GIF")
