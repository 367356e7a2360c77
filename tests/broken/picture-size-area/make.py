"""A picture of one colour: small as a file, large in memory."""

from pathlib import Path

from PIL import Image


def make(root: Path) -> None:
    file = root / "casestudies/example-town-pottery/table.png"
    Image.new("1", (4000, 2001)).save(file, "PNG")
