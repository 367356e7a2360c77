"""The preview of a repository with errors: what is sound is shown, the rest shows its messages."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from knowledge_repository import pages
from knowledge_repository.diagnostics import has_errors
from knowledge_repository.graph import link
from knowledge_repository.preview.session import Preview
from knowledge_repository.site.renderer import file_of
from tests.conftest import SMALL, copy_small
from tests.repositories import CASES, add_fault, load_and_check
from tests.running import add_error

MESSAGES = '<html lang="en" dir="auto">'
"""Only a page that shows messages has it."""
DECLARATIONS = ("content/kinds.yml", "content/languages.yml")
WITHOUT_TERMS = ("missing-vocabulary", "empty-file", "too-few-terms", "older-schema")
"""No entry has the terms that its pages would show."""
ENTRY = "casestudies/example-town-pottery"


def preview_of(root: Path, tmp_path: Path) -> Preview:
    return Preview(root, tmp_path / "theme", tmp_path / "built")


def text(preview: Preview, path: str) -> str:
    content = preview.file(f"{path}index.html")
    assert content is not None, path
    return content.decode()


def test_a_text_with_errors_shows_them_and_the_others_are_shown(
    small: Path, tmp_path: Path
) -> None:
    broken = add_error(small)
    preview = preview_of(small, tmp_path)
    assert has_errors(preview.refresh())
    page = text(preview, f"fr/{broken.parent.relative_to(small).as_posix()}/")
    assert f"{broken.relative_to(small).as_posix()}:2:1" in page
    assert "titel" in page
    assert "[unknown-key]" in page
    home = text(preview, "en/")
    assert "1 error" not in home
    assert broken.parent.name not in text(preview, "en/casestudies/")
    assert "k-entry" in text(preview, "en/bestpractices/one-table/")
    file = broken.read_text(encoding="utf-8")
    broken.write_text(file.replace("titel:", "title:"), encoding="utf-8")
    assert not has_errors(preview.refresh())
    assert broken.parent.name in text(preview, "en/casestudies/")


@pytest.mark.parametrize("file", ["kinds.yml", "languages.yml"])
def test_without_kinds_or_languages_every_page_has_the_messages(
    file: str, small: Path, tmp_path: Path
) -> None:
    data = small / "content" / file
    before = data.read_text(encoding="utf-8")
    data.write_text("kinds: [\n", encoding="utf-8")
    preview = preview_of(small, tmp_path)
    assert has_errors(preview.refresh())
    for path in ("", "en/", f"en/{ENTRY}/", "en/no/such/page/"):
        assert f"content/{file}" in text(preview, path)
    assert preview.file("en/no/picture.png") is None
    data.write_text(before, encoding="utf-8")
    assert preview.refresh() == []
    assert "k-entry" in text(preview, f"en/{ENTRY}/")
    assert preview.file("en/no/such/page/index.html") is None
    data.write_text("kinds: [\n", encoding="utf-8")
    assert has_errors(preview.refresh())
    assert "k-entry" in text(preview, f"en/{ENTRY}/"), "what was shown before stays"


@pytest.mark.parametrize("case", CASES)
def test_every_mistake_leaves_a_preview_of_the_rest(case: str, tmp_path: Path) -> None:
    root = copy_small(tmp_path / "small")
    add_fault(case, root)
    preview = preview_of(root, tmp_path)
    errors = [one.location.path for one in preview.refresh() if one.level == "error"]
    if MESSAGES in text(preview, "en/"):
        assert case in WITHOUT_TERMS or errors[0] in DECLARATIONS
        return
    for path in english_pages():
        content = (preview.file(path) or b"").decode()
        folder = path.removeprefix("en/").removesuffix("/index.html")
        assert MESSAGES not in content or any(folder in one for one in errors), path


@cache
def english_pages() -> list[str]:
    """The files of the English pages of the small repository."""
    library, _ = load_and_check(SMALL)
    specs = pages.page_specs(pages.contexts(library, link(library)))
    return [file_of(spec.path) for spec in specs if spec.path.startswith("en/")]
