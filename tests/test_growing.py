"""How one adds a thing: in one place, and everything else follows.

Every test makes exactly the edit that ``CONTRIBUTING.md`` names, on a copy of the program and of
the small repository, and checks what readers and authors then see. Every link of each site works.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.crawler import dead_links, read_pages


class Copy:
    """A copy of the program and of the small repository, to be edited and run."""

    def __init__(self, folder: Path, small: Path) -> None:
        self.program = folder / "program"
        self.root = small
        shutil.copytree(
            ROOT / "generator",
            self.program / "generator",
            ignore=shutil.ignore_patterns("__pycache__"),
        )

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace *old* once, in the program or in the repository."""
        file = (self.program if path.startswith("generator/") else self.root) / path
        text = file.read_text(encoding="utf-8")
        assert text.count(old) >= 1, f"{path} has no {old!r}"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        file = (self.program if path.startswith("generator/") else self.root) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def run(self, *arguments: str) -> tuple[int, str]:
        """Exit code and output of ``knowledge``, run from the copied program."""
        done = subprocess.run(
            [sys.executable, "-m", "generator", *arguments, "--root", str(self.root)],
            cwd=self.program,
            env={**os.environ, "PYTHONPATH": str(self.program), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    def check(self) -> str:
        """The output of the check for a repository without errors."""
        code, output = self.run("check")
        assert code == 0, output
        return output

    def build(self) -> None:
        """Build the site; no link of it may lead nowhere."""
        code, output = self.run("build")
        assert code == 0, output
        site = self.root / "site"
        assert dead_links(site, read_pages(site)) == []

    def page(self, path: str) -> str:
        return (self.root / "site" / path / "index.html").read_text(encoding="utf-8")


@pytest.fixture
def copy(tmp_path: Path, small: Path) -> Copy:
    return Copy(tmp_path, small)


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


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
    assert "the interface has no words in Italiano yet" in output
    assert "has no label in Italiano" in output
    copy.build()
    page = copy.page("it/casestudies/example-town-pottery")
    assert '<html lang="it" dir="ltr"' in page
    assert "k-notice--fallback" in page
    assert '<h1 lang="en" dir="ltr">Example Town' in page
    assert 'hreflang="it"' in copy.page("ar/casestudies/example-town-pottery")
    assert 'hreflang="it"' in copy.page("")


def test_a_field_is_one_declaration(copy: Copy) -> None:
    copy.edit(
        "generator/schema/kinds.py",
        "    period: ",
        "    motto: Annotated[Annotated[str, text(80)] | None, Panel()] = None\n    period: ",
    )
    entry = "casestudies/example-town-pottery/index.en.md"
    copy.edit(entry, "status: ", "moto: One table\nstatus: ")
    code, output = copy.run("check")
    assert code == 1
    assert "there is no field 'moto' [unknown-key]" in output
    assert "did you mean 'motto'?" in output
    copy.edit(entry, "moto: One table", f"motto: {'x' * 81}")
    assert "'motto' has 81 characters" in copy.run("check")[1]
    copy.edit(entry, "x" * 81, "One <b>table</b>")
    assert "'fields.motto'" in copy.check()  # the word that is still missing
    copy.edit("content/words/en.yml", "fields:\n", "fields:\n  motto: Motto\n")
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
    copy.edit(
        "generator/schema/kinds.py",
        "    period: ",
        "    materials: Annotated[\n"
        '        tuple[Annotated[str, Vocabulary("materials")], ...], some(5), Panel()\n'
        "    ] = ()\n    period: ",
    )
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
    copy.edit(
        "generator/schema/kinds.py",
        "    period: ",
        '    material: Annotated[Annotated[str, Vocabulary("materials")] | None, Panel()] = None\n'
        "    others: Annotated[\n"
        '        tuple[Annotated[str, Vocabulary("materials")], ...], some(5), Panel()\n'
        "    ] = ()\n    period: ",
    )
    copy.write("content/vocabularies/materials.yml", MATERIALS)
    entry = "casestudies/example-town-pottery/index.en.md"
    copy.edit(entry, "crafts: ", "material: clay\nothers: [wool]\ncrafts: ")
    copy.build()
    for term in ("clay", "wool"):
        assert "Example Town" in text_of(copy.page(f"en/materials/{term}"))
        assert f"materials/{term}/" in copy.page("fr/casestudies/example-town-pottery")
    assert 'data-facet="materials"' in copy.page("en/search")


def test_a_kind_of_entry_is_one_declaration_and_its_folder(copy: Copy) -> None:
    copy.edit(
        "generator/schema/kinds.py",
        "KINDS: ",
        'class Tool(Facts):\n    folder: ClassVar[str] = "tools"\n'
        '    sections: ClassVar[tuple[str, ...]] = ("how",)\n\n\nKINDS: ',
    )
    copy.edit(
        "generator/schema/kinds.py", "(CaseStudy, BestPractice)", "(CaseStudy, BestPractice, Tool)"
    )
    summary = (
        "A sheet of paper on which the members of a cluster write what each of them can do. " * 2
    )
    copy.write(
        "tools/member-sheet/index.en.md",
        "---\n"
        'title: "A sheet for members"\n'
        f'summary: "{summary.strip()}"\n'
        "status: published\nsectors: [fashion]\nsteps: [diagnostic]\nthemes: [export]\n"
        "sources: [example-news]\nauthors: [{name: A}]\nreview: {level: none}\n"
        "last_reviewed: 2026-11-22\n---\n\n## How to do it\n\nWrite.[^example-news]\n",
    )
    assert "'kinds.tools.many'" in copy.check()
    copy.build()
    assert "A sheet for members" in text_of(copy.page("ar/tools"))
    assert "A sheet for members" in text_of(copy.page("en/tools/member-sheet"))
    assert "A sheet for members" in text_of(copy.page("en/sectors/fashion"))
    assert 'name="kind" value="tools"' in copy.page("en/search")
    assert '/en/tools/">' in copy.page("en/casestudies")  # in the menu


def test_a_page_kind_is_a_module_and_a_template(copy: Copy) -> None:
    copy.write(
        "generator/pages/numbers.py",
        '"""The page of numbers."""\n\n'
        "from dataclasses import dataclass\n\n"
        "from generator.model import Page, View\n"
        "from generator.pages.context import PageContext\n\n\n"
        "@dataclass(frozen=True)\n"
        "class NumbersView(View):\n"
        "    entries: int\n\n\n"
        "def numbers(context: PageContext) -> Page:\n"
        "    view = NumbersView(len(context.library.entries))\n"
        '    return context.page("numbers/", "numbers", "Numbers", "How many.", view)\n',
    )
    copy.edit(
        "generator/pages/__init__.py",
        "from generator.pages.overview import",
        "from generator.pages.numbers import numbers\nfrom generator.pages.overview import",
    )
    copy.edit(
        "generator/pages/__init__.py",
        "    routes.SEARCH: SinglePage(",
        '    "numbers/": SinglePage(numbers),\n    routes.SEARCH: SinglePage(',
    )
    copy.write(
        "generator/site/templates/knowledge/numbers.html",
        '{% extends "knowledge/base.html" %}{% block content %}<h1>{{ page.title }}</h1>'
        "<p>{{ view.entries }} in {{ page.language }}</p>{% endblock %}",
    )
    copy.build()
    assert "4 in ar" in text_of(copy.page("ar/numbers"))


def test_the_next_build_uses_a_changed_template(copy: Copy) -> None:
    copy.build()
    copy.edit("generator/site/templates/knowledge/text.html", "<h1", '<h1 data-new="yes"')
    copy.build()
    assert 'data-new="yes"' in copy.page("en/about")


def test_a_rule_is_a_function_and_its_message(copy: Copy) -> None:
    copy.edit(
        "generator/rules/facts.py",
        "def end_before_start(",
        "def shouting(entry: Entry, library: Library) -> Iterator[Diagnostic]:\n"
        '    """A title in capitals is hard to read."""\n'
        "    if entry.facts.title.isupper():\n"
        '        values = {"value": entry.facts.title}\n'
        '        yield Diagnostic(entry.location("title"), "shouting", values)\n\n\n'
        "def end_before_start(",
    )
    copy.edit(
        "generator/rules/__init__.py",
        "    facts.end_before_start,",
        "    facts.shouting,\n    facts.end_before_start,",
    )
    copy.write(
        "generator/diagnostics/messages/en.yml",
        (ROOT / "generator/diagnostics/messages/en.yml").read_text(encoding="utf-8")
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
