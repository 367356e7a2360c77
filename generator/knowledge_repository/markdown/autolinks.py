"""Bare addresses: web and mail addresses that GitHub links although no sign marks them.

Source: GitHub Flavored Markdown Spec 0.29, 6.9 Autolinks (extension).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge_repository.markdown.citations import MARK_START

# A citation may follow an address without a space.
_ADDRESS = re.compile(
    r"(?<![\w/@.])(?:(?:https?://|www\.)(?:(?!\[\^)[^\s<" + MARK_START + r"])+"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?![\w@/-]))"
)
_ENTITY = re.compile(r"&[A-Za-z0-9]+;$")


def may_hold_address(text: str) -> bool:
    """Whether ``split_addresses`` could find an address; much faster."""
    return "/" in text or "@" in text or "www." in text


def split_addresses(text: str) -> Iterator[tuple[str, str]]:
    """*text* in parts, each with the address that it links to, or "" where it is only text."""
    done = 0
    for found in _ADDRESS.finditer(text):
        words = _without_punctuation(found[0])
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


def _without_punctuation(address: str) -> str:
    """*address* without the characters at its end that belong to the sentence around it."""
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
