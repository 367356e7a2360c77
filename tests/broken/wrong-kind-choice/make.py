from pathlib import Path


def make(root: Path) -> None:
    file = root / "content" / "kinds.yml"
    text = file.read_text(encoding="utf-8")
    old = "required: {depth: full}\n"
    assert old in text
    file.write_text(text.replace(old, "required: {depth: ful}\n", 1), encoding="utf-8")
