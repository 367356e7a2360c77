"""The parts of a text, in order → its HTML, and what the rules need to know of it.

Each part knows the bytes that it was made from, so that every finding has its exact place. Nothing
is written as HTML but the elements in this module; ``sanitising`` lists them once more.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from generator.markdown import citations
from generator.markdown.links import (
    ANCHOR,
    INDEX,
    SAFE_SCHEMES,
    anchor_id,
    heading_key,
    normal,
    route,
    slugify,
)
from generator.model import Diagnostic, Heading, Link, Location, OffsetMap
from generator.source.characters import named, smuggled

Where = Mapping[str, int]
"""A range in bytes: ``start`` and ``end``."""

OPENING = {
    "Paragraph": "<p>",
    "Item": "<li>",
    "Emphasis": "<em>",
    "Strong": "<strong>",
    "Strikethrough": "<del>",
    "TableRow": "<tr>\n",
    "TableHead": "<thead>\n<tr>\n",
}
CLOSING = {
    "Paragraph": "</p>\n",
    "Item": "</li>\n",
    "Emphasis": "</em>",
    "Strong": "</strong>",
    "Strikethrough": "</del>",
    "TableRow": "</tr>\n",
    "TableHead": "</tr>\n</thead>\n",
}
NESTING = frozenset({"BlockQuote", "List", "Emphasis", "Strong", "Strikethrough", "Link", "Image"})
"""Parts that may stand inside each other again and again."""
EVERY = NESTING | OPENING.keys() | {"HtmlBlock", "CodeBlock", "TableCell", "Table"}
# Parts that need no more than to be written, and what is written: most of a text. Without HTML that
# is nothing, and only what can hold a finding is looked at.
_ALONE = ("Paragraph", "Item")
OPENING_ALONE = {name: OPENING[name] for name in _ALONE}
CLOSING_ALONE = {name: CLOSING[name] for name in _ALONE}
BEGINS_NOTHING = dict.fromkeys(EVERY - NESTING - {"HtmlBlock"}, "")
ENDS_NOTHING = dict.fromkeys(EVERY - NESTING - {"CodeBlock"}, "")
SIDES = {"Left": "left", "Center": "center", "Right": "right"}
_SPECIAL = re.compile('[&<>"]')
_SPECIAL_WORDS = re.compile("[&<>\u00a0]")
_TAG = re.compile(r"</?[A-Za-z][^\s>]*|<[!?]")
_ADDRESS = re.compile(r"\]\(\s*<?([^)\s>]+)")
_DEFINED = re.compile(r"\]:\s*<?([^\s>]+)")
# What GitHub makes a link without any sign around it; a citation may follow at once.
_BARE = re.compile(
    r"(?<![\w/@.])(?:(?:https?://|www\.)(?:(?!\[\^)[^\s<܀])+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?![\w@/-]))"
)
_ADDRESSED = re.compile(r"://|www\.|@")
_HEADING = re.compile(rb"[# \t]*([^\n]*?)[# \t]*(?:\n|$)")
_ENTITY = re.compile(r"&[A-Za-z0-9]+;$")


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """How a text is read: the headings of its sections, its typography, its limits."""

    sections: Mapping[str, str]
    anchors: Mapping[str, str]
    typeset: Callable[[str], str] | None
    nesting: int
    html: bool


class TooDeep(Exception):
    """Parts stand inside each other more often than anybody could mean."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.code)
        self.diagnostic = diagnostic


@dataclass(slots=True)
class _Image:
    """A picture whose description is being read: what is written until its end is that."""

    value: Mapping[str, str]
    where: Where
    out: list[str]
    words: list[str] = field(default_factory=list)


