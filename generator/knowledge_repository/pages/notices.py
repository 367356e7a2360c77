"""Notices above a text: how it was translated, or that its entry is a draft, replaced, retired or
past its review date."""

from __future__ import annotations

from knowledge_repository.i18n.marked import join
from knowledge_repository.model import ContentFolder, Entry, Translation
from knowledge_repository.pages import routes
from knowledge_repository.pages.context import PageContext
from knowledge_repository.pages.translations import part_names
from knowledge_repository.pages.views import Notice, PageLink
from knowledge_repository.schema import facts
from knowledge_repository.translations.parts import compare


def notices(context: PageContext, text: ContentFolder, words: Translation) -> tuple[Notice, ...]:
    """The notices of a text, shown in the language of *words*."""
    status = _status_notice(context, text) if isinstance(text, Entry) else None
    translation = _translation_notice(context, text, words)
    overdue = _overdue_notice(context, text) if isinstance(text, Entry) else None
    return tuple(notice for notice in (status, overdue, translation) if notice)


def _overdue_notice(context: PageContext, entry: Entry) -> Notice | None:
    """The notice of an entry past its review date."""
    month = facts.review_due(entry)
    if month is None or not context.library.is_past(month) or not context.is_current(entry):
        return None
    date = context.translator.date(month, context.translator.country_of(entry))
    return Notice("overdue", context.translate("notice.overdue", date=date))


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
    name = context.translator.language_name
    if words.language != context.language.code:
        key = "notice.fallback"
        reader, shown = name(context.language.code, key), name(words.language, key)
        return Notice("fallback", context.translate(key, reader=reader, language=shown))
    translation = facts.translation_info_of(words)
    if translation is None:
        return None
    key = "notice.reviewed" if translation.reviewer else f"notice.{translation.method}"
    original = name(text.original, key)
    sentences = [context.translate(key, language=original, reviewer=translation.reviewer or "")]
    if translation.translators:
        names = context.translate("list.comma").join(p.name for p in translation.translators)
        sentences.append(context.translate("notice.translators", names=names))
    if translation.date:
        day = context.translator.date(translation.date, context.translator.country_of(text))
        sentences.append(context.translate("notice.translated_on", date=day))
    changed = compare(text, words, context.schema)
    if changed.changed:
        sentences.append(
            context.translate(
                "notice.outdated",
                count=len(changed.changed),
                total=context.translator.number(len({*changed.hashes, *changed.changed})),
                names=part_names(context, text, changed.changed),
            )
        )
    link = PageLink(
        routes.absolute(text.original, text.route),
        context.translate("notice.original", language=name(text.original, "notice.original")),
    )
    return Notice("translation", join(" ", sentences), original=link)
