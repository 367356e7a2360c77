from pathlib import Path


def make(root: Path) -> None:
    file = root / "content" / "kinds.yml"
    text = file.read_text(encoding="utf-8")
    old = "        type: term\n        list: true\n        vocabulary: beneficiaries\n"
    assert old in text
    file.write_text(
        text.replace(old, "        type: term\n        list: true\n", 1), encoding="utf-8"
    )
