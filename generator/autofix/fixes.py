"""What ``check --fix`` mends, because nobody could mean anything else by it.

Every fix edits lines of the author's text and leaves all others byte for byte. It is kept only
when reading the edited text shows what it promised: the same values, or the same with just the
ones that it names changed; the same HTML. Otherwise the text stays as it was, and so does one
where a fix would have to guess. No fix adds or removes a line. Bytes in, bytes out: the caller
reads and writes.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from generator import markdown
from generator.model import Diagnostic, Limits, Location, Path
from generator.source.text import SourceError
from generator.source.yaml import Document, parse

WORK = 8_000_000
"""Characters that may be parsed to repair one file, whose faults the parser tells one by one."""

SPACES = " \t"
# What ends a line for YAML or for old programs, but not for an editor: places cannot be told.
OTHER_LINE_ENDS = re.compile("[\r\x85\u2028\u2029]")
# A CR before CRLF ends a line of its own: the two may not become one line end.
CRLF = re.compile("(?<!\r)\r\n")
FENCE = re.compile(r"-{3,}\s*")
KEY = re.compile(r" *(?:- +)*(?:[\w-]+|\"[^\"]*\"|'[^']*')")
FIELD = re.compile(KEY.pattern + ": +")
ITEM = re.compile(r" *(?:- +)+")

FileLines = list[str]


@dataclass(frozen=True, slots=True)
class Fix:
    """One thing that was mended."""

    location: Location
    """In the file as it was before mending."""
    code: str
    """Key into the messages, section ``fixes``."""
    values: Mapping[str, str] = field(default_factory=dict)
    """What the message may name: ``value`` that stands between quotes now, ``value`` and ``id`` of
    a term, ``count`` of the lines that lost their last spaces (one fix tells all of them)."""


def mend(
    path: str, raw: bytes, order: Sequence[str] = (), terms: Mapping[Location, str] = {}
) -> tuple[bytes, list[Fix]]:
    """The file *path* with what can safely be mended, and what that was, from top to bottom.

    Args:
        raw: a Markdown file with front matter (``.md``), or one YAML document.
        order: the usual order of the fields; empty to leave them where they are.
        terms: place of a value → the id to write in its place.
    """
    if len(raw) > Limits().data or b"\0" in raw:
        return raw, []
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return raw, []
    fixes: list[Fix] = []
    text, crlf = CRLF.subn("\n", text)
    if crlf:
        fixes.append(Fix(Location(path), "line-ends"))
    bom = "\ufeff" if text.startswith("\ufeff") else ""
    lines = text[len(bom) :].split("\n")
    begin, end = _yaml_of(path, lines)
    if begin > end or OTHER_LINE_ENDS.search(text):
        return text.encode(), fixes

    # What a fix needs stands before it: an edit of values moves no line, and no column of a line
    # that another edits; only then may lines become shorter, and only then change places.
    yaml = _Yaml(path, begin, "\n" if end < len(lines) else "")
    inner = _repaired(lines[begin:end], yaml, fixes)
    inner = _hashes_quoted(inner, yaml, fixes)
    inner = _terms_replaced(inner, yaml, terms, fixes)
    full = [*lines[:begin], *inner, *lines[end:]]
    inner = _trimmed(inner, yaml)
    fence, body = lines[end : end + 1], lines[end + 1 :]
    bare = [*_bare(lines[:begin]), *inner, *_bare(fence), *_trimmed_markdown(body)]
    if shorter := [row for row, line in enumerate(full) if line != bare[row]]:
        row = shorter[0]
        column = len(lines[row].rstrip(SPACES)) + 1
        location = Location(path, row + 1, column, max(1, len(lines[row]) + 1 - column))
        fixes.append(Fix(location, "trailing-space", {"count": str(len(shorter))}))
    bare[begin:end] = _ordered(inner, yaml, order, fixes)
    return (bom + "\n".join(bare)).encode(), sorted(fixes, key=lambda fix: fix.location)


def _yaml_of(path: str, lines: FileLines) -> tuple[int, int]:
    """The rows of the YAML: all, or those between the fences, which ``split`` finds the same way.

    A file without both fences has nothing that is known to be YAML or Markdown: it ends before it
    begins.
    """
    if not path.endswith(".md"):
        return 0, len(lines) - (lines[-1] == "")
    fences = [row for row, line in enumerate(lines) if FENCE.fullmatch(line)]
    if len(fences) < 2 or lines[0].rstrip() != "---":
        return 1, 0
    return 1, fences[1]


def _bare(lines: FileLines) -> FileLines:
    return [line.rstrip(SPACES) for line in lines]


@dataclass(frozen=True, slots=True)
class _Yaml:
    """Where the YAML stands in its file."""

    path: str
    above: int
    """Lines above it."""
    end: str
    """What follows its last line."""
    known: dict[str, Document | Diagnostic] = field(default_factory=dict)
    """What was read before: a file with nothing to mend is parsed once."""

    def read(self, lines: FileLines) -> Document | Diagnostic:
        text = "\n".join(lines) + self.end
        if text not in self.known:
            try:
                self.known[text] = parse(self.path, text, self.above)
            except SourceError as error:
                self.known[text] = error.diagnostic
        return self.known[text]

    def row(self, location: Location) -> int:
        return location.line - 1 - self.above

    def first(self, lines: FileLines, location: Location) -> str:
        """The character at *place*; an empty value may stand behind the end of a line or file."""
        return "".join(lines[self.row(location) :][:1])[location.column - 1 : location.column]


# -- values ------------------------------------------------------------------------------------


def _texts(document: Document) -> Iterator[tuple[Location, Path, str]]:
    """Every text in a list or field: its place, the way to it, and itself."""
    for path in document.source_map.values:
        value = document.data
        for part in path:
            # The second of two fields of one name has a place, but its value was not kept.
            value = value.get(part) if isinstance(value, dict) else value and value[part]
        if path and isinstance(value, str):
            yield document.source_map.value(path), path, value


def _around(document: Document, path: Path) -> Any:
    """The list or group of fields that the value at *path* stands in."""
    found = document.data
    for part in path[:-1]:
        found = found[part]
    return found


def _changed(document: Document, values: Mapping[Path, str]) -> Any:
    """The data of *document* with these *values* in it."""
    twin = Document(copy.deepcopy(document.data), document.source_map)
    for path, value in values.items():
        _around(twin, path)[path[-1]] = value
    return twin.data


def _holds(found: Document | Diagnostic, data: Any) -> bool:
    return isinstance(found, Document) and bool(found.data == data)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _put(lines: FileLines, row: int, location: Location, text: str) -> None:
    """Write *text* instead of what stands at *place*."""
    line, begin = lines[row], location.column - 1
    lines[row] = line[:begin] + text + line[begin + location.width :]


# -- what the parser cannot read ---------------------------------------------------------------


def _repaired(lines: FileLines, yaml: _Yaml, fixes: list[Fix]) -> FileLines:
    """Mend what keeps the YAML from being read, if all of it can be read then."""
    found = yaml.read(lines)
    edited, made = list(lines), list[Fix]()
    rounds = WORK // (sum(map(len, lines)) + 1)
    while isinstance(found, Diagnostic):
        fix = _repair(edited, yaml, found)
        # All or nothing, also when there are too many: a second run must find nothing to do.
        if fix is None or len(made) == rounds:
            return lines
        made.append(fix)
        found = yaml.read(edited)
    for fix in [fix for fix in made if fix.code == "no-break-space"]:
        # The parser's words are a guess: where the text can be read with it, it was no fault.
        undone, row = list(edited), yaml.row(fix.location)
        _put(undone, row, fix.location, lines[row][fix.location.column - 1])
        if isinstance(again := yaml.read(undone), Document):
            edited, found = undone, again
            made.remove(fix)
    texts = {
        (location.line, location.column): (path, text) for location, path, text in _texts(found)
    }
    for fix in made:
        if fix.code == "quotes":
            path, text = texts.get((fix.location.line, fix.location.column), ((), None))
            if text != fix.values["value"] or _is_sentence(found, path):
                return lines
    fixes += made
    return edited


def _repair(lines: FileLines, yaml: _Yaml, diagnostic: Diagnostic) -> Fix | None:
    """Mend the one fault that the parser tells, if it is of the kinds that can be."""
    row, column = yaml.row(diagnostic.location), diagnostic.location.column
    if diagnostic.code != "broken-yaml" or row >= len(lines):  # an end that is missing, below all
        return None
    line, cause = lines[row], diagnostic.values["cause"]
    if cause == "no-break-space" and KEY.fullmatch(line[: column - 1]):
        location = Location(yaml.path, diagnostic.location.line, column + 1)
        _put(lines, row, location, " ")
        return Fix(location, "no-break-space")
    if cause in ("colon", "first-character") and (found := FIELD.match(line)):
        value = line[found.end() :].rstrip(SPACES)
        # Quotes and brackets mean that the fault is in them; behind # there may be a comment.
        if found.end() < column and value[:1] not in "\"'[{" and not re.search(r"\s#", value):
            location = Location(yaml.path, diagnostic.location.line, found.end() + 1, len(value))
            _put(lines, row, location, _quoted(value))
            return Fix(location, "quotes", {"value": value})
    return None


def _is_sentence(document: Document, path: Path) -> bool:
    """``- Note: see also: the fair`` is a field, but its author may have meant a text."""
    return len(path) > 1 and isinstance(path[-2], int) and len(_around(document, path)) == 1


# -- what the parser reads otherwise than it was meant -----------------------------------------


def _hashes_quoted(lines: FileLines, yaml: _Yaml, fixes: list[Fix]) -> FileLines:
    """``title: Cluster #1`` would be cut at the hash."""
    found = yaml.read(lines)
    if isinstance(found, Diagnostic):
        return lines
    hashes = {
        diagnostic.location
        for diagnostic in found.diagnostics
        if diagnostic.code == "hash-in-value"
    }
    edited, made = list(lines), list[Fix]()
    values: dict[Path, str] = {}
    for location, path, value in _texts(found) if hashes else ():
        row, begin = yaml.row(location), location.column - 1
        line = lines[row]
        typed = line[begin:].rstrip(SPACES)
        if (
            location in hashes
            and (FIELD.fullmatch(line[:begin]) or ITEM.fullmatch(line[:begin]))
            and not _in_brackets(found, lines, yaml, path)
            and re.match(re.escape(value) + r"\s+#", typed)
            # A comment behind it, or a colon that does not belong into a value: ask the author.
            and not re.search(r"\s#(\s|$)|:(\s|$)", typed)
        ):
            location = location._replace(width=len(typed))
            _put(edited, row, location, _quoted(typed))
            values[path] = typed
            made.append(Fix(location, "quotes", {"value": typed}))
    if not made or not _holds(yaml.read(edited), _changed(found, values)):
        return lines
    fixes += made
    return edited


