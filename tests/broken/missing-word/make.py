"""A word that a translator forgot."""

from pathlib import Path


def make(root: Path) -> None:
    file = root / "content" / "words" / "fr.yml"
    text = file.read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.startswith("  home: ")]
    file.write_text("\n".join(kept), encoding="utf-8")
