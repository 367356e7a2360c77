"""The fixes of ``check --fix``: only edits that leave one meaning possible.

A fix edits lines of the author's text and leaves all other bytes as they are. It is kept only if
parsing the edited text gives the expected data: the same values, or the same with only the named
ones changed. Otherwise, and where a fix would have to guess, the text stays as it was. No fix adds
or removes a line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import itemgetter

from knowledge_repository.autofix.yaml_block import (
    Lines,
    YamlBlock,
    double_quoted,
    has_data,
    replace,
    texts,
    value_at,
    with_values,
    yaml_rows,
)
from knowledge_repository.model import Diagnostic, Limits, Location, Path
from knowledge_repository.source.yaml import Document

MAX_PARSED_CHARACTERS = 8_000_000
"""The limit of what is parsed to fix one file: each run of the parser finds one error only."""

SPACES = " \t"
# Line ends for YAML or for old programs, but not for an editor: locations would be ambiguous.
OTHER_LINE_ENDS = re.compile("\r(?!\n)|[\x85\u2028\u2029]")
KEY = re.compile(r" *(?:- +)*(?:[\w-]+|\"[^\"]*\"|'[^']*')")
FIELD = re.compile(KEY.pattern + ": +")
ITEM = re.compile(r" *(?:- +)+")


@dataclass(frozen=True, slots=True)
class Fix:
    """One edit."""

    location: Location
    """Where the edit is, in the file before all edits."""
    code: str
    """Key into the messages, section ``fixes``."""
    values: Mapping[str, str] = field(default_factory=dict)
    """Placeholders of the message: ``value`` (quotes, term, figure), ``id`` (term, published),
    ``new`` (figure), ``number`` (published), ``before`` and ``after`` (picture)."""


def fix_text(
    path: str,
    raw: bytes,
    terms: Mapping[Location, str] = {},
    figures: Mapping[Location, tuple[str, str]] = {},
) -> tuple[bytes, list[Fix]]:
    """Fix the content of one file; returns the new content and the fixes, from top to bottom.

    Args:
        path: the file, for locations; a name that ends in ``.md`` means front matter and Markdown,
            any other one YAML document.
        raw: its content.
        terms: location of a value → the id to write in its place.
        figures: location of a text → a number in it, and the number to write in its place.
    """
    if len(raw) > Limits().data or b"\0" in raw:
        return raw, []
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return raw, []
    bom = "\ufeff" if text.startswith("\ufeff") else ""
    lines = text[len(bom) :].split("\n")
    ends = ["\r" if line.endswith("\r") else "" for line in lines]
    lines = [line.removesuffix("\r") for line in lines]
    begin, end = yaml_rows(path, lines)
    if begin > end or OTHER_LINE_ENDS.search(text):
        return raw, []

    # Each step edits values only, so no line moves, and no column of a line that another one edits.
    fixes: list[Fix] = []
    yaml = YamlBlock(path, begin, "\n" if end < len(lines) else "")
    block = _fix_syntax(lines[begin:end], yaml, fixes)
    block = _quote_hashes(block, yaml, fixes)
    lines[begin:end] = _replace_terms(block, yaml, terms, fixes)
    _replace_figures(lines, figures, fixes)
    text = bom + "\n".join(line + end for line, end in zip(lines, ends, strict=True))
    return text.encode(), sorted(fixes, key=lambda fix: fix.location)


# -- text that the parser cannot read ----------------------------------------------------------


def _fix_syntax(lines: Lines, yaml: YamlBlock, fixes: list[Fix]) -> Lines:
    """Fix all syntax errors of the YAML, or none."""
    parsed = yaml.parse(lines)
    edited, made = list(lines), list[Fix]()
    max_fixes = MAX_PARSED_CHARACTERS // (sum(map(len, lines)) + 1)
    while isinstance(parsed, Diagnostic):
        fix = _fix_syntax_error(edited, yaml, parsed)
        # All or nothing, also if there are too many: a second run must find nothing to fix.
        if fix is None or len(made) == max_fixes:
            return lines
        made.append(fix)
        parsed = yaml.parse(edited)
    for fix in [fix for fix in made if fix.code == "no-break-space"]:
        # The parser only guesses its cause: undo the edit if the YAML can be read without it.
        undone, row = list(edited), yaml.row(fix.location)
        replace(undone, row, fix.location, lines[row][fix.location.column - 1])
        if isinstance(again := yaml.parse(undone), Document):
            edited, parsed = undone, again
            made.remove(fix)
    found = {(place.line, place.column): (path, value) for place, path, value in texts(parsed)}
    for fix in made:
        if fix.code == "quotes":
            path, value = found.get((fix.location.line, fix.location.column), ((), None))
            if value != fix.values["value"] or _may_be_sentence(parsed, path):
                return lines
    fixes += made
    return edited


def _fix_syntax_error(lines: Lines, yaml: YamlBlock, diagnostic: Diagnostic) -> Fix | None:
    """Edit *lines* to fix the error that the parser reports; None if there is no fix for it."""
    row, column = yaml.row(diagnostic.location), diagnostic.location.column
    if diagnostic.code != "broken-yaml" or row >= len(lines):
        return None
    line, cause = lines[row], diagnostic.values["cause"]
    if cause == "no-break-space" and KEY.fullmatch(line[: column - 1]):
        location = Location(yaml.path, diagnostic.location.line, column + 1)
        replace(lines, row, location, " ")
        return Fix(location, "no-break-space")
    if cause in ("colon", "first-character") and (field := FIELD.match(line)):
        value = line[field.end() :].rstrip(SPACES)
        # After a quote or bracket the error is inside it; after # there may be a comment.
        if field.end() < column and value[:1] not in "\"'[{" and not re.search(r"\s#", value):
            location = Location(yaml.path, diagnostic.location.line, field.end() + 1, len(value))
            replace(lines, row, location, double_quoted(value))
            return Fix(location, "quotes", {"value": value})
    return None


def _may_be_sentence(document: Document, path: Path) -> bool:
    """``- Note: see also: the fair`` is a field, but its author may have meant a text."""
    around = value_at(document.data, path[:-1])
    in_list = len(path) > 1 and isinstance(path[-2], int)
    return in_list and isinstance(around, dict | list) and len(around) == 1


# -- values that the parser reads differently --------------------------------------------------


def _quote_hashes(lines: Lines, yaml: YamlBlock, fixes: list[Fix]) -> Lines:
    """Quote values that YAML would cut at a hash: ``title: Cluster #1``."""
    parsed = yaml.parse(lines)
    if isinstance(parsed, Diagnostic):
        return lines
    hashes = {one.location for one in parsed.diagnostics if one.code == "hash-in-value"}
    edited, made = list(lines), list[Fix]()
    values: dict[Path, str] = {}
    for location, path, value in texts(parsed) if hashes else ():
        line = lines[yaml.row(location)]
        before, typed = line[: location.column - 1], line[location.column - 1 :].rstrip(SPACES)
        if (
            location in hashes
            and (FIELD.fullmatch(before) or ITEM.fullmatch(before))
            and not _in_brackets(parsed, lines, yaml, path)
            and re.match(re.escape(value) + r"\s+#", typed)
            # With a comment, or a colon that cannot be in a value, the meaning is ambiguous.
            and not re.search(r"\s#(\s|$)|:(\s|$)", typed)
        ):
            location = location._replace(width=len(typed))
            replace(edited, yaml.row(location), location, double_quoted(typed))
            values[path] = typed
            made.append(Fix(location, "quotes", {"value": typed}))
    if not made or not has_data(yaml.parse(edited), with_values(parsed.data, values)):
        return lines
    fixes += made
    return edited