def _in_brackets(document: Document, lines: FileLines, yaml: _Yaml, path: Path) -> bool:
    """Inside ``[…]`` or ``{…}`` nobody knows where on the line a value was to end."""
    places = (document.source_map.value(path[:length]) for length in range(len(path)))
    return any(yaml.first(lines, location) in ("[", "{") for location in places)


def _terms_replaced(
    lines: FileLines, yaml: _Yaml, terms: Mapping[Location, str], fixes: list[Fix]
) -> FileLines:
    """Write ids where the labels of terms stand."""
    found = yaml.read(lines) if terms else None
    if not isinstance(found, Document):
        return lines
    edited, made = list(lines), list[Fix]()
    values: dict[Path, str] = {}
    # From the right: what is replaced moves what stands behind it on its line.
    for location, path, value in sorted(_texts(found), key=itemgetter(0), reverse=True):
        id = terms.get(location, value)
        row, begin = yaml.row(location), location.column - 1
        typed = lines[row][begin : begin + location.width]
        # A value that goes on below its first line is not the label of a term; and an id must
        # mean itself without quotes, also within brackets.
        if id != value and _means(f"[{typed}]", value) and _means(f"[{id}]", id):
            _put(edited, row, location, id)
            values[path] = id
            made.append(Fix(location, "term", {"value": value, "id": id}))
    if not made or not _holds(yaml.read(edited), _changed(found, values)):
        return lines
    fixes += made
    return edited


