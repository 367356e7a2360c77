"""A file of words that cannot be read."""

from pathlib import Path


def make(root: Path) -> None:
    file = root / "content" / "words" / "fr.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text('first: "open\n' + text, encoding="utf-8")
