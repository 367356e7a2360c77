"""Two folders whose names differ in the look of one letter only: a Cyrillic one."""

import shutil
from pathlib import Path


def make(root: Path) -> None:
    twin = root / "bestpractices/sh\u0430red-stall"
    shutil.copytree(root / "bestpractices/shared-stall", twin)
    for file in twin.iterdir():
        file.unlink()
