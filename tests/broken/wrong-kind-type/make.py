from pathlib import Path


def make(root: Path) -> None:
    file = root / "content" / "kinds.yml"
    text = file.read_text(encoding="utf-8")
    old = "  sdgs:\n    type: goal\n"
    assert old in text
    file.write_text(text.replace(old, "  sdgs:\n", 1), encoding="utf-8")
