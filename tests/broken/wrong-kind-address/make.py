from pathlib import Path


def make(root: Path) -> None:
    file = root / "content" / "kinds.yml"
    text = file.read_text(encoding="utf-8")
    old = "  bestpractices:\n    icon"
    assert old in text
    text = text.replace("kind: bestpractices\n", "kind: glossary\n")
    file.write_text(text.replace(old, "  glossary:\n    icon", 1), encoding="utf-8")
