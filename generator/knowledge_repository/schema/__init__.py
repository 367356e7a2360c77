"""What each kind of entry may say: declared in ``content/kinds.yml``, compiled to Pydantic models.

``declaration`` has the rows of that file, ``kinds`` the kinds and fields made from them,
``compile`` the models that validate front matter. Marks say what a value refers to
(``Vocabulary``, ``EntryId``, ``SourceId``) and whether it is text (``Translatable``).
"""

from knowledge_repository.schema.front_matter import EntryFields, Facts, PlainPage, Words
from knowledge_repository.schema.introspection import choices, known_keys, phrase
from knowledge_repository.schema.kinds import Field, Kind, Schema
from knowledge_repository.schema.records import (
    EntryLink,
    Money,
    OriginalHashes,
    Partner,
    Period,
    Place,
    Source,
)
from knowledge_repository.schema.values import (
    EntryId,
    Reference,
    SourceId,
    Translatable,
    Vocabulary,
)

__all__ = [
    "EntryFields",
    "EntryId",
    "EntryLink",
    "Facts",
    "Field",
    "Kind",
    "Money",
    "OriginalHashes",
    "Partner",
    "Period",
    "Place",
    "PlainPage",
    "Reference",
    "Schema",
    "Source",
    "SourceId",
    "Translatable",
    "Vocabulary",
    "Words",
    "choices",
    "known_keys",
    "phrase",
]
