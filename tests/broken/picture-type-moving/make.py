"""A picture of two frames."""

from pathlib import Path

from PIL import Image


def make(root: Path) -> None:
    file = root / "casestudies/example-town-pottery/table.png"
    frames = [Image.new("L", (20, 20), shade) for shade in (0, 255)]
    frames[0].save(file, "PNG", save_all=True, append_images=frames[1:])
