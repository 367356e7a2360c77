"""A picture whose end is missing."""

from pathlib import Path


def make(root: Path) -> None:
    file = root / "casestudies/example-town-pottery/table.png"
    file.write_bytes(file.read_bytes()[:60])
