"""Diagnostics → what an author reads (text, GitHub) or a program reads (JSON).

The messages are data: ``messages/<language>.yml``, one entry for each code; its ``why`` is the
code's page in the author guide. There is one function for each format: ``as_text``,
``as_github``, ``as_job_summary`` and ``as_json``.
"""

from knowledge_repository.diagnostics.github import as_github, without_commands
from knowledge_repository.diagnostics.json import as_json
from knowledge_repository.diagnostics.messages import (
    LANGUAGES,
    catalogue,
    codes,
    command_texts,
    count,
    fix_message,
    guide_url,
    has_errors,
    hint,
    language_of,
    message,
    phrase,
    printable,
    sort,
    system_language,
    variants,
    why,
)
from knowledge_repository.diagnostics.sample import example
from knowledge_repository.diagnostics.summary import Links, as_job_summary, languages_of
from knowledge_repository.diagnostics.text import as_text

__all__ = [
    "LANGUAGES",
    "Links",
    "as_github",
    "as_job_summary",
    "as_json",
    "as_text",
    "catalogue",
    "codes",
    "command_texts",
    "count",
    "example",
    "fix_message",
    "guide_url",
    "has_errors",
    "hint",
    "language_of",
    "languages_of",
    "message",
    "phrase",
    "printable",
    "sort",
    "system_language",
    "variants",
    "why",
    "without_commands",
]
