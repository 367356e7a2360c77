"""The author guide: what the check says, one page a rule, made from the rule itself.

What a rule is called, says, proposes and exists for stands in ``generator/messages`` once; the
terminal and these pages read the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator import report
from generator.making.pieces import Piece, Pieces
from generator.making.typesetting import runs
from generator.model import Language, Page

_NAME = re.compile(r"(?<!\{)\{\w+\}(?!\})")


def guide(pieces: Pieces) -> Iterator[Page]:
    """The list of all rules, and the page of each."""
    language = pieces.language.code
    told = language if language in report.LANGUAGES else report.LANGUAGES[0]
    spoken = pieces.library.languages.get(told, pieces.language)
    rules = {code: _rule(code, told, spoken) for code in report.codes()}
    title, intro = pieces.say("guide.title"), pieces.say("guide.intro")
    tongue = pieces.tongue(told)
    data: Piece = {"rules": list(rules.values()), **tongue}
    yield pieces.page("guide/", "guide", title, intro, data=data)
    for code, rule in rules.items():
        data = {"rule": rule, **tongue}
        yield pieces.page(f"guide/{code}/", "rule", f"{code} – {title}", rule["why"], data=data)


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
