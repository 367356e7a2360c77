"""GitHub-flavoured Markdown → HTML, headings, links and citations with their places.

The only module that knows the Markdown engine (markdown-it-py with the GFM plugin of
mdit-py-plugins), so that GitHub's own preview shows what the site will. Three things differ:
raw HTML is never rendered but reported with its line; ``[^id]`` cites a source of the register
unless the text itself defines that footnote; links between entries are written as paths of files,
as on GitHub, and become addresses of pages. Addresses are relative, and the tree below each
language is the same, so one HTML serves every language.
"""

from __future__ import annotations

import html
import posixpath
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.gfm import gfm_plugin

from generator.model import Body, Heading, Link, Place, Problem

SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
ANCHOR = "s-"
"""Prefix of the ids of free headings: no heading can take the id of something in the theme."""

_CITATION = re.compile(r"\[\^([^\]\s]{1,80})\]")
_DEFINITION = re.compile(r" {0,3}\[[^\]]+\]:\s*<?([^\s>]+)")
_ADDRESS = re.compile(r"(?<=\]\()[^)\s]+")
_INDEX = re.compile(r"(?:^|/)index\.[a-z]{2,3}(?:-[A-Za-z0-9]+)*\.md$")


@dataclass(slots=True)
class _Findings:
    """What the rules below note while one text is rendered."""

    path: str
    lines: list[str]
    first_line: int
    folder: str
    sections: Mapping[str, str]
    anchors: Mapping[str, str]
    typeset: Callable[[str], str] | None
    problems: list[Problem] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    citations: list[tuple[str, Place]] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    cursor: int = 0
    """Where the search for the next inline place begins: a position in the block's text."""
    block: tuple[int, int] = (0, 0)
    text: str = ""
    """The author's lines of the current block."""
    counted: tuple[int, int] = (0, 0)
    """A position in the block's text, and how many lines end before it."""
    absent: set[str] = field(default_factory=set)
    """What was looked for in the current block in vain: thousands of links stay quick."""
    definitions: dict[str, Place] | None = None
    """Address → where ``[label]: address`` stands; made when the first one is looked for."""

    def enter(self, block: tuple[int, int]) -> None:
        """Go on to another block of lines."""
        self.block = block
        self.text = "\n".join(self.lines[block[0] : block[1]])
        self.cursor = 0
        self.counted = (0, 0)
        self.absent.clear()

    def place(self, needle: str) -> Place:
        """The next spot of *needle* in the current block, else the block's first line."""
        return self.find(needle) or self.start()

    def start(self) -> Place:
        """The beginning of the current block."""
        begin = self.block[0]
        line = self.lines[begin] if begin < len(self.lines) else ""
        return Place(self.path, begin + self.first_line, len(line) - len(line.lstrip()) + 1)

    def find(self, needle: str) -> Place | None:
        """The next spot of *needle* in the current block."""
        begin, text = self.block[0], self.text
        if not needle or needle in self.absent:
            return None
        at = text.find(needle, self.cursor)
        if at < 0:
            at = text.find(needle)
        if at < 0:
            self.absent.add(needle)
            return None
        self.cursor = at + len(needle)
        since, row = self.counted if self.counted[0] <= at else (0, 0)
        row += text.count("\n", since, at)
        self.counted = (at, row)
        column = at - (text.rfind("\n", 0, at) + 1) + 1
        width = len(needle) if "\n" not in needle else needle.index("\n")
        return Place(self.path, begin + row + self.first_line, column, width)

    def definition(self, href: str) -> Place | None:
        """Where ``[label]: address`` stands, which may be anywhere in the text."""
        if self.definitions is None:
            self.definitions = {}
            for number, line in enumerate(self.lines, self.first_line):
                if found := _DEFINITION.match(line):
                    place = Place(self.path, number, found.start(1) + 1, len(found[1]))
                    self.definitions.setdefault(found[1], place)
        return self.definitions.get(unquote(href)) or self.definitions.get(href)

    def link(self) -> Place:
        """The next ``](address)`` of the current block, however the address is spelt."""
        if "](" not in self.absent:
            if found := _ADDRESS.search(self.text, self.cursor):
                return self.place(found[0])
            self.absent.add("](")
        return self.start()


def slugify(text: str) -> str:
    """The anchor that GitHub gives a heading: letters of every script stay."""
    text = text.replace("\u00a0", " ")  # set for print, not typed
    kept = [c for c in text.strip().lower() if c in "-_ " or unicodedata.category(c)[0] in "LNM"]
    return "".join(kept).replace(" ", "-")


def plain(text: str) -> str:
    """A heading as people compare it: case, kind of apostrophe and vowel marks do not count."""
    text = unicodedata.normalize("NFC", text).replace("’", "'").strip().casefold()
    return re.sub(r"[\u064b-\u0652\u0640]|\s+", lambda m: " " if m[0].isspace() else "", text)