class HtmlRenderer:
    """Goes over the parts of one text; what it noted stands in its attributes."""

    def __init__(
        self,
        lines: OffsetMap,
        raw: bytes,
        shape: RenderOptions,
        definitions: Callable[[], Mapping[str, Any]],
    ) -> None:
        """*raw*: the text as the engine reads it, with marks for its citations."""
        self.lines = lines
        self._mark = "܀" if raw is not lines.raw else "\0"
        """What citations begin with; a NUL never comes in."""
        self.folder = posixpath.dirname(lines.path)
        self.shape = shape
        self.diagnostics: list[Diagnostic] = []
        self.headings: list[Heading] = []
        self.links: list[Link] = []
        self.citations: list[tuple[str, int, int]] = []
        self.numbers: dict[str, int] = {}
        """Label → number of its source."""
        self._definitions = definitions
        self._defined: Mapping[str, Any] | None = None
        self._seen: dict[str, int] = {}
        self._slugs: dict[str, int] = {}
        self._ids: set[str] = set()
        self._hidden = b"&" in lines.raw
        """An entity (``&#x202E;``) may bring in what must not come in."""
        self._whole = lines.raw.decode() if self._hidden else ""
        self._out: list[str] = []
        self._depth = 0
        self._linked = 0
        self._begins = OPENING_ALONE if shape.html else BEGINS_NOTHING
        self._ends = CLOSING_ALONE if shape.html else ENDS_NOTHING
        self._addressed = any(sign in raw for sign in (b"://", b"www.", b"@"))
        """There may be bare addresses."""
        self._plain = not (self._hidden or b"[^" in raw or raw.count(b"[") > shape.nesting)
        """Nothing but marks and bare addresses can be found in an ordinary piece of text."""
        self._spans: list[tuple[int, int]] = []
        """Of a plain text: the ranges of the marks that stand in its HTML still."""
        self._busy = 0
        """Headings, descriptions and code that are open: what is in them is more than text."""
        self._code = False
        self._heading: list[str] | None = None
        self._image: _Image | None = None
        self._sides: list[str] = []
        self._side = 0
        self._head = False
        self._body = False
        self._html_told = False

    def over(self, events: Iterable[tuple[Any, Where]]) -> str:
        """Go over *events*; the HTML of them.

        Raises:
            TooDeep: parts stand inside each other too deeply; it carries what to tell the author.
        """
        out: list[str] = []
        self._out = out
        text = ""
        start = end = 0
        plain, addressed, typeset = self._plain, self._addressed, self.shape.typeset
        begins, ends = self._begins, self._ends
        for what, where in events:
            if type(what) is str:
                if text:
                    self._text(text, start, end)
                    text = ""
                self._other(what, None, where)
                continue
            piece = what.get("Text")
            if piece is not None:  # the engine cuts a text at every sign that might matter
                if not text:
                    start = where["start"]
                text += piece
                end = where["end"]
                continue
            if text:
                if not plain or self._busy or (addressed and _ADDRESSED.search(text)):
                    self._text(text, start, end)
                elif self.shape.html:  # as `_words` does it, for nearly all pieces
                    out.append(_shown(typeset(text) if typeset is not None else text))
                    if self._mark in text:
                        self._spans += [(start, end)] * text.count(self._mark)
                elif self._mark in text:
                    self.citations += [(x, start, end) for x in citations.MARK.findall(text)]
                text = ""
            if (part := what.get("Start")) is not None:
                alone = begins.get(part) if type(part) is str else None
                if alone is None:
                    self._start(part, where)
                elif alone:
                    out.append(alone)
            elif (part := what.get("End")) is not None:
                alone = ends.get(part) if type(part) is str else None
                if alone is None:
                    self._end(part, where)
                elif alone:
                    out.append(alone)
            else:
                [(name, value)] = what.items()
                self._other(name, value, where)
        if text:
            self._text(text, start, end)
        return self._cited("".join(out)) if self._spans else "".join(out)

    # -- parts that hold others ----------------------------------------------------------------

    def _start(self, part: Any, where: Where) -> None:
        name, value = _named(part)
        if name in NESTING:
            self._depth += 1
            if self._depth > self.shape.nesting:
                self._too_deep(name, where)
        if name in OPENING:
            self._write(OPENING[name])
            self._head = self._head or name == "TableHead"
            self._side = 0
            if name == "TableRow" and not self._body:
                self._body = True
                self._out[-1] = "<tbody>\n<tr>\n"
        elif name == "Link":
            self._linked += 1
            if self._linked == 1:  # a link in the description of a linked picture is no link
                address, title = self._address(value, where, None), self._title(value, where)
                rel = ' rel="noopener"' if "://" in address else ""
                self._write(f'<a href="{_escaped(address)}"{title}{rel}>')
        elif name == "Image":
            if self._image is None:
                self._busy += 1
                self._image = _Image(value, where, self._out)
                self._out = []
        elif name == "Heading":
            self._busy += 1
            self._heading = []
            self._write("")
            self._slot = len(self._out) - 1
        elif name == "List":
            if value is None:
                self._write("<ul>\n")
            else:
                self._write("<ol>\n" if value == 1 else f'<ol start="{int(value)}">\n')
        elif name == "BlockQuote":
            if value is None:
                self._write("<blockquote>\n")
            else:
                kind = html.escape(str(value))
                title = f'<p class="markdown-alert-title">{kind}</p>\n'
                self._write(f'<div class="markdown-alert markdown-alert-{kind.lower()}">\n{title}')
        elif name == "CodeBlock":
            self._busy += 1
            self._code = True
            self._write("<pre><code>")
        elif name == "Table":
            self._sides = [SIDES.get(side, "") for side in value]
            self._body = False
            self._write('<div class="scroll"><table>\n')
        elif name == "TableCell":
            side = self._sides[self._side] if self._side < len(self._sides) else ""
            self._side += 1
            tag = "th" if self._head else "td"
            self._write(f'<{tag} class="{side}">' if side else f"<{tag}>")
        elif name == "HtmlBlock":
            self._refuse_html(where)

    def _end(self, part: Any, where: Where) -> None:
        name, value = _named(part)
        if name in NESTING:
            self._depth -= 1
        if name in CLOSING:
            self._write(CLOSING[name])
            self._head = self._head and name != "TableHead"
        elif name == "Link":
            self._linked -= 1
            if self._linked == 0:
                self._write("</a>")
        elif name == "Image":
            if self._image is not None and self._image.where["start"] == where["start"]:
                self._picture(self._image)
        elif name == "Heading":
            self._end_heading(int(value[1]), where)
        elif name == "List":
            self._write("</ol>\n" if value else "</ul>\n")
        elif name == "BlockQuote":
            self._write("</blockquote>\n" if value is None else "</div>\n")
        elif name == "CodeBlock":
            self._busy -= 1
            self._code = False
            self._write("</code></pre>\n")
        elif name == "Table":
            self._write(("</tbody>\n" if self._body else "") + "</table></div>\n")
        elif name == "TableCell":
            self._write("</th>\n" if self._head else "</td>\n")

    # -- parts that stand for themselves -------------------------------------------------------

    def _other(self, name: str, value: Any, where: Where) -> None:
        if name == "SoftBreak":
            self._write("\n")
            self._say(" ")
        elif name == "HardBreak":
            self._write("<br>\n")
            self._say(" ")
        elif name == "Rule":
            self._write("<hr>\n")
        elif name == "Code":
            code = self._restored(value)
            self._write(f"<code>{_shown(code)}</code>")
            self._say(code)
        elif name == "TaskListMarker":
            self._write("☑ " if value else "☐ ")
        elif name == "InlineHtml":
            self._refuse_html(where)
        elif name == "FootnoteReference":
            label = str(value)
            self._write(self._cite(label, where["start"], where["end"]))

    def _text(self, text: str, start: int, end: int) -> None:
        """Text: outside code it is set for print, its bare addresses and citations are found."""
        if self._code:
            self._write(_shown(self._restored(text)))
            return
        if self._hidden:
            self._refuse_hidden(text, {"start": start, "end": end})
        if text.count("[") > self.shape.nesting:
            self._count_brackets(text, start, end)
        if self._image is not None:
            self._image.words.append(self._restored(text))
        elif self._linked or not _ADDRESSED.search(text):
            self._words(text, start, end)
        else:
            for words, address in _cut(text):
                if address:
                    self._bare(words, address, start, end)
                else:
                    self._words(words, start, end)

    def _words(self, text: str, start: int, end: int) -> None:
        shown = self.shape.typeset(text) if self.shape.typeset is not None else text
        if self._heading is not None:
            self._heading.append(citations.CITATION.sub("", citations.MARK.sub("", shown)))
        pieces = citations.MARK.split(shown) if self._mark in shown else [shown]
        pieces[1::2] = [self._cite(label, start, end) for label in pieces[1::2]]
        pieces[::2] = [
            self._bracketed(words, start, end) if "[^" in words else _shown(words)
            for words in pieces[::2]
        ]
        self._out += pieces

    def _bracketed(self, text: str, start: int, end: int) -> str:
        """Text with what may be citations that have no marks."""
        pieces = citations.CITATION.split(text)
        pieces[1::2] = [
            self._cite(label, start, end)
            if citations.written(label, self.lines.raw, start, end)
            else f"[^{_shown(label)}]"
            for label in pieces[1::2]
        ]
        pieces[::2] = [_shown(words) for words in pieces[::2]]
        return "".join(pieces)

    def _bare(self, words: str, address: str, start: int, end: int) -> None:
        location = self.lines.find(words, start, end) or self.lines.location(start, end)
        self.links.append(Link(address, location, text=words))
        rel = ' rel="noopener"' if "://" in address else ""
        self._write(f'<a href="{_escaped(_encoded(address))}"{rel}>{_shown(words)}</a>')
        self._say(words)

    # -- citations -----------------------------------------------------------------------------

    def _cite(self, label: str, start: int, end: int) -> str:
        if self._plain and self.shape.html:  # the mark stays, until all are exchanged at once
            self._spans.append((start, end))
            return f"{self._mark}{label}}}"
        self.citations.append((label, start, end))
        return self._numbered(label) if self.shape.html else ""

    def _cited(self, html: str) -> str:
        """The HTML of a plain text with citations for its marks."""
        pieces = citations.MARK.split(html)
        # Not strictly: a rule of typography that is no good may have broken a mark.
        self.citations += [(x, *span) for x, span in zip(pieces[1::2], self._spans, strict=False)]
        self._spans = []
        pieces[1::2] = map(self._numbered, pieces[1::2])
        return "".join(pieces)

    def _numbered(self, label: str) -> str:
        """The HTML of a citation: a number that leads to its source, and can be led back to."""
        number = self.numbers.setdefault(label, len(self.numbers) + 1)
        again = self._seen[label] = self._seen.get(label, 0) + 1
        label = _escaped(label)
        here = label if again == 1 else f"{label}-{again}"
        return f'<sup class="cite"><a href="#source-{label}" id="cite-{here}">{number}</a></sup>'

    # -- headings, links and pictures ----------------------------------------------------------

    def _end_heading(self, level: int, where: Where) -> None:
        text = "".join(self._heading or ()).strip()
        self._busy -= 1
        self._heading = None
        slug = slugify(text)
        again = self._slugs.get(slug, 0)
        self._slugs[slug] = again + 1
        github = f"{slug}-{again}" if again else slug
        section = self.shape.sections.get(heading_key(text)) if level == 2 else None
        id = section if section and section not in self._ids else ANCHOR + (github or "section")
        while id in self._ids:
            id += "-1"
        self._ids.add(id)
        found = _HEADING.match(self.lines.raw, where["start"], where["end"])
        location = self.lines.location(
            *(found.span(1) if found else (where["start"], where["end"]))
        )
        self.headings.append(Heading(level, text, id, github, location, section is not None))
        if self.shape.html:
            self._out[self._slot] = f'<h{level} id="{_escaped(id)}">'
        self._write(f"</h{level}>\n")

    def _picture(self, image: _Image) -> None:
        self._busy -= 1
        self._image = None
        self._out = image.out
        alt = "".join(image.words)
        address = self._address(image.value, image.where, alt)
        title = self._title(image.value, image.where)
        self._write(f'<img src="{_escaped(address)}" alt="{_escaped(alt)}"{title} loading="lazy">')

    def _title(self, value: Mapping[str, str], where: Where) -> str:
        title = self._restored(value["title"])
        self._refuse_hidden(title, where)
        return f' title="{_escaped(title)}"' if title else ""

    def _address(self, value: Mapping[str, str], where: Where, alt: str | None) -> str:
        """Note a link or picture as it was written; the address that the page needs."""
        picture = alt is not None
        written = self._restored(value["dest_url"])
        if value["link_type"] == "Email":
            written = f"mailto:{written}"
        self._refuse_hidden(written, where)
        location = self._place_of(value, written, where)
        target, anchor, address = self._meaning(written, picture)
        self.links.append(Link(written, location, target, anchor, picture, alt or ""))
        return address

    def _meaning(self, written: str, picture: bool) -> tuple[str | None, str | None, str]:
        """File in the repository (None outside of it), anchor in it, address for the page."""
        seen = normal(written)
        try:
            parts = urlsplit(seen)
            scheme = parts.scheme.lower()
        except ValueError:
            scheme, parts = "invalid", urlsplit("")
        if scheme or seen.startswith("//"):
            return None, None, _encoded(written) if scheme in SAFE_SCHEMES and not picture else "#"
        if "\\" in written or parts.path.startswith("/"):
            return written, None, "#"
        anchor = unquote(parts.fragment) or None
        if not parts.path:
            return self.lines.path, anchor, f"#{self._anchor(anchor)}" if anchor else ""
        way = unquote(re.split(r"[?#]", written, maxsplit=1)[0])
        target = posixpath.normpath(posixpath.join(self.folder, way))
        depth = route(self.folder).count("/")
        if picture:
            own = "../" * (depth + 1) + route(self.folder) + posixpath.basename(target)
            return target, anchor, _encoded(own)
        page = "../" * depth + route(INDEX.sub("", target))
        return target, anchor, _encoded(page) + (f"#{self._anchor(anchor)}" if anchor else "")

    def _anchor(self, anchor: str) -> str:
        """An anchor as GitHub writes it, or an id of ours → the id on our page."""
        return _encoded(anchor_id(anchor, self.shape.anchors))

    def _place_of(self, value: Mapping[str, str], written: str, where: Where) -> Location:
        """Where the author wrote an address: in the link, or where its label is defined."""
        start, end = where["start"], where["end"]
        if value["id"]:
            if self._defined is None:
                self._defined = self._definitions()
            folded = {key.casefold(): one for key, one in self._defined.items()}
            found = folded.get(value["id"].casefold())
            if found is not None:
                start, end = found["span"]["start"], found["span"]["end"]
        source = self.lines.written(start, end)
        # In a link the address comes last: its words may be the same.
        at = source.rfind(written)
        if at < 0 and (match := (_DEFINED if value["id"] else _ADDRESS).search(source)):
            at, written = match.start(1), match[1]
        if at < 0 or not written:
            return self.lines.location(start, end)
        begin = start + len(source[:at].encode())
        return self.lines.location(begin, begin + len(written.encode()))

    # -- what must not come in -----------------------------------------------------------------

    def _refuse_html(self, where: Where) -> None:
        source = self.lines.written(where["start"], where["end"]).strip()
        if source.startswith("</") and self._html_told:
            return  # its opening tag was named already
        self._html_told = True
        start = where["start"]
        while self.lines.raw[start : start + 1] in (b" ", b"\t", b"\n"):
            start += 1
        first = source.split("\n")[0]
        tag = _TAG.match(first)
        shown = first if len(first) <= 60 else (tag[0] if tag else first[:20]) + "…"
        location = self.lines.location(start, start + len(first.encode()))
        self.diagnostics.append(Diagnostic(location, "raw-html", {"value": shown}))

    def _refuse_hidden(self, text: str, where: Where) -> None:
        """Name an invisible character in *text* that was written as an entity."""
        if not self._hidden or not (found := smuggled(text, self._whole)):
            return
        start, end = where["start"], where["end"]
        location, value = self.lines.location(start, end), "&#…;"
        for entity in re.finditer(r"&#?\w+;", self.lines.written(start, end)):
            if smuggled(_meant(entity[0]), self._whole):
                value = entity[0]
                location = self.lines.find(value, start, end) or location
                break
        values = {"cause": "written", "value": value, **named(found[0])}
        self.diagnostics.append(Diagnostic(location, "forbidden-character", values))

    def _count_brackets(self, text: str, start: int, end: int) -> None:
        depth = 0
        for sign in re.findall(r"[\[\]]", text):
            depth = depth + 1 if sign == "[" else max(0, depth - 1)
            if depth > self.shape.nesting:
                self._too_deep("Bracket", {"start": start, "end": start + 1})

    def _too_deep(self, name: str, where: Where) -> None:
        sign = {"BlockQuote": ">", "List": "-", "Strikethrough": "~~", "Image": "![", "Link": "["}
        values = {
            "cause": "text",
            "construct": sign.get(name, "[" if name == "Bracket" else "*"),
            "limit": str(self.shape.nesting),
        }
        location = self.lines.location(where["start"], where["start"] + 1)
        raise TooDeep(Diagnostic(location, "too-deep", values))

    def _restored(self, text: str) -> str:
        return citations.restored(text) if self._mark in text else text

    # -- writing -------------------------------------------------------------------------------

    def _write(self, piece: str) -> None:
        if self._image is None:
            self._out.append(piece)

    def _say(self, words: str) -> None:
        """Words that stand in the current heading or description, beside being written."""
        if self._image is not None:
            self._image.words.append(words)
        elif self._heading is not None:
            self._heading.append(words)


