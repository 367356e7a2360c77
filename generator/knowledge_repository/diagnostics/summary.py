"""What a pull request does, for a person who does not program: the summary of a job on GitHub.

A workflow also shows it as a comment of the pull request. ``.github/comment.py`` accepts only lines
of the form that is written here: text whose signs are escaped, and links.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import quote

from knowledge_repository.diagnostics import messages
from knowledge_repository.model import ContentFolder, Diagnostic, routes

MAX_BYTES = 900_000
"""GitHub accepts 1 MiB of summary for a step; the rest is for other writers of the same step."""
OUTDATED = "outdated-translation"
"""The code of the diagnostics about translations whose original changed."""
MAX_LANGUAGES = 2
"""Languages of one summary."""


class Links(NamedTuple):
    """Where the links of a summary lead; empty where it has none."""

    files: str = ""
    """Address of the files of the change, without a slash at its end."""
    preview: str = ""
    """Address of a page from which the preview can be downloaded."""
    guide: str = ""
    """Address of the published site, with the author guide."""


def languages_of(paths: Collection[str]) -> tuple[str, ...]:
    """The languages of the messages for a change of the files *paths*, at most two: those of its
    texts; English if it has none."""
    found = (messages.language_of(path, "") for path in sorted(paths))
    return tuple(dict.fromkeys(filter(None, found)))[:MAX_LANGUAGES] or messages.LANGUAGES[:1]


def as_job_summary(
    diagnostics: Sequence[Diagnostic],
    languages: Sequence[str] = messages.LANGUAGES[:1],
    links: Links = Links(),  # noqa: B008 - immutable
    texts: Sequence[ContentFolder] = (),
) -> str:
    """Markdown for the page of the job (``$GITHUB_STEP_SUMMARY``), in each of *languages*: what to
    fix, where and how, and the pages of the changed *texts*."""
    ordered = sorted(messages.sort(diagnostics), key=lambda diagnostic: diagnostic.level)
    limit = MAX_BYTES // len(languages)
    lines: list[str] = []
    for language in languages:
        outcome = messages.count(ordered, language) or messages.phrase("clean", language)
        title = escape(messages.phrase("summary", language, outcome=outcome))
        lines += [f"## {title}", ""]
        if ordered:
            lines += [*_table(ordered, language, links, limit), ""]
        # Each further part of a summary is one more function here.
        lines += _outdated(ordered, language)
        lines += _pages(ordered, texts, language, links)
    return "\n".join(lines)


def _table(ordered: Sequence[Diagnostic], language: str, links: Links, limit: int) -> Iterator[str]:
    """All diagnostics, as far as they fit into *limit* bytes."""
    head = [messages.phrase(key, language) for key in ("location", "problem", "hint")]
    yield f"| {' | '.join(map(escape, head))} |"
    yield "| --- | --- | --- |"
    size = 0
    for number, diagnostic in enumerate(ordered):
        location = diagnostic.location
        place = f"{location.path}:{location.line}:{location.column}"
        file = links.files and f"{links.files}/{_quoted(location.path)}#L{location.line}"
        code = _link(diagnostic.code, messages.guide_url(diagnostic.code, links.guide, language))
        message = escape(messages.message(diagnostic, language))
        cells = (
            _link(place, file),
            f"{message} {code}",
            escape(messages.hint(diagnostic, language)),
        )
        line = f"| {' | '.join(cells)} |"
        size += len(line.encode()) + 1
        if size > limit:
            yield f"| … | {len(ordered) - number} | |"
            return
        yield line


def _outdated(ordered: Sequence[Diagnostic], language: str) -> Iterator[str]:
    """The translations of which the original changed, each with its parts."""
    found: dict[str, list[str]] = {}
    for one in ordered:
        if one.code == OUTDATED:
            name = f"{one.values['id']} ({one.values['language']})"
            found.setdefault(name, []).append(_part(one, language))
    if not found:
        return
    yield f"### {escape(messages.phrase('outdated_translations', language))}"
    yield ""
    comma = messages.phrase("between", language)
    for name, parts in sorted(found.items()):
        yield f"- {escape(f'{name}: {comma.join(parts)}')}"
    yield ""


def _part(one: Diagnostic, language: str) -> str:
    """The name of the part of an original that changed: a heading, or that of a field."""
    if "name" in one.values:
        return messages.value_text(one.values["name"], language)
    return messages.phrase(f"part-{one.values['cause']}", language)


def _pages(
    ordered: Sequence[Diagnostic], texts: Sequence[ContentFolder], language: str, links: Links
) -> Iterator[str]:
    """The pages of the changed *texts* in the preview; those with errors are not in it."""
    wrong = {one.location.path.rpartition("/")[0] for one in ordered if one.level == "error"}
    shown = [text for text in texts if text.folder not in wrong]
    if not shown:
        return
    yield f"### {escape(messages.phrase('changed_pages', language))}"
    yield ""
    for text in shown:
        words = text.translation_for(language)
        page = f"{routes.absolute(words.language, text.route)}index.html"
        yield f"- {escape(words.title)} {escape(f'({page})')}"
    yield ""
    if links.preview:
        yield _link(messages.phrase("preview", language), links.preview)
        yield ""
        yield escape(messages.phrase("open_preview", language))
        yield ""


def _link(text: str, address: str) -> str:
    return f"[{escape(text)}]({address})" if address else escape(text)


def _quoted(path: str) -> str:
    return quote(path, errors="replace")


def escape(text: str) -> str:
    """*text* for one line or table cell: no part of it becomes a link, tag, table or mention."""
    signs = re.sub(r"[\\`*_{}\[\]()<>#+!|~&@:/.=$-]", lambda c: f"&#{ord(c[0])};", text)
    return " ".join(signs.split())
