"""How to cite each entry: BibTeX, RIS and CSL-JSON, one file for each language.

Sources: the BibTeX documentation of 1988, the RIS format specification of Research Information
Systems, and the Citation Style Language, schema csl-data 1.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from knowledge_repository.exports.data import Exported, json_text
from knowledge_repository.model import Entry
from knowledge_repository.pages import PageContext, routes

_SPECIAL = re.compile(r"[\\{}$&%#_^~]")


@dataclass(frozen=True)
class Citation:
    """An entry as a reference manager knows it."""

    id: str
    title: str
    authors: tuple[str, ...]
    site: str
    language: str
    day: date
    url: str
    summary: str


def citation_of(exported: Exported, context: PageContext, entry: Entry) -> Citation:
    """The citation of the text that the page in this language shows."""
    words = entry.translation_for(context.language.code)
    return Citation(
        id=entry.id,
        title=words.title,
        authors=tuple(author.name for author in entry.facts.authors),
        site=str(context.translate("site.name")),
        language=words.language,
        day=entry.facts.last_reviewed,
        url=exported.address(routes.absolute(context.language.code, entry.route)),
        summary=words.summary,
    )


def citations(exported: Exported) -> Iterator[tuple[str, str]]:
    """All entries in three formats, in each language."""
    for context in exported.contexts:
        found = [citation_of(exported, context, entry) for entry in exported.entries()]
        base = f"{routes.DATA}citations.{context.language.code}"
        yield f"{base}.bib", "\n".join(map(bibtex, found))
        yield f"{base}.ris", "".join(map(ris, found))
        yield f"{base}.csl.json", json_text([csl(one) for one in found])


def bibtex(one: Citation) -> str:
    """An entry ``@online`` of BibLaTeX."""
    fields = {
        "title": one.title,
        "author": " and ".join(f"{{{_tex(name)}}}" for name in one.authors),
        "organization": one.site,
        "date": one.day.isoformat(),
        "langid": one.language,
        "url": one.url,
    }
    lines = [
        f"  {name} = {{{value if name in ('author', 'url') else _tex(value)}}},"
        for name, value in fields.items()
    ]
    return "\n".join((f"@online{{{one.id},", *lines, "}", ""))


def _tex(text: str) -> str:
    return _SPECIAL.sub(lambda sign: rf"\{sign[0]}" if sign[0] not in "\\^~" else " ", text)


def ris(one: Citation) -> str:
    """A record of the type ELEC (a page on the web)."""
    lines = [("TY", "ELEC"), ("ID", one.id), ("TI", one.title)]
    lines += [("AU", name) for name in one.authors]
    lines += [("PB", one.site), ("PY", str(one.day.year)), ("DA", f"{one.day:%Y/%m/%d/}")]
    lines += [("LA", one.language), ("AB", one.summary), ("UR", one.url), ("ER", "")]
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in lines) + "\r\n"


def csl(one: Citation) -> dict[str, object]:
    """An item of CSL-JSON."""
    return {
        "id": one.id,
        "type": "webpage",
        "title": one.title,
        "author": [{"literal": name} for name in one.authors],
        "container-title": one.site,
        "issued": {"date-parts": [[one.day.year, one.day.month, one.day.day]]},
        "language": one.language,
        "abstract": one.summary,
        "URL": one.url,
    }
