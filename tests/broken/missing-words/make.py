"""A language of the site that the program has no words in."""

from pathlib import Path


def make(root: Path) -> None:
    file = root / "content" / "languages.yml"
    text = file.read_text(encoding="utf-8")
    row = "languages:\n  - {code: it, name: Italiano, direction: ltr}\n"
    file.write_text(text.replace("languages:\n", row, 1), encoding="utf-8")
