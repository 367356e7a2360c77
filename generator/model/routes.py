"""Addresses of the pages that the site itself has, below the language.

Page builders use them; rules refuse a page of an author that would have the same address.
"""

MAP = "map/"
OVERVIEW = "overview/"
TIMELINE = "timeline/"
COMPARE = "compare/"
STATISTICS = "statistics/"
GLOSSARY = "glossary/"
SOURCES = "sources/"
SEARCH = "search/"
GUIDE = "guide/"

OWN_PAGES = frozenset(
    (MAP, OVERVIEW, TIMELINE, COMPARE, STATISTICS, GLOSSARY, SOURCES, SEARCH, GUIDE)
)
