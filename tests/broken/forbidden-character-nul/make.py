"""A byte that no text has."""

from pathlib import Path


def make(root: Path) -> None:
    file = root / "bestpractices/one-table/index.en.md"
    file.write_bytes(file.read_bytes().replace(b"Share the", b"Share\0the"))
