"""A file of words that somebody emptied."""

from pathlib import Path


def make(root: Path) -> None:
    (root / "content" / "words" / "fr.yml").write_text("", encoding="utf-8")
