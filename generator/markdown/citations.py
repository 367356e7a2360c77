"""Citations as marks: ``[^id]`` is written another way, as long as before, for the engine.

A text has some fifty citations. To the engine each is a bracket that might become a link, and cuts
the text around it in pieces; as ``܀id}`` it is a word among words. The mark is punctuation, like
the bracket, so that emphasis around it opens and closes as before, and takes as many bytes, so that
every place stays where it was. A text that holds the mark already (a sign of Syriac) goes
unmarked: ``CITATION`` finds what is left in it.
"""

from __future__ import annotations

import re

MARK = re.compile("܀([^}]{1,80})}")
CITATION = re.compile(r"\[\^([^\]\s]{1,80})\]")
_BEGIN = "܀".encode()
# Neither escaped nor the beginning of a footnote's definition or of
# a link; no sign of Markdown inside.
_LABEL = rb"\[\^([\w.:/\x80-\xff-]{1,80}+)\]"
_WRITTEN = re.compile(rb"(?<!\\)" + _LABEL + rb"(?![:(])")
# The same for texts in which nothing is escaped or defined: a quarter of the time.
_PLAIN = re.compile(_LABEL + rb"(?!\()")


def marked(raw: bytes) -> bytes:
    """*raw* with marks for its citations."""
    if b"[^" not in raw or _BEGIN in raw:
        return raw
    careful = b"\\[^" in raw or b"]:" in raw
    pieces = (_WRITTEN if careful else _PLAIN).split(raw)
    pieces[1::2] = [b"%b%b}" % (_BEGIN, label) for label in pieces[1::2]]
    return b"".join(pieces)


def restored(text: str) -> str:
    """What the author wrote, where a mark turns out to stand in code or in an address."""
    return MARK.sub(r"[^\1]", text) if "܀" in text else text


def written(label: str, raw: bytes, start: int, end: int) -> bool:
    """Whether an author cites *label* between two offsets: ``\\[^label]`` is text."""
    wanted = re.compile(
        rb"(?<!\\)\[\^" + re.escape(label.encode("utf-8", "surrogatepass")) + rb"\]"
    )
    return wanted.search(raw, start, end) is not None