def _means(text: str, value: str) -> bool:
    return _holds(_Yaml("", 0, "\n").read([text]), [value])


# -- spaces at the end of lines ----------------------------------------------------------------


def _trimmed(lines: FileLines, yaml: _Yaml) -> FileLines:
    """The lines of YAML without spaces at their ends that belong to no value."""
    found = yaml.read(lines)
    if isinstance(found, Diagnostic):
        return lines
    kept = set(_blocks(found, lines, yaml))
    edited = [
        # In quotes a backslash keeps the space behind it; without that it would join two lines.
        line if row in kept or (bare := line.rstrip(SPACES)).endswith("\\") else bare
        for row, line in enumerate(lines)
    ]
    return edited if _holds(yaml.read(edited), found.data) else lines


def _blocks(document: Document, lines: FileLines, yaml: _Yaml) -> Iterator[int]:
    """The rows that may belong to texts that begin with ``|`` or ``>``."""
    source_map = document.source_map
    for path in source_map.values:
        location = source_map.value(path)
        if yaml.first(lines, location) in ("|", ">"):
            # It goes on as long as lines stand deeper than its field, or the dash before it.
            outer = source_map.keys.get(path, source_map.values[path[:-1]])[1] - 1
            for below in range(yaml.row(location) + 1, len(lines)):
                if lines[below].strip(SPACES) and _indent(lines[below]) <= outer:
                    break
                yield below


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _trimmed_markdown(lines: FileLines) -> FileLines:
    """The lines of Markdown without spaces at their ends that do nothing there."""
    text = "\n".join(lines)
    if not any(line.endswith((" ", "\t")) for line in lines):
        return lines
    html, kept = markdown.significant_whitespace(text)
    edited: FileLines = []
    offset = reach = following = 0
    for line in lines:
        bare = line.rstrip(SPACES)
        spaces = offset + len(bare.encode())
        while following < len(kept) and kept[following][0] <= spaces:
            reach = max(reach, kept[following][1])
            following += 1
        # Without the space, a backslash before the line end would become a line break.
        edited.append(line if spaces < reach or bare.endswith("\\") else bare)
        offset += len(line.encode()) + 1
    return edited if markdown.significant_whitespace("\n".join(edited))[0] == html else lines


