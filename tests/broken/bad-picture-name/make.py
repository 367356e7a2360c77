"""A picture as a camera names it."""

from pathlib import Path


def make(root: Path) -> None:
    folder = root / "casestudies/example-town-pottery"
    (folder / "table.png").rename(folder / "IMG_2034.png")
    for file in folder.glob("index.*.md"):
        text = file.read_text("utf-8").replace("table.png", "IMG_2034.png")
        file.write_text(text, "utf-8")
