"""An entry that is a submodule: its folder holds the file that leads to another repository."""

from pathlib import Path


def make(root: Path) -> None:
    (root / "bestpractices/one-table/.git").write_text("gitdir: elsewhere\n", encoding="utf-8")
