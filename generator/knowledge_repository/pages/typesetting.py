"""Typesetting of HTML in one language: digits as a country writes them, Latin names isolated in
right-to-left text, the first mention of each glossary term linked.

Only text between tags changes; nothing inside a link, a heading, code or a citation is linked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

from knowledge_repository.i18n.marked import MarkedText
from knowledge_repository.model import GlossaryTerm, Language

_TOKENS = re.compile(
    r"(<(?:(?P<name>a|code|pre|sup|h[1-6]|abbr|bdi)\b[^>]*>"
    r"[^<]*(?:<(?!/(?P=name)>)[^<]*)*</(?P=name)>|[^>]*>))"
)
"""A tag, or an element inside which nothing is linked or isolated."""
_BETWEEN = re.compile(r">([^<>]+)<")
_PLAIN = re.compile(r"[A-Za-zÀ-ɏ0-9]")
_LATIN = re.compile(  # Design Hub; Maison &amp; Objet; P'tit; 3D stays with its word
    r"[A-Za-zÀ-ɏ](?:(?:&amp;|&#39;|[A-Za-zÀ-ɏ0-9’'.+/@-]|[ \u00a0](?=&amp;|[A-Za-zÀ-ɏ0-9]))*"
    r"[A-Za-zÀ-ɏ0-9!])?"
)

Digits = Callable[[str], str]
"""Writes the digits of a text as a country does."""


def split_html(html: str) -> list[str]:
    """*html* as tokens: text, markup, name of an element or None; text, …"""
    return _TOKENS.split(html)


def join_html(tokens: list[str]) -> str:
    """The tokens as HTML again."""
    del tokens[2::3]
    return "".join(tokens)


def set_text(tokens: list[str], language: Language, digits: Digits | None) -> None:
    """Write the digits of *tokens* as their country does (None: as they are) and, in a
    right-to-left language, isolate Latin names."""
    if digits is None and language.direction != "rtl":
        return
    write = digits or str
    for index in range(0, len(tokens), 3):
        if _PLAIN.search(tokens[index]):
            tokens[index] = "".join(
                f"<bdi>{part}</bdi>" if is_latin else write(part)
                for part, is_latin in runs(tokens[index], language)
            )
    if digits is not None:
        for index in range(1, len(tokens), 3):
            if tokens[index + 1] and "<code" not in tokens[index] and "<pre" not in tokens[index]:
                tokens[index] = _BETWEEN.sub(lambda m: f">{digits(m[1])}<", tokens[index])


def runs(text: str, language: Language) -> list[tuple[str, bool]]:
    """*text* in runs; True marks a Latin name that a right-to-left language isolates."""
    if language.direction != "rtl":
        return [(text, False)]
    parts, end = [], 0
    for found in _LATIN.finditer(text):
        parts += [(text[end : found.start()], False), (found[0], True)]
        end = found.end()
    return [*parts, (text[end:], False)]


def isolated(text: str, language: Language) -> str:
    """*text* that a template writes with its Latin names isolated, in a right-to-left language."""
    if language.direction != "rtl" or isinstance(text, MarkedText):
        return text
    parts = [
        f"<bdi>{escape(part)}</bdi>" if is_latin else escape(part)
        for part, is_latin in runs(text, language)
    ]
    return MarkedText(text, "".join(parts))


@dataclass(frozen=True, slots=True)
class _Form:
    """One form in which a text may name a term."""

    id: str
    probe: str
    """The longest word of the term, without prefixes: a quick test for texts without the term."""
    pattern: re.Pattern[str]
    """Matches from its first word on: a pattern that begins with letters is fast."""


class Mentions:
    """Finds the terms of the glossary in texts of one language."""

    def __init__(self, glossary: Mapping[str, GlossaryTerm], language: Language) -> None:
        before, after = language.affixes
        self.titles = {
            id: escape(t.definitions.get(language.code, "")) for id, t in glossary.items()
        }
        self.prefix = re.compile(rf"(?<!\w)(?:{before})\Z")
        found: dict[str, _Form] = {}
        for term in glossary.values():
            for form in forms(term.terms.get(language.code, "").lower()):
                bare = [re.sub(rf"^(?:{before})(?=\w{{3}})", "", word) for word in form.split()]
                words = rf"[ \u00a0](?:{before})".join(map(re.escape, bare))
                # A vowel mark (Arabic writes it above the letter) belongs to the word.
                pattern = re.compile(rf"{words}(?:{after})(?![\w\u064b-\u0652])")
                found.setdefault(form, _Form(term.id, max(bare, key=len), pattern))
        # A longer term is found before the one that it begins with.
        self.forms = [found[form] for form in sorted(found, key=lambda f: (-len(f), f))]

    def link(self, tokens: list[str], glossary: str) -> None:
        """Make the first mention of each term in *tokens* a link to the page *glossary*."""
        texts = tokens[::3]
        whole = "\0".join(texts)
        text = _lower(whole)
        spans: dict[str, tuple[int, int]] = {}
        for form in self.forms:
            if form.probe not in text or form.id in spans:
                continue
            span = self._first(form, text)
            if span is not None:
                spans[form.id] = span
                # A term inside this one is not a mention of its own.
                text = text[: span[0]] + "\0" * (span[1] - span[0]) + text[span[1] :]
        # From the last to the first: the indices of earlier tokens stay valid.
        for id, (start, end) in sorted(spans.items(), key=lambda span: span[1], reverse=True):
            index = 3 * whole.count("\0", 0, start)
            token = tokens[index]
            begin = whole.rfind("\0", 0, start) + 1
            link = f'<a class="k-term" href="{glossary}#{id}" title="{self.titles[id]}">'
            mention = f"{link}{whole[start:end]}</a>"
            tokens[index : index + 1] = [token[: start - begin], mention, "a", token[end - begin :]]

    def _first(self, form: _Form, text: str) -> tuple[int, int] | None:
        for found in form.pattern.finditer(text):
            prefix = self.prefix.search(text, max(0, found.start() - 8), found.start())
            if prefix:
                return prefix.start(), found.end()
        return None


def _lower(text: str) -> str:
    """*text* in lower case, at the same offsets: a letter with a longer lower case stays (İ)."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def forms(term: str) -> list[str]:
    """The forms of a glossary term in a text: each of several names, without an explanation in
    brackets, and an abbreviation in brackets."""
    names = re.split(r"[,،;؛/]", re.sub(r"\([^)]*\)", "", term))
    found = [" ".join(name.split()) for name in names if len(name.strip()) > 2]
    return found + re.findall(r"\(([^\W\d_]{2,5})\)", term)
