"""How one adds a thing: in one place, and everything else follows.

Every test makes exactly the edit that ``CONTRIBUTING.md`` names, on a copy of the program and of
the small repository, and checks what readers and authors then see. Every link of each site works.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import PACKAGE
from tests.declared import GUILDS, SHEET
from tests.repositories import Copy, text_of

KINDS = "content/kinds.yml"


@pytest.fixture
def copy(tmp_path: Path, small: Path) -> Copy:
    return Copy(tmp_path, small)


def test_a_country_is_a_row_in_its_vocabulary(copy: Copy) -> None:
    copy.edit(
        "content/vocabularies/countries.yml",
        "terms:\n",
        'terms:\n  - id: CY\n    label: {en: "Cyprus"}\n',
    )
    output = copy.check()
    assert "'CY' in the list countries has no label in Français" in output
    assert "'CY' in the list countries has no label in العربية" in output
    copy.edit("casestudies/example-town-pottery/index.en.md", "countries: [TN]", "countries: [CY]")
    copy.build()
    assert "Example Town: a table laid together" in text_of(copy.page("en/countries/cy"))
    assert "Cyprus" in text_of(copy.page("ar/overview"))
    assert 'name="countries" value="CY"' in copy.page("fr/search")


def test_a_language_is_a_row_and_builds_at_once_with_marked_fallbacks(copy: Copy) -> None:
    copy.edit(
        "content/languages.yml",
        "languages:\n",
        "languages:\n  - {code: it, name: Italiano, direction: ltr}\n",
    )
    output = copy.check()
    assert output.count("[missing-words]") == 1
    assert "words of the interface are not in Italiano yet; readers see them in English" in output
    number = output.count("[missing-label]")
    files = [*(copy.root / "content/vocabularies").iterdir(), copy.root / KINDS]
    of_the_site = output.count("of the site is missing in Italiano [missing-label]")
    assert number - of_the_site == len(files), "one warning for each file"
    assert (
        "no label in the list crafts is in Italiano; 4 are missing: label, one, pottery …" in output
    )
    assert "has no label in Italiano" not in output
    copy.edit("content/vocabularies/crafts.yml", 'en: "Pottery"', 'en: "Pottery", it: "Ceramica"')
    assert "'weaving' in the list crafts has no label in Italiano" in copy.check()
    copy.build()
    page = copy.page("it/casestudies/example-town-pottery")
    assert '<html lang="it" dir="ltr"' in page
    assert "k-notice--fallback" in page
    assert '<h1 lang="en" dir="ltr">Example Town' in page
    assert '<span lang="en" dir="ltr">This text is not yet available in Italian.' in page
    assert '<span lang="en" dir="ltr">Skip to the text</span>' in page
    assert 'aria-label="Main menu"' in page
    assert 'hreflang="it"' in copy.page("ar/casestudies/example-town-pottery")
    assert 'hreflang="it"' in copy.page("")


def declare(copy: Copy, key: str, row: str) -> None:
    """Declare a field of case studies, before their period."""
    copy.edit(KINDS, "      period:\n", f"      {key}: {row}\n      period:\n")


@pytest.mark.parametrize("key", ["motto", "class", "json", "declared"])
def test_a_field_is_one_row(copy: Copy, key: str) -> None:
    declare(copy, key, "{type: text, max: 80, translate: false, label: {en: Motto}}")
    entry = "casestudies/example-town-pottery/index.en.md"
    copy.edit(entry, "status: ", f"{key}x: One table\nstatus: ")
    code, output = copy.run("check")
    assert code == 1
    assert f"there is no field '{key}x' [unknown-key]" in output
    assert f"the field is called '{key}'" in output
    copy.edit(entry, f"{key}x: One table", f"{key}: {'x' * 81}")
    assert f"'{key}' has 81 characters" in copy.run("check")[1]
    copy.edit(entry, "x" * 81, "One <b>table</b>")
    assert f"'{key}' in the list content/kinds.yml has no label in Français" in copy.check()
    copy.build()
    page = copy.page("fr/casestudies/example-town-pottery")
    assert "Motto" in text_of(page)
    assert "One &lt;b&gt;table&lt;/b&gt;" in page


MATERIALS = (
    'label: {en: "Materials", fr: "Matières", ar: "المواد"}\n'
    'one: {en: "Material", fr: "Matière", ar: "المادة"}\n'
    "terms:\n"
    '  - {id: clay, label: {en: "Clay", fr: "Argile", ar: "الطين"}}\n'
    '  - {id: wool, label: {en: "Wool", fr: "Laine", ar: "الصوف"}}\n'
)


def test_a_facet_is_a_field_that_names_a_vocabulary(copy: Copy) -> None:
    declare(copy, "materials", "{type: term, list: true, vocabulary: materials, max_items: 5}")
    copy.write("content/vocabularies/materials.yml", MATERIALS)
    entry = "casestudies/example-town-pottery/index.en.md"
    copy.edit(entry, "crafts: ", "materials: [cley]\ncrafts: ")
    code, output = copy.run("check")
    assert code == 1
    assert "there is no material 'cley'" in output
    assert "did you mean 'clay' (Clay)?" in output
    copy.edit(entry, "cley", "clay")
    copy.build()
    assert "Example Town" in text_of(copy.page("en/materials/clay"))
    assert "Matières" in text_of(copy.page("fr/materials"))
    assert "materials/clay/" in copy.page("ar/casestudies/example-town-pottery")
    search = copy.page("ar/search")
    assert 'data-facet="materials"' in search
    assert "الطين" in search


def test_a_facet_may_have_another_name_than_its_vocabulary(copy: Copy) -> None:
    declare(copy, "material", "{type: term, vocabulary: materials}")
    declare(copy, "others", "{type: term, list: true, vocabulary: materials}")
    copy.write("content/vocabularies/materials.yml", MATERIALS)
    entry = "casestudies/example-town-pottery/index.en.md"
    copy.edit(entry, "crafts: ", "material: clay\nothers: [wool]\ncrafts: ")
    copy.build()
    for term in ("clay", "wool"):
        assert "Example Town" in text_of(copy.page(f"en/materials/{term}"))
        assert f"materials/{term}/" in copy.page("fr/casestudies/example-town-pottery")
    assert 'data-facet="materials"' in copy.page("en/search")


def test_a_kind_of_entry_is_a_block_and_its_folder(copy: Copy) -> None:
    """A kind without countries, sectors, period or evidence; its field of links has a name of its
    own."""
    kinds = (copy.root / KINDS).read_text(encoding="utf-8")
    copy.write(KINDS, kinds + GUILDS)
    copy.write("guilds/member-sheet/index.en.md", SHEET)
    assert "'many' in the list content/kinds.yml has no label in Français" in copy.check()
    copy.build()
    assert "A sheet for members" in text_of(copy.page("ar/guilds"))
    page = copy.page("en/guilds/member-sheet")
    assert "What it tried" in text_of(page)
    assert "Led Example Town" in text_of(page)
    assert "A sheet for members" in text_of(copy.page("en/casestudies/example-town-pottery"))
    assert 'name="kind" value="guilds"' in copy.page("en/search")
    assert '/en/guilds/">' in copy.page("en/casestudies")  # in the menu


def test_a_page_kind_is_a_module_and_a_template(copy: Copy) -> None:
    copy.write(
        "generator/knowledge_repository/pages/numbers.py",
        '"""The page of numbers."""\n\n'
        "from dataclasses import dataclass\n\n"
        "from knowledge_repository.model import Page, View\n"
        "from knowledge_repository.pages.context import PageContext\n\n\n"
        "@dataclass(frozen=True)\n"
        "class NumbersView(View):\n"
        "    entries: int\n\n\n"
        "def numbers(context: PageContext) -> Page:\n"
        "    view = NumbersView(len(context.library.entries))\n"
        '    return context.page("numbers/", "numbers", "Numbers", "How many.", view)\n',
    )
    copy.edit(
        "generator/knowledge_repository/pages/__init__.py",
        "from knowledge_repository.pages.overview import",
        "from knowledge_repository.pages.numbers import numbers\n"
        "from knowledge_repository.pages.overview import",
    )
    copy.edit(
        "generator/knowledge_repository/pages/__init__.py",
        "    routes.SEARCH: SinglePage(",
        '    "numbers/": SinglePage(numbers),\n    routes.SEARCH: SinglePage(',
    )
    copy.write(
        "generator/knowledge_repository/site/templates/knowledge/numbers.html",
        '{% extends "knowledge/base.html" %}{% block content %}<h1>{{ page.title }}</h1>'
        "<p>{{ view.entries }} in {{ page.language }}</p>{% endblock %}",
    )
    copy.build()
    assert "4 in ar" in text_of(copy.page("ar/numbers"))


def test_the_next_build_uses_a_changed_template(copy: Copy) -> None:
    copy.build()
    copy.edit(
        "generator/knowledge_repository/site/templates/knowledge/text.html",
        "<h1",
        '<h1 data-new="yes"',
    )
    copy.build()
    assert 'data-new="yes"' in copy.page("en/about")


def test_a_rule_is_a_function_and_its_message(copy: Copy) -> None:
    copy.edit(
        "generator/knowledge_repository/rules/facts.py",
        "def end_before_start(",
        "def shouting(entry: Entry, library: Library) -> Iterator[Diagnostic]:\n"
        '    """A title in capitals is hard to read."""\n'
        "    if entry.facts.title.isupper():\n"
        '        values = {"value": entry.facts.title}\n'
        '        yield Diagnostic(entry.location("title"), "shouting", values)\n\n\n'
        "def end_before_start(",
    )
    copy.edit(
        "generator/knowledge_repository/rules/__init__.py",
        "    facts.end_before_start,",
        "    facts.shouting,\n    facts.end_before_start,",
    )
    copy.write(
        "generator/knowledge_repository/diagnostics/messages/en.yml",
        (PACKAGE / "diagnostics/messages/en.yml").read_text(encoding="utf-8")
        + "  shouting:\n    message: \"the title '{value}' shouts\"\n"
        '    hint: "write small letters"\n',
    )
    copy.edit(
        "casestudies/example-town-pottery/index.en.md",
        '"Example Town: a table laid together"',
        '"EXAMPLE TOWN"',
    )
    code, output = copy.run("check")
    assert code == 1
    where = "casestudies/example-town-pottery/index.en.md:2:8"
    assert f"{where}: error: the title 'EXAMPLE TOWN' shouts [shouting]" in output
    assert "write small letters" in output
