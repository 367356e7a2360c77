"""Text → front matter whose values know their place, and a body. The only module that reads YAML.

Values stay the text that the author typed: ``NO`` is "NO" and ``1.10`` is "1.10"; ``schema`` turns
them into numbers and dates where a field wants those. YAML is read event by event, so that what a
contributor never needs (aliases, anchors, tags, several documents, deep nesting) is refused before
anything is built from it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from generator.model import LIMITS, Limits, Marks, Path, Place, Problem, Spot

try:  # the C parser is ten times as fast and keeps the same marks
    from yaml import CSafeLoader as Loader
except ImportError:  # pragma: no cover - PyYAML was built without libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

# Characters that no text needs: controls, what turns the direction of writing around, what nobody
# sees. Emoji are joined by U+200D, which may stand before one.
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_DIRECTIONS = "\u202a-\u202e"
_UNSEEN = (
    "\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2028\u2029\u2060-\u2065\u206a-\u206f"
    "\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    + "".join(chr(end - 2) + chr(end - 1) for end in range(0x20000, 0x110001, 0x10000))
)
_JOINER = "\u200d(?![\u2600-\u27bf\U0001f000-\U0001faff])"
_ISOLATES = "\u2066-\u2069"
# Part of typing Arabic: they make neighbours meet, part, or find their direction.
_MARKS = "\u061c\u200c\u200e\u200f"
ARABIC = re.compile("[\u05d0-\u05ea\u0620-\u064a\u066e-\u06d3\ufb50-\ufdfb\ufe70-\ufefc]")
"""A letter that is written from right to left."""
MARKS = re.compile(f"[{_MARKS}]")
FORBIDDEN = re.compile(f"[{_CONTROLS}{_DIRECTIONS}{_UNSEEN}]|{_JOINER}")
HIDDEN = re.compile(f"[{_CONTROLS}{_DIRECTIONS}{_UNSEEN}{_ISOLATES}\ufffd\ud800-\udfff]|{_JOINER}")
"""What may not come in under the name of an entity or an escape, either."""
_DOUBTFUL = re.compile(f"[{_ISOLATES}{_MARKS}]")
# The first bytes that those characters can begin with: a text without them is clean, and that is
# seen forty times as fast as by looking at each character. Each first byte is named twice, because
# the engine skips quickly to the next one of a set.
_PLAIN = bytes({9, 10, 13, *range(0x20, 0x7F), *range(0x80, 0x100)})
_SUSPECT = re.compile(
    rb"[\xc2\xcd\xe1-\xe3\xef-\xf4](?:(?<=\xc2)[\x80-\x9f\xad]|(?<=\xcd)\x8f"
    rb"|(?<=\xe1)[\x85\x9e\xa0]|(?<=\xe2)(?:\x80[\x8b-\x8f\xa8-\xae]|\x81[\xa0-\xaf])"
    rb"|(?<=\xe3)\x85\xa4|(?<=\xef)[\xb7\xbb\xbe\xbf]|(?<=[\xf1-\xf4])"
    rb"|(?<=\xf0)(?:[\x9f\xaf\xbf]\xbf|\x9b\xb2|\x9d\x85))"
)
_ALM = "\u061c".encode()  # begins as most letters of Arabic do


class SourceError(Exception):
    """A file that cannot be read any further; it carries what to tell the author."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML document: its values, where each stands, and what was wrong but did not stop us."""

    data: Any
    marks: Marks
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Source:
    """One Markdown file, cut at its fences."""

    front_matter: Document
    body: str
    body_line: int
    """Line number of the first line of *body*."""


