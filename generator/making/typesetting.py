"""The last touch on the HTML of a text, in the frame of one language: digits as its country writes
them, Latin names kept apart in right-to-left text, the first mention of each glossary term linked.

Only text between tags changes; nothing inside a link, a heading, code or a citation is touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from html import escape

from generator.model import GlossaryTerm, Language

_PIECES = re.compile(r"(<[^>]*>)")
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)")
_CLOSED = frozenset({"a", "code", "pre", "sup", "h1", "h2", "h3", "h4", "h5", "h6", "abbr", "bdi"})
"""What is left as it is: nothing inside is linked or isolated."""
_LATIN = re.compile(  # Design Hub; Maison &amp; Objet; P'tit; 3D stays with its word
    r"[A-Za-zÀ-ɏ](?:(?:&amp;|&#39;|[A-Za-zÀ-ɏ0-9’'.+/@-]|[ \u00a0](?=&amp;|[A-Za-zÀ-ɏ0-9]))*"
    r"[A-Za-zÀ-ɏ0-9!])?"
)


def set_text(
    html: str,
    language: Language,
    digits: Callable[[str], str],
    mentions: Mentions | None,
) -> str:
    """*html* as readers see it. *digits* writes the digits of a piece of text."""
    isolate = language.direction == "rtl"
    open_tags: list[str] = []
    pieces = _PIECES.split(html)
    seen: set[str] = set()
    for index, piece in enumerate(pieces):
        if index % 2:
            tag = _TAG.match(piece)
            if tag and tag[2] in _CLOSED:
                if not tag[1]:
                    open_tags.append(tag[2])
                elif open_tags:
                    open_tags.pop()
        elif piece and not piece.isspace():
            if "code" in open_tags or "pre" in open_tags:
                continue
            if not open_tags:
                links = mentions.link(piece, seen) if mentions else [piece]
                # Every second part is the HTML of a link.
                pieces[index] = "".join(
                    part if number % 2 else _inner(part, isolate, digits)
                    for number, part in enumerate(links)
                )
            else:
                pieces[index] = digits(piece)
    return "".join(pieces)


def _inner(text: str, isolate: bool, digits: Callable[[str], str]) -> str:
    if not isolate:
        return digits(text)
    parts, end = [], 0
    for found in _LATIN.finditer(text):
        parts += [digits(text[end : found.start()]), f"<bdi>{found[0]}</bdi>"]
        end = found.end()
    parts.append(digits(text[end:]))
    return "".join(parts)


class Mentions:
    """Finds the terms of the glossary in texts of one language."""

    def __init__(self, glossary: Mapping[str, GlossaryTerm], language: Language) -> None:
        self.ids: dict[str, str] = {}
        """Each form of a term, folded → its id."""
        self.definitions: dict[str, str] = {}
        for term in glossary.values():
            for form in forms(term.terms.get(language.code, "")):
                self.ids.setdefault(form.casefold(), term.id)
            self.definitions[term.id] = term.definitions.get(language.code, "")
        longest = sorted(self.ids, key=len, reverse=True)
        before, after = language.glued
        options = "|".join(_written(form, before) for form in longest)
        pattern = rf"(?<!\w){before}(?P<form>{options}){after}(?!\w)"
        self.pattern = re.compile(pattern, re.IGNORECASE) if self.ids else None
        self._before = before

    def link(self, text: str, seen: set[str]) -> list[str]:
        """*text* cut at the first mention of each term that is not yet *seen*: plain text and the
        HTML of a link take turns."""
        if self.pattern is None:
            return [text]
        parts, end = [], 0
        for found in self.pattern.finditer(text):
            id = self._id(found["form"])
            if id is None or id in seen:
                continue
            seen.add(id)
            title = escape(self.definitions[id])
            link = f'<a class="k-term" href="../../glossary/#{id}" title="{title}">{found[0]}</a>'
            parts += [text[end : found.start()], link]
            end = found.end()
        return [*parts, text[end:]]

    def _id(self, form: str) -> str | None:
        folded = " ".join(form.split()).casefold()
        if folded in self.ids:
            return self.ids[folded]
        bare = " ".join(re.sub(rf"^{self._before}", "", word) for word in folded.split())
        return self._bare().get(bare)

    def _bare(self) -> Mapping[str, str]:
        return _without(self._before, tuple(self.ids.items()))


@cache
def _without(before: str, ids: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """The forms without what may be glued before their words."""
    return {
        " ".join(re.sub(rf"^{before}", "", word) for word in form.split()): id for form, id in ids
    }


def _written(form: str, before: str) -> str:
    """The pattern of a form of several words: each may have its own article."""
    return rf"[ \u00a0]{before}".join(re.escape(word) for word in form.split())


def forms(term: str) -> list[str]:
    """What a term of the glossary may look like in a text: without what its brackets explain, each
    of several names, an abbreviation in brackets."""
    found = []
    for name in re.split(r"[,،;؛/]", re.sub(r"\([^)]*\)", "", term)):
        if len(name.split()) and len(name.strip()) > 2:
            found.append(" ".join(name.split()))
    found += re.findall(r"\(([A-ZÀ-Þ]{2,8})\)", term)
    return found
