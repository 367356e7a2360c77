from pathlib import Path


def make(root: Path) -> None:
    kinds = root / "content" / "kinds.yml"
    text = kinds.read_text(encoding="utf-8")
    old = "        kind: bestpractices\n"
    assert old in text
    kinds.write_text(text.replace(old, f"{old}        period: true\n", 1), encoding="utf-8")
    entry = root / "casestudies" / "example-town-pottery" / "index.en.md"
    text = entry.read_text(encoding="utf-8")
    new = "role: applied, period: {start: 2018-02, end: 2017}"
    entry.write_text(text.replace("role: applied", new, 1), encoding="utf-8")