def route(folder: str) -> str:
    """The address below the language of what stands in *folder*: ``content/pages/about`` →
    ``about/``, ``content/countries/dz`` → ``countries/dz/``, ``casestudies/x`` → the same."""
    for prefix in ("content/pages/", "content/"):
        if folder.startswith(prefix):
            return folder.removeprefix(prefix) + "/"
    return folder + "/"


def render(
    path: str,
    text: str,
    first_line: int = 1,
    sections: Mapping[str, str] | None = None,
    anchors: Mapping[str, str] | None = None,
    typeset: Callable[[str], str] | None = None,
) -> tuple[Body, list[Problem]]:
    """Render the body of the file *path*.

    Args:
        first_line: number of the first line of *text* in its file.
        sections: heading as ``plain`` gives it → id of the section, in the language of the text.
        anchors: slug on GitHub → id of the section, in every language.
        typeset: sets a piece of text as its language wants it in print; never sees code.
    """
    found = _Findings(
        path,
        text.split("\n"),
        first_line,
        posixpath.dirname(path),
        sections or {},
        anchors or {},
        typeset,
    )
    env: dict[str, Any] = {"found": found}
    tokens = _ENGINE.parse(text, env)
    notes = _take_notes(tokens)
    _walk(tokens, found)
    for _, inner in notes:
        _walk(inner, found)
    for label, inner in notes:  # a note may be cited in another one: all are read by now
        if label not in found.numbers:
            found.cursor = 0
            begin, end = (inner[0].map if inner else None) or (0, 1)
            found.enter((begin, end))
            found.problems.append(
                Problem(found.place(f"[^{label}]"), "unused-footnote", {"label": label})
            )
    body = Body(
        html=_ENGINE.renderer.render(tokens, _ENGINE.options, env),
        headings=tuple(found.headings),
        links=tuple(found.links),
        citations=tuple(found.citations),
        notes={
            label: _ENGINE.renderer.render(inner, _ENGINE.options, env) for label, inner in notes
        },
        words=len(text.split()),
    )
    return body, found.problems


# -- reading the tokens ------------------------------------------------------------------------


def _take_notes(tokens: list[Token]) -> list[tuple[str, list[Token]]]:
    """Take the definitions of footnotes out of the text: they are shown at its end."""
    notes: list[tuple[str, list[Token]]] = []
    kept: list[Token] = []
    inside: list[Token] | None = None
    for token in tokens:
        if token.type == "footnote_reference_open":
            inside = []
            notes.append((str(token.meta["label"]), inside))
        elif token.type == "footnote_reference_close":
            inside = None
        else:
            (kept if inside is None else inside).append(token)
    tokens[:] = kept
    return notes


def _walk(tokens: Sequence[Token], found: _Findings) -> None:
    """Note headings, links, citations and raw HTML, and turn author's paths into addresses."""
    heading: Token | None = None
    for token in tokens:
        if token.map:
            block = (token.map[0], token.map[1])
            if block != found.block:
                found.enter(block)
        if token.type == "heading_open":
            heading = token
        elif token.type == "html_block":
            _refuse_html(token.content, found)
        elif token.type == "inline":
            for child in token.children or ():
                _inline(child, found)
            if heading is not None:
                _heading(heading, token, found)
                heading = None


def _inline(token: Token, found: _Findings) -> None:
    if token.type == "text":
        if found.typeset is not None:
            token.content = found.typeset(token.content)
    elif token.type == "html_inline":
        _refuse_html(token.content, found)
    elif token.type == "link_open":
        token.attrs["href"] = _link(str(token.attrs.get("href", "")), token, found)
        if "://" in str(token.attrs["href"]):
            token.attrs["rel"] = "noopener"
    elif token.type == "image":
        alt = token.content
        token.attrs["src"] = _link(str(token.attrs.get("src", "")), token, found, picture=alt)
        token.attrs["loading"] = "lazy"
    elif token.type == "citation":
        label = str(token.meta["label"])
        found.citations.append((label, found.place(f"[^{label}]")))
        number = found.numbers.setdefault(label, len(found.numbers) + 1)
        found.seen[label] = found.seen.get(label, 0) + 1
        token.meta.update(number=number, again=found.seen[label])


def _refuse_html(content: str, found: _Findings) -> None:
    if content.startswith("</") and any(p.code == "raw-html" for p in found.problems):
        return  # its opening tag was named already
    tag = re.match(r"<[!?]?-{0,2}/?\s*[A-Za-z0-9-]*", content.lstrip())
    name = (tag[0] if tag else "<") + ("…" if len(content) > 40 else "")
    needle = content.strip().split("\n")[0]
    shown = content.strip().split("\n")[0][:60] or name
    found.problems.append(Problem(found.place(needle), "raw-html", {"value": shown}))


