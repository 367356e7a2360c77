"""Lines of a list of sources: of an entry, a plain text or the whole register."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from unicodedata import bidirectional

from knowledge_repository.i18n.marked import join
from knowledge_repository.model import ContentFolder, Translation
from knowledge_repository.pages.context import PageContext
from knowledge_repository.pages.views import LocalizedText, SourceLine
from knowledge_repository.schema import facts
from knowledge_repository.schema.records import Source

MAX_BACK_LINKS = 3
"""Links from a source back to the text: more would hide a source that is cited everywhere."""


def source_lines(
    context: PageContext, text: ContentFolder, words: Translation
) -> tuple[SourceLine, ...]:
    """The sources of a text in the order in which it cites them, then those of its facts only."""
    written, listed = facts.cited_sources_of(text), facts.source_ids_of(text)
    cited = Counter(id for id, _, _ in words.body.citations)
    lines = []
    for number, id in enumerate([*cited, *(id for id in listed if id not in cited)], 1):
        if id in words.body.notes:
            line = SourceLine(id, html=words.body.notes[id])
        elif id in written:
            line = source_line(context, written[id], note_language=text.original)
        else:
            line = registered_source(context, id) or SourceLine(id)
        lines.append(replace(line, number=number, back_links=_back_links(id, cited[id])))
    return tuple(lines)


def registered_source(context: PageContext, id: str) -> SourceLine | None:
    """A source of the register; many entries cite the same."""

    def build() -> SourceLine | None:
        source = context.library.sources.get(id)
        if source is None:
            return None
        first = next(iter(context.library.languages))  # the editors write the register in it
        return replace(source_line(context, source, note_language=first), registered=True)

    return context.once(("source", id), build)


def source_line(context: PageContext, source: Source, note_language: str) -> SourceLine:
    """The line of a source: title, publisher, dates, languages, note."""
    translator = context.translator
    title = translator.label(source.title)
    # A title by language describes a document; a plain one is in the document's language.
    own_title = isinstance(source.title, str)
    language = source.lang
    known = context.library.languages.get(language or "")
    has_rtl_letters = any(bidirectional(letter) in ("R", "AL") for letter in title)
    if known and known.direction == "rtl" and not has_rtl_letters:
        language = None  # the title says in another language what the page is
    accessed = translator.date(source.accessed) if source.accessed else None
    note_attributes = context.lang_and_dir(note_language)
    return SourceLine(
        id=source.id,
        title=title,
        publisher=translator.label(source.publisher),
        date=_published(context, source) if source.url or source.published else None,
        url=source.url,
        accessed=context.translate("entry.read_on", date=accessed) if accessed else None,
        note=LocalizedText(source.note, *note_attributes) if source.note else None,
        language=language,
        language_name=translator.language_name(source.lang) if own_title and source.lang else None,
    )


def _published(context: PageContext, source: Source) -> str:
    if not source.published:
        return context.translate("entry.undated")
    date = context.translator.date(source.published)
    if source.dated != "inferred":
        return date
    return join("", (f"{date} (", context.translate("entry.inferred"), ")"))


def _back_links(id: str, times: int) -> tuple[str, ...]:
    """Ids of the citations in the text: ``cite-x``, ``cite-x-2`` …"""
    shown = range(1, min(times, MAX_BACK_LINKS) + 1)
    return tuple(f"cite-{id}" if n == 1 else f"cite-{id}-{n}" for n in shown)
