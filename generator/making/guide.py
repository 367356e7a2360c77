"""The author guide: what the check says, one page a rule, made from the rule itself.

What a rule is called, says, proposes and exists for stands in ``generator/messages`` once; the
terminal and these pages read the same words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from generator import report
from generator.making.pieces import Piece, Pieces
from generator.making.typesetting import runs
from generator.model import Language, Page

_NAME = re.compile(r"(?<!\{)\{\w+\}(?!\})")


def guide(pieces: Pieces) -> Iterator[tuple[str, Callable[[], Page]]]:
    """The list of all rules, and the page of each."""
    yield "guide/", partial(_contents, pieces)
    for code in report.codes():
        yield f"guide/{code}/", partial(_page, pieces, code)


def _told(pieces: Pieces) -> str:
    """The language in which the guide is read here: English where the check has no other."""
    language = pieces.language.code
    return language if language in report.LANGUAGES else report.LANGUAGES[0]


def _spoken(pieces: Pieces) -> Language:
    return pieces.library.languages.get(_told(pieces), pieces.language)


def _contents(pieces: Pieces) -> Page:
    told = _told(pieces)
    rules = [_rule(code, told, _spoken(pieces)) for code in report.codes()]
    data: Piece = {"rules": rules, **pieces.tongue(told)}
    return pieces.page(
        "guide/", "guide", pieces.say("guide.title"), pieces.say("guide.intro"), data=data
    )


def _page(pieces: Pieces, code: str) -> Page:
    told = _told(pieces)
    rule = _rule(code, told, _spoken(pieces))
    title = f"{code} – {pieces.say('guide.title')}"
    data: Piece = {"rule": rule, **pieces.tongue(told)}
    return pieces.page(f"guide/{code}/", "rule", title, rule["why"], data=data)


def _rule(code: str, language: str, spoken: Language) -> Piece:
    forms = [
        {
            "message": runs(_shown(form["message"]), spoken),
            "ways": [
                runs(_shown(form[way]), spoken) for way in ("hint", "otherwise") if form.get(way)
            ],
        }
        for form in report.forms(code, language)
    ]
    return {
        "code": code,
        "title": forms[-1]["message"],  # in pieces, as the messages are
        "forms": forms,
        "why": report.why(code, language),
    }


def _shown(text: str) -> str:
    """A message without the values that it names each time anew."""
    return _NAME.sub("…", text).replace("{{", "{").replace("}}", "}")
