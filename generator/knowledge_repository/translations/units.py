"""The texts of a translation one by one, as translators' tools exchange them.

A unit is the title, the summary, a text among the facts or about a picture, or a block of a
section: lines without a blank line between them. Where a section of the translation has another
number of blocks than its original, the whole section is one unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge_repository import markdown
from knowledge_repository.model import Body, ContentFolder, Library, Path, Section
from knowledge_repository.schema import phrase
from knowledge_repository.schema.facts import media_of
from knowledge_repository.source.edits import EditableFile
from knowledge_repository.source.front_matter import split
from knowledge_repository.source.yaml import YamlValue
from knowledge_repository.translations.parts import PHRASES, SECTIONS, phrases_to_translate

_BLOCK = re.compile(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Unit:
    """One text of an original and its translation."""

    context: str
    """Where it is: ``projects/canal-meters#costs/2``, ``projects/canal-meters:title``."""
    part: Path
    """The part of the original to which it belongs; see ``parts``."""
    original: str
    translated: str
    """"" where there is no translation yet."""
    field: Path = ()
    """Path in the front matter; () for a text of the body."""
    range: Range = (0, 0)
    """Start and end in the text of the file; for a text of the body only."""


def units_of(
    text: ContentFolder, language: str, file: EditableFile, library: Library
) -> list[Unit]:
    """The units of the translation of *text* that *file* contains, in the order of the file.

    Raises:
        SourceError: the file cannot be read.
    """
    path = f"{text.folder}/index.{language}.md"
    parts = split(path, file.text)
    kind = library.schema.kinds.get(text.kind)
    headings = kind.headings(language) if kind else {}
    sections = {markdown.heading_key(heading): id for heading, id in headings.items()}
    body, _ = markdown.render(path, parts.body, parts.body_line, sections, html=False)
    found = list(_field_units(text, parts.front_matter.data, library))
    if body is not None:
        offset = len(file.text) - len(parts.body)
        found += _body_units(text, body, offset)
    return found


def _field_units(text: ContentFolder, data: YamlValue, library: Library) -> Iterator[Unit]:
    original = text.translations[text.original]
    matter = original.front_matter
    fields = {"title": matter.title, "short_title": matter.short_title, "summary": matter.summary}
    for name, value in fields.items():
        part = ("summary",) if name == "summary" else ("title",)
        if value:
            yield _field_unit(text, part, value, data, (name,))
    phrases = data.get(PHRASES) if isinstance(data, dict) else None
    keys = {phrase(key): key for key in phrases} if isinstance(phrases, dict) else {}
    for value in phrases_to_translate(text, library.schema):
        yield _field_unit(text, (PHRASES,), value, data, (PHRASES, keys.get(value, value)))
    media = data.get("media") if isinstance(data, dict) else None
    rows = media if isinstance(media, list) else []
    files = [row.get("file") if isinstance(row, dict) else None for row in rows]
    for one in media_of(original):
        if one.file in files:
            index = files.index(one.file)
            for name, words in (("alt", one.alt), ("caption", one.caption)):
                if words:
                    yield _field_unit(text, (PHRASES,), words, data, ("media", index, name))


def _field_unit(text: ContentFolder, part: Path, value: str, data: YamlValue, field: Path) -> Unit:
    translated = data
    for step in field:
        if isinstance(translated, dict) and isinstance(step, str):
            translated = translated.get(step)
        elif isinstance(translated, list) and isinstance(step, int):
            translated = translated[step]
        else:
            translated = None
    name = f"media/{field[1]}/{field[2]}" if field[0] == "media" else str(field[0])
    shown = translated if isinstance(translated, str) else ""
    return Unit(f"{text.folder}:{name}", part, value, shown, field)


def _body_units(text: ContentFolder, body: Body, offset: int) -> Iterator[Unit]:
    """*offset*: where *body* begins in its file."""
    original = text.translations[text.original].body
    firsts = [one for one in original.sections() if _written(original, one)]
    seconds = [one for one in body.sections() if _written(body, one)]
    by_id = {one.id: one for one in seconds}
    fixed = any(one.heading and one.heading.section for one in firsts)
    for index, first in enumerate(firsts):
        if fixed:
            second = by_id.get(first.id)
        else:  # free headings: the sections have the same order
            second = seconds[index] if len(seconds) == len(firsts) else None
        if second is not None:
            yield from _section_units(text, original, first, body, second, offset)


def _written(body: Body, section: Section) -> bool:
    return bool(body.lines.raw[section.start : section.end].strip())


def _section_units(
    text: ContentFolder, original: Body, first: Section, body: Body, second: Section, offset: int
) -> Iterator[Unit]:
    ours, theirs = _blocks(original, first), _blocks(body, second)
    part, anchor = (SECTIONS, first.id), f"{text.folder}#{first.id}"
    whole = body.lines.raw.decode()
    source = original.lines.raw.decode()
    if len(ours) == len(theirs):
        pairs = [
            (f"{anchor}/{number}", *pair)
            for number, pair in enumerate(zip(ours, theirs, strict=True), start=1)
        ]
    elif ours and theirs:
        pairs = [(anchor, (ours[0][0], ours[-1][1]), (theirs[0][0], theirs[-1][1]))]
    else:
        pairs = []
    for context, (from_start, from_end), (start, end) in pairs:
        written = whole[start:end]
        translated = "" if markdown.has_original_lines(written) else written
        where = (start + offset, end + offset)
        yield Unit(context, part, source[from_start:from_end], translated, range=where)


def _blocks(body: Body, section: Section) -> list[Range]:
    """The blocks of a section without its fixed heading; offsets in characters."""
    raw = body.lines.raw
    start = len(raw[: section.start].decode())
    content = raw[section.start : section.end].decode()
    skipped = len(content.partition("\n")[0]) if section.heading and section.heading.section else 0
    return [
        (start + found.start(), start + found.end()) for found in _BLOCK.finditer(content, skipped)
    ]
