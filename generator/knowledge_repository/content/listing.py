"""The texts and the pictures in the folder of an entry."""

from __future__ import annotations

import stat
from collections.abc import Collection

from knowledge_repository.content import pictures, strays
from knowledge_repository.content.files import Files
from knowledge_repository.content.names import case_key, is_picture_name
from knowledge_repository.content.strays import INDEX
from knowledge_repository.model import Location, Size

PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".avif")
NO_SIZE: Size = (0, 0)


def listed(
    files: Files, folder: str, languages: Collection[str]
) -> tuple[dict[str, str], dict[str, Size]]:
    """Language code → path of each text of a folder, and the size of each picture; every other file
    is reported."""
    texts: dict[str, str] = {}
    sizes: dict[str, Size] = {}
    seen: dict[str, str] = {}
    first_over = ""
    """The first picture that is one too many: it and those after it are not read."""
    for name, path, mode in files.listing(folder):
        match = INDEX.fullmatch(name)
        if match and stat.S_ISREG(mode):
            texts[match[1]] = path
            files.found.add(path)
        elif name.lower().endswith(PICTURES) and stat.S_ISREG(mode):
            files.found.add(path)
            twin = seen.setdefault(case_key(name), name)
            if twin != name:
                files.report(Location(path), "twin-name", name=name, other=twin)
            elif not is_picture_name(name):
                better = strays.picture_name(name)
                files.report(Location(path), "bad-picture-name", name=name, nearest=better)
            over = len(sizes) >= files.limits.pictures
            sizes[name] = NO_SIZE if over else _picture_size(files, path)
            first_over = first_over or (path if over else "")
        else:
            strays.report(files, path, name, mode, languages)
            if name.lower().endswith(strays.PICTURES):
                sizes[name] = NO_SIZE  # it is there: a text that shows it has no second mistake
    if first_over:
        limit = str(files.limits.pictures)
        values = {"cause": "pictures", "number": str(len(sizes)), "limit": limit}
        files.report(Location(first_over), "too-many-parts", **values)
    return texts, sizes


def _picture_size(files: Files, path: str) -> Size:
    """Width and height of a picture; ``NO_SIZE`` if it cannot be published, which is reported."""
    found = pictures.inspect(files.root / path, files.limits)
    if found is not None:
        files.report(Location(path), found[0], **found[1])
        return NO_SIZE
    return pictures.size((files.root / path).read_bytes())
