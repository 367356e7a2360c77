"""Markdown file → front matter and body, cut at the two ``---`` fences."""

from __future__ import annotations

from dataclasses import dataclass

from frontmatter.default_handlers import YAMLHandler

from knowledge_repository.model import LIMITS, Limits
from knowledge_repository.source.fences import FENCE, fenced
from knowledge_repository.source.recovery import parse_fields
from knowledge_repository.source.yaml import Document


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
        SourceError: no fences, or no field between them that can be read.
    """
    text, above, diagnostics = fenced(path, text)
    block, body = YAMLHandler().split(text)
    start = text.index(block, len(FENCE)) if block else len(FENCE)
    skipped = above + text.count("\n", 0, start)
    document = parse_fields(path, block, skipped, limits, limits.front_matter)
    document.diagnostics[:0] = diagnostics
    first_line = above + text.count("\n", 0, len(text) - len(body)) + 1
    return MarkdownFile(document, body, first_line)
