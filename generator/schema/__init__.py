"""What each kind of entry may say, declared once.

A field that is declared in ``kinds`` is read, checked, shown in the facts panel and known to the
messages; nothing else in the program lists fields. ``Annotated`` marks say what a value refers to
(``Vocabulary``, ``EntryId``, ``SourceId``) and whether the panel shows it (``Panel``).
"""

from generator.schema.data import (
    Affixes,
    GlossaryFile,
    LanguagesFile,
    LimitsRow,
    Replacement,
    SourcesFile,
    TermRow,
    VocabularyFile,
)
from generator.schema.introspection import (
    all_facets,
    choices,
    facets,
    known_keys,
    panel_fields,
    phrase,
    references,
    words_needed,
)
from generator.schema.kinds import KINDS, BestPractice, CaseStudy, Facts, PlainPage, Words
from generator.schema.records import Budget, Cited, Partner, Period, Place, PracticeLink
from generator.schema.values import EntryId, Panel, Reference, SourceId, Translatable, Vocabulary

__all__ = [
    "KINDS",
    "Affixes",
    "BestPractice",
    "Budget",
    "CaseStudy",
    "Cited",
    "EntryId",
    "Facts",
    "GlossaryFile",
    "LanguagesFile",
    "LimitsRow",
    "Panel",
    "Partner",
    "Period",
    "Place",
    "PlainPage",
    "PracticeLink",
    "Reference",
    "Replacement",
    "SourceId",
    "SourcesFile",
    "TermRow",
    "Translatable",
    "Vocabulary",
    "VocabularyFile",
    "Words",
    "all_facets",
    "choices",
    "facets",
    "known_keys",
    "panel_fields",
    "phrase",
    "references",
    "words_needed",
]
