"""Addresses that rooms below ``pages`` need: of the site's own pages, of folders and of rules.

``pages.routes`` has the others. Rules refuse a page of an author at an address of ``OWN_PAGES``.
"""

from collections.abc import Mapping

MAP = "map/"
OVERVIEW = "overview/"
TIMELINE = "timeline/"
COMPARE = "compare/"
STATISTICS = "statistics/"
TRANSLATIONS = "translations/"
GLOSSARY = "glossary/"
SOURCES = "sources/"
CHANGES = "changes/"
TO_CHECK = "to-check/"
"""Entries past their review date, and figures that contradict each other."""
SEARCH = "search/"
GUIDE = "guide/"
DATA_PAGE = "data/"
"""What the site publishes for programs."""

OWN_PAGES = frozenset(
    (
        MAP,
        OVERVIEW,
        TIMELINE,
        COMPARE,
        STATISTICS,
        TRANSLATIONS,
        GLOSSARY,
        SOURCES,
        CHANGES,
        TO_CHECK,
        SEARCH,
        GUIDE,
        DATA_PAGE,
    )
)


MARKDOWN = "index.md"
"""The text of an entry, next to its page."""


def absolute(language: str, route: str) -> str:
    """The path of *route* from the root of the site: ``en/countries/dz/``."""
    return f"{language}/{route}"


def entry(kind: str, id: str) -> str:
    """The page of an entry, or of one of its former ids."""
    return f"{kind}/{id}/"


def of_folder(folder: str, kinds: Mapping[str, str]) -> str:
    """The page of a folder of the repository: ``content/pages/about`` → ``about/``,
    ``content/countries/dz`` → ``countries/dz/``, an entry → ``projects/x/``.

    *kinds*: ``Schema.kind_in``.
    """
    above, _, id = folder.rpartition("/")
    if kind := kinds.get(above):
        return entry(kind, id)
    for prefix in ("content/pages/", "content/"):
        if folder.startswith(prefix):
            return folder.removeprefix(prefix) + "/"
    return folder + "/"


FIELDS = f"{GUIDE}fields/"
"""The field references: one page a kind."""


def rule(code: str) -> str:
    """The page of a rule in the author guide."""
    return f"{GUIDE}{code}/"
