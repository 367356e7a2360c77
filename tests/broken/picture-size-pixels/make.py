"""A picture that is wider than any screen."""

from pathlib import Path

from PIL import Image


def make(root: Path) -> None:
    file = root / "casestudies/example-town-pottery/table.png"
    Image.new("1", (4001, 2)).save(file, "PNG")
