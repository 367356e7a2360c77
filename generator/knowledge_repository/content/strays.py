"""Files and folders in the wrong place, or with the wrong name: what the author probably meant."""

from __future__ import annotations

import re
import stat
import unicodedata
from collections.abc import Collection
from pathlib import PurePosixPath

from knowledge_repository.content.files import Files
from knowledge_repository.model import INDEX_NAME, Location

GIT_FOLDER = ".git"
MAX_SLUG = 80
"""Characters of a folder name."""
DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)")
"""Names that mean devices on Windows, with any suffix. Source: Microsoft, Naming Files."""
INDEX = re.compile(INDEX_NAME)
TEXTS = (".md", ".markdown", ".mdx", ".txt")
DOCUMENTS = (".docx", ".doc", ".odt", ".rtf", ".pdf", ".pages")
PICTURES = (".heic", ".heif", ".gif", ".bmp", ".tif", ".tiff", ".jfif", ".svg", ".ico")
"""Suffixes of pictures of other types than a site can publish."""
_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ß": "ss", "ł": "l", "đ": "d", "ı": "i", "ð": "d", "þ": "th"}
)


def slug(name: str) -> str:
    """*name* in small letters a-z, digits and hyphens: ``Sfax été`` → ``sfax-ete``.

    Empty if it has a letter of another script: a transcription would be a guess; and for the name
    of a device.
    """
    apart = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    plain = "".join(c for c in apart if not unicodedata.combining(c))
    if any(c.isalpha() and not c.isascii() for c in plain):
        return ""
    found = re.sub(r"[^a-z0-9]+", "-", plain)[:MAX_SLUG].strip("-")
    return "" if DEVICES.fullmatch(found) else found


def report_in_kind(files: Files, path: str, name: str, languages: Collection[str]) -> None:
    """Report a file that is directly in the folder of a kind."""
    if not name.casefold().endswith(TEXTS):
        report(files, path, name, stat.S_IFREG, languages)
        return
    above, _, _ = path.rpartition("/")
    file = _text_name(name, languages)
    words = [w for w in _words(name) if w not in (*languages, "index", "md", "txt", "markdown")]
    folder = slug("-".join(words)) or "<name>"
    files.report(
        Location(path), "foreign-file", name=name, cause="place", nearest=f"{above}/{folder}/{file}"
    )


def report(files: Files, path: str, name: str, mode: int, languages: Collection[str]) -> None:
    """Report a file or a folder that does not belong into the folder of an entry."""
    values = {"name": name, **_meant(files, path, name, mode, languages)}
    files.report(Location(path), "foreign-file", **values)


def _meant(
    files: Files, path: str, name: str, mode: int, languages: Collection[str]
) -> dict[str, str]:
    """The cause, and what to do instead of removing it."""
    folder, _, _ = path.rpartition("/")
    if name == GIT_FOLDER:
        return {"cause": "repository"}
    if stat.S_ISDIR(mode):
        if any(INDEX.fullmatch(one) for one, _, _ in files.listing(path)):
            kind, _, _ = folder.rpartition("/")
            return {"cause": "nested", "nearest": f"{kind}/{slug(name) or '<name>'}/"}
        return {"cause": "folder", "folder": f"{folder}/"}
    lower = name.casefold()
    if lower.endswith(TEXTS) and _is_text(files, folder, name, languages):
        return {"cause": "text", "nearest": f"{folder}/{_text_name(name, languages)}"}
    if lower.endswith(DOCUMENTS):
        return {"cause": "document"}
    if lower.endswith(PICTURES):
        return {"cause": "picture", "nearest": picture_name(f"{PurePosixPath(name).stem}.jpg")}
    return {}


def _is_text(files: Files, folder: str, name: str, languages: Collection[str]) -> bool:
    """Whether a file was probably meant as a text of the entry, not as a note about it."""
    words = _words(name)
    named = "index" in words or not {code.casefold() for code in languages}.isdisjoint(words)
    return named or not any(INDEX.fullmatch(one) for one, _, _ in files.listing(folder))


def _words(name: str) -> list[str]:
    return [word for word in re.split(r"[\W_]+", name.casefold()) if word]


def _text_name(name: str, languages: Collection[str]) -> str:
    """The name of a text file in the language that *name* contains; all possible names if it
    contains none."""
    codes = {code.casefold(): code for code in languages}
    found = [codes[word] for word in _words(name) if word in codes]
    return " / ".join(f"index.{code}.md" for code in (found[-1:] or languages))


def picture_name(name: str) -> str:
    """A name for a picture that can be written in a link."""
    path = PurePosixPath(name)
    return f"{slug(path.stem) or 'picture'}{path.suffix.casefold()}"