def decode(path: str, raw: bytes) -> str:
    """The text of a file: UTF-8, a BOM and CRLF line ends accepted and removed.

    Raises:
        SourceError: not UTF-8, or characters that must not come in.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceError(
            Problem(Place(path), "invalid-utf8", {"offset": "0", "encoding": "UTF-16"})
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        guess = "Windows-1256" if re.search(r"[\u0600-\u06ff]", before) else "Windows-1252"
        values = {
            "offset": str(error.start),
            "byte": f"0x{raw[error.start]:02X}",
            "encoding": guess,
        }
        raise SourceError(Problem(Place(path, line, column), "invalid-utf8", values)) from None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _suspect(raw) and (found := _hidden(text)):
        at, cause = found
        line = text.count("\n", 0, at) + 1
        column = at - text.rfind("\n", 0, at)
        values = {**({"cause": cause} if cause else {}), **named(text[at])}
        raise SourceError(Problem(Place(path, line, column), "forbidden-character", values))
    return text


def _suspect(raw: bytes) -> bool:
    """Whether a text may hold a character that must not come in: looking at its bytes is done ten
    times as fast as looking for each of those."""
    if raw.translate(None, _PLAIN):
        return True
    if raw.isascii():
        return False
    return _SUSPECT.search(raw) is not None or _ALM in raw


def smuggled(value: str, text: str) -> re.Match[str] | None:
    """What may not come into *text* under another name, by an entity or an escape in *value*."""
    if found := HIDDEN.search(value):
        return found
    mark = MARKS.search(value)  # rare; only then is the whole text looked at
    return None if mark is None or ARABIC.search(text) else mark


def named(character: str) -> dict[str, str]:
    """A character that nobody sees, as a message names it."""
    name = unicodedata.name(character, "control character")
    return {"character": f"U+{ord(character):04X}", "name": name.lower()}


def _hidden(text: str) -> tuple[int, str] | None:
    """Where the first character stands that must not come in, and which kind it is of."""
    if found := FORBIDDEN.search(text):
        return found.start(), "direction" if "\u202a" <= found[0] <= "\u202e" else ""
    if not (doubtful := _DOUBTFUL.search(text)):
        return None
    arabic = ARABIC.search(text)
    begin = text.rfind("\n", 0, doubtful.start()) + 1
    for line in text[begin:].split("\n"):
        open_at: list[int] = []
        for found in _DOUBTFUL.finditer(line):
            if found[0] == "\u2069":
                if not open_at:
                    return begin + found.start(), "isolate"
                open_at.pop()
            elif "\u2066" <= found[0] <= "\u2068":
                open_at.append(begin + found.start())
            elif not arabic:
                return begin + found.start(), "mark"
        if open_at:
            return open_at[-1], "isolate"
        begin += len(line) + 1
    return None


def split(path: str, text: str, limits: Limits = LIMITS) -> Source:
    """Cut *text* at its two ``---`` fences and read what stands between them.

    Raises:
        SourceError: no fences, or YAML between them that cannot be parsed; it knows its line.
    """
    handler = YAMLHandler()
    first = text.split("\n", 1)[0]
    if first.rstrip() != "---" or not handler.detect(text):
        width = max(1, len(first))
        raise SourceError(Problem(Place(path, 1, 1, width), "missing-fence"))
    try:
        block, body = handler.split(text)
    except ValueError:
        raise SourceError(Problem(Place(path, 1, 1, 3), "unclosed-fence")) from None
    start = text.index(block, len("---")) if block else len("---")
    skipped = text.count("\n", 0, start)
    document = parse(path, block, skipped, limits, limits.front_matter)
    return Source(document, body, text.count("\n", 0, len(text) - len(body)) + 1)


def parse(
    path: str,
    text: str,
    skipped: int = 0,
    limits: Limits = LIMITS,
    size: int | None = None,
    foreign: bool = False,
) -> Document:
    """Read one YAML document of at most *size* characters (by default as a data file may have);
    *skipped* lines stand above it in its file. In a *foreign* one (``mkdocs.yml``) tags and
    anchors are passed over, and an alias is an empty value.

    Mappings become dicts with text keys, sequences lists, every other value the text as typed
    (None for an empty value, ``~`` or ``null``).

    Raises:
        SourceError: not YAML, or a construct that is not allowed.
    """
    size = limits.data if size is None else size
    if len(text) > size:
        values = {"size": str(len(text)), "limit": str(size), "cause": "fields"}
        raise SourceError(Problem(Place(path, skipped + 1), "too-large", values))
    reader = _Reader(path, text, skipped, limits.nesting, foreign)
    try:
        return reader.read()
    except yaml.MarkedYAMLError as error:
        raise SourceError(_explain(path, text, skipped, error)) from None
    except yaml.YAMLError as error:  # a character that YAML does not allow
        raise SourceError(_broken(path, skipped, 0, "other", str(error).split("\n")[0])) from None


_ESCAPED = re.compile(r"\\(?:x\w{2}|u\w{4}|U\w{8}|[0abeLPv_N])")


_AROUND = frozenset(
    {
        yaml.StreamStartEvent,
        yaml.StreamEndEvent,
        yaml.DocumentStartEvent,
        yaml.DocumentEndEvent,
    }
)


class _Lines:
    """The lines of a document, and where an event stands in its file."""

    def __init__(self, text: str, skipped: int) -> None:
        self.lines = text.split("\n")
        self.skipped = skipped

    def spot(self, event: Any, last: Any = None) -> Spot:
        start, end = event.start_mark, (last or event).end_mark
        if end.line == start.line:
            width = end.column - start.column
        else:
            width = len(self.lines[start.line].rstrip()) - start.column
        return start.line + self.skipped + 1, start.column + 1, max(1, width)


class _Reader(_Lines):
    """Builds values from YAML events; refuses what it need not understand."""

    def __init__(self, path: str, text: str, skipped: int, nesting: int, foreign: bool) -> None:
        super().__init__(text, skipped)
        self.path = path
        self.nesting = nesting
        self.foreign = foreign
        self.text = text
        self.hashes = "#" in text
        self.doubtful = "\\" in text or _suspect(text.encode("utf-8", "surrogatepass"))
        """A quoted value may hold a character that nobody sees."""
        self.problems: list[Problem] = []

    def read(self) -> Document:
        loader = Loader(self.text)
        following = loader.get_event
        data: Any = None
        documents = 0
        try:
            while (event := following()) is not None:
                kind = event.__class__
                if kind is yaml.DocumentStartEvent:
                    documents += 1
                    if documents > 1:
                        self.refuse(event, "several-documents")
                elif kind not in _AROUND:
                    data = self.node(event, following, 0)
        finally:
            loader.dispose()
        places = partial(_places, self.text, self.skipped)
        return Document(data, Marks(self.path, places), self.problems)

    def node(self, event: Any, following: Callable[[], Any], depth: int) -> Any:
        kind = event.__class__
        if kind is yaml.AliasEvent:
            if self.foreign:
                return None
            self.refuse(event, "yaml-alias")
        if event.anchor is not None or event.tag is not None:
            self.plain(event)
            if kind is yaml.ScalarEvent and event.tag is not None:
                return None  # what it stands for, only who reads that file can tell
        if depth > self.nesting:
            self.refuse(event, "too-deep")
        if kind is yaml.ScalarEvent:
            return self.scalar(event)
        if kind is yaml.SequenceStartEvent:
            items: list[Any] = []
            while (event := following()).__class__ is not yaml.SequenceEndEvent:
                items.append(self.node(event, following, depth + 1))
            return items
        mapping: dict[str, Any] = {}
        firsts: dict[str, Any] = {}
        while (event := following()).__class__ is not yaml.MappingEndEvent:
            if event.__class__ is not yaml.ScalarEvent:
                self.refuse(event, "yaml-key")
            if event.anchor is not None or event.tag is not None:
                self.plain(event)
            key = str(event.value)
            first = firsts.setdefault(key, event)
            if first is not event:
                values = {"key": key, "line": str(self.spot(first)[0])}
                place = Place(self.path, *self.spot(event))
                self.problems.append(Problem(place, "duplicate-key", values))
            value = self.node(following(), following, depth + 1)
            mapping.setdefault(key, value)
        return mapping

    def plain(self, event: Any) -> None:
        if self.foreign:
            return
        if event.anchor is not None:
            self.refuse(event, "yaml-anchor")
        if event.tag is not None:
            self.refuse(event, "yaml-tag")

    def scalar(self, event: Any) -> str | None:
        value = str(event.value)
        if event.style:  # quoted, or a block; the C parser writes '' for a plain one
            if self.doubtful and event.style == '"' and (found := smuggled(value, self.text)):
                where = Place(self.path, *self.spot(event))
                written = _ESCAPED.search(self.lines[event.start_mark.line])
                escape = written[0] if written else "\\u…"
                values = {"cause": "written", "value": escape, **named(found[0])}
                self.problems.append(Problem(where, "forbidden-character", values))
                return HIDDEN.sub("", value)
            return value
        row = event.end_mark.line if self.hashes else len(self.lines)
        line = self.lines[row] if row < len(self.lines) else ""
        if "#" in line and re.match(r"\s+#\S", line[event.end_mark.column :]):
            self.problems.append(
                Problem(
                    Place(self.path, *self.spot(event)),
                    "hash-in-value",
                    {"value": line[event.start_mark.column :].strip()},
                )
            )
        return None if value in ("", "~", "null") else value

    def refuse(self, event: Any, code: str) -> None:
        raise SourceError(Problem(Place(self.path, *self.spot(event)), code))


class _Placer(_Lines):
    """Notes where everything stands in a document that could be read."""

    def __init__(self, text: str, skipped: int) -> None:
        super().__init__(text, skipped)
        self.keys: dict[Path, Spot] = {}
        self.values: dict[Path, Spot] = {}

    def node(self, event: Any, following: Callable[[], Any], path: Path) -> None:
        begin, kind = event, event.__class__
        if kind is yaml.AliasEvent or (kind is yaml.ScalarEvent and event.tag is not None):
            return  # in a foreign document
        self.values[path] = self.spot(event)
        if kind is yaml.SequenceStartEvent:
            index = 0
            while (event := following()).__class__ is not yaml.SequenceEndEvent:
                self.node(event, following, (*path, index))
                index += 1
        elif kind is yaml.MappingStartEvent:
            seen: set[str] = set()
            while (event := following()).__class__ is not yaml.MappingEndEvent:
                key = str(event.value)
                # A second time it keeps the places of the first.
                here = (*path, f"{key}\0again" if key in seen else key)
                seen.add(key)
                self.keys[here] = self.spot(event)
                self.node(following(), following, here)
        self.values[path] = self.spot(begin, event)


def _places(text: str, skipped: int) -> tuple[dict[Path, Spot], dict[Path, Spot]]:
    """Where the keys and the values of a document stand. It is read again for that: of most
    documents nobody asks it, and without places they are read in half the time."""
    loader, placer = Loader(text), _Placer(text, skipped)
    try:
        while (event := loader.get_event()).__class__ is not yaml.StreamEndEvent:
            if event.__class__ not in _AROUND:
                placer.node(event, loader.get_event, ())
    finally:
        loader.dispose()
    return placer.keys, placer.values


def _explain(path: str, text: str, skipped: int, error: yaml.MarkedYAMLError) -> Problem:
    """What a parser says, in words for somebody who never heard of a parser."""
    mark = error.problem_mark or error.context_mark
    row, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.split("\n")
    row = min(row, len(lines) - 1)
    context = error.context_mark
    said = f"{error.context or ''} {error.problem or ''}"
    # The parser often stops one line after the mistake: look at both.
    for number in (row, max(0, row - 1)):
        line = lines[number]
        if "\t" in line[: len(line) - len(line.lstrip())]:
            return _broken(path, number + skipped, line.index("\t"), "tab")
        if found := re.search(r":[\u00a0\u202f]", line):
            return _broken(path, number + skipped, found.start(), "no-break-space")
    if "escape" in said:
        return _broken(path, row + skipped, max(0, column - 1), "escape")
    if "quoted scalar" in said and context is not None:
        return _broken(path, context.line + skipped, context.column, "quote")
    closing = sum(len(line) + 1 for line in lines[:row]) + len(lines[row][:column].rstrip()) - 1
    if closing > 0 and text[closing] in "'\"":  # a value ended here and more follows
        opening = text.rfind(text[closing], 0, closing)
        above = text[:opening].split("\n")
        return _broken(path, len(above) - 1 + skipped, len(above[-1]), "quote")
    if "flow" in said and context is not None:
        return _broken(path, context.line + skipped, context.column, "bracket")
    if "mapping values are not allowed" in said:
        if ": " not in lines[row][:column] and row:  # the fault lies in what stands above
            if not re.search(r":(\s|$)", lines[row - 1]):
                return _broken(path, row - 1 + skipped, 0, "missing-colon")
            indented = len(lines[row]) - len(lines[row].lstrip())
            return _broken(path, row + skipped, indented, "indent")
        return _broken(path, row + skipped, column, "colon")
    if "could not find expected ':'" in said:
        number = context.line if context is not None else row
        return _broken(path, number + skipped, 0, "missing-colon")
    if found := re.match(r"\s*(?:- )?[\w-]+:\s*(?=[@`%&*!|>])", lines[row]):
        return _broken(path, row + skipped, found.end(), "first-character")
    if row < len(lines) and re.match(r"\s+\S", lines[row]):
        return _broken(path, row + skipped, column, "indent")
    return _broken(path, row + skipped, column, "other", error.problem or "")


def _broken(path: str, row: int, column: int, cause: str, detail: str = "") -> Problem:
    values = {"cause": cause, "detail": detail}
    return Problem(Place(path, row + 1, column + 1), "broken-yaml", values)
