"""The front matter of each kind of file. A new kind is one class and one row in ``KINDS``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from generator.schema.records import (
    Cluster,
    Effort,
    Media,
    Period,
    Person,
    Place,
    PracticeLink,
    Replication,
    Result,
    Review,
    Source,
    Support,
    TranslatedMedia,
    TranslationInfo,
)
from generator.schema.values import (
    Count,
    Day,
    EntryId,
    FrontMatter,
    Goal,
    Line,
    Original,
    Panel,
    Slug,
    SourceId,
    Translatable,
    Vocabulary,
    some,
    text,
)


class Words(FrontMatter):
    """The front matter of a translation: text only, no facts."""

    phrases: dict[str, Annotated[str, text(300)]] = Field(default_factory=dict)
    """Text in the original's facts → the same text in this language."""
    media: tuple[TranslatedMedia, ...] = ()
    translation: TranslationInfo


class PlainPage(Original):
    """A page that is neither a case nor a practice: about, a country's profile …"""

    sections: ClassVar[tuple[str, ...]] = ()

    sources: tuple[Annotated[str, SourceId()] | Source, ...] = ()
    last_reviewed: Day | None = None


class Facts(Original):
    """The facts that every kind of entry has, in the original only."""

    folder: ClassVar[str]
    """Name of the kind: its folder, its part of the address, its key in the words files."""
    sections: ClassVar[tuple[str, ...]]
    """Fixed ids of the sections, in order; their headings are in the words files."""
    icon: ClassVar[str | None] = None
    """Name of the icon of the kind; see ``icons``."""

    status: Literal["draft", "published", "superseded", "retired"]
    status_reason: Annotated[Line, Translatable()] | None = None
    superseded_by: Annotated[str, EntryId()] | None = None
    sectors: Annotated[
        Literal["all"] | Annotated[tuple[Annotated[str, Vocabulary("sectors")], ...], some(3)],
        Panel(30),
    ]
    crafts: Annotated[tuple[Annotated[str, Vocabulary("crafts")], ...], some(20), Panel(31)] = ()
    steps: Annotated[tuple[Annotated[str, Vocabulary("steps")], ...], some(20), Panel(32)]
    themes: Annotated[tuple[Annotated[str, Vocabulary("themes")], ...], some(5), Panel(33)]
    sdgs: Annotated[tuple[Goal, ...], Panel(80)] = ()
    related: tuple[Annotated[str, EntryId()], ...] = ()
    sources: Annotated[
        tuple[Annotated[str, SourceId()] | Source, ...], Field(min_length=1, max_length=200)
    ]
    authors: Annotated[tuple[Person, ...], Field(min_length=1)]
    reviewers: tuple[Person, ...] = ()
    review: Review
    last_reviewed: Day
    review_in: Annotated[Count, Field(le=120)] | None = None
    """Months until the next review."""
    licence: Annotated[str, text(60)] | None = None
    media: tuple[Media, ...] = ()
    aliases: tuple[Slug, ...] = ()

    def required_sections(self) -> tuple[str, ...]:
        """Ids of the sections that a reader may count on."""
        return self.sections


class CaseStudy(Facts):
    """What happened in one place: its facts, its figures, the practices that it used."""

    folder: ClassVar[str] = "casestudies"
    sections: ClassVar[tuple[str, ...]] = (
        "context",
        "challenge",
        "approach",
        "results",
        "difficulties",
        "sustainability",
        "lessons",
        "transfer",
    )
    icon: ClassVar[str | None] = "material/map-marker"

    depth: Literal["note", "full"]
    subject: Annotated[Literal["cluster", "initiative", "network", "hub", "city"], Panel(20)]
    countries: Annotated[tuple[Annotated[str, Vocabulary("countries")], ...], some(20), Panel(10)]
    sectors: Annotated[tuple[Annotated[str, Vocabulary("sectors")], ...], some(3), Panel(30)]
    places: Annotated[tuple[Place, ...], Panel(11)] = ()
    cluster: Annotated[Cluster | None, Panel()] = None
    period: Annotated[Period, Panel(12)]
    support: Annotated[Support | None, Panel()] = None
    beneficiaries: Annotated[
        tuple[Annotated[str, Vocabulary("beneficiaries", facet=False)], ...], some(20), Panel()
    ] = ()
    results: tuple[Result, ...] = ()
    practices: tuple[PracticeLink, ...] = ()
    replication: Annotated[Replication | None, Panel()] = None
    evidence: Annotated[Literal["self-reported", "documented", "evaluated"], Panel()]

    def required_sections(self) -> tuple[str, ...]:
        return self.sections if self.depth == "full" else ("context", "approach", "lessons")


class BestPractice(Facts):
    """A method that others can use."""

    folder: ClassVar[str] = "bestpractices"
    sections: ClassVar[tuple[str, ...]] = (
        "when",
        "how",
        "variations",
        "pitfalls",
        "monitoring",
        "examples",
    )
    icon: ClassVar[str | None] = "material/lightbulb-on"

    problem: Annotated[Line, Translatable()]
    audience: Annotated[tuple[Annotated[str, Vocabulary("audience")], ...], some(20), Panel(10)]
    effort: Annotated[Effort, Panel(11)]
    prerequisites: Annotated[tuple[Annotated[Line, Translatable()], ...], Panel()] = ()
    tools: Annotated[tuple[Annotated[Line, Translatable()], ...], Panel()] = ()
    indicators: Annotated[tuple[Annotated[Line, Translatable()], ...], Panel()] = ()

    def required_sections(self) -> tuple[str, ...]:
        return ("when", "how", "pitfalls")


KINDS: Mapping[str, type[Facts]] = {kind.folder: kind for kind in (CaseStudy, BestPractice)}