def _named(part: Any) -> tuple[str, Any]:
    """A part's name, and what the engine tells of it."""
    if type(part) is str:
        return part, None
    [(name, value)] = part.items()
    return name, value


def _cut(text: str) -> Iterator[tuple[str, str]]:
    """Pieces of a text, each with the address that it leads to, if it is one without any sign."""
    done = 0
    for found in _BARE.finditer(text):
        words = _trimmed(found[0])
        if "@" in words and "://" not in words and not words.startswith("www."):
            address = f"mailto:{words}"
        else:
            address = words if "://" in words else f"http://{words}"
            if "." not in words.removeprefix("www."):
                continue
        yield text[done : found.start()], ""
        yield words, address
        done = found.start() + len(words)
    yield text[done:], ""


def _trimmed(address: str) -> str:
    """A bare address without the signs that belong to the sentence around it.

    Source: GitHub Flavored Markdown Spec 0.29, 6.9 Autolinks (extension).
    """
    end = len(address)
    surplus = address.count(")") - address.count("(")
    while end:
        last = address[end - 1]
        if last == ";" and (entity := _ENTITY.search(address, max(0, end - 40), end)):
            end = entity.start()
        elif last == ")" and surplus > 0:
            surplus -= 1
            end -= 1
        elif last in "?!.,:*_~'\";»”’،؛؟":
            end -= 1
        else:
            break
    return address[:end]


def _meant(entity: str) -> str:
    """The character that an entity stands for, also where HTML would make nothing of it."""
    if found := re.fullmatch(r"&#(?:[xX]([0-9a-fA-F]{1,6})|([0-9]{1,7}));", entity):
        point = int(found[1], 16) if found[1] else int(found[2])
        return chr(point) if point <= 0x10FFFF else ""
    return html.unescape(entity)


def _encoded(address: str) -> str:
    """An address as it stands in HTML: letters outside ASCII and spaces as percent codes."""
    return address if address.isascii() and " " not in address else quote(address, _KEPT)


_KEPT = "/:?#[]@!$&'()*+,;=%~"


def _escaped(text: str) -> str:
    """*text* as it stands in an attribute."""
    return html.escape(text, quote=True) if _SPECIAL.search(text) else text


def _shown(text: str) -> str:
    """*text* as it stands between tags, written as a parser of HTML would write it again."""
    if not _SPECIAL_WORDS.search(text):
        return text
    return html.escape(text, quote=False).replace("\u00a0", "&nbsp;")
