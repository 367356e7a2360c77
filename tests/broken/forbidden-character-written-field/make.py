"""An override written as an escape in a value."""

from pathlib import Path


def make(root: Path) -> None:
    file = root / "bestpractices/one-table/index.en.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"One table"', '"One \\u202etable"'), encoding="utf-8")
