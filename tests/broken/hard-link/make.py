"""A text with a second name outside of the repository."""

import os
from pathlib import Path


def make(root: Path) -> None:
    file = root / "casestudies/placeholder-port-lamps/index.fr.md"
    os.link(file, root / "aside.md")
