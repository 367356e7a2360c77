"""``content/site.yml``: where the site shows which vocabularies; ``identity`` reads the rest of the
file. The file is optional."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from knowledge_repository.content.files import Files
from knowledge_repository.content.identity import with_identity
from knowledge_repository.content.languages import check_label_languages
from knowledge_repository.model import Frame, Language, Location, Overview, Path, Site, Vocabulary
from knowledge_repository.schema import Schema
from knowledge_repository.schema.data import FrameRow, SiteFile
from knowledge_repository.source.suggestions import Suggestions
from knowledge_repository.source.yaml import Document

SITE = "content/site.yml"
LISTS = ("menu", "home", "cards", "search", "statistics", "neighbours")
"""Keys whose values are names of vocabularies."""
IN_MENU = 2
"""Vocabularies in the menu, on the home page and on cards, if the file does not name any."""


def load_site(
    files: Files,
    vocabularies: Mapping[str, Vocabulary],
    schema: Schema,
    languages: Mapping[str, Language],
) -> Site:
    """What the site shows of the facets and choices that the kinds of the *schema* have.

    A key that the file does not have gets its default. A name that is no facet, or whose list is
    missing, is reported: there will be no site.
    """
    missing = [name for name in schema.facets if name not in vocabularies]
    facets = [name for name in schema.facets if name in vocabularies]
    kinds = schema.kinds.values()
    choices = list(dict.fromkeys(one.key for kind in kinds for one in kind.of_type("choice")))
    # What is most often asked first comes first: where something took place.
    facets.sort(key=lambda name: not vocabularies[name].territories)
    found = files.data(SITE, SiteFile) if (files.root / SITE).exists() else None
    if found is None:
        return _site(SiteFile(), facets, choices)
    file, document = found
    check_label_languages(files, languages, document)
    _check_names(files, file, document, facets, missing, choices)
    if file.map is not None and not _has_area(files, file.map, document):
        file = file.model_copy(update={"map": None})  # no place is in it: one report is enough
    return with_identity(_site(file, facets, choices), files, file, document, languages)


def _site(file: SiteFile, facets: Sequence[str], choices: Sequence[str]) -> Site:
    """*file* with the defaults for what it does not say."""
    first, every = tuple(facets[:IN_MENU]), tuple(facets)
    matrix, frame = file.overview, file.map
    return Site(
        menu=first if file.menu is None else file.menu,
        home=first if file.home is None else file.home,
        cards=first if file.cards is None else file.cards,
        search=every if file.search is None else file.search,
        statistics=(*every, *choices) if file.statistics is None else file.statistics,
        neighbours=every if file.neighbours is None else file.neighbours,
        group=file.group or next(iter(facets), None),
        cycle=file.cycle,
        overview=Overview(matrix.rows, matrix.columns, matrix.dots) if matrix else None,
        map=Frame(frame.west, frame.south, frame.east, frame.north) if frame else None,
        downloads=file.downloads,
    )


def _check_names(
    files: Files,
    file: SiteFile,
    document: Document,
    facets: Collection[str],
    missing: Collection[str],
    choices: Collection[str],
) -> None:
    """Report names in *file* that are none of *facets*, or that a list contains twice."""
    suggestions = Suggestions()

    def check(path: Path, name: str, others: Collection[str] = ()) -> None:
        options = [*facets, *others]
        location = document.source_map.value(path)
        if name in missing:
            of_list = Location(f"content/vocabularies/{name}.yml")
            files.report(of_list, "missing-vocabulary", name=name)
        elif name not in options:
            near, known = suggestions.nearest(name, options), ", ".join(options) or "–"
            files.report(location, "unknown-vocabulary", value=name, nearest=near, known=known)

    for key in LISTS:
        value = getattr(file, key) or ()
        for at, name in enumerate(value):
            if name in value[:at]:
                location = document.source_map.value((key, at))
                files.report(location, "duplicate-value", field=key, value=name)
            else:
                check((key, at), name, choices if key == "statistics" else ())
    for key, name in (("group", file.group), ("cycle", file.cycle)):
        if name is not None:
            check((key,), name)
    for part, name in file.overview or ():
        if name is not None:
            check(("overview", part), name)


def _has_area(files: Files, frame: FrameRow, document: Document) -> bool:
    """Whether there is something between the sides of the *frame*; otherwise it is reported."""
    if frame.south >= frame.north:
        first, low, second, high = "south", frame.south, "north", frame.north
    elif frame.west == frame.east:  # greater: the frame contains the meridian of 180 degrees
        first, low, second, high = "west", frame.west, "east", frame.east
    else:
        return True
    values = {"value": f"{low:g}", "field": first, "key": second, "limit": f"{high:g}"}
    files.report(document.source_map.value(("map", first)), "empty-frame", **values)
    return False
