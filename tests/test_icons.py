"""Icons: names, the shapes of an SVG file, and the pages that show them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from knowledge_repository import icons
from knowledge_repository.build import pipeline
from knowledge_repository.site.filters import icon
from tests.declared import CASE, SCHEMA

NO_ICONS = (
    "",
    "anvil",
    "material",
    "material/",
    "material/no-such-icon",
    "material/anvil.svg",
    "material/Anvil",
    "material//anvil",
    "material/anvil\n",
    "/material/anvil",
    "../.icons/material/anvil",
    "material/../material/anvil",
    "material\\anvil",
    "logo",
)
ELEMENT = re.compile(
    r'<svg class="k-icon" viewBox="[0-9. -]+" aria-hidden="true">'
    r'(<path d="[A-Za-z0-9., +-]+"/>)+</svg>'
)


@pytest.fixture
def icon_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An icon folder of the test, in place of the one of the package."""
    folder = tmp_path / "icons"
    (folder / "material").mkdir(parents=True)
    monkeypatch.setattr(icons, "_folder", lambda: folder)
    icons.svg.cache_clear()
    return folder


@pytest.mark.parametrize("name", NO_ICONS)
def test_a_name_that_is_no_icon_is_refused(name: str) -> None:
    assert not icons.is_icon(name)
    with pytest.raises(ValueError, match="There is no icon"):
        icons.svg(name)


def test_no_name_leads_out_of_the_icon_folder(icon_folder: Path) -> None:
    (icon_folder.parent / "secret.svg").write_text('<svg viewBox="0 0 1 1"><path d="M0"/></svg>')
    assert not icons.is_icon("material/../../secret")


@pytest.mark.parametrize(
    "name", [next(n for n in icons.icon_names() if n.startswith(f"{s}/")) for s in icons.SETS]
)
def test_every_icon_set_is_known(name: str) -> None:
    assert icons.is_icon(name)
    assert ELEMENT.fullmatch(icons.svg(name))


def test_an_icon_has_only_the_view_box_and_the_paths_of_its_file(icon_folder: Path) -> None:
    (icon_folder / "material" / "odd.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="24" onload="alert(1)" viewBox="0 0 24 24">'
        "<title>Odd</title><script>alert(1)</script>"
        '<path style="fill:red" onclick="alert(1)" d="M1 2h3z"/><path d="m4,5-6 .7"/></svg>'
    )
    assert icons.svg("material/odd") == (
        '<svg class="k-icon" viewBox="0 0 24 24" aria-hidden="true">'
        '<path d="M1 2h3z"/><path d="m4,5-6 .7"/></svg>'
    )


def test_a_file_without_paths_is_no_icon(icon_folder: Path) -> None:
    (icon_folder / "material" / "empty.svg").write_text('<svg viewBox="0 0 24 24"></svg>')
    with pytest.raises(ValueError, match="has no paths"):
        icons.svg("material/empty")


def test_names_are_suggested_from_the_folder_that_the_author_wrote() -> None:
    assert set(icons.names_by_last_part("fontawesome/solid/hammr").values()) <= {
        name for name in icons.icon_names() if name.startswith("fontawesome/solid/")
    }
    assert icons.names_by_last_part("anvil")["anvil"] == "material/anvil"


def test_nothing_is_shown_where_there_is_no_icon() -> None:
    assert icon(None) == ""


def test_pages_show_the_icons_of_kinds_terms_and_roles(small: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    pipeline.build(small, site)
    entry = (site / "en/casestudies/example-town-pottery/index.html").read_text(encoding="utf-8")
    term = (site / "ar/steps/diagnostic/index.html").read_text(encoding="utf-8")
    terms = (site / "fr/steps/index.html").read_text(encoding="utf-8")

    stethoscope = icons.svg("material/stethoscope")
    kind = icons.svg(CASE.icon or "")
    applied = icons.svg(SCHEMA.roles["applied"].icon or "")
    assert f'<p class="k-card__kind">{kind}Case study' in entry
    assert f"{stethoscope}Diagnostic study</a>" in entry
    assert f'<span class="k-role__label">{applied}Applied' in entry
    assert f"<h1>{stethoscope}" in term
    assert f"{stethoscope}<a " in terms
    assert terms.count(stethoscope) == 1
