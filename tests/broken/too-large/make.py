"""A text that no reader finishes."""

from pathlib import Path


def make(root: Path) -> None:
    file = root / "bestpractices/one-table/index.en.md"
    with file.open("a", encoding="utf-8") as text:
        text.write("word " * 60_000)
