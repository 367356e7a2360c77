"""An override written as an entity."""

from pathlib import Path


def make(root: Path) -> None:
    file = root / "bestpractices/one-table/index.en.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Share the work.", "Share &#x202E;the work."), encoding="utf-8")
