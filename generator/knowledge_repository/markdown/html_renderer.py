"""Engine events → HTML of one text.

Only the elements in this module are written; ``sanitize`` has its own list of them. Headings,
links, citations and diagnostics are collected with their exact locations: each event comes with
the range of bytes that it was made from.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from knowledge_repository.markdown.autolinks import may_hold_address, split_addresses
from knowledge_repository.markdown.citations import Citations
from knowledge_repository.markdown.engine import Event, Events, Range, unpack
from knowledge_repository.markdown.escaping import escape_attribute, escape_text
from knowledge_repository.markdown.forbidden import ForbiddenInput
from knowledge_repository.markdown.headings import Headings
from knowledge_repository.markdown.links import Links

OPENING = {
    "Paragraph": "<p>",
    "Item": "<li>",
    "Emphasis": "<em>",
    "Strong": "<strong>",
    "Strikethrough": "<del>",
}
"""Tags of the parts that need nothing else."""
CLOSING = {
    "Paragraph": "</p>\n",
    "Item": "</li>\n",
    "Emphasis": "</em>",
    "Strong": "</strong>",
    "Strikethrough": "</del>",
    "TableHead": "</tr>\n</thead>\n",
    "TableRow": "</tr>\n",
}
NESTING = frozenset({"BlockQuote", "List", "Emphasis", "Strong", "Strikethrough", "Link", "Image"})
"""Parts whose depth is limited."""
ALIGNMENTS = {"Left": "left", "Center": "center", "Right": "right"}


@dataclass(slots=True)
class _OpenImage:
    """A picture whose description is being read."""

    value: Mapping[str, str]
    where: Range
    out: list[str]
    """HTML before the picture: until its end, what is written goes elsewhere and is dropped."""
    words: list[str] = field(default_factory=list)


class HtmlRenderer:
    """Renders events; what it finds goes to the collectors that it is given."""

    def __init__(
        self,
        headings: Headings,
        links: Links,
        citations: Citations,
        forbidden: ForbiddenInput,
        typeset: Callable[[str], str] | None,
        html: bool,
    ) -> None:
        """*html*: False where only what the collectors find is needed."""
        self.headings = headings
        self.links = links
        self.citations = citations
        self.forbidden = forbidden
        self.typeset = typeset if html else None
        self.html = html
        self._out: list[str] = []
        self._depth = 0
        self._link_depth = 0
        self._link_words: list[str] = []
        self._in_code = False
        self._heading: list[str] | None = None  # words of the open heading
        self._heading_index = 0  # where its opening tag goes in the output
        self._image: _OpenImage | None = None
        self._alignments: list[str] = []
        self._cells: Iterator[str] = iter(())  # alignments of the next cells of the row
        self._cell = "td"
        self._has_table_body = False

    def render(self, events: Events) -> str:
        """The HTML of *events*.

        Raises:
            TooDeep: parts are nested too deeply.
        """
        self._out = []
        text = ""
        start = end = 0
        for event, where in events:
            value: Any = None  # its type depends on the name
            if type(event) is str:
                name = event
            else:
                [(name, value)] = event.items()  # as unpack; half of all events pass only here
            if name == "Text":  # the engine cuts a text at every special character
                if not text:
                    start = where["start"]
                text += value
                end = where["end"]
                continue
            if text:
                self._text(text, start, end)
                text = ""
            if name == "Start":
                if value in ("Paragraph", "Item"):
                    self._out.append(OPENING[value])
                else:
                    self._start(value, where)
            elif name == "End":
                if value in ("Paragraph", "Item"):
                    self._out.append(CLOSING[value])
                else:
                    self._end(value, where)
            else:
                self._leaf(name, value, where)
        if text:
            self._text(text, start, end)
        return "".join(self._out)

    # -- parts that contain others -------------------------------------------------------------

    def _start(self, part: Event, where: Range) -> None:
        name, value = unpack(part)
        if name in NESTING:
            self._depth += 1
            self.forbidden.nesting(self._depth, name, where["start"])
        if name in OPENING:
            self._out.append(OPENING[name])
            return
        match name:
            case "Link":
                self._link_depth += 1
                if self._link_depth == 1:  # HTML has no links inside links
                    address = self._address(value, where)
                    self._link_words = []
                    self._out.append(_opening_link(address, self._title(value, where)))
            case "Image":
                if self._image is None:
                    self._image = _OpenImage(value, where, self._out)
                    self._out = []
            case "Heading":
                self._heading = []
                self._heading_index = len(self._out)
                self._out.append("")
            case "List":
                start = "" if value in (None, 1) else f' start="{int(value)}"'
                self._out.append("<ul>\n" if value is None else f"<ol{start}>\n")
            case "BlockQuote":
                self._out.append(_alert(str(value)) if value else "<blockquote>\n")
            case "CodeBlock":
                self._in_code = True
                self._out.append("<pre><code>")
            case "Table":
                self._alignments = [ALIGNMENTS.get(one, "") for one in value]
                self._has_table_body = False
                self._out.append('<div class="scroll"><table>\n')
            case "TableHead":
                self._cell, self._cells = "th", iter(self._alignments)
                self._out.append("<thead>\n<tr>\n")
            case "TableRow":
                self._out.append("<tr>\n" if self._has_table_body else "<tbody>\n<tr>\n")
                self._cell, self._cells = "td", iter(self._alignments)
                self._has_table_body = True
            case "TableCell":
                alignment = next(self._cells, "")
                attribute = f' class="{alignment}"' if alignment else ""
                self._out.append(f"<{self._cell}{attribute}>")
            case "HtmlBlock":
                self.forbidden.raw_html(where["start"], where["end"])

    def _end(self, part: Event, where: Range) -> None:
        name, value = unpack(part)
        if name in NESTING:
            self._depth -= 1
        if name in CLOSING:
            self._out.append(CLOSING[name])
            return
        match name:
            case "Link":
                self._link_depth -= 1
                if self._link_depth == 0:
                    self._out.append("</a>")
                    self.links.end("".join(self._link_words))
            case "Image":
                # A picture in the description of another one is only words.
                if self._image is not None and self._image.where["start"] == where["start"]:
                    self._end_image(self._image)
            case "Heading":
                self._end_heading(int(value[1]), where)
            case "List":
                self._out.append("</ol>\n" if value else "</ul>\n")
            case "BlockQuote":
                self._out.append("</div>\n" if value else "</blockquote>\n")
            case "CodeBlock":
                self._in_code = False
                self._out.append("</code></pre>\n")
            case "Table":
                body = "</tbody>\n" if self._has_table_body else ""
                self._out.append(f"{body}</table></div>\n")
            case "TableCell":
                self._out.append(f"</{self._cell}>\n")

    def _end_heading(self, level: int, where: Range) -> None:
        text = "".join(self._heading or ()).strip()
        self._heading = None
        id = self.headings.add(level, text, where["start"], where["end"])
        self._out[self._heading_index] = f'<h{level} id="{escape_attribute(id)}">'
        self._out.append(f"</h{level}>\n")

    def _end_image(self, image: _OpenImage) -> None:
        self._image = None
        self._out = image.out
        alt = "".join(image.words)
        address = escape_attribute(self._address(image.value, image.where, alt))
        title = self._title(image.value, image.where)
        self._out.append(
            f'<img src="{address}" alt="{escape_attribute(alt)}"{title} loading="lazy">'
        )

    def _address(self, value: Mapping[str, str], where: Range, alt: str | None = None) -> str:
        href = self.citations.restore(value["dest_url"])
        if value["link_type"] == "Email":
            href = f"mailto:{href}"
        self.forbidden.hidden_characters(href, where["start"], where["end"])
        return self.links.add(href, where, value["id"], alt)

    def _title(self, value: Mapping[str, str], where: Range) -> str:
        title = self.citations.restore(value["title"])
        self.forbidden.hidden_characters(title, where["start"], where["end"])
        return f' title="{escape_attribute(title)}"' if title else ""

    # -- leaves --------------------------------------------------------------------------------

    def _leaf(self, name: str, value: Any, where: Range) -> None:  # each name has another type
        match name:
            case "SoftBreak":
                self._out.append("\n")
                self._add_words(" ")
            case "HardBreak":
                self._out.append("<br>\n")
                self._add_words(" ")
            case "Rule":
                self._out.append("<hr>\n")
            case "Code":
                code = self.citations.restore(value)
                self._out.append(f"<code>{escape_text(code)}</code>")
                self._add_words(code)
                self._link_words.append(code)
            case "TaskListMarker":
                self._out.append("☑ " if value else "☐ ")
            case "InlineHtml":
                self.forbidden.raw_html(where["start"], where["end"])
            case "FootnoteReference":
                self._out.append(self.citations.cite(str(value), where["start"], where["end"]))

    def _text(self, text: str, start: int, end: int) -> None:
        if self._in_code:
            self._out.append(escape_text(self.citations.restore(text)))
            return
        self.forbidden.check_text(text, start, end)
        if self._image is not None:
            self._image.words.append(self.citations.restore(text))
        elif self._link_depth or not may_hold_address(text):
            self._words(text, start, end)
        else:
            for words, address in split_addresses(text):
                if address:
                    address = self.links.add_bare(words, address, start, end)
                    self._out.append(f"{_opening_link(address)}{escape_text(words)}</a>")
                    self._add_words(words)
                else:
                    self._words(words, start, end)

    def _words(self, text: str, start: int, end: int) -> None:
        """Text outside code, addresses and descriptions of pictures."""
        if self.typeset is not None:
            text = self.typeset(text)
        if self._link_depth:
            self._link_words.append(text)
        if self._heading is not None:
            self._heading.append(self.citations.remove(text))
        if self.html:
            self._out.append(self.citations.text_to_html(text, start, end))
        else:
            self.citations.collect(text, start, end)

    def _add_words(self, words: str) -> None:
        """Add *words* to the open heading or description of a picture, if there is one."""
        if self._image is not None:
            self._image.words.append(words)
        elif self._heading is not None:
            self._heading.append(words)


def _opening_link(address: str, title: str = "") -> str:
    rel = ' rel="noopener"' if "://" in address else ""
    return f'<a href="{escape_attribute(address)}"{title}{rel}>'


def _alert(kind: str) -> str:
    kind = html.escape(kind)
    return (
        f'<div class="markdown-alert markdown-alert-{kind.lower()}">\n'
        f'<p class="markdown-alert-title">{kind}</p>\n'
    )
