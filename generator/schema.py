"""What each kind of entry may say, declared once.

A field that is declared here is read, checked, shown in the facts panel and known to the messages;
nothing else in the program lists fields. ``Annotated`` marks say what a value refers to
(``Vocabulary``, ``EntryId``, ``SourceId``) and how the panel shows it (``Panel``). A new kind of
entry is one class with its folder, added to ``KINDS``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    FiniteFloat,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

from generator.model import Path


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The value is the id of a term. A *facet* also gets pages, a filter and links."""

    name: str
    facet: bool = True


@dataclass(frozen=True, slots=True)
class EntryId:
    """The value is the id of another entry, of *kind* if given."""

    kind: str | None = None


@dataclass(frozen=True, slots=True)
class SourceId:
    """The value is the id of a source."""


@dataclass(frozen=True, slots=True)
class Panel:
    """The field stands in the facts panel: by *order*, then as declared."""

    order: int = 50


# -- types of values ---------------------------------------------------------------------------


def _text(maximum: int, minimum: int = 1) -> Any:
    return Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=minimum, max_length=maximum),
    ]


def _terms(vocabulary: str, at_most: int = 20, facet: bool = True) -> Any:
    return Annotated[
        tuple[Annotated[str, Vocabulary(vocabulary, facet)], ...],
        Field(min_length=1, max_length=at_most),
    ]