# -- the order of fields -----------------------------------------------------------------------


def _ordered(lines: FileLines, yaml: _Yaml, order: Sequence[str], fixes: list[Fix]) -> FileLines:
    """The lines with the fields in their usual order, each with its comments and nested lines."""
    found = yaml.read(lines) if order else None
    if not isinstance(found, Document) or found.diagnostics or not isinstance(found.data, dict):
        return lines
    rank = {key: number for number, key in reversed(list(enumerate(order)))}
    keys = list(found.data)
    wanted = sorted(keys, key=lambda key: rank.get(key, len(rank)))
    if wanted == keys or _in_brackets(found, lines, yaml, (keys[0],)):
        return lines
    rows = [yaml.row(found.source_map.key((key,))) for key in keys]
    begins: list[int] = []
    for row in rows:
        # A comment at the same depth directly above a field belongs to it.
        begin = row
        while begin and re.match(" " * _indent(lines[row]) + "#", lines[begin - 1]):
            begin -= 1
        begins.append(begin)
    parts = {
        key: lines[begin:end]
        for key, begin, end in zip(keys, begins, [*begins[1:], len(lines)], strict=True)
    }
    edited = [*lines[: begins[0]], *(line for key in wanted for line in parts[key])]
    after = yaml.read(edited)
    if not _holds(after, found.data) or not isinstance(after, Document) or after.diagnostics:
        return lines
    first = next(key for key, other in zip(keys, wanted, strict=True) if key != other)
    fixes.append(Fix(found.source_map.key((first,)), "key-order"))
    return edited
