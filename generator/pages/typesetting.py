"""The last touch on the HTML of a text, in the frame of one language: digits as its country writes
them, Latin names kept apart in right-to-left text, the first mention of each glossary term linked.

Only text between tags changes; nothing inside a link, a heading, code or a citation is linked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

from generator.model import GlossaryTerm, Language

_PIECES = re.compile(
    r"(<(?:(?P<name>a|code|pre|sup|h[1-6]|abbr|bdi)\b[^>]*>"
    r"[^<]*(?:<(?!/(?P=name)>)[^<]*)*</(?P=name)>|[^>]*>))"
)
"""A tag, or a whole element that is left as it is: nothing inside is linked or isolated."""
_BETWEEN = re.compile(r">([^<>]+)<")
_PLAIN = re.compile(r"[A-Za-zÀ-ɏ0-9]")
_LATIN = re.compile(  # Design Hub; Maison &amp; Objet; P'tit; 3D stays with its word
    r"[A-Za-zÀ-ɏ](?:(?:&amp;|&#39;|[A-Za-zÀ-ɏ0-9’'.+/@-]|[ \u00a0](?=&amp;|[A-Za-zÀ-ɏ0-9]))*"
    r"[A-Za-zÀ-ɏ0-9!])?"
)

Digits = Callable[[str], str]
"""Writes the digits of a piece of text as a country does."""


def cut(html: str) -> list[str]:
    """*html* in pieces: text, markup, name of an element or None; text, …"""
    return _PIECES.split(html)


def joined(context: list[str]) -> str:
    """The pieces as HTML again."""
    del context[2::3]
    return "".join(context)


def set_text(context: list[str], language: Language, digits: Digits | None) -> None:
    """Write the digits of *pieces* as their country does (None: as they are) and, in a
    right-to-left language, keep Latin names apart."""
    isolated = language.direction == "rtl"
    if digits is None and not isolated:
        return
    for index in range(0, len(context), 3):
        if _PLAIN.search(context[index]):
            context[index] = _set(context[index], isolated, digits)
    if digits is not None:
        for index in range(1, len(context), 3):
            if (
                context[index + 1]
                and "<code" not in context[index]
                and "<pre" not in context[index]
            ):
                context[index] = _BETWEEN.sub(lambda m: f">{digits(m[1])}<", context[index])


def runs(text: str, language: Language) -> list[tuple[str, bool]]:
    """*text* in pieces; True marks a Latin name that a right-to-left language keeps apart."""
    if language.direction != "rtl":
        return [(text, False)]
    context, end = [], 0
    for found in _LATIN.finditer(text):
        context += [(text[end : found.start()], False), (found[0], True)]
        end = found.end()
    return [*context, (text[end:], False)]


def _set(text: str, isolated: bool, digits: Digits | None) -> str:
    if not isolated:
        return digits(text) if digits else text
    parts, end = [], 0
    for found in _LATIN.finditer(text):
        before = text[end : found.start()]
        parts += [digits(before) if digits else before, f"<bdi>{found[0]}</bdi>"]
        end = found.end()
    rest = text[end:]
    return "".join([*parts, digits(rest) if digits else rest])


@dataclass(frozen=True, slots=True)
class _Form:
    """One way in which a text may name a term."""

    id: str
    probe: str
    """Its longest word, without what may be glued to it: quickly found missing in a text."""
    pattern: re.Pattern[str]
    """From its first word on: a pattern that begins with letters is found quickly."""


class Mentions:
    """Finds the terms of the glossary in texts of one language."""

    def __init__(self, glossary: Mapping[str, GlossaryTerm], language: Language) -> None:
        before, after = language.affixes
        self.titles = {id: escape(_own(t.definitions, language)) for id, t in glossary.items()}
        self.behind = re.compile(rf"(?<!\w)(?:{before})\Z")
        found: dict[str, _Form] = {}
        for term in glossary.values():
            for form in forms(_own(term.terms, language).lower()):
                bare = [re.sub(rf"^(?:{before})(?=\w{{3}})", "", word) for word in form.split()]
                words = rf"[ \u00a0](?:{before})".join(map(re.escape, bare))
                # A vowel mark (Arabic writes it above the letter) belongs to the word.
                pattern = re.compile(rf"{words}(?:{after})(?![\w\u064b-\u0652])")
                found.setdefault(form, _Form(term.id, max(bare, key=len), pattern))
        # A longer term is found before the one that it begins with.
        self.forms = [found[form] for form in sorted(found, key=lambda f: (-len(f), f))]

    def link(self, context: list[str], glossary: str) -> None:
        """Make the first mention of each term in *pieces* a link into the page *glossary*."""
        texts = context[::3]
        whole = "\0".join(texts)
        text = whole.lower()
        if len(text) != len(whole):  # a letter that is two in lower case moves all the others
            return
        spots: dict[str, tuple[int, int]] = {}
        for form in self.forms:
            if form.probe not in text or form.id in spots:
                continue
            spot = self._first(form, text)
            if spot is not None:
                spots[form.id] = spot
                # A term inside this one is not named here.
                text = text[: spot[0]] + "\0" * (spot[1] - spot[0]) + text[spot[1] :]
        # From the last to the first: what is cut leaves the pieces before it where they are.
        for id, (start, end) in sorted(spots.items(), key=lambda spot: spot[1], reverse=True):
            at = whole.count("\0", 0, start)
            piece = context[3 * at]
            begin = whole.rfind("\0", 0, start) + 1
            link = f'<a class="k-term" href="{glossary}#{id}" title="{self.titles[id]}">'
            mention = f"{link}{whole[start:end]}</a>"
            context[3 * at : 3 * at + 1] = [
                piece[: start - begin],
                mention,
                "a",
                piece[end - begin :],
            ]

    def _first(self, form: _Form, text: str) -> tuple[int, int] | None:
        for found in form.pattern.finditer(text):
            glued = self.behind.search(text, max(0, found.start() - 8), found.start())
            if glued:
                return glued.start(), found.end()
        return None


def _own(texts: Mapping[str, str], language: Language) -> str:
    return texts.get(language.code, "")


def forms(term: str) -> list[str]:
    """What a term of the glossary may look like in a text: without what its brackets explain, each
    of several names, an abbreviation in brackets."""
    names = re.split(r"[,،;؛/]", re.sub(r"\([^)]*\)", "", term))
    found = [" ".join(name.split()) for name in names if len(name.strip()) > 2]
    return found + re.findall(r"\(([^\W\d_]{2,5})\)", term)
