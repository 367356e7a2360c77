"""The preview of other repositories, run as a program: saved entries, and what is added to them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from knowledge_repository import cli
from tests.declared import GUILDS, SHEET
from tests.others import notes, water
from tests.previewing import Preview, open_page, reloads
from tests.running import append, replace, until


def made_by_init(root: Path) -> Path:
    done = CliRunner().invoke(cli.knowledge, ["init", str(root), "--yes", "--languages", "fr"])
    assert done.exit_code == 0, done.output
    return root


OTHERS: dict[str, tuple[Callable[[Path], Path], str]] = {
    "water": (water, "ru/projects/canal-meters"),
    "notes": (notes, "fa/notes/qanat"),
    "init": (made_by_init, "fr/projects/example-projects"),
}
"""Name → what makes the repository, and the page of one of its entries."""


@contextmanager
def served(root: Path, temporary: Path) -> Iterator[Preview]:
    temporary.mkdir()
    running = Preview(root, temporary)
    try:
        running.wait_for("http://")
        yield running
    finally:
        running.process.kill()
        running.process.wait()


@pytest.mark.parametrize("name", OTHERS)
def test_a_saved_entry_of_another_repository_is_shown(name: str, tmp_path: Path) -> None:
    make, page = OTHERS[name]
    root = make(tmp_path / name)
    language, kind, id = page.split("/")
    with served(root, tmp_path / "temporary") as preview:
        address = f"/REPOSITORY/{page}/"
        assert preview.get(address)[0] == 200
        with open_page(preview) as waiting:
            append(root / kind / id / f"index.{language}.md", "\nQuokka.\n")
            assert reloads(waiting)
        assert "Quokka" in preview.get(address)[2]
        assert preview.process.poll() is None


def test_a_kind_a_language_and_a_list_are_added_while_it_runs(small: Path, tmp_path: Path) -> None:
    with served(small, tmp_path / "temporary") as preview:

        def page(path: str) -> str:
            return preview.get(f"/small/{path}/")[2]

        append(small / "content/kinds.yml", GUILDS)
        until(lambda: "k-cards" in page("en/guilds") or preview.get("/small/en/guilds/")[0] == 200)
        sheet = small / "guilds/member-sheet"
        sheet.mkdir(parents=True)
        (sheet / "index.en.md").write_text(SHEET, encoding="utf-8")
        until(lambda: "How it works" in page("en/guilds/member-sheet"))
        replace(sheet / "index.en.md", "Write.", "Write it down.")
        until(lambda: "Write it down." in page("en/guilds/member-sheet"))

        row = "languages:\n  - {code: it, name: Italiano, direction: ltr}\n"
        replace(small / "content/languages.yml", "languages:\n", row)
        until(lambda: '<html lang="it"' in page("it/guilds/member-sheet"))

        crafts = (small / "content/vocabularies/crafts.yml").read_text(encoding="utf-8")
        (small / "content/vocabularies/tools.yml").write_text(crafts, encoding="utf-8")
        tools = (
            "      tools: {type: term, list: true, vocabulary: tools}\n      tried:\n        type"
        )
        replace(small / "content/kinds.yml", "      tried:\n        type", tools)
        replace(sheet / "index.en.md", "sources:", "tools: [pottery]\nsources:")
        until(lambda: "A sheet for members" in page("en/tools/pottery"))

        shutil.rmtree(small / "guilds")
        until(lambda: preview.get("/small/en/guilds/member-sheet/")[0] == 404)
        assert preview.process.poll() is None


def test_it_starts_with_errors_and_shows_each_in_the_page_and_the_terminal(
    small: Path, tmp_path: Path
) -> None:
    entry = small / "casestudies/example-town-pottery/index.en.md"
    replace(entry, "title:", "titel:")
    with served(small, tmp_path / "temporary") as preview:
        output = "".join(preview.output)
        assert "casestudies/example-town-pottery/index.en.md:2:1" in output
        status, _, page = preview.get("/small/en/casestudies/example-town-pottery/")
        assert (status, "[unknown-key]" in page) == (200, True)
        assert "k-entry" in preview.get("/small/en/bestpractices/one-table/")[2]
        with open_page(preview) as waiting:
            assert "1 error" in waiting.event["summary"]
            replace(entry, "titel:", "title:")
            assert reloads(waiting)
            assert waiting.event["summary"] == ""
        assert "k-entry" in preview.get("/small/en/casestudies/example-town-pottery/")[2]


def test_it_starts_without_kinds_and_reloads_when_they_can_be_read(
    small: Path, tmp_path: Path
) -> None:
    kinds = small / "content/kinds.yml"
    text = kinds.read_text(encoding="utf-8")
    kinds.write_text("kinds: [\n", encoding="utf-8")
    with served(small, tmp_path / "temporary") as preview:
        page = preview.get("/small/")[2]
        assert "content/kinds.yml" in page
        assert "/__reload" in page
        with open_page(preview) as waiting:
            kinds.write_text(text, encoding="utf-8")
            assert reloads(waiting)
        assert "k-entry" in preview.get("/small/en/bestpractices/one-table/")[2]
