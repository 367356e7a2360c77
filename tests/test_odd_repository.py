"""A repository with languages, kinds, fields and a vocabulary whose names are unlucky, which begins
with ``knowledge init``; every command works in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from knowledge_repository import cli
from knowledge_repository.audit.crawler import dead_links, read_pages
from knowledge_repository.build import pipeline
from knowledge_repository.schema.front_matter import OWN_KEYS, EntryFields
from tests.others import odd
from tests.repositories import check, text_of
from tests.running import replace

WELL = "class/island-well"


def knowledge(root: Path, *arguments: str) -> str:
    done = CliRunner().invoke(cli.knowledge, [*arguments, "--root", str(root), "--lang", "en"])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = odd(tmp_path_factory.mktemp("odd") / "odd")
    pipeline.build(root)
    return root / "site"


def test_it_builds_and_every_link_works(built: Path) -> None:
    assert dead_links(built, read_pages(built)) == []
    page = text_of((built / "zh-Hant" / WELL / "index.html").read_text("utf-8"))
    for shown in ("1,234,567.5 FJD", "12.5 میٹر", "2017年2月28日 井修好了", "標題 井", "40 戶"):
        assert shown in page
    for path in ("es-419/items/values", "ur/import/example-import", "zh-Hant/map"):
        assert (built / path / "index.html").exists()


def test_its_search_index_has_the_same_bytes_with_every_version_of_python(built: Path) -> None:
    for file in (built / "pagefind/filter").iterdir():
        assert file.read_bytes()[9] == 255, "an unknown system"


def test_the_data_of_an_entry_and_its_fields_have_different_names(built: Path) -> None:
    entries = json.loads((built / "data/v1/entries.json").read_text("utf-8"))["entries"]
    own = entries[0].keys() - EntryFields.model_fields.keys() - {"title", "summary", "phrases"}
    declared = {"countries", "topics", "period", "import"}
    assert own - declared == OWN_KEYS


@pytest.mark.parametrize("key", ["id", "url", "kind", "translation", "phrases"])
def test_a_field_cannot_have_the_name_of_what_every_entry_has(key: str, tmp_path: Path) -> None:
    root = odd(tmp_path / "odd")
    replace(root / "content/kinds.yml", "      lang: {", f"      {key}: {{")
    done = check(root)
    assert f"every entry already has a field '{key}'" in done.stderr


def test_a_vocabulary_cannot_have_the_name_of_a_filter_of_the_search(tmp_path: Path) -> None:
    root = odd(tmp_path / "odd")
    (root / "content/vocabularies/items.yml").rename(root / "content/vocabularies/kind.yml")
    replace(root / "content/kinds.yml", "vocabulary: items", "vocabulary: kind")
    assert "the name 'kind' is taken" in check(root).stderr


def test_a_section_without_a_label_is_written_and_found_in_every_language(tmp_path: Path) -> None:
    root = odd(tmp_path / "odd")
    assert "## What happened" in _written(root, "translate", "island-well", "es-419")
    po = tmp_path / "es.po"
    knowledge(root, "translations", "export", "es-419", str(po))
    assert f'msgctxt "{WELL}#text/1"' in po.read_text("utf-8")
    text = po.read_text("utf-8")
    head, _, tail = text.partition(f'{WELL}#text/1"')
    filled = tail.replace('msgstr ""', 'msgstr "El pozo.[^example]"', 1)
    po.write_text(f'{head}{WELL}#text/1"{filled}', encoding="utf-8")
    knowledge(root, "translations", "import", "es-419", str(po))
    assert "El pozo." in (root / WELL / "index.es-419.md").read_text("utf-8")


def test_a_table_fills_parts_of_parts(tmp_path: Path) -> None:
    root, table = odd(tmp_path / "odd"), tmp_path / "table.csv"
    summary = "A sentence about an invented well that is long enough for the summary of an entry."
    table.write_text(
        "id,title,summary,Cosas,countries,topics,parent.id,parent.role,parent.period.start,"
        "sources,authors,What happened\n"
        f"well,A well,{summary},Llaves,FJ,example,example-class,index,2016,example,A. B.,"
        "They dig.[^example]\n",
        encoding="utf-8",
    )
    knowledge(root, "import", str(table), "--kind", "class", "--original", "es-419")
    text = (root / "class/well/index.es-419.md").read_text("utf-8")
    assert "  - {id: example-class, role: index, period: {start: 2016}}" in text
    assert "items: [keys]" in text
    assert "## What happened" in text
    assert check(root, "class/well").exit_code == 0


def test_new_move_and_retire_work(tmp_path: Path) -> None:
    root = odd(tmp_path / "odd")
    knowledge(root, "new", "import", "shui", "--title", "水", "--original", "zh-Hant")
    (root / "import/shui/index.zh-Hant.md").unlink()
    (root / "import/shui").rmdir()
    knowledge(root, "move", "example-class", "class/index")
    assert "parent: [{id: index, role: index" in (root / WELL / "index.zh-Hant.md").read_text(
        "utf-8"
    )
    knowledge(root, "retire", "index", "--reason", "Replaced.", "--by", "island-well")
    assert check(root).exit_code == 0


def _written(root: Path, *arguments: str) -> str:
    knowledge(root, *arguments)
    return (root / WELL / f"index.{arguments[-1]}.md").read_text("utf-8")
