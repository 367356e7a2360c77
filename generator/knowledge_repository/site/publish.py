"""Publishing: the new site is written next to the old one and takes its place in one rename."""

from __future__ import annotations

import ctypes
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from knowledge_repository.errors import BuildError

SITE_MARKER = "assets/knowledge"
"""A folder of every site of ours. An output folder without it is never replaced."""

STYLES = f"{SITE_MARKER}/site.css"
"""The stylesheet of the theme. A reader loads one file only: rules of the repository are added."""
ADDED = "\n/* Colours of content/vocabularies/. */\n"
"""Precedes the rules that were added."""


class SiteInTheWay(BuildError):
    """The folder for the site contains something that is not a site."""


@contextmanager
def staging(site: Path) -> Iterator[Path]:
    """A new folder next to *site*; it becomes *site* when the block ends without an exception.

    Raises:
        SiteInTheWay: *site* is not a folder, or not one that a build of ours wrote.
    """
    site = site.absolute()
    if site.is_symlink() or (site.exists() and not site.is_dir()):
        raise SiteInTheWay(f"{site} is not a folder")
    if site.is_dir() and any(site.iterdir()) and not (site / SITE_MARKER).exists():
        raise SiteInTheWay(f"{site} contains something that is not a site; move it away first")
    site.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{site.name}-", dir=site.parent))
    try:
        stage = folder / site.name
        stage.mkdir()
        yield stage
        try:
            stage.rename(site)
        except OSError:
            if not site.exists():
                raise
            _exchange(stage, site)  # the old site is in the temporary folder now
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def reuse_file(old_site: Path, stage: Path, file: str) -> None:
    """Take a *file* that did not change from the old site into *stage*, as a hard link where the
    file system has them.

    Raises:
        OSError: neither a link nor a copy is possible.
    """
    old, new = f"{old_site}/{file}", f"{stage}/{file}"
    os.makedirs(new.rpartition("/")[0], exist_ok=True)  # noqa: PTH103 - thousands: pathlib is slow
    try:
        os.link(old, new)
    except FileExistsError:
        pass  # the indexes of several languages share files
    except OSError:
        shutil.copy2(old, new)


def add_styles(stage: Path, rules: str) -> None:
    """Add the CSS *rules* to the stylesheet of the theme in *stage*, in place of those that were
    added before."""
    file = stage / STYLES
    own, _, _ = file.read_text(encoding="utf-8").partition(ADDED)
    file.write_text(f"{own}{ADDED}{rules}", encoding="utf-8")


def _exchange(one: Path, other: Path) -> None:
    """Swap two folders: at every moment both names lead to a complete folder.

    Linux and macOS do it in one step (renameat2 with RENAME_EXCHANGE, renamex_np with
    RENAME_SWAP); elsewhere two renames follow each other immediately.
    """
    libc = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
    here, there = os.fsencode(one), os.fsencode(other)
    if libc is not None and hasattr(libc, "renameat2"):
        at_cwd, swap = -100, 2
        if libc.renameat2(at_cwd, here, at_cwd, there, swap) == 0:
            return
    elif libc is not None and hasattr(libc, "renamex_np") and libc.renamex_np(here, there, 2) == 0:
        return
    aside = one.with_name(one.name + "-old")
    other.rename(aside)
    try:
        one.rename(other)
    except OSError:
        aside.rename(other)
        raise
    aside.rename(one)
