"""A data file with more values than the repository allows."""

from pathlib import Path


def make(root: Path) -> None:
    config = root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    limits = "  - knowledge:\n      limits: {values: 2000}\n"
    config.write_text(text.replace("  - knowledge\n", limits), encoding="utf-8")
    file = root / "content/sources/example.yml"
    source = "  - {id: source-%d, title: Title, publisher: Publisher}\n"
    rows = "".join(source % number for number in range(1000))
    file.write_text(file.read_text(encoding="utf-8") + rows, encoding="utf-8")
