"""Capital letters, which some computers take for small ones."""

from pathlib import Path


def make(root: Path) -> None:
    folder = root / "casestudies"
    (folder / "example-town-pottery").rename(folder / "Example_Town-Pottery")
