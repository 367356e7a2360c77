"""A folder where a file should be."""

from pathlib import Path


def make(root: Path) -> None:
    file = root / "content/languages.yml"
    file.unlink()
    file.mkdir()
