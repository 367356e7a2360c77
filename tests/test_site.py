"""``content/site.yml`` and its defaults; colours; a repository whose vocabularies have other names.

``test_identity`` tests the name, the logo and the licence."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from knowledge_repository import check, config
from knowledge_repository.content.colours import BACKGROUNDS, PALETTE, contrast
from knowledge_repository.content.files import Files
from knowledge_repository.content.site import load_site
from knowledge_repository.graph import link
from knowledge_repository.i18n.translator import Translator
from knowledge_repository.model import Colour, Frame, Library, Overview, Site
from knowledge_repository.pages import contexts
from knowledge_repository.pages.context import PageContext
from knowledge_repository.pages.families import family_of, stylesheet
from knowledge_repository.pages.home import HomeView, home
from knowledge_repository.pages.maps import MapDrawing, map_of_all
from knowledge_repository.preview.session import Preview
from knowledge_repository.schema import Schema
from knowledge_repository.site.publish import STYLES, add_styles
from tests.conftest import PACKAGE
from tests.conftest import copy_small as copy_of_small
from tests.repositories import Copy, load_and_check, rename_vocabularies, text_of

NAMES = {
    "countries": "regions",
    "sectors": "branches",
    "crafts": "trades",
    "steps": "phases",
    "themes": "topics",
    "audience": "readers",
}
"""Vocabulary of the small repository → its name in the other repository."""
DECLARED = """\
menu: [topics]
home: [topics, readers]
cards: [topics, branches]
cycle: phases
overview: {rows: topics, columns: phases, dots: readers}
statistics: [topics, depth]
"""


@pytest.fixture
def library(small: Path) -> Library:
    settings, _ = config.load(small)
    return check.load(small, settings)[0]


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """A repository with other vocabularies, no site.yml, no territories and no colours."""
    folder = tmp_path_factory.mktemp("other")
    copy = Copy(folder, copy_of_small(folder / "small"))
    rename_vocabularies(copy, NAMES)
    (copy.root / "content" / "site.yml").unlink()
    for file in (copy.root / "content" / "vocabularies").iterdir():
        text = file.read_text(encoding="utf-8")
        text = re.sub(r"^territories: .*\n|^    colour: .*\n", "", text, flags=re.MULTILINE)
        file.write_text(text, encoding="utf-8")
    return copy


@pytest.fixture(scope="module")
def plain(other: Copy) -> Copy:
    """That repository, built."""
    assert "no problems found" in other.check()
    other.build()
    return other


# -- what the file declares, and the defaults ----------------------------------------------------


def test_what_the_file_says_is_in_the_library(small: Path) -> None:
    (small / "content/site.yml").write_text(
        "menu: []\ncards: [themes]\noverview: {rows: themes, columns: steps}\n"
        "map: {west: 170, south: -25.5, east: -170, north: 40}\n",
        encoding="utf-8",
    )
    library, diagnostics = load_and_check(small)
    assert {one.code for one in diagnostics} == {"outside-map"}
    assert library.site.menu == ()
    assert library.site.cards == ("themes",)
    assert library.site.overview == Overview("themes", "steps")
    assert library.site.map == Frame(170, -25.5, -170, 40)
    assert library.site.home == ("countries", "sectors"), "a key that is absent has its default"


def test_without_the_file_territories_come_first(small: Path) -> None:
    (small / "content/site.yml").unlink()
    library, diagnostics = load_and_check(small)
    assert diagnostics == []
    every = ("countries", "sectors", "crafts", "steps", "themes", "audience")
    assert library.site == Site(
        menu=every[:2],
        home=every[:2],
        cards=every[:2],
        search=every,
        statistics=(*every, "depth", "subject", "evidence"),
        neighbours=every,
        group="countries",
    )


def test_a_repository_without_vocabularies_shows_none(tmp_path: Path) -> None:
    files = Files(tmp_path)
    assert load_site(files, {}, Schema(), {}) == Site()
    assert files.diagnostics == []


def test_a_file_with_an_error_counts_as_absent(small: Path) -> None:
    expected = check.load(small, config.Config())[0].site
    (small / "content/site.yml").write_text("menu: [\n", encoding="utf-8")
    library, diagnostics = load_and_check(small)
    assert [one.code for one in diagnostics] == ["broken-yaml"]
    assert library.site.menu == expected.menu
    assert library.site.cycle is None


@pytest.mark.parametrize(
    ("frame", "inside", "outside"),
    [
        (Frame(40, 35, 90, 55), [(41.3, 69.2), (35, 40)], [(41.3, 39), (56, 69), (0, 0)]),
        (Frame(170, -25, -170, -10), [(-18, 178), (-18, -179.9)], [(-18, 0), (-18, 169), (0, 178)]),
    ],
)
def test_a_frame_contains_what_is_between_its_sides(
    frame: Frame, inside: list[tuple[float, float]], outside: list[tuple[float, float]]
) -> None:
    assert all(frame.contains(*place) for place in inside)
    assert not any(frame.contains(*place) for place in outside)


def test_a_question_is_above_the_terms_in_every_language(small: Path) -> None:
    file = small / "content/vocabularies/audience.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(f'question: {{en: "I am a …", fr: "Je suis…"}}\n{text}', encoding="utf-8")
    library, diagnostics = load_and_check(small)
    assert [(one.code, one.values["id"], one.values["code"]) for one in diagnostics] == [
        ("missing-label", "question", "ar")
    ]
    french, arabic = (contexts(library, link(library))[number] for number in (1, 2))
    assert [one.question for one in home_view(french).term_lists] == ["", "", "Je suis…"]
    assert home_view(arabic).term_lists[2].question == "I am a …"


def home_view(context: PageContext) -> HomeView:
    """The view of the home page."""
    view = home(context).view
    assert isinstance(view, HomeView)
    return view


# -- a repository whose vocabularies have other names --------------------------------------------


def test_every_page_of_another_repository_is_built(plain: Copy) -> None:
    home = plain.page("en")
    assert 'href="../en/branches/"' in home
    ways = home[home.index("k-ways") : home.index("home-casestudies")]
    assert re.findall(r'id="way-(\w+)"', ways) == ["regions", "branches"]
    assert "Design-based industries" in text_of(ways)
    assert "Fashion" not in text_of(ways), "terms below others are not listed"
    assert "صناعات التصميم" in text_of(plain.page("ar/branches"))
    assert 'name="trades" value="pottery"' in plain.page("fr/search")
    assert "Pottery" in text_of(plain.page("en/statistics"))
    assert "Example Town" in text_of(plain.page("en/timeline"))
    assert "Example Town" in text_of(plain.page("en/compare"))
    assert "sectors" not in home
    assert "countries" not in home


def test_what_is_not_declared_is_not_shown(plain: Copy) -> None:
    overview = plain.page("en/overview")
    assert "k-matrix" not in overview
    assert "k-cycle" not in overview
    assert "k-mature" in overview, "the practices are listed in every repository"
    assert "Countries: 1" in text_of(overview), "maturity counts the vocabulary that it names"
    assert "k-cycle" not in plain.page("en/phases")


def test_without_territories_there_is_no_map_and_digits_are_those_of_the_language(
    plain: Copy,
) -> None:
    assert not (plain.root / "site/en/map").exists()
    assert "/map/" not in plain.page("en")
    assert "k-map" not in plain.page("en/regions/tn")
    # The months and digits of Arabic pages depend on the country.
    assert "٢٠١٤" not in text_of(plain.page("ar/casestudies/example-town-pottery"))
    assert 'class="k-place"' in plain.page("en/casestudies/example-town-pottery")


def test_without_colours_no_family_has_a_rule(plain: Copy) -> None:
    css = (plain.root / "site/assets/knowledge/site.css").read_text(encoding="utf-8")
    assert ".k-family--" not in css
    assert "k-family--" not in plain.page("en/casestudies")


def test_another_repository_declares_what_it_shows(tmp_path: Path, small: Path) -> None:
    copy = Copy(tmp_path, small)
    rename_vocabularies(copy, NAMES)
    copy.write("content/site.yml", DECLARED)
    copy.edit(
        "content/vocabularies/topics.yml",
        "  - id: export\n",
        '  - id: export\n    colour: {light: "#474a96", dark: "#b3b6f2"}\n',
    )
    assert "no problems found" in copy.check()
    copy.build()

    home, overview = copy.page("en"), copy.page("en/overview")
    menu = home[home.index("k-menu__wide") : home.index("</nav>", home.index("k-menu__wide"))]
    assert 'href="../en/topics/"' in menu
    assert "branches" not in menu
    assert 'href="../en/map/"' in menu, "regions are territories"
    assert 'href="../en/phases/">Step by step' in home
    assert "2 countries" in text_of(home)
    assert overview.count('<th scope="col">') == 1 + 3, "a column for each phase, and the sum"
    assert overview.count('class="k-dots"') > 0
    assert "k-cycle" in copy.page("en/phases")
    statistics = text_of(copy.page("en/statistics"))
    assert "Export" in statistics
    assert "Pottery" not in statistics
    css = (copy.root / "site/assets/knowledge/site.css").read_text(encoding="utf-8")
    assert css.count(".k-family--topics--export {") == 1
    assert "k-family--topics--export" in copy.page("en/casestudies")
    assert "k-map" in copy.page("en/regions/tn")


# -- colours -------------------------------------------------------------------------------------


def test_the_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#ffffff") == pytest.approx(1)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#123456", "#fedcba") == contrast("#fedcba", "#123456")


def test_the_backgrounds_are_those_of_the_stylesheet() -> None:
    css = (PACKAGE / "site/theme/assets/knowledge/site.css").read_text(encoding="utf-8")
    pairs = [
        re.search(rf"--{name}: light-dark\((#\w+), (#\w+)\)", css)
        for name in ("paper", "panel", "land", "water")
    ]
    assert [found and found[1] for found in pairs] == list(BACKGROUNDS["light"])
    assert [found and found[2] for found in pairs] == list(BACKGROUNDS["dark"])


def test_every_colour_of_the_palette_is_strong_enough() -> None:
    weak = [
        (colour, background)
        for one in PALETTE
        for colour, backgrounds in (
            (one.light, BACKGROUNDS["light"]),
            (one.dark, BACKGROUNDS["dark"]),
        )
        for background, wanted in backgrounds.items()
        if contrast(colour, background) < wanted
    ]
    assert weak == []
    assert len({one.light for one in PALETTE}) == len({one.dark for one in PALETTE}) == 8


def test_the_highest_terms_get_colours_of_the_palette(small: Path) -> None:
    file = small / "content/vocabularies/sectors.yml"
    text = file.read_text(encoding="utf-8")
    new = "".join(f"  - {{id: new-{n}, label: {{en: N, fr: N, ar: N}}}}\n" for n in range(9))
    file.write_text(f"colours: auto\n{text}{new}", encoding="utf-8")
    library, diagnostics = load_and_check(small)
    assert diagnostics == []
    terms = library.vocabularies["sectors"].terms
    assert terms["design-based"].colour == Colour("#9c3f26", "#f2a58e"), "its own"
    assert [terms[f"new-{n}"].colour for n in range(9)] == [*PALETTE, PALETTE[0]]
    assert terms["fashion"].colour is None, "a term below another has the colour of that one"


def test_a_term_has_the_colour_of_the_nearest_term_above(library: Library) -> None:
    terms = library.vocabularies["sectors"].terms
    assert {family_of(term, library) for term in terms.values()} == {"sectors--design-based"}
    own = dataclasses.replace(terms["fashion"], colour=Colour("#000000", "#ffffff"))
    assert family_of(own, library) == "sectors--fashion"
    assert family_of(library.term("themes", "export"), library) is None
    rule = ".k-family--sectors--design-based {\n  --family: light-dark(#9c3f26, #f2a58e);\n}\n"
    assert stylesheet(library) == rule


def test_the_rules_of_the_repository_replace_those_of_the_last_build(tmp_path: Path) -> None:
    styles = tmp_path / STYLES
    styles.parent.mkdir(parents=True)
    styles.write_text(".k-own {}\n", encoding="utf-8")
    add_styles(tmp_path, ".k-family--a--b {}\n")
    add_styles(tmp_path, ".k-family--c--d {}\n")
    text = styles.read_text(encoding="utf-8")
    assert ".k-own {}" in text
    assert ".k-family--a--b" not in text
    assert text.count(".k-family--c--d") == 1


def test_the_preview_shows_a_new_colour(small: Path, tmp_path: Path) -> None:
    preview = Preview(small, tmp_path / "theme", tmp_path / "site")
    assert preview.refresh() == []
    assert b"#9c3f26" in (preview.file("assets/knowledge/site.css") or b"")
    file = small / "content/vocabularies/sectors.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("#9c3f26", "#474a96"), encoding="utf-8")
    assert preview.refresh() == []
    styles = preview.file("assets/knowledge/site.css") or b""
    assert b"#474a96" in styles
    assert b"light-dark(#9c3f26" not in styles.partition(b"Colours of content")[2]


# -- the map -------------------------------------------------------------------------------------


def test_a_declared_frame_is_the_map_and_leaves_out_what_is_outside(library: Library) -> None:
    def drawing(frame: Frame | None) -> MapDrawing:
        site = dataclasses.replace(library.site, map=frame)
        declared = dataclasses.replace(library, site=site)
        found = map_of_all(contexts(declared, link(declared))[0])
        assert found is not None
        return found

    computed, wide = drawing(None), drawing(Frame(-20, 20, 50, 55))
    assert wide.extent.box.west <= -20
    assert wide.extent.box.north > 54.9
    assert computed.extent != wide.extent
    assert len(wide.markers) == len(computed.markers) > 0
    elsewhere = drawing(Frame(50, 35, 90, 55))
    assert elsewhere.markers == ()
    assert elsewhere.dots == ()


# -- territories, and the name of the site -------------------------------------------------------


def without_territories(library: Library) -> Library:
    vocabularies = {
        name: dataclasses.replace(vocabulary, territories=False)
        for name, vocabulary in library.vocabularies.items()
    }
    return dataclasses.replace(library, vocabularies=vocabularies)


def test_the_country_of_a_text_follows_the_vocabulary_of_territories(library: Library) -> None:
    entry = library.entries["example-town-pottery"]
    assert library.territories == "countries"
    assert Translator(library, library.languages["ar"]).country_of(entry) == "TN"
    library = without_territories(library)
    assert library.territories is None
    assert Translator(library, library.languages["ar"]).country_of(entry) is None
    assert all(map_of_all(context) is None for context in contexts(library, link(library)))
