"""A picture of more bytes than a reader on a slow line should load."""

from pathlib import Path


def make(root: Path) -> None:
    file = root / "casestudies/example-town-pottery/table.png"
    file.write_bytes(file.read_bytes() + bytes(500_000))
