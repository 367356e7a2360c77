"""A folder without a text, which git cannot hold."""

from pathlib import Path


def make(root: Path) -> None:
    (root / "casestudies" / "new-entry").mkdir()
