"""The pages around the entries: home, plain texts, search, the choice of languages, not found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from generator import schema
from generator.making import maps
from generator.making.entries import footnotes
from generator.making.overviews import cycle
from generator.making.pieces import Piece, Pieces, contents, pictures
from generator.model import Page

NEWEST = 6
"""Entries that the home page shows."""


def home(pieces: Pieces) -> Page:
    """What is here, and the ways in."""
    ways = []
    for name in ("countries", "sectors", "audience"):
        if name in pieces.library.vocabularies:
            chips = [chip for chip in pieces.chips(name) if chip["depth"] == 0]
            vocabulary = pieces.library.vocabularies[name]
            label = pieces.voice.label(vocabulary.labels, name)
            ways.append({"name": name, "label": label, "chips": chips, "route": f"{name}/"})
    shown = {way["name"] for way in ways}
    more = [
        {"label": pieces.vocabulary_name(name), "route": f"{name}/"}
        for name in schema.all_facets()
        if name in pieces.library.vocabularies and name not in shown
    ]
    kinds = []
    for kind in schema.KINDS:
        ids = pieces.shown(kind)
        reviewed = pieces.library.cards
        newest = sorted(ids, key=lambda id: reviewed[id].facts.last_reviewed, reverse=True)
        # Readers first meet what they can read in their own language.
        newest.sort(key=lambda id: pieces.card(id)["foreign"] is not None)
        kinds.append(
            {
                "kind": kind,
                "label": pieces.say(f"kinds.{kind}.many"),
                "count": pieces.say(f"kinds.{kind}.count", count=len(ids)),
                "cards": pieces.cards(newest[:NEWEST]),
                "route": f"{kind}/",
            }
        )
    data: Piece = {
        "ways": ways,
        "more": more,
        "kinds": kinds,
        "tagline": pieces.say("site.tagline"),
        "cycle": cycle(pieces),
        "map": maps.whole(pieces),
        "search": pieces.say(
            "home.search_in",
            cases=kinds[0]["count"],
            practices=kinds[-1]["count"],
        ),
        "numbers": _numbers(pieces),
    }
    description = pieces.say("site.description")
    return pieces.page("", "home", pieces.say("site.full_name"), description, data=data)


def _numbers(pieces: Pieces) -> list[Piece]:
    """How much there is, each number leading to it."""
    countries = {
        country
        for entry in pieces.library.cards.values()
        for country in getattr(entry.facts, "countries", ())
    }
    rows = [
        *((f"{kind}/", f"kinds.{kind}.count", len(pieces.listed(kind))) for kind in schema.KINDS),
        ("countries/", "home.countries", len(countries)),
        ("sources/", "home.sources", len(pieces.library.sources)),
    ]
    return [{"route": route, "text": pieces.say(key, count=count)} for route, key, count in rows]


def texts(pieces: Pieces) -> Iterator[tuple[str, Callable[[], Page]]]:
    """About, contribute, and whatever else stands in ``content/pages``."""
    for route in pieces.library.texts:
        if route.count("/") == 1:  # the profile of a term stands on the term's page
            yield route, partial(_text, pieces, route)


def _text(pieces: Pieces, route: str) -> Page:
    text = pieces.library.texts[route]
    words = text.speak(pieces.language.code)
    data: Piece = {
        "summary": words.summary,
        "notices": pieces.translated(text, words),
        "sources": footnotes(pieces, text, words),
        "contents": contents(words.body.headings),
        **pieces.tongue(words.language),
    }
    return pieces.page(
        route,
        "text",
        words.title,
        words.summary,
        html=pieces.settled(words, text),
        headings=words.body.headings,
        data=data,
        source=words.place.path,
        text_language=words.language,
        pictures=pictures(text),
    )


def search(pieces: Pieces) -> Page:
    """The search page: the labels of every facet, and the words that its script says."""
    facets = [
        {
            "key": "kind",
            "label": pieces.say("search.kind"),
            "terms": [
                {"id": kind, "text": pieces.say(f"kinds.{kind}.many"), "depth": 0}
                for kind in schema.KINDS
            ],
        }
    ]
    order = ("countries", "sectors", "crafts", "steps")
    known = [name for name in schema.all_facets() if name in pieces.library.vocabularies]
    for name in sorted(known, key=lambda n: order.index(n) if n in order else len(order)):
        chips = [
            {"id": c["id"], "text": c["text"], "depth": c["depth"], "family": c["family"]}
            for c in pieces.chips(name)
        ]
        facets.append({"key": name, "label": pieces.vocabulary_name(name), "terms": chips})
    said = ("idle", "loading", "none", "more", "failed")
    words = {key: pieces.say(f"search.{key}") for key in said}
    # The plural forms of "n found" travel as they are: the browser knows the language's rules.
    forms = next((w["search.found"] for w in pieces.voice.words if w.get("search.found")), "")
    data: Piece = {
        "facets": facets,
        "script": {
            "language": pieces.language.code,
            "words": {**words, "found": forms if isinstance(forms, dict) else {"other": forms}},
            "folding": [list(pair) for pair in pieces.language.folding],
            "languages": {
                language.code: {
                    "name": pieces.voice.language_name(language.code),
                    "dir": language.direction,
                }
                for language in pieces.library.languages.values()
            },
            "titles": {kind: pieces.say(f"kinds.{kind}.one") for kind in schema.KINDS},
        },
    }
    title = pieces.say("search.title")
    return pieces.page("search/", "search", title, pieces.say("site.description"), data=data)


ROOTS = {"": "root", "404.html": "notfound"}
"""Path → kind of the pages above the languages: the choice of languages at the top, and the one
page for addresses that lead nowhere."""


def root(all_pieces: list[Pieces], path: str) -> Page:
    """A page above the languages."""
    first = all_pieces[0]
    voices: list[Piece] = [
        {
            "code": pieces.language.code,
            "name": pieces.language.name,
            "dir": pieces.language.direction,
            "path": f"{pieces.language.code}/",
            "site": pieces.say("site.full_name"),
            "tagline": pieces.say("site.tagline"),
            "title": pieces.say("notfound.title"),
            "text": pieces.say("notfound.text"),
            "home": pieces.say("nav.home"),
            "search": pieces.say("nav.search"),
        }
        for pieces in all_pieces
    ]
    return Page(
        language=first.language.code,
        path=path,
        kind=ROOTS[path],
        title=first.say("site.full_name"),
        description=first.say("site.description"),
        data={"voices": voices},
        frame=first.frame,
    )
