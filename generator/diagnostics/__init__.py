"""Problems → what an author reads: text with the line and a caret, or what a machine reads.

The words are data: ``generator/messages/<language>.yml``, one entry a rule; its ``why`` is the
rule's page in the author guide. One function a format: ``text``, ``github`` (with
``job_summary``), ``as_json`` and ``as_sarif``.
"""

from generator.diagnostics.github import github, job_summary
from generator.diagnostics.json import as_json, as_sarif, page
from generator.diagnostics.messages import (
    LANGUAGES,
    catalogue,
    codes,
    fixed,
    forms,
    hint,
    in_order,
    message,
    preferred,
    printable,
    summary,
    translate,
    why,
)
from generator.diagnostics.text import text

__all__ = [
    "LANGUAGES",
    "as_json",
    "as_sarif",
    "catalogue",
    "codes",
    "fixed",
    "forms",
    "github",
    "hint",
    "in_order",
    "job_summary",
    "message",
    "page",
    "preferred",
    "printable",
    "summary",
    "text",
    "translate",
    "why",
]
