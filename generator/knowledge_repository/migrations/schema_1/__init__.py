"""From schema 0 to 1: kinds, fields and the site become data; the words come with the program.

In schema 0, the kinds and their fields were in the program, and their labels among the words of the
repository. ``kinds.yml``, ``site.yml`` and ``edits.yml`` in this folder are that layout as data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path as FilePath
from pathlib import PurePosixPath
from typing import Any, TypeAlias

from knowledge_repository import config
from knowledge_repository.content.words import flat
from knowledge_repository.i18n.words import program_words
from knowledge_repository.model import Path
from knowledge_repository.source.edits import EditableFile, YamlEdits, flow_mapping, quote
from knowledge_repository.source.text import decode
from knowledge_repository.source.yaml import YamlValue, parse

FOLDER = FilePath(__file__).parent
LANGUAGES, WORDS, VOCABULARIES = "content/languages.yml", "content/words/", "content/vocabularies/"
NEW = ("content/site.yml", "content/kinds.yml")
"""Written from the files with these names in ``FOLDER``."""
Words: TypeAlias = Mapping[str, Mapping[str, YamlValue]]
"""Language code → dotted key → text, or texts by plural form."""
Change: TypeAlias = Callable[[YamlEdits, Any], None]
"""Adds the edits of a file, whose values it gets; they are what an author wrote, of any form."""


def change(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """See ``Step.change``. The words are written last: until then they have all labels."""
    words = _words(files)
    plan = _own("edits.yml")
    changed = {}
    for path, raw in files.items():
        if path == config.FILE:
            changed[path] = _edited(path, raw, _settings)
        elif path == LANGUAGES:
            changed[path] = _edited(path, raw, _languages)
        elif path.startswith(VOCABULARIES):
            own = _Vocabulary(plan, words, PurePosixPath(path).stem)
            changed[path] = _edited(path, raw, own.change)
    for path in NEW:
        if path not in files:
            changed[path] = _filled(PurePosixPath(path).name, words)
    moved = _references() | {*plan["gone"]}
    for path, raw in files.items():
        if path.startswith(WORDS):
            own_words = _Words(plan, moved, PurePosixPath(path).stem)
            changed[path] = own_words.without(path, _edited(path, raw, own_words.rename))
    return {path: after for path, after in changed.items() if after != files.get(path)}


def _words(files: Mapping[str, bytes]) -> Words:
    """All words, the languages in the order in which readers are offered them."""
    words = {
        PurePosixPath(path).stem: dict(flat(data))
        for path, raw in files.items()
        if path.startswith(WORDS) and isinstance(data := _data(path, raw), dict)
    }
    languages: Any = _data(LANGUAGES, files[LANGUAGES]) if LANGUAGES in files else None
    rows = languages.get("languages") if isinstance(languages, dict) else None
    order = [row.get("code") for row in rows or () if isinstance(row, dict)]
    return {code: words[code] for code in dict.fromkeys((*order, *words)) if code in words}


def _data(path: str, raw: bytes, foreign: bool = False) -> YamlValue:
    return parse(path, decode(path, raw), foreign=foreign).data


def _own(name: str) -> Any:
    """The values of a file in ``FOLDER``."""
    return _data(name, (FOLDER / name).read_bytes())


def _edited(path: str, raw: bytes, change: Change) -> bytes:
    data = _data(path, raw, foreign=path == config.FILE)
    if not isinstance(data, dict):  # the check says so
        return raw
    file = EditableFile(path, raw)
    edits = YamlEdits(file.text, 0, len(file.text))
    change(edits, data)
    return file.with_edits(edits.edits())


def _settings(edits: YamlEdits, data: Any) -> None:
    """``mkdocs.yml``: a limit that no longer exists."""
    for path, options in config.plugin_options(data.get("plugins")):
        limits = options.get("limits") if isinstance(options, dict) else None
        if isinstance(limits, dict) and "seconds" in limits:
            inner = ("seconds",) if len(limits) > 1 else ()
            edits.remove((*path, "limits", *inner))


def _languages(edits: YamlEdits, data: Any) -> None:
    for number, row in enumerate(data.get("languages") or ()):
        if isinstance(row, dict) and "glued" in row:
            edits.rename(("languages", number, "glued"), "affixes")


class _Vocabulary:
    """The changes of one vocabulary."""

    def __init__(self, plan: Any, words: Words, name: str) -> None:
        self._added = plan["vocabularies"].get(name, {})
        self._colours, self._words = plan["colours"], words

    def change(self, edits: YamlEdits, data: Any) -> None:
        for key, value in self._added.items():
            written = _reference(value, self._words, 2) if value[:1] in _MARKS else value
            if key not in data and written != _NOTHING:
                edits.insert((key,), written, before="terms")
        terms = data.get("terms")
        rows = [row if isinstance(row, dict) else {} for row in terms] if terms else []
        families = {row.get("id"): row.get("family") for row in rows}
        for number, row in enumerate(rows):
            family = row.get("family")
            if family is None:
                continue
            path: Path = ("terms", number, "family")
            colour = self._colours.get(family)
            if colour is None or families.get(row.get("parent")) == family:
                edits.remove(path)  # a term has the colour of the term above it
            else:
                edits.rename(path, "colour")
                pairs = {scheme: quote(value) for scheme, value in colour.items()}
                edits.set(path, flow_mapping(pairs, 4), flow=True)


class _Words:
    """The changes of the words in one language."""

    def __init__(self, plan: Any, moved: set[str], language: str) -> None:
        self._renamed: Mapping[str, str] = plan["renamed"]
        self._placeholders: Mapping[str, Mapping[str, str]] = plan["placeholders"]
        self._moved = moved
        self._program = program_words(language)

    def rename(self, edits: YamlEdits, data: Any) -> None:
        """Write the words that have new keys; those that would be the program's go."""
        old = dict(flat(data))
        for key, new in self._renamed.items():
            value = old.get(key)
            for before, after in self._placeholders.get(new, {}).items():
                value = value.replace(before, after) if isinstance(value, str) else value
            if value is None or new in old or value == self._program.get(new):
                continue
            path, target = _path(key), _path(new)
            if path[:-1] == target[:-1]:
                edits.rename(path, str(target[-1]))
                if value != old[key]:
                    edits.set(path, _written(value, 4), flow=True)
            else:
                edits.set(target, _written(value, 4), flow=True)

    def without(self, path: str, raw: bytes) -> bytes:
        """The file without the words that the program has, or that are elsewhere now."""

        def change(edits: YamlEdits, data: Any) -> None:
            gone = {key for key, value in flat(data) if self._is_gone(key, value)}
            for outer in _outermost(data, gone, ()):
                edits.remove(outer)

        after = _edited(path, raw, change)
        # A file of comments only is no mapping.
        return after if _data(path, after) else after.rstrip() + b"\n{}\n"

    def _is_gone(self, key: str, value: YamlValue) -> bool:
        if key in self._program:
            return value == self._program[key]
        return key in self._moved or key in self._renamed


