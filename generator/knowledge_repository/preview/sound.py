"""What can be shown of a repository with errors: the texts that are sound."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from knowledge_repository import diagnostics as reports
from knowledge_repository import rules
from knowledge_repository.content.drafts import sound, with_entries
from knowledge_repository.content.languages import LANGUAGES
from knowledge_repository.content.site import SITE
from knowledge_repository.model import ContentFolder, Diagnostic, Entry, Library, Site

PAGE = """\
<!doctype html>
<html lang="{language}" dir="auto">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{summary}</title></head>
<body><h1>{summary}</h1><pre dir="auto" style="white-space: pre-wrap">{details}</pre></body>
</html>
"""


def sound_part(
    library: Library, diagnostics: Sequence[Diagnostic], shown: Library | None
) -> Library:
    """*library* without the texts that have errors.

    An entry that was sound in *shown*, the last version that was shown, stays as it was there.
    """
    broken = broken_folders(library, diagnostics)
    part, _ = sound(library, diagnostics)
    entries, texts = dict(part.entries), dict(part.texts)
    earlier: list[ContentFolder] = []
    if shown is not None and shown.schema == library.schema:
        earlier = [one for one in shown.all_texts() if one.folder in broken]
    # What they name may be gone since then.
    for one, found in zip(earlier, rules.check_texts(library, earlier), strict=True):
        if reports.has_errors(found):
            continue
        if isinstance(one, Entry):
            entries.setdefault(one.id, one)
        else:
            texts.setdefault(one.route, one)
    # A name in site.yml may be wrong: without any, the pages show fewer lists.
    wrong_site = any(one.location.path == SITE for one in diagnostics)
    site = Site() if wrong_site else library.site
    ordered = dict(sorted(entries.items(), key=lambda item: item[1].folder))
    return replace(with_entries(library, ordered), texts=texts, site=site)


def can_be_shown(library: Library, diagnostics: Sequence[Diagnostic]) -> bool:
    """Whether the declarations that every page follows could be read."""
    wrong_languages = any(one.location.path == LANGUAGES for one in diagnostics)
    return bool(library.schema.kinds) and not wrong_languages


def broken_folders(library: Library, diagnostics: Sequence[Diagnostic]) -> set[str]:
    """The folders of entries and texts that have errors."""
    paths = {one.location.path for one in diagnostics if one.level == "error"}
    return (paths | {path.rpartition("/")[0] for path in paths}) & library.folders


def error_page(diagnostics: Sequence[Diagnostic], root: Path, language: str) -> str:
    """A page with the messages in *language*."""
    return PAGE.format(
        language=language,
        summary=html.escape(reports.count(diagnostics, language)),
        details=html.escape(reports.as_text(diagnostics, root, language)),
    )
