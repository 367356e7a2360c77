"""A zero-width space."""

from pathlib import Path


def make(root: Path) -> None:
    file = root / "bestpractices/one-table/index.en.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Share the work.", "Share the\u200bwork."), encoding="utf-8")
