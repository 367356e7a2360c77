"""A preview is built of what is sound: entries with errors are left out, and no page fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_repository import check as checking
from knowledge_repository import config, pages
from knowledge_repository.content.drafts import sound
from knowledge_repository.graph import link
from knowledge_repository.model import Diagnostic, Library
from tests.repositories import CASES, add_fault
from tests.running import replace

POTTERY = "casestudies/example-town-pottery"


def load(root: Path) -> tuple[Library, list[Diagnostic]]:
    settings, diagnostics = config.load(root)
    library, found = checking.load(root, settings)
    return library, [*diagnostics, *found, *checking.check(library)]


@pytest.mark.parametrize("case", CASES)
def test_no_fault_of_an_author_ends_the_pages_of_the_others(case: str, small: Path) -> None:
    add_fault(case, small)
    library, fatal = sound(*load(small))
    if fatal:
        return  # an error in a list or a setting: any page may depend on it
    contexts = pages.contexts(library, link(library))
    for spec in pages.page_specs(contexts):
        if "/guide/" not in spec.path:  # depends on no file of the repository
            spec.build()


def test_an_entry_with_an_error_is_left_out_and_nothing_refers_to_it(small: Path) -> None:
    replace(small / POTTERY / "index.fr.md", "title:", "titel:")
    whole, diagnostics = load(small)
    library, fatal = sound(whole, diagnostics)
    assert not fatal
    assert whole.entries.keys() - library.entries.keys() == {"example-town-pottery"}
    assert "example-town-pottery" not in str(
        [(e.facts.related, e.facts.declared) for e in library.entries.values()]
    )


def test_an_error_in_a_list_is_reported_as_one_that_no_page_survives(small: Path) -> None:
    add_fault("duplicate-term", small)
    _, fatal = sound(*load(small))
    assert [one.code for one in fatal] == ["duplicate-term"]
