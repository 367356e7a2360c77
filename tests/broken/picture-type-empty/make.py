"""A picture of no bytes."""

from pathlib import Path


def make(root: Path) -> None:
    (root / "casestudies/example-town-pottery/table.png").write_bytes(b"")
