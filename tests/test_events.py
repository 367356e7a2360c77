"""Events, links with a period, and people: declared, checked, shown, exported, in the form."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from knowledge_repository import cli
from knowledge_repository.build import pipeline
from tests.repositories import text_of
from tests.running import replace

FIELDS = """\
      history:
        type: event
        list: true
        means: schema:event
        label: {en: History, fr: Histoire, ar: "التاريخ"}
      members:
        type: person
        list: true
        label: {en: Members, fr: Membres, ar: "الأعضاء"}
      practices:
        type: link
        period: true
"""
FACTS = """\
history:
  - {date: 2018-03, event: "Twelve workshops, one table", source: example-news}
  - {date: 2014-06-09, event: "They met", source: example-news}
members: [{name: Ann One, organisation: Example Town Council}]
evidence:"""
POTTERY = "casestudies/example-town-pottery"


@pytest.fixture(scope="module")
def site(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.conftest import copy_small

    root = copy_small(tmp_path_factory.mktemp("events") / "small")
    kinds, entry = root / "content/kinds.yml", root / POTTERY / "index.en.md"
    replace(kinds, "      practices:\n        type: link\n", FIELDS)
    replace(entry, "evidence:", FACTS)
    replace(entry, "role: applied,", "role: applied, period: {start: 2014-06, end: 2015},")
    pipeline.build(root)
    return root / "site"


def page(site: Path, path: str) -> str:
    return (site / path / "index.html").read_text(encoding="utf-8")


def test_events_are_a_line_of_life_in_the_order_of_their_dates(site: Path) -> None:
    html = page(site, f"en/{POTTERY}")
    first, second = html.index('datetime="2014-06-09"'), html.index('datetime="2018-03"')
    assert first < second
    text = text_of(html)
    assert "9 June 2014 They met" in text
    assert '<h2 id="events-history"' in html
    assert "They met" in page(site, f"ar/{POTTERY}")
    assert '"@type":"Event"' in html.replace(": ", ":")


def test_a_link_shows_its_period_on_both_pages(site: Path) -> None:
    for path in (POTTERY, "bestpractices/one-table"):
        assert "June 2014 – 2015" in text_of(page(site, f"en/{path}"))


def test_the_organisation_of_a_person_is_in_the_panel(site: Path) -> None:
    assert "Ann One" in page(site, f"en/{POTTERY}")
    assert "Example Town Council" in page(site, f"en/{POTTERY}").partition("</aside>")[0]


def test_data_schema_form_and_reference_have_them(site: Path) -> None:
    data = site / "data/v1"
    entries = json.loads((data / "entries.json").read_text("utf-8"))["entries"]
    entry = next(one for one in entries if one["id"] == "example-town-pottery")
    assert entry["history"][1]["date"] == "2014-06-09"
    links = json.loads((data / "links.json").read_text("utf-8"))["links"]
    assert {"start": "2014-06", "end": "2015"} in [one.get("period") for one in links]
    schema = json.loads((data / "schema/casestudies.en.json").read_text("utf-8"))["properties"]
    event = schema["history"]["items"]
    assert event["required"] == ["date", "event", "source"]
    assert event["properties"]["event"]["title"] == "What happened"
    assert "period" in schema["practices"]["items"]["properties"]
    form = page(site, "en/contribute/new/casestudies")
    for path in ("history.0.event", "practices.0.period.start", "members.0.organisation"):
        assert f'id="{path}"' in form, path
    assert "What happened" in page(site, "en/guide/fields/casestudies")


def test_a_new_entry_has_them_with_their_form(site: Path) -> None:
    root = site.parent
    done = CliRunner().invoke(cli.knowledge, ["new", "casestudies", "a-kiln", "--root", str(root)])
    assert done.exit_code == 0, done.output
    text = (root / "casestudies/a-kiln/index.en.md").read_text("utf-8")
    assert "date: " in text
    assert "event: " in text
