"""The author guide: a page for each rule, with its messages and its reason.

The terminal and these pages have the same words: ``diagnostics/messages``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from knowledge_repository import diagnostics
from knowledge_repository.i18n.marked import join
from knowledge_repository.model import Language, Page, View
from knowledge_repository.pages import routes
from knowledge_repository.pages.context import PageContext, PageSpec
from knowledge_repository.pages.form import form_chips
from knowledge_repository.pages.typesetting import runs
from knowledge_repository.pages.views import Chip

_PLACEHOLDER = re.compile(r"(?<!\{)\{\w+\}(?!\})")

Runs = tuple[tuple[str, bool], ...]
"""Parts of a text; True marks a Latin name that a right-to-left language isolates."""


@dataclass(frozen=True, slots=True)
class RuleMessage:
    """A message of a rule, and its hints."""

    message: Runs
    hints: tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as the guide explains it."""

    code: str
    messages: tuple[RuleMessage, ...]
    why: str

    @property
    def title(self) -> Runs:
        """The most general message: a rule with several has it last."""
        return self.messages[-1].message


@dataclass(frozen=True, slots=True)
class GuideView(View):
    """All rules, or the one that has the page. ``lang`` and ``dir``: of the messages, if they are
    not the page's."""

    lang: str | None
    dir: str | None
    rules: tuple[Rule, ...]
    references: tuple[Chip, ...]
    """The field reference of each kind."""
    forms: tuple[Chip, ...]
    """The form of each kind."""
    email: str | None = None
    """The address for contributions, if no other page says how to take part."""


def guide(context: PageContext) -> Iterator[PageSpec]:
    """The list of all rules, and the page of each."""
    yield context.spec(routes.GUIDE, partial(_list_page, context), ())
    for code in diagnostics.codes():
        yield context.spec(routes.rule(code), partial(_rule_page, context, code), ())


def _list_page(context: PageContext) -> Page:
    title, intro = context.translate("guide.title"), context.translate("guide.intro")
    return context.page(routes.GUIDE, "guide", title, intro, _view(context, diagnostics.codes()))


def _references(context: PageContext) -> Iterator[Chip]:
    for id, kind in context.schema.kinds.items():
        label = context.labels.kind(id, one=True)
        yield Chip(id, label, routes.reference(id), icon=kind.icon)


def _rule_page(context: PageContext, code: str) -> Page:
    view = _view(context, [code])
    title = join(" – ", (code, context.translate("guide.title")))
    return context.page(routes.rule(code), "rule", title, view.rules[0].why, view)


def _view(context: PageContext, codes: Iterable[str]) -> GuideView:
    language = _message_language(context)
    rules = tuple(_rule(code, language) for code in codes)
    asked = context.layout.contribute == routes.GUIDE
    email = context.library.site.email if asked else None
    references = tuple(_references(context))
    return GuideView(
        *context.lang_and_dir(language.code), rules, references, form_chips(context), email
    )


def _message_language(context: PageContext) -> Language:
    """The language of the messages on these pages: English where they lack the page's."""
    if context.language.code in diagnostics.LANGUAGES:
        return context.language
    code = diagnostics.LANGUAGES[0]
    known = context.library.languages.get(code)
    return known or Language(code=code, name=code, direction="ltr")


def _rule(code: str, language: Language) -> Rule:
    messages = tuple(
        RuleMessage(
            message=_runs(form["message"], language),
            hints=tuple(
                _runs(form[name], language) for name in ("hint", "otherwise") if form.get(name)
            ),
        )
        for form in diagnostics.variants(code, language.code)
    )
    return Rule(code, messages, diagnostics.why(code, language.code))


def _runs(message: str, language: Language) -> Runs:
    """A message with "…" for each value that it names."""
    text = _PLACEHOLDER.sub("…", message).replace("{{", "{").replace("}}", "}")
    return tuple(runs(text, language))
