from pathlib import Path


def make(root: Path) -> None:
    file = root / "content" / "kinds.yml"
    text = file.read_text(encoding="utf-8")
    old = "      period:\n        type: period\n"
    assert old in text
    file.write_text(
        text.replace(
            old, "      period:\n        type: period\n        vocabulary: countries\n", 1
        ),
        encoding="utf-8",
    )
