"""Words in the facts of one entry, as one language shows them."""

from __future__ import annotations

from collections.abc import Mapping

from generator import schema
from generator.i18n.translator import Translator, country_of
from generator.model import Entry, Translation
from generator.pages.views import LocalizedText
from generator.schema import facts

LangAndDir = tuple[str | None, str | None]


class LocalizedFacts:
    """Finds the translated words of one entry's facts (``phrases`` in its translation)."""

    def __init__(
        self,
        entry: Entry,
        words: Translation,
        translators: Mapping[str, Translator],
        translated: LangAndDir,
        original: LangAndDir,
    ) -> None:
        phrases = facts.phrases_of(words)
        self._phrases = {schema.phrase(key): value for key, value in phrases.items()}
        self._country = country_of(entry)
        self._translated = translators[words.language], translated
        self._original = translators[entry.original], original

    def text(self, text: str) -> LocalizedText:
        """*text* as the translation says it, otherwise as the original does."""
        # Most are written as they are compared, and an original has none.
        found = self._phrases and (
            self._phrases.get(text) or self._phrases.get(schema.phrase(text))
        )
        translator, (lang, dir) = self._translated if found else self._original
        typeset = translator.language.typeset(found or text)
        return LocalizedText(translator.digits(typeset, self._country), lang, dir)
