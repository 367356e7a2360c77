"""Rules on what an author meant as Markdown and a reader sees as plain characters."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from itertools import islice

from knowledge_repository import markdown
from knowledge_repository.model import ContentFolder, Diagnostic, Library
from knowledge_repository.source.suggestions import quoted

_BULLET = re.compile(
    r"^[ \t]*[•●▪◦‣·\uf0b7\uf0a7][ \t]*(?P<rest>\S.*)(?:\n[ \t]*[•●▪◦‣·\uf0b7\uf0a7].*)*"
    r"|^o[ \t]+\S.*(?:\n+o[ \t]+\S.*)+",  # as word processors write the inner of two lists
    re.MULTILINE,
)
# A single line may be a dialogue or the author of a quotation.
_DASHES = re.compile(r"^[ \t]*[–—][ \t]+(?P<rest>\S.*)(?:\n[ \t]*[–—][ \t]+\S.*)+", re.MULTILINE)
_LINK = re.compile(
    r"(?<!\\)\[[^\[\]\n]+\][ \t]+\((?:https?://|mailto:|\.\.?/|[\w./-]+\.md)[^)\s]*\)"
)
_PART = r"[^\s()<>\"']+"
_ADDRESS = re.compile(rf"(?<!\\)\[[^\[\]\n]*\]\([ ]*(?P<rest>{_PART}(?:[ ]+{_PART})+)[ ]*\)")
_ID = r"[\w-]+"
_CITATION = re.compile(
    rf"(?<!\\)(?:\[[ ]+\^[ ]*{_ID}[ ]*\]|\[\^[ ]+{_ID}[ ]*\]|\(\^{_ID}\)"
    rf"|\[\^{_ID}(?:[ ]*[,;،؛][ ]*\^?{_ID})+\])"
)
_NUMBER = re.compile(r"(?<![\\!\w\]])\[\d{1,3}\](?!\(|:|\[(?!\^))")
_REVERSED = re.compile(r"(?<!\\)\([^()\n]+\)\[(?:https?://|\.\.?/|[\w./-]+\.md)[^\]\n]*\]")
_BOLD = re.compile(r"(?:^|(?<=[\s(]))\*\*[ ]+[^*\n]+\*\*(?!\w)", re.MULTILINE)
_WIKI = re.compile(r"(?<!\\)\[\[[^\[\]\n]+\]\]")
_UNCLOSED = re.compile(r"(?<!\\)\[[^\[\]\n]+\]\((?:https?://|\.\.?/)[^)\n]*$", re.MULTILINE)
_HEADING = re.compile(r"^[ ]{0,3}#{1,6}(?=[^\s#\d!])[^\n]*", re.MULTILINE)
_PATTERNS = {
    "bullet": _BULLET,
    "dashes": _DASHES,
    "link": _LINK,
    "address": _ADDRESS,
    "citation": _CITATION,
    "number": _NUMBER,
    "reversed": _REVERSED,
    "wiki": _WIKI,
    "bold": _BOLD,
    "unclosed": _UNCLOSED,
    "heading": _HEADING,
}
"""Cause → its expression."""
# Spreadsheets write no space after a semicolon.
_SEPARATORS = {"tabs": re.compile(r"\S\t+\S"), "columns": re.compile(r";(?![\s\[*])")}
_COLUMN = re.compile(rb";(?![\s\[*])")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d+[.)])[ \t]")
MOST = 20
"""Places in one text that a message names."""
_NEEDED = {
    "bullet": [*"•●▪◦‣·\uf0b7\uf0a7"],
    "dashes": [*"–—"],
    "reversed": [")["],
    "wiki": ["[["],
    "citation": ["[ ^", "[^ ", "(^"],
    "bold": ["\n** ", " ** ", "(** "],
}
_SIGNS = [(name, sign.encode()) for name, signs in _NEEDED.items() for sign in signs]
"""A cause, and a sign without which there is none."""
_RARE = {
    "address": re.compile(rb"\]\( *[^\s()<>\"']+ +[^\s()<>\"']"),
    "citation": re.compile(rb"\[\^[^\]\s]+[ ]?(?:[,;]|\xd8\x8c|\xd8\x9b)"),
    "number": re.compile(rb"\[(?:\d{1,3}|(?:\xd9[\xa0-\xa9]){1,3})\]"),
    "bullet": re.compile(rb"\no[ \t]+\S[^\n]*\n+o[ \t]"),
    "unclosed": re.compile(rb"\]\([^)\n]*(?:\n|$)"),
    "heading": re.compile(rb"\n {0,3}#{1,6}[^\s#]"),
}
"""A cause, and what the bytes of a text then have."""


def shown_as_text(text: ContentFolder, library: Library) -> Iterator[Diagnostic]:
    """Tables, lists and links are written in Markdown; otherwise readers see their signs."""
    for words in text.translations.values():
        lines = words.body.lines
        raw = lines.raw
        causes = [name for name, sign in _SIGNS if sign in raw]
        causes += ["link"] if b"] (" in raw or b"]\t" in raw else []
        causes += [cause for cause, sign in _RARE.items() if sign.search(raw)]
        causes += ["tabs"] if b"\t" in raw else []
        causes += ["columns"] if _COLUMN.search(raw) else []
        causes = list(dict.fromkeys(causes))
        if not causes:
            continue
        body = raw.decode("utf-8", "replace")
        found = list(islice(_found(body, causes), MOST))
        code = markdown.code_ranges(body) if found else ()
        for cause, at, whole, value in found:
            start = len(body[:at].encode())
            if any(begin <= start < end for begin, end in code):
                continue
            location = lines.location(start, start + len(whole.encode()))
            better = re.sub(r"\s+", "-", value)
            if cause == "citation":
                better = "".join(f"[^{id}]" for id in re.findall(r"[\w-]+", value))
            elif cause == "bold":
                better = f"**{value.strip('* ')}**"
            elif cause == "heading":
                better = re.sub(r"^ *(#+)", r"\1 ", value)
            elif cause == "reversed":
                better = re.sub(r"\((.*)\)\[(.*)\]", r"[\1](\2)", value)
            values = {"cause": cause, "value": quoted(value), "nearest": quoted(better)}
            yield Diagnostic(location, "shown-as-text", values)


_Found = tuple[str, int, str, str]
"""Cause, offset, the whole line or link, and what the message names of it."""


def _found(body: str, causes: Iterable[str]) -> Iterator[_Found]:
    """What looks like Markdown and is none."""
    for cause in causes:
        if cause in _SEPARATORS:
            yield from _tables(cause, _SEPARATORS[cause], body)
            continue
        for found in _PATTERNS[cause].finditer(body):
            whole = found[0].split("\n")[0]
            yield cause, found.start(), whole, found.groupdict().get("rest") or whole


def _tables(cause: str, separator: re.Pattern[str], body: str) -> Iterator[_Found]:
    """The first row of each pasted table: two lines or more with the same number of separators."""
    at, last, reported = 0, ("", 0, 0), False
    for line in body.split("\n"):
        is_row = "|" not in line and not _ITEM.match(line)
        count = len(separator.findall(line)) if is_row else 0
        row, begin, before = last
        if count and count == before:
            if not reported:
                yield cause, begin, row, row
            reported = True
        else:
            reported = False
        last = line, at, count
        at += len(line) + 1


def own_address(text: ContentFolder, library: Library) -> Iterator[Diagnostic]:
    """A link to an entry or a page of this site is a path, not the public address: the check then
    knows when its target is gone, and previews and copies lead to their own pages."""
    if not library.address:
        return
    site = library.address.rstrip("/") + "/"
    for words in text.translations.values():
        for link in words.body.links:
            if link.target is not None or not link.href.startswith(site):
                continue
            path = re.split(r"[?#]", link.href.removeprefix(site), maxsplit=1)[0]
            language, _, route = path.partition("/")
            folder = _folder_of(route, library)
            if language not in library.languages or folder is None:
                continue  # a page that no file of the repository has: the map, a list
            file = f"{folder}/index.{language}.md"
            target = file if file in library.files else folder
            near = posixpath.relpath(target, text.folder)
            values = {"value": quoted(link.href), "nearest": near}
            yield Diagnostic(link.location, "own-address", values)


def _folder_of(route: str, library: Library) -> str | None:
    """The folder of the text at *route*."""
    wanted = route.rstrip("/") + "/"
    folders = (one for one in library.folders if library.route_of(one) == wanted)
    return next(folders, None)
