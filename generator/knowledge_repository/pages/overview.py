"""The overview: the cycle, a matrix of two vocabularies, and the maturity of entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from knowledge_repository.graph import counted_users
from knowledge_repository.i18n.marked import join
from knowledge_repository.model import Entry, Overview, Page, View
from knowledge_repository.pages import routes
from knowledge_repository.pages.context import PageContext
from knowledge_repository.pages.groups import cycle
from knowledge_repository.pages.views import Card, Chip, CountedTerm
from knowledge_repository.schema import Kind


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """The case studies with the term of a row and the term of a column."""

    count: int
    covered: tuple[bool, ...]
    """For each dot, whether a case study covers its term; () without dots."""
    names: str
    """Names of the covered terms."""
    form: str
    """Route of the form for a new entry with both terms."""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A term with each of the columns."""

    chip: Chip
    """The term, with the number of its case studies."""
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Case studies by two vocabularies."""

    columns: tuple[Chip, ...]
    """The terms of the columns, with the numbers of their case studies."""
    rows: tuple[MatrixRow, ...]
    anchor: str | None
    """Begin of the anchors of the columns on the page of a row's term; None if that page has no
    groups by column."""
    total: int


@dataclass(frozen=True, slots=True)
class EntryMaturity:
    """An entry, its maturity, and the entries behind it."""

    card: Card
    rank: Literal["first", "high", "low"]
    """``first``: the highest level; ``low``: one of the lower half."""
    roles: tuple[Chip, ...]
    """How other entries used it, with their number for each role."""
    spread: str | None
    """In how many terms it was used ("Countries: 2"); None where maturity does not count them."""


@dataclass(frozen=True, slots=True)
class OverviewView(View):
    """The page of the overview."""

    cycle: tuple[CountedTerm, ...]
    matrix: Matrix | None
    maturity: tuple[EntryMaturity, ...]


def overview(context: PageContext) -> Page:
    """The page of the overview."""
    title, intro = context.translate("overview.title"), context.translate("overview.intro")
    view = OverviewView(
        cycle=cycle(context),
        matrix=_matrix(context),
        maturity=tuple(
            row for kind in context.schema.kinds.values() for row in _by_maturity(context, kind)
        ),
    )
    return context.page(routes.OVERVIEW, "overview", title, intro, view)


def _matrix(context: PageContext) -> Matrix | None:
    """None if the site declares none."""
    library = context.library
    declared = library.site.overview
    if declared is None:
        return None
    columns = context.chips(declared.columns)
    grouped = library.vocabularies[declared.rows].group == declared.columns
    return Matrix(
        columns=tuple(_with_cases(context, declared.columns, column) for column in columns),
        rows=tuple(
            MatrixRow(
                _with_cases(context, declared.rows, row),
                tuple(_cell(context, declared, row, column) for column in columns),
            )
            for row in context.chips(declared.rows)
        ),
        anchor=declared.columns if grouped else None,
        total=sum(
            len(context.listed_ids(kind.id))
            for kind in context.schema.kinds_with(declared.rows, declared.columns)
        ),
    )


def _with_cases(context: PageContext, vocabulary: str, chip: Chip) -> Chip:
    """A term with the number of its case studies only."""
    return replace(chip, count=len(_case_ids(context, vocabulary, chip.id)))


def _cell(context: PageContext, declared: Overview, row: Chip, column: Chip) -> MatrixCell:
    ids = _case_ids(context, declared.rows, row.id)
    ids &= _case_ids(context, declared.columns, column.id)
    dots = context.chips(declared.dots) if declared.dots is not None else ()
    covered = [bool(ids & _case_ids(context, declared.dots or "", dot.id)) for dot in dots]
    names = [dot.text for dot, is_covered in zip(dots, covered, strict=True) if is_covered]
    return MatrixCell(
        count=len(ids),
        covered=tuple(covered),
        names=join(context.translate("list.comma"), names),
        form=_form(context, declared, row, column),
    )


def _form(context: PageContext, declared: Overview, row: Chip, column: Chip) -> str:
    """The form for an entry of the first kind that the matrix counts."""
    kind = context.schema.kinds_with(declared.rows, declared.columns)[0]
    terms = {declared.rows: row.id, declared.columns: column.id}
    chosen = {key: terms[name] for key, name in kind.facets.items() if name in terms}
    return routes.form(kind.id, chosen)


def _case_ids(context: PageContext, vocabulary: str, term: str) -> frozenset[str]:
    """The entries of a term, of the kinds that the matrix counts."""
    declared = context.library.site.overview
    kinds = context.schema.kinds_with(declared.rows, declared.columns) if declared else []
    return context.once(
        ("overview", vocabulary, term),
        lambda: frozenset(
            id for kind in kinds for id in context.entry_ids(vocabulary, term, kind.id)
        ),
    )


def _by_maturity(context: PageContext, kind: Kind) -> Iterator[EntryMaturity]:
    """The entries of a kind that declares maturity, the most mature first."""
    if kind.maturity is None:
        return
    levels = list(kind.maturity.levels)
    ranks = {id: levels.index(context.graph.maturity[id]) for id in context.listed_ids(kind.id)}
    for id, rank in sorted(ranks.items(), key=lambda item: item[1]):
        uses = context.graph.uses.get(id, ())
        users = counted_users(uses, context.library)
        terms = kind.maturity.terms
        counts = Counter(use.role for use in uses)
        yield EntryMaturity(
            card=context.card(id),
            rank="first" if rank == 0 else "high" if rank < len(levels) / 2 else "low",
            roles=tuple(
                context.role(role, counts[role]) for role in context.schema.roles if counts[role]
            ),
            spread=_spread(context, terms, users) if terms else None,
        )


def _spread(context: PageContext, vocabulary: str, users: Sequence[Entry]) -> str:
    terms = {term for user in users for term in context.terms_of(user, vocabulary)}
    number = context.translator.number(len(terms))
    name = context.labels.vocabulary(vocabulary)
    return context.translate("overview.spread", name=name, number=number)
