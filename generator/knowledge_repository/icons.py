"""Icons: SVG files of the installed package ``material``, as elements for our pages.

A name is the path of a file below the icon folder, without ``.svg``: ``material/anvil``,
``fontawesome/solid/hammer``. The package is found, never imported.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

SETS = ("material", "fontawesome", "octicons", "simple")
"""Folders of the package; their order decides between icons of the same last name."""
_NAME = re.compile(rf"(?:{'|'.join(SETS)})(?:/[a-z0-9-]+)+")
_VIEW_BOX = re.compile(r'<svg\b[^>]*? viewBox="([0-9. -]+)"')
_PATH = re.compile(r'<path\b[^>]*? d="([A-Za-z0-9., +-]+)"')
"""The data of a path. Everything else in a file is left out: titles, styles, scripts."""


@cache
def _folder() -> Path:
    spec = find_spec("material")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("The package mkdocs-material is not installed.", name="material")
    return Path(spec.origin).parent / "templates" / ".icons"


def _file(name: str) -> Path | None:
    """The file of the icon *name*; None where the name could lead out of the icon folder."""
    return _folder() / f"{name}.svg" if _NAME.fullmatch(name) else None


def is_icon(name: str) -> bool:
    """Whether there is an icon called *name*."""
    file = _file(name)
    return file is not None and file.is_file()


@cache
def icon_names() -> tuple[str, ...]:
    """The names of all icons. This reads 14,000 file names: ``is_icon`` is faster for one name."""
    folder = _folder()
    found = (
        file.relative_to(folder).with_suffix("").as_posix()
        for name in SETS
        for file in sorted((folder / name).rglob("*.svg"))
    )
    return tuple(name for name in found if _NAME.fullmatch(name))


def names_by_last_part(value: str) -> dict[str, str]:
    """``anvil`` → ``material/anvil``: the icons in the folder of *value*, or else all icons.

    For suggestions: comparing short names of one folder is fast.
    """
    folder = value.rpartition("/")[0]
    names = [name for name in icon_names() if name.startswith(f"{folder}/")] or icon_names()
    return {name.rpartition("/")[2]: name for name in reversed(names)}


@cache
def svg(name: str) -> str:
    """The icon *name* as an SVG element without text; its size and colour come from the style.

    Raises:
        ValueError: there is no such icon, or its file has no paths.
    """
    if not is_icon(name):
        raise ValueError(f"There is no icon {name!r}.")
    text = (_folder() / f"{name}.svg").read_text(encoding="utf-8")
    view_box, paths = _VIEW_BOX.search(text), _PATH.findall(text)
    if view_box is None or not paths:
        raise ValueError(f"The file of the icon {name!r} has no paths.")
    drawn = "".join(f'<path d="{path}"/>' for path in paths)
    return f'<svg class="k-icon" viewBox="{view_box[1]}" aria-hidden="true">{drawn}</svg>'
