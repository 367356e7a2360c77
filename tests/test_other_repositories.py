"""Repositories of another theme and region need no change of the program."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge_repository.audit.crawler import dead_links, read_pages
from knowledge_repository.build import pipeline
from tests.others import notes, water
from tests.repositories import check, text_of

OTHERS = {"water": water, "notes": notes}


@pytest.fixture(params=OTHERS)
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    make: Callable[[Path], Path] = OTHERS[request.param]
    return make(tmp_path / request.param)


def page(root: Path, path: str) -> str:
    return (root / "site" / path / "index.html").read_text(encoding="utf-8")


def test_it_checks_and_builds_and_every_link_works(other: Path) -> None:
    done = check(other)
    assert done.exit_code == 0, done.output
    assert "error" not in done.output
    pipeline.build(other)
    assert dead_links(other / "site", read_pages(other / "site")) == []


def test_facets_choices_links_places_and_periods_are_shown(tmp_path: Path) -> None:
    root = water(tmp_path / "water")
    pipeline.build(root)
    project = text_of(page(root, "ru/projects/canal-meters"))
    for expected in ("Арал", "Узбекистан", "апрель 2015", "Done", "Ташкент", "Used"):
        assert expected in project
    assert "canal-meters" in page(root, "en/basins/aral")
    assert "canal-meters" in page(root, "kk/lessons/example-lessons"), "what used a lesson"
    assert "canal-meters" in page(root, "en/timeline")
    map_page = page(root, "ru/map")
    assert "canal-meters" in map_page
    assert map_page.count("<path") > 1, "land around Tashkent"
    search = page(root, "ru/search")
    assert 'data-facet="basins"' in search
    assert 'data-facet="countries"' in search


def test_a_kind_without_countries_and_period_has_no_map_and_an_empty_timeline(
    tmp_path: Path,
) -> None:
    root = notes(tmp_path / "notes")
    pipeline.build(root)
    home = page(root, "fa")
    assert 'lang="fa" dir="rtl"' in home
    assert "script-arab" in home
    assert "قنات" in text_of(page(root, "fa/notes"))
    assert not (root / "site/fa/map").exists()
    assert "qanat" not in page(root, "fa/timeline")


def test_fix_writes_the_id_of_a_term_of_any_vocabulary(tmp_path: Path) -> None:
    root = water(tmp_path / "water")
    file = root / "projects/canal-meters/index.ru.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("basins: [aral]", "basins: [Арал]"), encoding="utf-8")
    assert check(root).exit_code == 1
    done = check(root, "--fix")
    assert done.exit_code == 0, done.output
    assert "basins: [aral]" in file.read_text(encoding="utf-8")


def test_a_mistake_is_reported_at_its_line_with_the_way_out(tmp_path: Path) -> None:
    root = water(tmp_path / "water")
    file = root / "projects/canal-meters/index.ru.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("stage: done", "stage: don"), encoding="utf-8")
    done = check(root)
    assert "projects/canal-meters/index.ru.md:9:8: error" in done.stderr
    assert "did you mean 'done'?" in done.stderr


def test_a_source_on_paper_has_its_publisher_and_its_date(tmp_path: Path) -> None:
    root = water(tmp_path / "water")
    pipeline.build(root)
    project = text_of(page(root, "en/projects/example-projects"))
    assert "Example of a source , Name of the publisher , 2020" in project.replace("  ", " ")
