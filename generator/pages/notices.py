"""Notices above a text: how it was translated, or that its entry is a draft, replaced, retired."""

from __future__ import annotations

from generator.i18n.translator import country_of
from generator.model import ContentFolder, Entry, Translation
from generator.pages import routes
from generator.pages.context import PageContext
from generator.pages.views import Notice, PageLink
from generator.schema import facts


def notices(context: PageContext, text: ContentFolder, words: Translation) -> tuple[Notice, ...]:
    """The notices of a text, shown in the language of *words*."""
    status = _status_notice(context, text) if isinstance(text, Entry) else None
    translation = _translation_notice(context, text, words)
    return tuple(notice for notice in (status, translation) if notice)


def _status_notice(context: PageContext, entry: Entry) -> Notice | None:
    """The notice of an entry that is a draft, replaced or retired."""
    status = entry.facts.status
    if status not in ("draft", "superseded", "retired"):
        return None
    reason, successor = entry.facts.status_reason, entry.facts.superseded_by or ""
    successor = context.graph.aliases.get(successor, successor)
    return Notice(
        status,
        context.translate(f"notice.{status}"),
        reason=context.localized(entry, reason) if reason else None,
        # A draft has no page yet.
        successor=context.card(successor) if successor in context.library.entries else None,
    )


def _translation_notice(
    context: PageContext, text: ContentFolder, words: Translation
) -> Notice | None:
    """In which language a text was written, and how and by whom it was translated."""
    if words.language != context.language.code:
        return Notice("fallback", _fallback_text(context, words.language))
    translation = facts.translation_info_of(words)
    if translation is None:
        return None
    original = context.translator.language_name(text.original)
    if translation.reviewer:
        sentence = context.translate(
            "notice.reviewed", language=original, reviewer=translation.reviewer
        )
    else:
        sentence = context.translate(f"notice.{translation.method}", language=original)
    if translation.translators:
        names = context.translate("list.comma").join(p.name for p in translation.translators)
        sentence = f"{sentence} {context.translate('notice.translators', names=names)}"
    if translation.date:
        day = context.translator.date(translation.date, country_of(text))
        sentence = f"{sentence} {context.translate('notice.translated_on', date=day)}"
    link = PageLink(
        routes.absolute(text.original, text.route),
        context.translate("notice.original", language=original),
    )
    return Notice("translation", sentence, original=link)


def _fallback_text(context: PageContext, shown: str) -> str:
    """What the reader's language is, and which is shown instead. Where the reader's language has
    no words of its own, the sentence and the names are those of the language that has them."""
    key, words = "notice.fallback", context.library.words
    languages = (context.language.code, *context.library.languages)
    code = next((code for code in languages if words.get(code, {}).get(key)), languages[0])
    translator = context.translators[code]
    return translator.translate(
        key,
        reader=translator.language_name(context.language.code),
        language=translator.language_name(shown),
    )
