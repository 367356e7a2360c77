"""Markdown file → front matter and body, cut at the two ``---`` fences."""

from __future__ import annotations

from dataclasses import dataclass

from frontmatter.default_handlers import YAMLHandler

from knowledge_repository.model import LIMITS, Diagnostic, Limits, Location
from knowledge_repository.source.text import SourceError
from knowledge_repository.source.yaml import Document, parse


@dataclass(frozen=True, slots=True)
class MarkdownFile:
    """One Markdown file, cut at its fences."""

    front_matter: Document
    body: str
    body_line: int
    """Line number of the first line of *body*."""


def split(path: str, text: str, limits: Limits = LIMITS) -> MarkdownFile:
    """Cut *text* at its two ``---`` fences and parse the YAML between them.

    Raises:
        SourceError: no fences, or YAML between them that cannot be parsed.
    """
    handler = YAMLHandler()
    first = text.split("\n", 1)[0]
    if first.rstrip() != "---" or not handler.detect(text):
        width = max(1, len(first))
        raise SourceError(Diagnostic(Location(path, 1, 1, width), "missing-fence"))
    try:
        block, body = handler.split(text)
    except ValueError:
        raise SourceError(Diagnostic(Location(path, 1, 1, 3), "unclosed-fence")) from None
    start = text.index(block, len("---")) if block else len("---")
    skipped = text.count("\n", 0, start)
    document = parse(path, block, skipped, limits, limits.front_matter)
    return MarkdownFile(document, body, text.count("\n", 0, len(text) - len(body)) + 1)
