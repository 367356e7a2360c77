"""A word that no page shows."""

from pathlib import Path


def make(root: Path) -> None:
    file = root / "content" / "words" / "fr.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text('greeting: "Bonjour"\n' + text, encoding="utf-8")
