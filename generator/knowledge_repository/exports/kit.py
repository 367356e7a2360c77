"""A field kit: the entries of one term in one HTML file that prints well and needs nothing else."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape
from pathlib import Path

from knowledge_repository.exports.chapters import Chapter, with_pictures
from knowledge_repository.pages import PageContext

STYLE = """body { max-width: 42rem; margin: auto; padding: 1rem; line-height: 1.5; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid; padding: 0.2em 0.4em; text-align: start; }
dt { font-weight: bold; }
dd { margin-inline-start: 1rem; }
img { max-width: 100%; height: auto; }
.address { overflow-wrap: anywhere; }
h2, h3 { break-after: avoid; }
li, tr, figure { break-inside: avoid; }
article { break-before: page; }
@media print { body { max-width: none; padding: 0; font-size: 10.5pt; } nav a { color: inherit; } }
"""


def kit(context: PageContext, title: str, chapters: Sequence[Chapter], site: Path) -> str:
    """The file with *chapters*; *site*: the folder of the pictures, which it contains."""

    def data(path: str) -> str:
        raw = base64.b64encode((site / path).read_bytes()).decode()
        return f"data:image/webp;base64,{raw}"

    language = context.language
    whole = f"{title} – {context.translate('site.full_name')}"
    contents = "".join(
        f'<li><a href="#{one.id}--top">{escape(one.title)}</a></li>' for one in chapters
    )
    articles = "\n".join(
        f'<article lang="{one.language}" dir="{one.direction}">\n'
        f"{with_pictures(one.html, data)}\n</article>"
        for one in chapters
    )
    return (
        f'<!doctype html>\n<html lang="{language.code}" dir="{language.direction}">\n<head>\n'
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n'
        '<meta name="robots" content="noindex">\n'
        f"<title>{escape(whole)}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n"
        f"<header><p><strong>{escape(whole)}</strong></p>\n<nav><ol>{contents}</ol></nav></header>\n"
        f"{articles}\n</body>\n</html>\n"
    )
