from pathlib import Path


def make(root: Path) -> None:
    file = root / "content" / "kinds.yml"
    text = file.read_text(encoding="utf-8")
    old = "vocabulary: beneficiaries\n"
    assert old in text
    file.write_text(text.replace(old, "vocabulary: beneficiary\n", 1), encoding="utf-8")
