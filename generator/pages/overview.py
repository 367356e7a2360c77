"""The overview: the cycle, a matrix of sectors by countries, and the maturity of each practice."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from generator import schema
from generator.model import Page, View
from generator.pages import routes
from generator.pages.context import PageContext
from generator.pages.groups import cycle
from generator.pages.views import Card, Chip, CountedTerm
from generator.schema.facts import countries_of

MATURITY_LEVELS = ("proven", "repeated", "tried", "idea")
"""The most mature first."""
ROLES = ("applied", "adapted", "rejected")


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """The case studies of a sector in a country."""

    count: int
    covered: tuple[bool, ...]
    """For each step of the cycle, whether a case study covers it."""
    steps: str
    """Names of the covered steps."""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A sector in each country."""

    sector: Chip
    """The sector, with the number of its case studies."""
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Sectors by countries."""

    countries: tuple[Chip, ...]
    """The countries, with the numbers of their case studies."""
    rows: tuple[MatrixRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class PracticeMaturity:
    """A practice, its maturity, and the case studies behind it."""

    card: Card
    level: str
    """``proven``, ``repeated``, ``tried`` or ``idea``."""
    roles: tuple[Chip, ...]
    """How cases used it, with the number of case studies for each role."""
    countries: int
    """Number of countries in which it was used."""


@dataclass(frozen=True, slots=True)
class OverviewView(View):
    """The page of the overview."""

    cycle: tuple[CountedTerm, ...]
    matrix: Matrix | None
    practices: tuple[PracticeMaturity, ...]


def overview(context: PageContext) -> Page:
    """The page of the overview."""
    title, intro = context.translate("overview.title"), context.translate("overview.intro")
    ids = context.listed_ids(schema.BestPractice.folder)
    by_level = sorted(ids, key=lambda id: MATURITY_LEVELS.index(context.graph.maturity[id]))
    view = OverviewView(
        cycle=cycle(context),
        matrix=_matrix(context),
        practices=tuple(_practice_maturity(context, id) for id in by_level),
    )
    return context.page(routes.OVERVIEW, "overview", title, intro, view)


def _matrix(context: PageContext) -> Matrix | None:
    """None where the repository lacks one of the three vocabularies."""
    countries, sectors = context.chips("countries"), context.chips("sectors")
    if not (countries and sectors and context.chips("steps")):
        return None
    return Matrix(
        countries=tuple(_with_cases(context, "countries", country) for country in countries),
        rows=tuple(
            MatrixRow(
                _with_cases(context, "sectors", sector),
                tuple(_cell(context, sector, country) for country in countries),
            )
            for sector in sectors
        ),
        total=len(context.listed_ids(schema.CaseStudy.folder)),
    )


def _with_cases(context: PageContext, vocabulary: str, chip: Chip) -> Chip:
    """A term with the number of its case studies only."""
    return replace(chip, count=len(_case_ids(context, vocabulary, chip.id)))


def _cell(context: PageContext, sector: Chip, country: Chip) -> MatrixCell:
    ids = _case_ids(context, "sectors", sector.id) & _case_ids(context, "countries", country.id)
    steps = list(context.library.vocabularies["steps"].terms)
    covered = [bool(ids & _case_ids(context, "steps", step)) for step in steps]
    names = [
        context.translator.term("steps", step)
        for step, is_covered in zip(steps, covered, strict=True)
        if is_covered
    ]
    return MatrixCell(
        count=len(ids),
        covered=tuple(covered),
        steps=context.translate("list.comma").join(names),
    )


def _case_ids(context: PageContext, vocabulary: str, term: str) -> frozenset[str]:
    key = ("overview", "cases", vocabulary, term)
    kind = schema.CaseStudy.folder
    return context.once(key, lambda: frozenset(context.entry_ids(vocabulary, term, kind)))


def _practice_maturity(context: PageContext, id: str) -> PracticeMaturity:
    level = context.graph.maturity[id]
    uses = context.graph.tried.get(id, ())
    countries = {
        country
        for use in uses
        if use.role != "rejected"
        for country in countries_of(context.library.entries[use.entry])
    }
    counts = Counter(use.role for use in uses)
    return PracticeMaturity(
        card=context.card(id),
        level=level,
        roles=tuple(context.role(role, counts[role]) for role in ROLES if counts[role]),
        countries=len(countries),
    )
