"""Every URL of the site. A route is an address below the language: ``countries/dz/``."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from knowledge_repository.model.routes import CHANGES as CHANGES
from knowledge_repository.model.routes import COMPARE as COMPARE
from knowledge_repository.model.routes import DATA_PAGE as DATA_PAGE
from knowledge_repository.model.routes import FIELDS as FIELDS
from knowledge_repository.model.routes import GLOSSARY as GLOSSARY
from knowledge_repository.model.routes import GUIDE as GUIDE
from knowledge_repository.model.routes import MAP as MAP
from knowledge_repository.model.routes import MARKDOWN as MARKDOWN
from knowledge_repository.model.routes import OVERVIEW as OVERVIEW
from knowledge_repository.model.routes import SEARCH as SEARCH
from knowledge_repository.model.routes import SOURCES as SOURCES
from knowledge_repository.model.routes import STATISTICS as STATISTICS
from knowledge_repository.model.routes import TIMELINE as TIMELINE
from knowledge_repository.model.routes import TO_CHECK as TO_CHECK
from knowledge_repository.model.routes import TRANSLATIONS as TRANSLATIONS
from knowledge_repository.model.routes import absolute as absolute
from knowledge_repository.model.routes import entry as entry
from knowledge_repository.model.routes import rule as rule

HOME = ""
"""Route of the home page of each language."""
ROOT = ""
"""Path of the page above the languages, from the root of the site."""
NOT_FOUND = "404.html"
ATOM, JSON_FEED = "feed.xml", "feed.json"
"""Files next to the page whose entries they list."""
DATA = "data/v1/"
"""The folder of the data for other programs, from the root of the site."""
CONTRIBUTE = "contribute/"
"""A text that says how to take part, if the repository has it."""


def reference(kind: str) -> str:
    """The fields of a kind."""
    return f"{FIELDS}{kind}/"


def json_schema(kind: str, language: str) -> str:
    """The JSON Schema of a kind, with labels in a language; a path from the root of the site."""
    return f"{DATA}schema/{kind}.{language}.json"


def form(kind: str, chosen: Mapping[str, str] | None = None) -> str:
    """The form for a new entry of a kind. *chosen*: key of a field → the term that it has already
    (``contribute/new/projects/?countries=UZ``)."""
    query = f"?{urlencode(chosen)}" if chosen else ""
    return f"{CONTRIBUTE}new/{kind}/{query}"


def form_data(language: str) -> str:
    """The sources and entries that the form offers; a path from the root of the site."""
    return f"{DATA}form/{language}.json"


def kind_list(kind: str) -> str:
    """The list of all entries of a kind."""
    return f"{kind}/"


def vocabulary(name: str) -> str:
    """The list of the terms of a vocabulary."""
    return f"{name}/"


def term(vocabulary: str, id: str) -> str:
    """The page of a term."""
    return f"{vocabulary}/{id.lower()}/"


def country_on_map(country: str) -> str:
    """The list of a country on the page of the map."""
    return f"{MAP}#{country_anchor(country)}"


def country_anchor(country: str) -> str:
    """The id of that list on its page."""
    return f"in-{country.lower()}"


def is_text_page(route: str) -> bool:
    """Whether a plain text has its own page: a term's profile is shown on the term's page."""
    return route.count("/") == 1
