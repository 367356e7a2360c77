"""A whole folder that stands elsewhere."""

from pathlib import Path


def make(root: Path) -> None:
    folder = root / "content" / "words"
    folder.rename(root / "aside")
    folder.symlink_to(root / "aside", target_is_directory=True)
