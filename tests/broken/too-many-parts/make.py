"""A text with more links than the repository allows, which here is few."""

from pathlib import Path


def make(root: Path) -> None:
    config = root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    limits = "  - knowledge:\n      limits: {parts: 100}\n"
    config.write_text(text.replace("  - knowledge\n", limits), encoding="utf-8")
    file = root / "bestpractices/one-table/index.en.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "\n" + "[a](b) " * 101 + "\n", encoding="utf-8")
