from pathlib import Path


def make(root: Path) -> None:
    file = root / "content" / "kinds.yml"
    text = file.read_text(encoding="utf-8")
    old = "          website:\n            type: url\n"
    assert old in text
    file.write_text(
        text.replace(old, "          website:\n            type: period\n", 1), encoding="utf-8"
    )
