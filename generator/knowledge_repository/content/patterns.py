"""Regular expressions that authors may write: a small part of the language, which Python and
JavaScript read in the same way, and in which no expression takes long.

Such an expression runs over every text of a language, and in the browsers of readers. Engines try
one way to match after the other, and a short expression can have more ways than a computer can try.
So only single characters are repeated, each repetition ends, and the ways are counted.
"""

from __future__ import annotations

import re
import warnings
from typing import NamedTuple

MAX_WAYS = 500
"""Ways in which an expression may match from one place of a text."""
MAX_GROWTH = 64
"""How many times longer all rules of a language may make a text."""
MAX_GROUPS = 30
"""Groups of one expression: each may be inside another one."""
_REPEATED = re.compile(r"(\[(?:\\.|[^\]\\])*\]|\\.)|([*+])", re.DOTALL)
_TOKEN = re.compile(
    r"""(?P<open>\((?:\?(?:[:=!]|<[=!]))?)
      | (?P<close>\))
      | (?P<or>\|)
      | (?P<edge>[\^$]|\\b)
      | (?P<one>\[\^?(?:[^\[\]\\]|\\[sSdDwW\\\[\]^-]|\\u[0-9a-fA-F]{4})+\]
              | \\(?:[sSdDwW\\^$.*+?()\[\]{}|/]|u[0-9a-fA-F]{4}) | [^\\^$*+?()\[\]{}|])
    """,
    re.VERBOSE,
)
_BOUNDED = {"*": "{0,9}", "+": "{1,9}"}
_WRONG = re.compile(r"\(\?<?.?|\\.?|\[.*|.", re.DOTALL)
_UNMATCHED = re.compile(
    r"\(\?<?[=!](?:\[(?:\\.|[^\]\\])*\]|\\.|[^()\[\]\\])*\)|\\b|[\^$]|\?|\{\d(?:,\d)?\}", re.DOTALL
)
"""Lookarounds without groups, edges, and numbers of times."""
_TIMES = re.compile(r"\?|\{(\d)(?:,(\d))?\}")
_LOOKAROUND = ("(?=", "(?!", "(?<=", "(?<!")


class NotAllowed(Exception):
    """A part of an expression is not allowed; carries the part."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


class Reach(NamedTuple):
    """What an expression can do from one place of a text."""

    ways: int
    """How many ways to match an engine may try."""
    least: int
    """The fewest characters that it matches."""


def bounded(pattern: str) -> str:
    """*pattern* with an end for each repetition: ``*`` and ``+`` end after nine."""
    return _REPEATED.sub(lambda found: found[1] or _BOUNDED[found[2]], pattern)


def reach(pattern: str) -> Reach:
    """The reach of *pattern*, which is ``bounded``.

    Raises:
        re.error: it is no regular expression.
        NotAllowed: it is not in the part of the language that authors may write.
    """
    if pattern.count("(") > MAX_GROUPS:
        raise NotAllowed("(")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            re.compile(pattern)
        except FutureWarning:  # "[a--b]": JavaScript and later versions of Python differ
            raise NotAllowed(_WRONG.findall(pattern, pattern.index("["))[0]) from None
    found, at = _either(pattern, 0)
    if at < len(pattern):
        raise NotAllowed(pattern[at])
    return found


def growth(least: int, replacement: str) -> int:
    """How many times longer a rule can make a text; 1 if it cannot. A group (``$1``, ``\\1``) is at
    most as long as what was found, *least* characters or more."""
    groups = re.findall(r"[$\\]\d", replacement)
    added = len(replacement) - 2 * len(groups)
    return max(1, len(groups) + -(-added // max(1, least)) + (0 if least else 1))


def changes_only_spaces(pattern: str, replacement: str) -> bool:
    """Whether a rule with *pattern* only removes, adds or replaces spaces; what a lookaround looks
    at stays as it is."""
    found = _UNMATCHED.sub("", pattern).replace(r"\s", " ")
    return not found.strip() and not replacement.strip()


def _either(pattern: str, at: int) -> tuple[Reach, int]:
    """Alternatives from *at* on, and where they end."""
    ways, least = 0, len(pattern) * 9
    while True:
        one, at = _sequence(pattern, at)
        ways, least = ways + one.ways, min(least, one.least)
        if pattern[at : at + 1] != "|":
            return Reach(ways, least), at
        at += 1


def _sequence(pattern: str, at: int) -> tuple[Reach, int]:
    ways, least = 1, 0
    while at < len(pattern) and pattern[at] not in "|)":
        token = _TOKEN.match(pattern, at)
        if token is None:
            raise NotAllowed(_WRONG.findall(pattern, at)[0])
        start, at = at, token.end()
        part, single = Reach(1, 1), token.lastgroup == "one"
        if token.lastgroup == "edge":
            part = Reach(1, 0)
        elif token.lastgroup == "open":
            part, at = _either(pattern, at)
            at += 1  # the bracket at its end: Python can compile the pattern
            if token[0] in _LOOKAROUND:
                part = Reach(part.ways, 0)
        if times := _TIMES.match(pattern, at):
            at = times.end()
            if not single and (times[0] != "?" or token[0] in _LOOKAROUND or part.least == 0):
                written = pattern[start:at].replace("{0,9}", "*").replace("{1,9}", "+")
                raise NotAllowed(written)
            fewest = int(times[1] or 0)
            most = int(times[2] or times[1] or 1)
            part = Reach(part.ways * (most - fewest) + 1, fewest * part.least)
        ways, least = ways * part.ways, least + part.least
    return Reach(ways, least), at
