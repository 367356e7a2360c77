"""What one repository's site shows, and where: ``content/site.yml``, or its defaults."""

from __future__ import annotations

from dataclasses import dataclass

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
class Site:
    """Where the site shows which vocabularies. Every name is that of a vocabulary with pages."""

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


@dataclass(frozen=True, slots=True)
class SiteName:
    """The name of the site in ``mkdocs.yml``."""

    text: str
    location: Location
