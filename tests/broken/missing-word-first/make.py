"""A word that the first language lost: the others are not to blame."""

from pathlib import Path


def make(root: Path) -> None:
    file = root / "content" / "words" / "en.yml"
    text = file.read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.startswith("  home: ")]
    file.write_text("\n".join(kept), encoding="utf-8")
