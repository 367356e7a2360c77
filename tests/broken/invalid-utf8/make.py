"""A file that an old editor saved."""

from pathlib import Path


def make(root: Path) -> None:
    file = root / "casestudies/placeholder-port-lamps/index.fr.md"
    file.write_bytes(file.read_text(encoding="utf-8").replace("’", "'").encode("cp1252"))
