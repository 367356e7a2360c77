"""Two pictures where the site allows one in each folder."""

import re
import shutil
from pathlib import Path


def make(root: Path) -> None:
    settings = root / "mkdocs.yml"
    text = settings.read_text("utf-8")
    limits = "  - knowledge:\n      limits: {pictures: 1}\n"
    settings.write_text(text.replace("  - knowledge\n", limits), "utf-8")
    folder = root / "casestudies/example-town-pottery"
    shutil.copy(folder / "table.png", folder / "second.png")
    for file in folder.glob("index.*.md"):
        shown = re.sub(r"(!\[.*\]\()table(\.png\))", r"\g<0> \1second\2", file.read_text("utf-8"))
        file.write_text(shown, "utf-8")
