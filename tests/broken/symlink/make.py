"""A link out of the repository, in place of the original."""

from pathlib import Path


def make(root: Path) -> None:
    file = root / "casestudies/placeholder-port-lamps/index.fr.md"
    file.rename(root / "aside.md")
    file.symlink_to(root / "aside.md")