def _outermost(data: Mapping[str, YamlValue], gone: set[str], path: Path) -> list[Path]:
    """The paths of the words that are *gone*; of a group, if all of its words are."""
    found: list[Path] = []
    for key, value in data.items():
        here = (*path, key)
        dotted = ".".join(map(str, here))
        if dotted in gone:
            found.append(here)
        elif isinstance(value, dict) and value:
            keys = [inner for inner, _ in flat(value, f"{dotted}.")]
            found += [here] if gone.issuperset(keys) else _outermost(value, gone, here)
    return found


def _path(key: str) -> Path:
    return tuple(key.split("."))


# -- References to words in the files of this folder --------------------------------------------

_MARKS = ("@", "=")
_NOTHING = "{}"


def _filled(name: str, words: Words) -> bytes:
    """A file of this folder with the words in place of the references."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    edits = YamlEdits(text, 0, len(text))
    for path, value in _references_in(parse(name, text).data, ()):
        written = _reference(value, words, 2 * len(path))
        if written == _NOTHING and len(path) == 1:
            edits.remove(path)  # everything in site.yml may be left out
        else:
            edits.set(path, written, flow=True)
    return EditableFile(name, text.encode()).with_edits(edits.edits())


def _references() -> set[str]:
    """The keys of all words that are moved."""
    return {
        value[1:]
        for name in ("site.yml", "kinds.yml", "edits.yml")
        for _, value in _references_in(_own(name), ())
    }


def _references_in(data: YamlValue, path: Path) -> list[tuple[Path, str]]:
    if isinstance(data, str):
        return [(path, data)] if data[:1] in _MARKS else []
    inner = data.items() if isinstance(data, dict) else enumerate(data or ())
    return [one for key, value in inner for one in _references_in(value, (*path, key))]


def _reference(value: str, words: Words, indent: int) -> str:
    """Language → words, as YAML."""
    if value[0] == "=":
        found: dict[str, YamlValue] = dict.fromkeys(words, value[1:])
    else:
        found = {code: own[value[1:]] for code, own in words.items() if own.get(value[1:])}
    return flow_mapping({code: _written(one, indent) for code, one in found.items()}, indent)


def _written(value: YamlValue, indent: int) -> str:
    """A text, or texts by plural form, as YAML."""
    if isinstance(value, dict):
        rows = {form: quote(str(text)) for form, text in value.items()}
        return flow_mapping(rows, indent + 2)
    return quote(str(value))