def _heading(opening: Token, inline: Token, found: _Findings) -> None:
    text = "".join(
        child.content
        for child in inline.children or ()
        if child.type in ("text", "code_inline", "text_special")
    ).strip()
    slug = slugify(text)
    again = found.seen.get(f"#{slug}", 0)
    found.seen[f"#{slug}"] = again + 1
    github = f"{slug}-{again}" if again else slug
    level = int(opening.tag[1])
    section = found.sections.get(plain(text)) if level == 2 else None
    id = section if section and section not in found.ids else ANCHOR + (github or "section")
    while id in found.ids:
        id += "-1"
    found.ids[id] = 1
    opening.attrs["id"] = id
    place = found.place(text)
    found.headings.append(Heading(level, text, id, github, place, section is not None))


def _link(href: str, token: Token, found: _Findings, picture: str | None = None) -> str:
    """Note a link as it was written; return the address that the page needs."""
    written = unquote(href)
    place = found.find(written) or found.find(href) or found.definition(href) or found.link()
    is_picture = picture is not None
    words = picture or ""
    address = _normal(href)
    try:
        parts = urlsplit(address)
        scheme = parts.scheme.lower()
    except ValueError:
        scheme, parts = "invalid", urlsplit("")
    if scheme or address.startswith("//"):
        found.links.append(Link(written, place, None, None, is_picture, words))
        safe = scheme in SAFE_SCHEMES and not is_picture
        return href if safe else "#"
    if "\\" in written or parts.path.startswith("/"):
        found.links.append(Link(written, place, written, None, is_picture, words))
        return "#"
    anchor = unquote(parts.fragment) or None
    if not parts.path:
        found.links.append(Link(written, place, found.path, anchor, is_picture, words))
        return f"#{_anchor(anchor, found)}" if anchor else ""
    way = re.split(r"[?#]", href, maxsplit=1)[0]
    target = posixpath.normpath(posixpath.join(found.folder, unquote(way)))
    found.links.append(Link(written, place, target, anchor, is_picture, words))
    if is_picture:
        depth = route(found.folder).count("/") + 1
        return "../" * depth + route(found.folder) + posixpath.basename(target)
    page = route(_INDEX.sub("", target))
    here = "../" * route(found.folder).count("/")
    return here + page + (f"#{_anchor(anchor, found)}" if anchor else "")


def _anchor(anchor: str, found: _Findings) -> str:
    """An anchor as GitHub writes it, or an id of ours → the id on our page."""
    return anchor_id(anchor, found.anchors)


def anchor_id(anchor: str, anchors: Mapping[str, str]) -> str:
    """The id on our pages that an author means by *anchor*."""
    if anchor in anchors.values() or anchor.startswith(ANCHOR):
        return anchor
    return anchors.get(anchor) or ANCHOR + anchor


def _normal(href: str) -> str:
    """An address as a browser reads it: entities resolved, control characters dropped."""
    address = html.unescape(unquote(href))
    return re.sub(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\ufeff]+", "", address)


def is_unsafe(href: str) -> bool:
    """Whether an address has a scheme that may not stand in a page."""
    address = _normal(href)
    try:
        return bool(urlsplit(address).scheme) and urlsplit(address).scheme not in SAFE_SCHEMES
    except ValueError:
        return True


# -- the engine --------------------------------------------------------------------------------


def _citation_rule(state: StateInline, silent: bool) -> bool:
    """``[^label]``: a citation of a source, or of a footnote that the author wrote out."""
    match = _CITATION.match(state.src, state.pos)
    if not match or match.end() > state.posMax:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.meta = {"label": match[1]}
    state.pos = match.end()
    return True


def _render_citation(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    meta = tokens[index].meta
    label, number, again = meta["label"], meta["number"], meta["again"]
    here = html.escape(f"cite-{label}" + (f"-{again}" if again > 1 else ""))
    return (
        f'<sup class="cite"><a href="#source-{html.escape(label)}" id="{here}">{number}</a></sup>'
    )


def _render_nothing(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return ""


def _render_table_open(
    self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any
) -> str:
    return '<div class="scroll"><table>\n'


def _render_table_close(
    self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any
) -> str:
    return "</table></div>\n"


def _engine() -> MarkdownIt:
    engine = MarkdownIt("commonmark")
    engine.use(gfm_plugin)
    # Definitions of footnotes are parsed by the plugin; references and the list are ours.
    engine.disable(["footnote_ref", "footnote_tail"])
    engine.inline.ruler.before("link", "citation", _citation_rule)
    # Unsafe links must become tokens, too: else they stay text and nobody is told.
    engine.validateLink = lambda url: True  # type: ignore[method-assign]
    engine.add_render_rule("citation", _render_citation)
    engine.add_render_rule("html_block", _render_nothing)
    engine.add_render_rule("html_inline", _render_nothing)
    engine.add_render_rule("table_open", _render_table_open)
    engine.add_render_rule("table_close", _render_table_close)
    return engine


_ENGINE = _engine()
