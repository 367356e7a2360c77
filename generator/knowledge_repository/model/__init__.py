"""The nouns: frozen values that every step hands to the next. No I/O, no imports of ours, except
for types: ``schema`` declares the front matter.

``Library`` is what was loaded, ``Graph`` what follows from it, ``Page`` what a reader will see.
A ``Diagnostic`` is a value: what an author should correct. An exception stops the program.

Classes whose instances travel between processes by the thousand have no slots: pickle loads them
faster.
"""

from knowledge_repository.model.body import Body, Heading, Link, Section
from knowledge_repository.model.content import (
    INDEX_NAME,
    LANGUAGE_CODE,
    ContentFolder,
    Entry,
    Language,
    Library,
    SearchRules,
    Size,
    Translation,
)
from knowledge_repository.model.diagnostics import Diagnostic, Level, Location, Text
from knowledge_repository.model.graph import EntryUse, Graph, Related
from knowledge_repository.model.limits import LIMITS, Limits
from knowledge_repository.model.page import Layout, MenuItem, Page, PageSummary, View
from knowledge_repository.model.search import SearchEntry, SearchSection, SearchTarget
from knowledge_repository.model.site import Colour, Frame, Licence, Logo, Overview, Site, SiteName
from knowledge_repository.model.source_map import OffsetMap, Path, SourceMap, Span
from knowledge_repository.model.terms import Concept, GlossaryTerm, Term, Vocabulary

__all__ = [
    "INDEX_NAME",
    "LANGUAGE_CODE",
    "LIMITS",
    "Body",
    "Colour",
    "Concept",
    "ContentFolder",
    "Diagnostic",
    "Entry",
    "EntryUse",
    "Frame",
    "GlossaryTerm",
    "Graph",
    "Heading",
    "Language",
    "Layout",
    "Level",
    "Library",
    "Licence",
    "Limits",
    "Link",
    "Location",
    "Logo",
    "MenuItem",
    "OffsetMap",
    "Overview",
    "Page",
    "PageSummary",
    "Path",
    "Related",
    "SearchEntry",
    "SearchRules",
    "SearchSection",
    "SearchTarget",
    "Section",
    "Site",
    "SiteName",
    "Size",
    "SourceMap",
    "Span",
    "Term",
    "Text",
    "Translation",
    "View",
    "Vocabulary",
]
