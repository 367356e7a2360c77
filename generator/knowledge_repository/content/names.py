"""Names of folders and files: which belong into a repository, and which look alike."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Collection, Iterable
from pathlib import Path as FilePath

from knowledge_repository.content import strays
from knowledge_repository.content.files import Files
from knowledge_repository.content.strays import DEVICES, GIT_FOLDER, INDEX, MAX_SLUG
from knowledge_repository.model import Location, Logo
from knowledge_repository.schema.kinds import Schema
from knowledge_repository.source.suggestions import nearest, quoted

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
CONTENT = "content"
DATA_FILES = (
    "languages.yml",
    "kinds.yml",
    "glossary.yml",
    "concepts.yml",
    "site.yml",
    "published.yml",
)
DATA_FOLDERS = ("vocabularies", "words", "sources", "pages")
# Signs that look like a letter of a-z or a hyphen: Cyrillic, Greek, digits, punctuation.
_CONFUSABLE = {
    ord(sign): letter
    for letter, signs in {
        "a": "аαАΑ", "b": "ВΒ", "c": "сСϲ", "d": "ԁ", "e": "еЕεΕ", "h": "һНΗ", "i": "іІιΙı",
        "j": "јЈ", "k": "кКκΚ", "l": "ӏ1|ł", "m": "мМΜ", "n": "Νη", "o": "оОοΟ0ø", "p": "рРρΡ",
        "q": "ԛ", "s": "ѕЅ", "t": "тТτΤ", "u": "υ", "v": "ν", "w": "ԝω", "x": "хХχΧ",
        "y": "уУγΥ", "z": "Ζ", "-": "‐‑‒–—―−_ .",
    }.items()
    for sign in signs
}  # fmt: skip


def subfolders(files: Files, folder: str, languages: Collection[str]) -> list[str]:
    """The names of the folders in *folder*, sorted; every other file in it is reported."""
    names = []
    seen: dict[str, str] = {}
    for name, path, mode in files.listing(folder):
        if not stat.S_ISDIR(mode) or name == GIT_FOLDER:
            strays.report_in_kind(files, path, name, languages)
            continue
        files.folders.add(path)
        twin = seen.setdefault(confusable_key(name), name)
        if twin != name:
            files.report(Location(path), "twin-name", name=quoted(name), other=twin)
            continue
        if name.isprintable():
            names.append(name)
        if not is_slug(name):
            better = strays.slug(name)
            files.report(Location(path), "bad-folder-name", name=name, nearest=better)
            if better:  # a link to the corrected name gets no second diagnostic
                files.folders.add(f"{folder}/{better}")
    return names


def is_slug(name: str) -> bool:
    """Whether *name* is the same name in every address, archive and file system."""
    ordinary = SLUG.fullmatch(name) is not None and DEVICES.fullmatch(name) is None
    return ordinary and len(name) <= MAX_SLUG


def is_picture_name(name: str) -> bool:
    """Whether a picture may have this name: a slug and a suffix."""
    stem, _, suffix = name.rpartition(".")
    return is_slug(stem) and suffix.isalnum() and name == name.lower()


def report_unexpected(files: Files, schema: Schema, logo: Logo | None) -> None:
    """Report what is in ``content/`` and never loaded: a page that is not checked, a script."""
    kinds = (path.split("/") for path in schema.kind_in)
    of_kinds = (parts[1] for parts in kinds if parts[0] == CONTENT)
    folders = tuple(dict.fromkeys((*DATA_FOLDERS, *schema.facets, *of_kinds)))
    picture = logo.picture if logo else None
    for name, path, _ in files.listing(CONTENT):
        if name not in (*DATA_FILES, *folders) and path != picture:
            listed = ", ".join((*DATA_FILES, *(f"{folder}/" for folder in folders)))
            files.report(Location(path), "foreign-file", name=name, cause="content", known=listed)


def stray_texts(root: FilePath, kinds: Collection[str]) -> list[str]:
    """Paths of texts that are in no folder that is read: at the top of the repository, and at most
    two folders deep next to the folders of *kinds*. Sorted; hidden folders and links left out."""
    found = set()
    todo = [(folder, 0) for folder in _above(kinds) - {CONTENT}]
    while todo:
        folder, depth = todo.pop()
        try:
            with os.scandir(root / folder) as listed:
                items = list(listed)
        except OSError:
            continue
        for item in items:
            path = f"{folder}/{item.name}" if folder else item.name
            if item.is_dir(follow_symlinks=False):
                is_read = path == CONTENT or path in kinds
                if depth < 2 and not item.name.startswith(".") and not is_read:
                    todo.append((path, depth + 1))
            elif INDEX.fullmatch(item.name):
                found.add(path)
    return sorted(found)


def _above(kinds: Iterable[str]) -> set[str]:
    """The folders in which those of *kinds* are, up to the root, which is ""."""
    return {"", *(path[: one.start()] for path in kinds for one in re.finditer("/", path))}


def report_stray_texts(files: Files, schema: Schema) -> None:
    """Report texts that no page would show, because their folder is not that of a kind."""
    reported: set[str] = set()
    kinds = schema.kind_in
    above = _above(kinds)
    for path in stray_texts(files.root, kinds):
        folder, _, file = path.rpartition("/")
        parent, _, name = folder.rpartition("/")
        if parent in above:
            name = "<name>" if folder in above else name
            known = ", ".join(f"{kind}/{name}/{file}" for kind in kinds)
            files.report(Location(path), "stray-text", name=file, known=known)
        elif parent not in reported:
            reported.add(parent)
            values = {"nearest": nearest(parent, kinds), "known": ", ".join(kinds)}
            files.report(Location(parent), "unknown-kind", name=parent, **values)


def confusable_key(name: str) -> str:
    """A key that is equal for names that look alike, or that differ only in case."""
    apart = unicodedata.normalize("NFKD", name.translate(_CONFUSABLE)).casefold()
    visible = "".join(c for c in apart if unicodedata.category(c)[0] in "LNP")
    return visible.translate(_CONFUSABLE)


def case_key(name: str) -> str:
    """A key that is equal for file names that are the same name in many file systems."""
    return unicodedata.normalize("NFC", name).casefold()
