"""The second wall: an allow-list over the HTML that the engine made. The only user of nh3.

Raw HTML never reaches the output of ``walking``; if a mistake of ours ever let some through, no
element and no attribute outside this list would pass. What is listed is what ``walking`` writes,
and a test holds the two together: HTML of ours comes out of here unchanged.

Most texts need no cleaning, and that can be proved in a quarter of the time: ``ordinary`` describes
paragraphs, headings, lists and tables letter by letter. What it does not match, nh3 cleans.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import count

import nh3

from generator.markdown.links import SAFE_SCHEMES

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = ("blockquote", "div", "hr", "li", "ol", "p", "pre", "ul")
TABLES = ("table", "tbody", "td", "th", "thead", "tr")
INLINE = ("a", "br", "code", "del", "em", "img", "strong", "sup")
ALERTS = ("note", "tip", "important", "warning", "caution")
SIDES = {"left", "center", "right"}
TAGS = frozenset({*HEADINGS, *BLOCKS, *TABLES, *INLINE})
ATTRIBUTES = {
    "a": {"href", "title", "id", "rel"},
    "img": {"src", "alt", "title", "loading"},
    "ol": {"start"},
    **{heading: {"id"} for heading in HEADINGS},
}
CLASSES = {
    "div": {"scroll", "markdown-alert", *(f"markdown-alert-{kind}" for kind in ALERTS)},
    "p": {"markdown-alert-title"},
    "sup": {"cite"},
    "td": SIDES,
    "th": SIDES,
}
_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    attributes=ATTRIBUTES,
    allowed_classes=CLASSES,
    url_schemes=set(SAFE_SCHEMES),
    link_rel=None,
    strip_comments=True,
)

# Each part stands in exactly one way, and in the order in which it may stand: a parser of HTML
# finds nothing to add, to move or to drop. Whatever is rare (titles, pictures, parts inside each
# other) is left out on purpose. Nothing here can match in two ways, so that every repetition is
# possessive (``*+``): the time is that of reading the text once.
_WORDS = r"(?:[^<>&\x00\r\xa0\ufeff\ud800-\udfff]++|&(?:amp|lt|gt|nbsp);)"
_NAME = r"[A-Za-z0-9]++(?:-[A-Za-z0-9]++)*+"  # in the address of a machine
_WAY = r"(?:[A-Za-z0-9/?#._~:@!$()*+,;=%-]|&amp;)*+"
_ADDRESS = (
    rf"(?:https?://(?:{_NAME}\.)++[a-z]{{2,9}}(?:[/?#]{_WAY})?"
    rf"|mailto:[A-Za-z0-9._+-]++@[A-Za-z0-9.-]++|\.\./{_WAY}|\#{_WAY})"
)
_ID = r'[^\s"&<>\x00\ufeff\ud800-\udfff]++'
_CITED = rf'<sup class="cite"><a href="\#source-{_ID}" id="cite-{_ID}">[0-9]++</a></sup>'
_LINK = rf'<a href="{_ADDRESS}"(?: rel="noopener")?>{_WORDS}*+</a>'
_SIMPLE = rf"{_WORDS}|{_CITED}|{_LINK}|<code>{_WORDS}*+</code>|<br>"
_INLINE = (
    rf"(?:{_SIMPLE}"
    + "".join(rf"|<{tag}>(?:{_SIMPLE})*+</{tag}>" for tag in ("strong", "em", "del"))
    + ")*+"
)
_PARAGRAPH = rf"<p>{_INLINE}</p>\n"
_ITEM = rf"<li>(?:(?:{_PARAGRAPH})++|{_INLINE})</li>\n"
_CELL = rf'(?: class="(?:{"|".join(sorted(SIDES))})")?>{_INLINE}'
_TABLE = (
    rf'<div class="scroll"><table>\n<thead>\n<tr>\n(?:<th{_CELL}</th>\n)++</tr>\n</thead>\n'
    rf"(?:<tbody>\n(?:<tr>\n(?:<td{_CELL}</td>\n)++</tr>\n)++</tbody>\n)?</table></div>\n"
)


@cache
def ordinary() -> re.Pattern[str]:
    """HTML that holds nothing but what is on the list, as nh3 itself would write it."""
    return re.compile(
        rf"(?:{_PARAGRAPH}|<ul>\n(?:{_ITEM})++</ul>\n|{_TABLE}|<hr>\n"
        + "".join(rf'|<{tag} id="{_ID}">{_INLINE}</{tag}>\n' for tag in HEADINGS)
        + rf'|<ol(?: start="[0-9]++")?>\n(?:{_ITEM})++</ol>\n)*+'
    )


FEW = 200
"""Texts that nh3 cleans before the pattern is worth its while: to compile it takes as long."""
_texts = count()


def sanitised(html: str) -> str:
    """*html* without anything that is not on the list."""
    if next(_texts) >= FEW and ordinary().fullmatch(html):
        return html
    return _CLEANER.clean(html)
