"""The author guide: what the check says, one page a rule, made from the rule itself.

What a rule is called, says, proposes and exists for stands in ``generator/messages`` once; the
terminal and these pages read the same words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from generator import diagnostics
from generator.model import Language, Page
from generator.pages.context import PageContext, Piece
from generator.pages.typesetting import runs

_NAME = re.compile(r"(?<!\{)\{\w+\}(?!\})")


def guide(context: PageContext) -> Iterator[tuple[str, Callable[[], Page]]]:
    """The list of all rules, and the page of each."""
    yield "guide/", partial(_contents, context)
    for code in diagnostics.codes():
        yield f"guide/{code}/", partial(_page, context, code)


def _told(context: PageContext) -> str:
    """The language in which the guide is read here: English where the check has no other."""
    language = context.language.code
    return language if language in diagnostics.LANGUAGES else diagnostics.LANGUAGES[0]


def _spoken(context: PageContext) -> Language:
    return context.library.languages.get(_told(context), context.language)


def _contents(context: PageContext) -> Page:
    told = _told(context)
    rules = [_rule(code, told, _spoken(context)) for code in diagnostics.codes()]
    view: Piece = {"rules": rules, **context.tongue(told)}
    return context.page(
        "guide/",
        "guide",
        context.translate("guide.title"),
        context.translate("guide.intro"),
        view=view,
    )


def _page(context: PageContext, code: str) -> Page:
    told = _told(context)
    rule = _rule(code, told, _spoken(context))
    title = f"{code} – {context.translate('guide.title')}"
    view: Piece = {"rule": rule, **context.tongue(told)}
    return context.page(f"guide/{code}/", "rule", title, rule["why"], view=view)


def _rule(code: str, language: str, spoken: Language) -> Piece:
    forms = [
        {
            "message": runs(_shown(form["message"]), spoken),
            "ways": [
                runs(_shown(form[way]), spoken) for way in ("hint", "otherwise") if form.get(way)
            ],
        }
        for form in diagnostics.variants(code, language)
    ]
    return {
        "code": code,
        "title": forms[-1]["message"],  # in pieces, as the messages are
        "forms": forms,
        "why": diagnostics.why(code, language),
    }


def _shown(text: str) -> str:
    """A message without the values that it names each time anew."""
    return _NAME.sub("…", text).replace("{{", "{").replace("}}", "}")
