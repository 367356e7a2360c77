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
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.gfm import gfm_plugin

from generator.markdown import marking
from generator.markdown.addresses import (
    ANCHOR,
    INDEX,
    SAFE_SCHEMES,
    anchor_id,
    is_unsafe,
    normal,
    plain,
    route,
    slugify,
)
from generator.markdown.findings import Findings
from generator.model import Body, Heading, Link, Problem

__all__ = ["ANCHOR", "anchor_id", "is_unsafe", "plain", "render", "route", "slugify"]


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
    found = Findings(
        path,
        text.split("\n"),
        first_line,
        posixpath.dirname(path),
        sections or {},
        anchors or {},
        typeset,
    )
    env: dict[str, Any] = {"found": found}
    source, found.marks = marking.marked(text, path, first_line)
    tokens = _ENGINE.parse(source, env)
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

    def html_of(some: Sequence[Token]) -> str:
        made: str = _ENGINE.renderer.render(some, _ENGINE.options, env)
        if not found.marks:
            return made
        return marking.replaced(made, lambda n: _citation(found.marks[n][0], *found.shown[n]))

    body = Body(
        html=html_of(tokens),
        headings=tuple(found.headings),
        links=tuple(found.links),
        citations=tuple(found.citations),
        notes={label: html_of(inner) for label, inner in notes},
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


def _walk(tokens: Sequence[Token], found: Findings) -> None:
    """Note headings, links, citations and raw HTML, and turn author's paths into addresses."""
    heading: Token | None = None
    for token in tokens:
        if token.map:
            block = (token.map[0], token.map[1])
            if block != found.block:
                found.enter(block)
        if token.type == "heading_open":
            heading = token
        elif token.type in ("html_block", "fence", "code_block"):
            token.content = marking.restored(token.content, found.marks)
            token.info = marking.restored(token.info, found.marks)
            if token.type == "html_block":
                _refuse_html(token.content, found)
        elif token.type == "inline":
            for child in token.children or ():
                _inline(child, found)
            if heading is not None:
                _heading(heading, token, found)
                heading = None


def _inline(token: Token, found: Findings) -> None:
    if token.type == "text":
        if found.typeset is not None:
            token.content = found.typeset(token.content)
        if found.marks:
            for mark in marking.MARK.findall(token.content):
                n = marking.index(mark)
                found.shown[n] = found.cite(*found.marks[n])
    elif token.type in ("html_inline", "code_inline"):
        token.content = marking.restored(token.content, found.marks)
        if token.type == "html_inline":
            _refuse_html(token.content, found)
    elif token.type == "link_open":
        token.attrs["href"] = _link(str(token.attrs.get("href", "")), token, found)
        if "://" in str(token.attrs["href"]):
            token.attrs["rel"] = "noopener"
    elif token.type == "image":
        alt = token.content = marking.restored(token.content, found.marks)
        for child in token.children or ():  # the description is made from these
            child.content = marking.restored(child.content, found.marks)
        token.attrs["src"] = _link(str(token.attrs.get("src", "")), token, found, picture=alt)
        token.attrs["loading"] = "lazy"
    elif token.type == "citation":
        label = str(token.meta["label"])
        token.meta["shown"] = found.cite(label, found.place(f"[^{label}]"))
    if "title" in token.attrs:
        token.attrs["title"] = marking.restored(str(token.attrs["title"]), found.marks)


def _refuse_html(content: str, found: Findings) -> None:
    if content.startswith("</") and any(p.code == "raw-html" for p in found.problems):
        return  # its opening tag was named already
    tag = re.match(r"<[!?]?-{0,2}/?\s*[A-Za-z0-9-]*", content.lstrip())
    name = (tag[0] if tag else "<") + ("…" if len(content) > 40 else "")
    needle = content.strip().split("\n")[0]
    shown = content.strip().split("\n")[0][:60] or name
    found.problems.append(Problem(found.place(needle), "raw-html", {"value": shown}))


def _heading(opening: Token, inline: Token, found: Findings) -> None:
    text = "".join(
        marking.replaced(child.content, lambda n: "")
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


def _link(href: str, token: Token, found: Findings, picture: str | None = None) -> str:
    """Note a link as it was written; return the address that the page needs."""
    written = marking.restored(unquote(href), found.marks)
    if found.marks and marking.MARK.search(unquote(href)):
        href = written
    place = found.find(written) or found.find(href) or found.definition(href) or found.link()
    is_picture = picture is not None
    words = picture or ""
    address = normal(href)
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
    page = route(INDEX.sub("", target))
    here = "../" * route(found.folder).count("/")
    return here + page + (f"#{_anchor(anchor, found)}" if anchor else "")


def _anchor(anchor: str, found: Findings) -> str:
    """An anchor as GitHub writes it, or an id of ours → the id on our page."""
    return anchor_id(anchor, found.anchors)


# -- the engine --------------------------------------------------------------------------------


def _citation_rule(state: StateInline, silent: bool) -> bool:
    """``[^label]``: a citation of a source, or of a footnote that the author wrote out."""
    match = marking.CITATION.match(state.src, state.pos)
    if not match or match.end() > state.posMax:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.meta = {"label": match[1]}
    state.pos = match.end()
    return True


def _citation(label: str, number: int, again: int) -> str:
    """The HTML of a citation: a number that leads to its source, and can be led back to."""
    label = _escaped(label)
    here = f"cite-{label}" if again == 1 else f"cite-{label}-{again}"
    return f'<sup class="cite"><a href="#source-{label}" id="{here}">{number}</a></sup>'


_escaped = lru_cache(4096)(html.escape)  # the same few labels, a hundred times a text


def _render_citation(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    meta = tokens[index].meta
    return _citation(meta["label"], *meta["shown"])


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
