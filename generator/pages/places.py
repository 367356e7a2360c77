"""The pages around the entries: home, plain texts, search, the choice of languages, not found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from generator import schema
from generator.model import Page
from generator.pages import maps
from generator.pages.context import PageContext, Piece, contents, pictures
from generator.pages.entries import footnotes
from generator.pages.overviews import cycle

NEWEST = 6
"""Entries that the home page shows."""


def home(context: PageContext) -> Page:
    """What is here, and the ways in."""
    ways = []
    for name in ("countries", "sectors", "audience"):
        if name in context.library.vocabularies:
            chips = [chip for chip in context.chips(name) if chip["depth"] == 0]
            vocabulary = context.library.vocabularies[name]
            label = context.translator.label(vocabulary.labels, name)
            ways.append({"name": name, "label": label, "chips": chips, "route": f"{name}/"})
    shown = {way["name"] for way in ways}
    more = [
        {"label": context.vocabulary_name(name), "route": f"{name}/"}
        for name in schema.all_facets()
        if name in context.library.vocabularies and name not in shown
    ]
    kinds = []
    for kind in schema.KINDS:
        ids = context.shown(kind)
        reviewed = context.library.entries
        newest = sorted(ids, key=lambda id: reviewed[id].facts.last_reviewed, reverse=True)
        # Readers first meet what they can read in their own language.
        newest.sort(key=lambda id: context.card(id)["foreign"] is not None)
        kinds.append(
            {
                "kind": kind,
                "label": context.translate(f"kinds.{kind}.many"),
                "count": context.translate(f"kinds.{kind}.count", count=len(ids)),
                "cards": context.cards(newest[:NEWEST]),
                "route": f"{kind}/",
            }
        )
    view: Piece = {
        "ways": ways,
        "more": more,
        "kinds": kinds,
        "tagline": context.translate("site.tagline"),
        "cycle": cycle(context),
        "map": maps.whole(context),
        "search": context.translate(
            "home.search_in",
            cases=kinds[0]["count"],
            practices=kinds[-1]["count"],
        ),
        "numbers": _numbers(context),
    }
    description = context.translate("site.description")
    return context.page("", "home", context.translate("site.full_name"), description, view=view)


def _numbers(context: PageContext) -> list[Piece]:
    """How much there is, each number leading to it."""
    countries = {
        country
        for entry in context.library.entries.values()
        for country in getattr(entry.facts, "countries", ())
    }
    rows = [
        *((f"{kind}/", f"kinds.{kind}.count", len(context.listed(kind))) for kind in schema.KINDS),
        ("countries/", "home.countries", len(countries)),
        ("sources/", "home.sources", len(context.library.sources)),
    ]
    return [
        {"route": route, "text": context.translate(key, count=count)} for route, key, count in rows
    ]


def search(context: PageContext) -> Page:
    """The search page: the labels of every facet, and the words that its script says."""
    facets = [
        {
            "key": "kind",
            "label": context.translate("search.kind"),
            "terms": [
                {"id": kind, "text": context.translate(f"kinds.{kind}.many"), "depth": 0}
                for kind in schema.KINDS
            ],
        }
    ]
    order = ("countries", "sectors", "crafts", "steps")
    known = [name for name in schema.all_facets() if name in context.library.vocabularies]
    for name in sorted(known, key=lambda n: order.index(n) if n in order else len(order)):
        chips = [
            {"id": c["id"], "text": c["text"], "depth": c["depth"], "family": c["family"]}
            for c in context.chips(name)
        ]
        facets.append({"key": name, "label": context.vocabulary_name(name), "terms": chips})
    said = ("idle", "loading", "none", "more", "failed")
    words = {key: context.translate(f"search.{key}") for key in said}
    # The plural forms of "n found" travel as they are: the browser knows the language's rules.
    forms = next((w["search.found"] for w in context.translator.words if w.get("search.found")), "")
    view: Piece = {
        "facets": facets,
        "script": {
            "language": context.language.code,
            "words": {**words, "found": forms if isinstance(forms, dict) else {"other": forms}},
            "folding": [list(pair) for pair in context.language.folding],
            "languages": {
                language.code: {
                    "name": context.translator.language_name(language.code),
                    "dir": language.direction,
                }
                for language in context.library.languages.values()
            },
            "titles": {kind: context.translate(f"kinds.{kind}.one") for kind in schema.KINDS},
        },
    }
    title = context.translate("search.title")
    return context.page(
        "search/", "search", title, context.translate("site.description"), view=view
    )


ROOTS = {"": "root", "404.html": "notfound"}
"""Path → kind of the pages above the languages: the choice of languages at the top, and the one
page for addresses that lead nowhere."""


def root(all_pieces: list[PageContext], path: str) -> Page:
    """A page above the languages."""
    first = all_pieces[0]
    translators: list[Piece] = [
        {
            "code": context.language.code,
            "name": context.language.name,
            "dir": context.language.direction,
            "path": f"{context.language.code}/",
            "site": context.translate("site.full_name"),
            "tagline": context.translate("site.tagline"),
            "title": context.translate("notfound.title"),
            "text": context.translate("notfound.text"),
            "home": context.translate("nav.home"),
            "search": context.translate("nav.search"),
        }
        for context in all_pieces
    ]
    return Page(
        language=first.language.code,
        path=path,
        kind=ROOTS[path],
        title=first.translate("site.full_name"),
        description=first.translate("site.description"),
        view={"voices": translators},
        layout=first.layout,
    )