def _in_brackets(document: Document, lines: Lines, yaml: YamlBlock, path: Path) -> bool:
    """Whether a value is inside ``[…]`` or ``{…}``: where it ends would be ambiguous."""
    outer = (document.source_map.value(path[:length]) for length in range(len(path)))
    return any(yaml.first_character(lines, location) in ("[", "{") for location in outer)


def _replace_terms(
    lines: Lines, yaml: YamlBlock, terms: Mapping[Location, str], fixes: list[Fix]
) -> Lines:
    """Replace labels of terms with ids."""
    parsed = yaml.parse(lines) if terms else None
    if not isinstance(parsed, Document):
        return lines
    edited, made = list(lines), list[Fix]()
    values: dict[Path, str] = {}
    # From the right: an edit moves the columns behind it.
    for location, path, value in sorted(texts(parsed), key=itemgetter(0), reverse=True):
        id = terms.get(location, value)
        row, begin = yaml.row(location), location.column - 1
        typed = lines[row][begin : begin + location.width]
        # Not for a value of several lines, nor for an id that would need quotes, also in brackets.
        if id != value and _is_text(f"[{typed}]", value) and _is_text(f"[{id}]", id):
            replace(edited, row, location, id)
            values[path] = id
            made.append(Fix(location, "term", {"value": value, "id": id}))
    if not made or not has_data(yaml.parse(edited), with_values(parsed.data, values)):
        return lines
    fixes += made
    return edited


def _replace_figures(
    lines: Lines, figures: Mapping[Location, tuple[str, str]], fixes: list[Fix]
) -> None:
    """Replace numbers of a translation with those of its original."""
    edited = {fix.location.line for fix in fixes}
    # From the right: an edit moves the columns behind it.
    for location, (old, new) in sorted(figures.items(), reverse=True):
        row, begin = location.line - 1, location.column - 1
        if row >= len(lines) or location.line in edited:
            continue
        typed = lines[row][begin : begin + location.width]
        found = list(re.finditer(rf"(?<!\d){re.escape(old)}(?!\d)", typed))
        if len(found) == 1:
            at = location._replace(column=location.column + found[0].start(), width=len(old))
            replace(lines, row, at, new)
            fixes.append(Fix(at, "figure", {"value": old, "new": new}))


def _is_text(item: str, value: str) -> bool:
    """Whether the YAML list *item* contains only the text *value*."""
    return has_data(YamlBlock("", 0, "\n").parse([item]), [value])
