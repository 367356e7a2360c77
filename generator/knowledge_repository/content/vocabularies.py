"""``content/vocabularies/*.yml`` and ``content/glossary.yml``: terms with their labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import cycle, repeat
from pathlib import PurePosixPath

from knowledge_repository import icons
from knowledge_repository.content.colours import PALETTE, check_colour
from knowledge_repository.content.files import Files
from knowledge_repository.content.languages import check_label_languages
from knowledge_repository.model import Colour, GlossaryTerm, Language, Location, Term, Vocabulary
from knowledge_repository.schema.data import GlossaryFile, TermRow, VocabularyFile
from knowledge_repository.source.suggestions import Suggestions
from knowledge_repository.source.yaml import Document

GLOSSARY = "content/glossary.yml"


def load_vocabularies(files: Files, languages: Mapping[str, Language]) -> dict[str, Vocabulary]:
    """The vocabularies by name; of a file that cannot be read, only the ids are known."""
    vocabularies: dict[str, Vocabulary] = {}
    holders: list[tuple[str, Location]] = []
    """The vocabularies of territories, and where they say so: there may be one."""
    for path in files.data_files("content/vocabularies"):
        name = PurePosixPath(path).stem
        found = files.data(path, VocabularyFile)
        if found is None:
            vocabularies[name] = _ids_only(files, path, languages)
            continue
        file, document = found
        terms: dict[str, Term] = {}
        ids: set[str] = set()
        suggestions = Suggestions()
        free: Iterator[Colour | None]
        free = cycle(PALETTE) if file.colours == "auto" else repeat(None)
        for index, row in enumerate(file.terms):
            location = document.source_map.value(("terms", index, "id"))
            if row.id.lower() in ids:
                files.report(location, "duplicate-term", id=row.id)
                continue
            ids.add(row.id.lower())
            icon = row.icon
            if icon is not None:
                icon_location = document.source_map.value(("terms", index, "icon"))
                icon = known_icon(files, icon, icon_location, suggestions)
            if row.colour is not None:
                check_colour(files, document, ("terms", index, "colour"), row.colour)
            colour = Colour(row.colour.light, row.colour.dark) if row.colour else None
            if colour is None and row.parent is None:
                colour = next(free)
            terms[row.id] = Term(
                name, row.id, row.label, row.note, location, row.parent, colour, icon, row.also
            )
        if not terms:
            location = document.source_map.value(("terms",))
            files.report(location, "too-few", field="terms", limit="1")
        _check_tree(files, file.terms, terms, document)
        for term in [one for one in terms.values() if one.parent and one.parent not in terms]:
            terms[term.id] = replace(term, parent=None)  # reported; it is shown at the top
        check_label_languages(files, languages, document)
        vocabularies[name] = Vocabulary(
            name,
            file.label,
            file.one,
            terms,
            Location(path),
            file.group,
            file.territories,
            file.question,
        )
        if file.territories:
            holders.append((name, document.source_map.key(("territories",))))
    for name, location in holders[1:]:
        files.report(location, "second-territories", name=name, other=holders[0][0])
    return vocabularies


def _ids_only(files: Files, path: str, languages: Mapping[str, Language]) -> Vocabulary:
    """A vocabulary that cannot be read: its ids serve as labels."""
    name, location = PurePosixPath(path).stem, Location(path)
    terms = {
        id: Term(name, id, dict.fromkeys(languages, id), {}, location) for id in files.ids_in(path)
    }
    labels = dict.fromkeys(languages, name)
    return Vocabulary(name, labels, labels, terms, location)


def known_icon(files: Files, icon: str, location: Location, suggestions: Suggestions) -> str | None:
    """The name of an icon; None after a report if there is no such icon."""
    if icons.is_icon(icon):
        return icon
    known = icons.names_by_last_part(icon)
    near = suggestions.nearest(icon.rpartition("/")[2], known)
    files.report(location, "unknown-icon", value=icon, nearest=known.get(near, ""))
    return None


def _check_tree(
    files: Files,
    rows: Sequence[TermRow],
    terms: Mapping[str, Term],
    document: Document,
) -> None:
    """Report parents that are not terms of the same list, and terms below themselves."""
    suggestions = Suggestions()
    checked: set[str] = set()
    """Terms whose parents are known to end at the top, or in a loop that is reported."""
    for index, row in enumerate(rows):
        term = terms.get(row.id)
        if term is None:
            continue
        if term.parent is not None and term.parent not in terms:
            location = document.source_map.value(("terms", index, "parent"))
            near = suggestions.nearest(term.parent, terms)
            files.report(
                location, "unknown-parent", value=term.parent, field="parent", nearest=near
            )
        seen: set[str] = set()
        above = term.parent or ""
        while above in terms and above not in seen and above not in checked:
            seen.add(above)
            above = terms[above].parent or ""
        if term.id in seen and term.id not in checked:
            location = document.source_map.value(("terms", index, "parent"))
            files.report(location, "parent-loop", value=term.id, field="parent")
        checked |= seen


PAGE_IDS = frozenset({"content"})
"""Ids that ``base.html`` writes on every page."""


def load_glossary(files: Files, languages: Mapping[str, Language]) -> dict[str, GlossaryTerm]:
    """The terms of the glossary, by id; the file is optional."""
    terms: dict[str, GlossaryTerm] = {}
    if not (files.root / GLOSSARY).exists():
        return terms
    found = files.data(GLOSSARY, GlossaryFile)
    if found is None:
        return terms
    file, document = found
    for index, row in enumerate(file.terms):
        location = document.source_map.value(("terms", index, "id"))
        if row.id in terms:
            files.report(location, "duplicate-term", id=row.id)
            continue
        if row.id in PAGE_IDS:
            files.report(location, "duplicate-id", cause="part", id=row.id)
        terms[row.id] = GlossaryTerm(row.id, row.term, row.definition, location, row.also)
    check_label_languages(files, languages, document)
    return terms
