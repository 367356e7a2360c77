"""What each kind of entry may say, declared once.

A field that is declared in ``kinds`` is read, checked, shown in the facts panel and known to the
messages; nothing else in the program lists fields. ``Annotated`` marks say what a value refers to
(``Vocabulary``, ``EntryId``, ``SourceId``) and whether the panel shows it (``Panel``).
"""

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
from generator.schema.records import Budget, Partner, Period, Place, PracticeLink, Source
from generator.schema.values import EntryId, Panel, Reference, SourceId, Translatable, Vocabulary

__all__ = [
    "KINDS",
    "BestPractice",
    "Budget",
    "CaseStudy",
    "EntryId",
    "Facts",
    "Panel",
    "Partner",
    "Period",
    "Place",
    "PlainPage",
    "PracticeLink",
    "Reference",
    "Source",
    "SourceId",
    "Translatable",
    "Vocabulary",
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
