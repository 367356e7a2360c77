"""What the data files under ``content/`` may say."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from knowledge_repository.model import LIMITS
from knowledge_repository.schema.records import Source
from knowledge_repository.schema.values import (
    Address,
    Count,
    LanguageCode,
    Number,
    Record,
    Slug,
    matches,
    text,
)


class Replacement(Record):
    """A rule that replaces text: in search, or in typography."""

    find: Annotated[str, Field(min_length=1, max_length=1000)]
    """A regular expression of the form in ``content.patterns``; a space at its beginning counts."""
    replace: Annotated[str, Field(max_length=100)] = ""


class Affixes(Record):
    """Regular expressions of what may be written together with a word."""

    before: Annotated[str, Field(max_length=200)] = ""
    after: Annotated[str, Field(max_length=200)] = ""


class PlaceholdersRow(Record):
    """Words that drafts leave behind; see ``i18n/placeholders.yml``."""

    anywhere: tuple[Annotated[str, text(60)], ...] = ()
    alone: tuple[Annotated[str, text(60)], ...] = ()


class SearchRow(Record):
    """How search compares words of a language; see ``model.SearchRules``."""

    search: Annotated[tuple[Replacement, ...], Field(max_length=30)] = ()
    question_words: tuple[Annotated[str, text(40)], ...] = ()
    endings: tuple[tuple[Annotated[str, Field(max_length=20)], ...], ...] = ()
    prefixes: tuple[Annotated[str, text(10)], ...] = ()


class LanguageRow(SearchRow):
    """A language of the site; see ``model.Language``. What it does not say about search, the
    program may know: see ``content/search_rules``."""

    code: LanguageCode
    name: Annotated[str, text(60)]
    direction: Literal["ltr", "rtl"]
    locale: Annotated[str, text(20)] | None = None
    regional: bool = False
    typography: Annotated[tuple[Replacement, ...], Field(max_length=30)] = ()
    affixes: Affixes | None = None
    placeholders: PlaceholdersRow | None = None


class LanguagesFile(Record):
    """``content/languages.yml``."""

    languages: Annotated[tuple[LanguageRow, ...], Field(min_length=1, max_length=50)]


Hex = Annotated[str, AfterValidator(matches("#[0-9a-fA-F]{6}", "wrong-form", cause="colour"))]


class ColourRow(Record):
    """See ``model.Colour``."""

    light: Hex
    dark: Hex


SearchWords = dict[str, Annotated[tuple[Annotated[str, text(80)], ...], Field(max_length=60)]]
"""Language code → words by which search finds something."""


class TermRow(Record):
    """A term of a vocabulary; see ``model.Term``."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$", max_length=60)]
    label: dict[str, Annotated[str, text(120)]]
    note: dict[str, Annotated[str, text(400)]] = Field(default_factory=dict)
    parent: str | None = None
    colour: ColourRow | None = None
    icon: Annotated[str, text(80)] | None = None
    """Name of an icon of the package ``material``; see ``icons``."""
    also: SearchWords = Field(default_factory=dict)


class VocabularyFile(Record):
    """``content/vocabularies/*.yml``; see ``model.Vocabulary``."""

    label: dict[str, Annotated[str, text(80)]]
    one: dict[str, Annotated[str, text(80)]]
    group: Annotated[str, text(60)] | None = None
    territories: bool = False
    question: dict[str, Annotated[str, text(80)]] = Field(default_factory=dict)
    colours: Literal["auto"] | None = None
    """The highest terms without a colour get one of the program's; see ``content.colours``."""
    terms: Annotated[tuple[TermRow, ...], Field(max_length=2000)]
    """Each may have a page in each language."""


EMAIL = r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,8}"
Name = Annotated[str, text(60)]
"""The name of a vocabulary."""
Latitude = Annotated[Number, Field(ge=-85, le=85)]
"""The projection of the maps shows no pole."""
Longitude = Annotated[Number, Field(ge=-180, le=180)]


class OverviewRow(Record):
    """See ``model.Overview``."""

    rows: Name
    columns: Name
    dots: Name | None = None


class FrameRow(Record):
    """See ``model.Frame``."""

    west: Longitude
    south: Latitude
    east: Longitude
    north: Latitude


class LicenceRow(Record):
    """See ``model.Licence``."""

    id: Annotated[str, AfterValidator(matches(r"[A-Za-z0-9.+-]{1,60}", "wrong-form", cause="spdx"))]
    name: dict[str, Annotated[str, text(120)]]
    url: Address


class SiteFile(Record):
    """``content/site.yml``; see ``model.Site``."""

    name: dict[str, Annotated[str, text(120)]] = Field(default_factory=dict)
    short_name: dict[str, Annotated[str, text(60)]] = Field(default_factory=dict)
    tagline: dict[str, Annotated[str, text(200)]] = Field(default_factory=dict)
    description: dict[str, Annotated[str, text(300)]] = Field(default_factory=dict)
    logo: Annotated[str, text(120)] | None = None
    licence: LicenceRow | None = None
    email: Annotated[str, AfterValidator(matches(EMAIL, "wrong-form", cause="email"))] | None = None
    featured: tuple[Annotated[str, text(80)], ...] = ()
    menu: tuple[Name, ...] | None = None
    home: tuple[Name, ...] | None = None
    cards: tuple[Name, ...] | None = None
    search: tuple[Name, ...] | None = None
    statistics: tuple[Name, ...] | None = None
    neighbours: tuple[Name, ...] | None = None
    group: Name | None = None
    cycle: Name | None = None
    overview: OverviewRow | None = None
    map: FrameRow | None = None
    downloads: bool = False


Amount = Annotated[Count, Field(ge=1, le=100_000_000)]


class LimitsRow(Record):
    """``limits`` of the plugin in ``mkdocs.yml``; see ``model.Limits``."""

    markdown: Amount = LIMITS.markdown
    front_matter: Amount = LIMITS.front_matter
    data: Amount = LIMITS.data
    parts: Amount = LIMITS.parts
    values: Amount = LIMITS.values
    nesting: Annotated[Count, Field(ge=10, le=100)] = LIMITS.nesting
    picture: Amount = LIMITS.picture
    pixels: Amount = LIMITS.pixels
    area: Amount = LIMITS.area
    pictures: Amount = LIMITS.pictures


class GlossaryRow(Record):
    """A technical term; see ``model.GlossaryTerm``."""

    id: Slug
    term: dict[str, Annotated[str, text(120)]]
    definition: dict[str, Annotated[str, text(400)]]
    also: SearchWords = Field(default_factory=dict)


class GlossaryFile(Record):
    """``content/glossary.yml``."""

    terms: tuple[GlossaryRow, ...]


class ConceptsFile(Record):
    """``content/concepts.yml``; each row is a ``model.Concept``."""

    concepts: tuple[Annotated[SearchWords, Field(min_length=1)], ...]


class PublishedFile(Record):
    """``content/published.yml``: the ledger; each line is ``<kind>/<id>``."""

    published: tuple[Annotated[str, text(160)], ...]


class SourcesFile(Record):
    """``content/sources/*.yml``."""

    sources: tuple[Source, ...]
