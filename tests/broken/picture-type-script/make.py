"""A page that is named like a picture."""

from pathlib import Path


def make(root: Path) -> None:
    file = root / "casestudies/example-town-pottery/table.png"
    file.write_text("<html><script>alert(1)</script></html>", encoding="utf-8")
