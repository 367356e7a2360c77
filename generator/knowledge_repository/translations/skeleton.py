"""The file of a new translation: places to fill in, the original next to each, hashes recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from knowledge_repository import markdown
from knowledge_repository.model import ContentFolder, Library
from knowledge_repository.schema import phrase
from knowledge_repository.schema.facts import media_of
from knowledge_repository.source.edits import quote
from knowledge_repository.translations.parts import original_hashes, phrases_to_translate
from knowledge_repository.translations.recording import written

Say = Callable[[str], str]
"""Key of a comment → its text, in the language of the translator."""


def skeleton(
    text: ContentFolder,
    language: str,
    library: Library,
    say: Say,
    method: str,
    day: date,
    translator: str | None = None,
) -> str:
    """The content of ``index.<language>.md`` for a translation of *text* made on *day*."""
    lines = ["---", *_front_matter(text, library, say)]
    lines += ["translation:", f"  method: {method}", f"  date: {day}"]
    lines += [f"  translators: [{{name: {quote(translator)}}}]"] if translator else []
    lines += [f"  of: {written(original_hashes(text, library.schema))}", "---", ""]
    return "\n".join([*lines, _body(text, language, library)])


def _front_matter(text: ContentFolder, library: Library, say: Say) -> list[str]:
    matter = text.translations[text.original].front_matter
    lines = [f"# {say('skeleton-head')}"]
    fields = {"title": matter.title, "short_title": matter.short_title, "summary": matter.summary}
    for name, value in fields.items():
        if value:
            lines += [f"# {phrase(value)}", f'{name}: ""']
    phrases = phrases_to_translate(text, library.schema)
    if phrases:
        lines += [f"# {say('skeleton-phrases')}"]
        if any(phrases.values()):
            lines += ["phrases:"]
            lines += [f'  {quote(one)}: ""' for one, needed in phrases.items() if needed]
        names = [one for one, needed in phrases.items() if not needed]
        if names:
            lines += [f"# {say('skeleton-names')}", *(f'#  {quote(one)}: ""' for one in names)]
    media = media_of(text.translations[text.original])
    lines += ["media:"] if media else []
    for one in media:
        lines += [f"  - file: {quote(one.file)}", f"    # {phrase(one.alt)}", '    alt: ""']
        if one.caption:
            lines += [f"    # {phrase(one.caption)}", '    caption: ""']
    return lines


def _body(text: ContentFolder, language: str, library: Library) -> str:
    """Each section with its heading, if that is fixed, and its text as lines of the original."""
    kind = library.schema.kinds.get(text.kind)
    body = text.translations[text.original].body
    parts = []
    for section in body.sections():
        content = body.lines.raw[section.start : section.end].decode("utf-8", "replace")
        heading = section.heading
        if heading and heading.section and kind:
            label = kind.sections[heading.id].label.get(language, heading.text)
            content = content.partition("\n")[2]
            parts.append(f"## {label}")
        if content.strip():
            parts.append(markdown.original_lines(content.strip("\n"), text.original))
    return "\n\n".join(parts) + "\n"
