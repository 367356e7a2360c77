"""A file that Notepad saved as “Unicode”."""

from pathlib import Path


def make(root: Path) -> None:
    file = root / "casestudies/placeholder-port-lamps/index.fr.md"
    file.write_text(file.read_text(encoding="utf-8"), encoding="utf-16")
