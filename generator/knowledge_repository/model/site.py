"""What one repository's site shows, and where: ``content/site.yml``, or its defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge_repository.model.diagnostics import Location


@dataclass(frozen=True, slots=True)
class Colour:
    """The colour of a term and of the terms below it, as ``#rrggbb``."""

    light: str
    """On the light background."""
    dark: str
    """On the dark background."""


@dataclass(frozen=True, slots=True)
class Overview:
    """The table of the overview: three vocabularies."""

    rows: str
    columns: str
    dots: str | None = None
    """Each cell has a dot for each term of this vocabulary, filled if an entry of the cell has the
    term."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the world that the map of all entries shows at least, in degrees.

    *west* is greater than *east* if the frame contains the meridian of 180 degrees.
    """

    west: float
    south: float
    east: float
    north: float

    def contains(self, latitude: float, longitude: float) -> bool:
        """Whether a point is in the frame."""
        if not self.south <= latitude <= self.north:
            return False
        if self.west <= self.east:
            return self.west <= longitude <= self.east
        return longitude >= self.west or longitude <= self.east


@dataclass(frozen=True, slots=True)
class Logo:
    """The sign next to the name of the site: an icon or a picture."""

    icon: str | None = None
    """Name of an icon; see ``icons``."""
    picture: str | None = None
    """Path of a PNG or WebP in the repository."""
    size: tuple[int, int] | None = None
    """Width and height of the picture in pixels."""

    @property
    def file(self) -> str:
        """Its file in the assets of the site; browsers also show it next to the title."""
        return "logo.svg" if self.picture is None else "logo.webp"


@dataclass(frozen=True, slots=True)
class Licence:
    """The licence of every entry that names no other one."""

    id: str
    """Identifier of SPDX: ``CC-BY-4.0``."""
    names: Mapping[str, str]
    """Language code → name."""
    url: str


@dataclass(frozen=True, slots=True)
class Site:
    """What the site is called, and where it shows which vocabularies."""

    name: Mapping[str, str] = field(default_factory=dict)
    """Language code → full name. This and the next three are empty where the file says nothing:
    the words of the program are then shown."""
    short_name: Mapping[str, str] = field(default_factory=dict)
    """For the head of the pages and the titles of windows."""
    tagline: Mapping[str, str] = field(default_factory=dict)
    """The heading of the home page."""
    description: Mapping[str, str] = field(default_factory=dict)
    """What search engines show."""
    name_location: Location | None = None
    """Where the file gives the short name, or else the name; None if it gives neither."""
    logo: Logo | None = None
    """None: the star of the program."""
    licence: Licence | None = None
    email: str | None = None
    """The address for contributions."""
    featured: Mapping[str, Location] = field(default_factory=dict)
    """Id of an entry that the home page shows first → where the file names it."""

    # Every name below is that of a vocabulary with pages.
    menu: tuple[str, ...] = ()
    """Links of the main menu."""
    home: tuple[str, ...] = ()
    """Their terms are listed on the home page."""
    cards: tuple[str, ...] = ()
    """Their terms are on the card of an entry. The first term with a colour gives the card its
    colour; a search result shows the terms of the first vocabulary."""
    search: tuple[str, ...] = ()
    """The first filters of the search, in this order."""
    statistics: tuple[str, ...] = ()
    """Tables of the statistics: vocabularies, and fields with few choices."""
    neighbours: tuple[str, ...] = ()
    """An entry leads to the next one of its first term, in the first vocabulary where it has one.
    """
    group: str | None = None
    """Long lists have a heading for each of its terms: timeline, comparison, uses of an entry."""
    cycle: str | None = None
    """Its terms are steps that follow each other: they are drawn as a ring."""
    overview: Overview | None = None
    map: Frame | None = None
    """None: the map is as large as the places of the entries need."""
    downloads: bool = False
    """The site offers books, field kits and a copy of itself, which take time to make."""


@dataclass(frozen=True, slots=True)
class SiteName:
    """The name of the site in ``mkdocs.yml``."""

    text: str
    location: Location
