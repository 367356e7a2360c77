from pathlib import Path


def make(root: Path) -> None:
    file = root / "content" / "kinds.yml"
    text = file.read_text(encoding="utf-8")
    old = "  bestpractices:\n    icon"
    assert old in text
    new = "  bestpractices:\n    folder: content/sources/practices\n    icon"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
