"""What ``content/site.yml`` says of the site itself: name, logo, licence, address, entries."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from knowledge_repository.audit.crawler import dead_links, read_pages
from knowledge_repository.build import pipeline
from knowledge_repository.i18n.marked import MarkedText
from knowledge_repository.i18n.translator import SITE_WORDS, Translator
from knowledge_repository.model import Logo
from knowledge_repository.preview.session import Preview
from tests.repositories import load_and_check, text_of

PICTURE = "casestudies/example-town-pottery/table.png"


def declare(root: Path, text: str) -> None:
    """Write ``content/site.yml``, and a ``mkdocs.yml`` with another name if it has none."""
    (root / "content/site.yml").write_text(text, encoding="utf-8")


def call_in_mkdocs(root: Path, name: str) -> None:
    file = root / "mkdocs.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"^site_name:.*", f'site_name: "{name}"', text), encoding="utf-8")


def built(root: Path) -> Path:
    pipeline.build(root)
    site = root / "site"
    assert dead_links(site, read_pages(site)) == []
    return site


def page(site: Path, path: str) -> str:
    return (site / path / "index.html").read_text(encoding="utf-8")


# -- the name ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("menu: []\n", ["mkdocs", "mkdocs", "mkdocs", "mkdocs"]),
        ("name: {en: mkdocs, fr: N, ar: N}\n", ["mkdocs", "mkdocs", "mkdocs", "mkdocs"]),
        ("short_name: {en: mkdocs, fr: S, ar: S}\n", ["mkdocs", "mkdocs", "mkdocs", "mkdocs"]),
        (
            "name: {en: Long, fr: N, ar: N}\nshort_name: {en: mkdocs, fr: S, ar: S}\n",
            ["mkdocs", "Long", "Long", "Long"],
        ),
        (
            "name: {en: mkdocs, fr: N, ar: N}\ntagline: {en: Say, fr: T, ar: T}\n",
            ["mkdocs", "mkdocs", "Say", "Say"],
        ),
        (
            "name: {en: mkdocs, fr: N, ar: N}\ndescription: {en: Tell, fr: D, ar: D}\n",
            ["mkdocs", "mkdocs", "mkdocs", "Tell"],
        ),
    ],
)
def test_what_the_site_does_not_say_it_takes_from_the_nearest(
    small: Path, declared: str, expected: list[str]
) -> None:
    call_in_mkdocs(small, "mkdocs")
    declare(small, declared)
    library, diagnostics = load_and_check(small)
    assert diagnostics == []
    translator = Translator(library, library.languages["en"])
    assert [translator.translate(word) for word in SITE_WORDS] == expected


def test_a_name_in_another_language_is_marked(small: Path) -> None:
    call_in_mkdocs(small, "Nom")
    declare(small, "name: {fr: Nom}\n")
    library, diagnostics = load_and_check(small)
    assert {one.code for one in diagnostics} == {"missing-label"}
    shown = Translator(library, library.languages["ar"]).translate("site.tagline")
    assert isinstance(shown, MarkedText)
    assert (str(shown), "fr" in repr(shown.__html__())) == ("Nom", True)


def test_mkdocs_may_have_the_name_of_any_language(small: Path) -> None:
    call_in_mkdocs(small, "Clusters créatifs")
    assert load_and_check(small)[1] == []


def test_without_a_tagline_the_name_is_the_heading_and_is_not_said_twice(small: Path) -> None:
    call_in_mkdocs(small, "Our cases")
    declare(small, "menu: []\n")
    home = page(built(small), "en")
    assert "<h1>Our cases</h1>" in home
    assert '<p class="k-card__kind">Our cases</p>' not in home


# -- the logo ------------------------------------------------------------------------------------


def test_an_icon_is_the_logo_of_every_page_and_of_the_tab(small: Path) -> None:
    declare(small, "logo: material/water\n")
    site = built(small)
    svg = (site / "assets/knowledge/logo.svg").read_text(encoding="utf-8")
    assert svg.startswith('<svg xmlns="http://www.w3.org/2000/svg" fill="#0b5563"')
    for path in ("", "en", "ar/casestudies/example-town-pottery"):
        html = page(site, path)
        assert "assets/knowledge/logo.svg" in html
        assert "k-star" not in html


def test_a_picture_is_the_logo_without_its_metadata(small: Path) -> None:
    shutil.copy(small / PICTURE, small / "content/logo.png")
    declare(small, "logo: logo.png\n")
    library, diagnostics = load_and_check(small)
    assert diagnostics == []
    logo = library.site.logo
    assert logo == Logo(picture="content/logo.png", size=logo.size if logo else None)
    site = built(small)
    assert (site / "assets/knowledge/logo.webp").read_bytes()[8:12] == b"WEBP"
    html = page(site, "en/casestudies")
    assert '<img class="k-logo" src="../../assets/knowledge/logo.webp" alt=""' in html
    assert 'type="image/webp"' in html


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"<svg onload=alert(1)></svg>", {("picture-type", "content/logo.png")}),
        (b"", {("picture-type", "content/logo.png")}),
    ],
)
def test_a_picture_that_is_none_has_one_report(
    small: Path, raw: bytes, expected: set[tuple[str, str]]
) -> None:
    (small / "content/logo.png").write_bytes(raw)
    declare(small, "logo: logo.png\n")
    found = [(one.code, one.location.path) for one in load_and_check(small)[1]]
    assert (set(found), len(found)) == (expected, 1)


@pytest.mark.parametrize("value", ["../mkdocs.png", "/etc/x.png", "words/x.webp", "x.jpg", "x"])
def test_a_logo_is_an_icon_or_a_picture_in_the_folder(small: Path, value: str) -> None:
    declare(small, f"logo: {value}\n")
    assert [one.code for one in load_and_check(small)[1]] == ["wrong-logo"]


def test_a_picture_that_is_not_declared_does_not_belong_there(small: Path) -> None:
    shutil.copy(small / PICTURE, small / "content/logo.png")
    assert [one.code for one in load_and_check(small)[1]] == ["foreign-file"]


def test_the_preview_shows_a_new_logo(small: Path, tmp_path: Path) -> None:
    declare(small, "logo: material/water\n")
    preview = Preview(small, tmp_path / "theme", tmp_path / "site")
    assert preview.refresh() == []
    before = preview.file("assets/knowledge/logo.svg")
    declare(small, "logo: material/anvil\n")
    assert preview.refresh() == []
    assert before != preview.file("assets/knowledge/logo.svg") is not None


# -- licence, address, first entries -------------------------------------------------------------

LICENCE = "licence: {id: CC0-1.0, name: {en: Zero, fr: Zéro, ar: Z}, url: https://example.org/0}\n"


def test_the_licence_of_the_site_is_that_of_entries_without_their_own(small: Path) -> None:
    declare(small, LICENCE)
    file = small / "bestpractices/one-table/index.en.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("status:", "licence: All rights reserved\nstatus:", 1), "utf-8")
    site = built(small)
    link = '<a rel="license noopener" href="https://example.org/0">Zéro</a>.'
    assert link in page(site, "fr/casestudies/example-town-pottery")
    own = page(site, "en/bestpractices/one-table")
    assert "Licence: All rights reserved." in own
    assert "example.org/0" not in own


def test_without_a_licence_none_is_claimed(small: Path) -> None:
    declare(small, "menu: []\n")
    assert "Licence:" not in text_of(page(built(small), "en/casestudies/example-town-pottery"))


def test_the_address_is_on_the_page_that_says_how_to_take_part(small: Path) -> None:
    declare(small, "email: editors+new@example.org\n")
    site = built(small)
    link = '<a href="mailto:editors+new@example.org">'
    assert link in page(site, "ar/contribute")
    assert link not in page(site, "en/about") + page(site, "en/guide")
    shutil.rmtree(small / "content/pages")  # the text that links there, too
    assert link in page(built(small), "en/guide")


def test_featured_entries_come_first_and_once(small: Path) -> None:
    declare(small, "featured: [placeholder-port-lamps, example-town-pottery]\n")
    home = page(built(small), "en")
    first, rest = home.split('id="home-featured"')[1].split("</section>", 1)
    assert re.findall(r"(placeholder-port-lamps|example-town-pottery|one-table)/\"", first)[:2] == [
        "placeholder-port-lamps",
        "example-town-pottery",
    ]
    assert "example-town-pottery/" not in rest
    assert "one-table/" in rest
    declare(small, "featured: [one-table]\n")
    home = page(built(small), "en")
    assert "home-bestpractices" not in home, "nothing more to show, and not nothing yet"


def test_a_featured_entry_that_readers_cannot_see_is_left_out(small: Path) -> None:
    declare(small, "featured: [shared-stall]\n")  # it is a draft
    assert "home-featured" not in page(built(small), "en")