def _day(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise PydanticCustomError("wrong-date", "a day", {"wanted": "2026-11-22"})
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("impossible-date", "no such day") from None


def _month(value: str) -> str:
    if not re.fullmatch(r"\d{4}(-\d{2})?", value):
        raise PydanticCustomError("wrong-date", "a month", {"wanted": "2016 / 2016-04"})
    if len(value) > 4 and not 1 <= int(value[5:]) <= 12:
        raise PydanticCustomError("impossible-date", "no such month")
    return value


def _date(value: str) -> str:
    if len(value) > 7:
        _day(value)
    else:
        _month(value)
    return value


def _month_or_ongoing(value: str) -> str:
    return value if value == "ongoing" else _month(value)


def _address(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s<>\"'`{}|\\^]+", value):
        raise PydanticCustomError("wrong-address", "an address")
    return value


def _year(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"[12]\d{3}", value):
        raise PydanticCustomError("wrong-date", "a year", {"wanted": "2016"})
    return value


def _sdg(value: str) -> str:
    found = re.fullmatch(r"(\d{1,2})(\.(\d{1,2}|[a-d]))?", value)
    if not found or not 1 <= int(found[1]) <= 17:
        raise PydanticCustomError("wrong-sdg", "a goal")
    return value


def _months(value: str) -> str:
    if not re.fullmatch(r"\d{1,3}(-\d{1,3})?", value):
        raise PydanticCustomError("wrong-months", "months")
    return value


def _number(value: object) -> object:
    # "1_000", "1,5", "١٠٠" and "1e3" mean different things to different readers.
    if isinstance(value, str) and not re.fullmatch(r"-?\d{1,15}(\.\d{1,9})?", value, re.ASCII):
        raise PydanticCustomError("wrong-number", "a number")
    return value


Day = Annotated[date, BeforeValidator(_day)]
Month = Annotated[str, AfterValidator(_month)]
Year = Annotated[int, BeforeValidator(_year)]
Number = Annotated[FiniteFloat, BeforeValidator(_number)]
Count = Annotated[int, BeforeValidator(_number), Field(ge=0)]
Address = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_address)]
Line = _text(300)
Slug = Annotated[str, StringConstraints(max_length=80, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


M = TypeVar("M", bound=BaseModel)


class Record(BaseModel):
    """Base of every declared thing: unknown keys are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Person(Record):
    name: _text(120)
    organisation: _text(120) | None = None
    role: _text(120) | None = None


class Review(Record):
    level: Literal["none", "editorial", "peer"]
    date: Day | None = None
    by: _text(120) | None = None


class Media(Record):
    file: _text(120)
    alt: _text(300)
    caption: _text(300) | None = None
    credit: _text(200) | None = None
    licence: _text(60) | None = None
    consent: _text(200) | None = None


class TranslatedMedia(Record):
    file: _text(120)
    alt: _text(300)
    caption: _text(300) | None = None


class TranslationMatter(Record):
    """How a translation was made. ``of`` holds a hash of each section it was made from."""

    of: dict[str, str] | None = None
    method: Literal["human", "machine-edited", "machine"]
    translators: tuple[Person, ...] = ()
    reviewer: _text(120) | None = None
    date: Day | None = None


class Cited(Record):
    """A source, in the register or written out in place."""

    id: Slug
    title: _text(400) | dict[str, str]
    publisher: _text(300) | dict[str, str]
    url: Address | None = None
    lang: _text(40) | None = None
    date: Annotated[str, AfterValidator(_date)] | None = None
    dated: Literal["printed", "inferred"] = "printed"
    year: Year | None = None
    accessed: Day | None = None
    note: _text(600) | None = None


class Location(Record):
    name: _text(120)
    country: Annotated[str, Vocabulary("countries")]
    lat: Annotated[Number, Field(ge=-90, le=90)] | None = None
    lon: Annotated[Number, Field(ge=-180, le=180)] | None = None
    precision: Literal["exact", "city", "region"] = "city"


class Cluster(Record):
    name: _text(160) | None = None
    since: Month | None = None
    firms: Count | None = None
    people: Count | None = None
    governance: Line | None = None
    website: Address | None = None


class Period(Record):
    start: Month
    end: Annotated[str, AfterValidator(_month_or_ongoing)] | None = None
    """``ongoing`` where the source says so; absent where no source tells."""


class Partner(Record):
    name: _text(200)
    role: _text(200) | None = None


class Budget(Record):
    value: Number
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    note: Line | None = None
    source: Annotated[str, SourceId()]


class Support(Record):
    programme: _text(200) | None = None
    funders: tuple[_text(160), ...] = ()
    partners: tuple[Partner, ...] = ()
    budget: Budget | None = None


class Result(Record):
    """A number that a reader could quote: it names its source."""

    indicator: _text(200)
    value: Number
    unit: _text(80)
    year: Year | None = None
    group: _text(80) | None = None
    baseline: Number | None = None
    source: Annotated[str, SourceId()]


class Practised(Record):
    id: Annotated[str, EntryId("bestpractices")]
    role: Literal["applied", "adapted", "rejected"]
    note: Line | None = None


class Replication(Record):
    in_: _text(200) | None = Field(None, alias="in")
    conditions: Line | None = None


class Effort(Record):
    cost: Literal["low", "medium", "high"]
    months: Annotated[str, AfterValidator(_months)]
    skills: tuple[_text(120), ...] = ()


# -- what stands between the fences ------------------------------------------------------------


class Words(Record):
    """What a translation may say: words, never facts."""

    title: _text(120)
    short_title: _text(60) | None = None
    summary: _text(300, minimum=80)
    media: tuple[TranslatedMedia, ...] = ()
    translation: TranslationMatter


class PlainPage(Record):
    """A page that is neither a case nor a practice: about, a country's profile …"""

    sections: ClassVar[tuple[str, ...]] = ()

    title: _text(120)
    short_title: _text(60) | None = None
    summary: _text(300, minimum=80)
    sources: tuple[Annotated[str, SourceId()] | Cited, ...] = ()
    last_reviewed: Day | None = None


class Facts(Record):
    """Common to every kind of entry; only the original carries them."""

    folder: ClassVar[str]
    """Name of the kind: its folder, its part of the address, its key in the words files."""
    sections: ClassVar[tuple[str, ...]]
    """Fixed ids of the sections, in order; their headings are in the words files."""

    title: _text(120)
    short_title: _text(60) | None = None
    summary: _text(300, minimum=80)
    status: Literal["draft", "published", "superseded", "retired"]
    status_reason: Line | None = None
    superseded_by: Annotated[str, EntryId()] | None = None
    sectors: Annotated[_terms("sectors", at_most=3), Panel(30)]
    crafts: Annotated[_terms("crafts"), Panel(31)] = ()
    steps: Annotated[_terms("steps"), Panel(32)]
    themes: Annotated[_terms("themes", at_most=5), Panel(33)]
    sdgs: Annotated[tuple[Annotated[str, AfterValidator(_sdg)], ...], Panel(80)] = ()
    sources: Annotated[
        tuple[Annotated[str, SourceId()] | Cited, ...], Field(min_length=1, max_length=200)
    ]
    authors: Annotated[tuple[Person, ...], Field(min_length=1)]
    reviewers: tuple[Person, ...] = ()
    review: Review
    last_reviewed: Day
    review_in: Annotated[Count, Field(le=120)] | None = None
    """Months after which an editor should look again."""
    licence: _text(60) | None = None
    media: tuple[Media, ...] = ()
    related: tuple[Annotated[str, EntryId()], ...] = ()
    aliases: tuple[Slug, ...] = ()

    def required_sections(self) -> tuple[str, ...]:
        """Ids of the sections that a reader may count on."""
        return self.sections


class CaseStudy(Facts):
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

    depth: Literal["note", "full"]
    subject: Annotated[Literal["cluster", "initiative", "network", "hub", "city"], Panel(20)]
    countries: Annotated[_terms("countries"), Panel(10)]
    places: Annotated[tuple[Location, ...], Panel(11)] = ()
    cluster: Annotated[Cluster | None, Panel()] = None
    period: Annotated[Period, Panel(12)]
    support: Annotated[Support | None, Panel()] = None
    beneficiaries: Annotated[_terms("beneficiaries", facet=False), Panel()] = ()
    results: tuple[Result, ...] = ()
    practices: tuple[Practised, ...] = ()
    replication: Annotated[Replication | None, Panel()] = None
    evidence: Annotated[Literal["self-reported", "documented", "evaluated"], Panel()]

    def required_sections(self) -> tuple[str, ...]:
        return self.sections if self.depth == "full" else ("context", "approach", "lessons")


class BestPractice(Facts):
    folder: ClassVar[str] = "bestpractices"
    sections: ClassVar[tuple[str, ...]] = (
        "when",
        "how",
        "variations",
        "pitfalls",
        "monitoring",
        "examples",
    )

    sectors: Annotated[Literal["all"] | _terms("sectors", at_most=3), Panel(30)]
    problem: Line
    audience: Annotated[_terms("audience", facet=False), Panel(10)]
    effort: Annotated[Effort, Panel(11)]
    prerequisites: Annotated[tuple[Line, ...], Panel()] = ()
    tools: Annotated[tuple[Line, ...], Panel()] = ()
    indicators: Annotated[tuple[Line, ...], Panel()] = ()

    def required_sections(self) -> tuple[str, ...]:
        return ("when", "how", "pitfalls")


# -- data files under content/ -----------------------------------------------------------------


class Folding(Record):
    find: _text(200)
    replace: str = ""


class LanguageRow(Record):
    code: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]
    name: _text(60)
    direction: Literal["ltr", "rtl"]
    locale: _text(20) | None = None
    regional: bool = False
    search: tuple[Folding, ...] = ()


class LanguagesFile(Record):
    languages: Annotated[tuple[LanguageRow, ...], Field(min_length=1)]


class TermRow(Record):
    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$", max_length=60)]
    label: dict[str, _text(120)]
    note: dict[str, _text(400)] = {}
    parent: str | None = None
    family: str | None = None


class VocabularyFile(Record):
    label: dict[str, _text(80)]
    one: dict[str, _text(80)]
    group: _text(60) | None = None
    terms: tuple[TermRow, ...]


class SourcesFile(Record):
    sources: tuple[Cited, ...]


KINDS: Mapping[str, type[Facts]] = {kind.folder: kind for kind in (CaseStudy, BestPractice)}


# -- questions about a declaration -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reference:
    """A value that names something else: where it stands, what it says, what it must name."""

    path: Path
    value: str
    names: Vocabulary | EntryId | SourceId


def references(facts: BaseModel) -> Iterator[Reference]:
    """Every value in *facts* that names a term, an entry or a source."""
    for name, field in type(facts).model_fields.items():
        value = getattr(facts, name)
        yield from _found(field.annotation, tuple(field.metadata), value, (field.alias or name,))


def _found(annotation: Any, marks: tuple[Any, ...], value: Any, path: Path) -> Iterator[Reference]:
    if isinstance(value, BaseModel):
        for reference in references(value):
            yield Reference((*path, *reference.path), reference.value, reference.names)
    elif isinstance(value, tuple):
        inner = tuple(_marks_of(annotation))
        for index, item in enumerate(value):
            yield from _found(None, inner, item, (*path, index))
    elif isinstance(value, str):
        for mark in (*marks, *(() if annotation is None else _own_marks(annotation))):
            if isinstance(mark, Vocabulary | EntryId | SourceId):
                yield Reference(path, value, mark)


def _own_marks(annotation: Any) -> tuple[Any, ...]:
    """Marks of the value itself, through ``X | None``; the ones of a list's items are not its."""
    if hasattr(annotation, "__metadata__"):
        return (*annotation.__metadata__, *_own_marks(annotation.__origin__))
    if getattr(annotation, "__origin__", None) is tuple:
        return ()
    found: list[Any] = []
    for part in getattr(annotation, "__args__", ()):
        found.extend(_own_marks(part))
    return tuple(found)


def _marks_of(annotation: Any) -> Iterator[Any]:
    """Every mark anywhere inside an annotation."""
    yield from getattr(annotation, "__metadata__", ())
    for part in getattr(annotation, "__args__", ()):
        yield from _marks_of(part)
    if hasattr(annotation, "__origin__") and hasattr(annotation, "__metadata__"):
        yield from _marks_of(annotation.__origin__)


def facets(kind: type[Facts]) -> dict[str, str]:
    """The fields of *kind* that are facets: field → vocabulary, in order of declaration."""
    found = {}
    for name, field in kind.model_fields.items():
        for mark in _marks_of(field.annotation):
            if isinstance(mark, Vocabulary) and mark.facet and name == mark.name:
                found[name] = mark.name
    return found


def all_facets() -> tuple[str, ...]:
    """Every vocabulary that is a facet of some kind: these have pages."""
    found: dict[str, None] = {}
    for kind in KINDS.values():
        found.update(dict.fromkeys(facets(kind).values()))
    return tuple(found)


def panel_fields(kind: type[Facts]) -> list[str]:
    """The fields that the facts panel shows."""
    orders = {
        name: mark.order
        for name, field in kind.model_fields.items()
        for mark in field.metadata
        if isinstance(mark, Panel)
    }
    return sorted(orders, key=lambda name: orders[name])


def choices(model: type[BaseModel], path: Path) -> tuple[str, ...]:
    """The values that the field at *path* may take, where they are a fixed few."""
    annotation: Any = model
    for step in path:
        if isinstance(step, int):
            continue
        annotation = _model_in(annotation)
        if annotation is None or step not in annotation.model_fields:
            return ()
        annotation = annotation.model_fields[step].annotation
    return tuple(_literals(annotation))


def known_keys(model: type[BaseModel], path: Path) -> tuple[str, ...]:
    """The keys that may stand in the mapping at *path*."""
    annotation: Any = model
    for step in path:
        if isinstance(step, int):
            continue
        found = _model_in(annotation)
        if found is None or step not in found.model_fields:
            return ()
        annotation = found.model_fields[step].annotation
    found = _model_in(annotation)
    if found is None:
        return ()
    return tuple(field.alias or name for name, field in found.model_fields.items())


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        if (found := _model_in(part)) is not None:
            return found
    return None


def _literals(annotation: Any) -> Iterator[str]:
    if getattr(annotation, "__origin__", None) is Literal:
        yield from annotation.__args__
        return
    for part in getattr(annotation, "__args__", ()):
        yield from _literals(part)
