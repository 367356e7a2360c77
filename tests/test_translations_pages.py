"""What readers see of the age of translations: the notice of a page, the page of translations."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from knowledge_repository import cli
from knowledge_repository.graph import link
from knowledge_repository.pages import PageContext, contexts
from knowledge_repository.pages.notices import notices
from knowledge_repository.pages.translations import TranslationsView, translations
from tests.repositories import load_and_check
from tests.test_translations import ENTRY, ORIGINAL, edit


def context_of(root: Path, language: str) -> PageContext:
    library, _ = load_and_check(root)
    return next(c for c in contexts(library, link(library)) if c.language.code == language)


def notice(root: Path, language: str) -> str:
    """The notice above the example of a translated entry."""
    context = context_of(root, language)
    entry = context.library.entries["example-town-pottery"]
    shown = (one.text for one in notices(context, entry, entry.translations[language]))
    return " ".join(" ".join(shown).split())  # the typography of French adds no-break spaces


def record(root: Path, *languages: str) -> None:
    for code in languages:
        command = ["translated", "example-town-pottery", code, "--root", str(root)]
        assert CliRunner().invoke(cli.knowledge, command).exit_code == 0


@pytest.mark.parametrize(
    ("language", "one", "two"),
    [
        (
            "fr",
            "1 partie de l’original sur 11 a changé depuis cette traduction : Défi.",
            "2 parties de l’original sur 11 ont changé depuis cette traduction : Défi, ",
        ),
        (
            "ar",
            "تغيّر منذ هذه الترجمة جزء واحد من أجزاء الأصل (11): التحدي.",
            "تغيّر منذ هذه الترجمة جزآن من أجزاء الأصل (11): التحدي، ",
        ),
    ],
)
def test_a_page_names_the_parts_that_changed(
    small: Path, language: str, one: str, two: str
) -> None:
    edit(small, ORIGINAL, "Each sold one pot at a time.", "Each sold one pot alone.")
    assert "(11)" not in notice(small, language), "nothing is known"
    record(small, language)
    before = notice(small, language)
    edit(small, ORIGINAL, "Each sold one pot alone.", "Each sold alone.")
    assert notice(small, language) == f"{before} {one}"
    edit(small, ORIGINAL, "The association pays the rent.", "The town pays the rent.")
    assert two in notice(small, language)


def test_the_page_has_each_text_in_each_language(small: Path) -> None:
    record(small, "fr", "ar")
    edit(small, ORIGINAL, "Each sold one pot at a time.", "Each sold alone.")
    page = translations(context_of(small, "fr"))
    assert page is not None
    view = page.view
    assert isinstance(view, TranslationsView)
    assert [language.text for language in view.languages] == ["English", "Français", "العربية"]
    row = next(row for row in view.rows if row.link.route == f"{ENTRY}/")
    assert [(one.state, one.text, one.parts) for one in row.states] == [
        ("original", "l’original", ""),
        ("outdated", "1 partie a changé", "Défi"),
        ("outdated", "1 partie a changé", "Défi"),
    ]
    assert view.has_unknown, "the translation of the lamps records nothing"
    states = [row.states[0].state for row in view.next]
    assert set(states) == {"missing", "outdated"}
    [credit] = view.credits
    assert (credit.name, credit.language.text) == ("Example Translator", "Français")
    assert [one.route for one in credit.links] == [f"{ENTRY}/"]


def test_a_site_with_one_language_has_no_page_of_translations(small: Path) -> None:
    languages = small / "content/languages.yml"
    rows = languages.read_text(encoding="utf-8")
    for path in [*small.rglob("index.fr.md"), *small.rglob("index.ar.md")]:
        path.unlink()
    first, second = rows.index("code: en"), rows.index("code: fr")
    start = rows.rindex("\n", 0, second)
    assert first < second
    languages.write_text(rows[:start] + "\n", encoding="utf-8")
    context = context_of(small, "en")
    assert list(context.library.languages) == ["en"]
    assert translations(context) is None
    assert not any("translations" in item.route for menu in context.layout.footer for item in menu)
