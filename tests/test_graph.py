"""Computed from the facts of a library: maturity of practices, related entries."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from knowledge_repository import check, config, graph
from knowledge_repository.model import Library
from knowledge_repository.schema import EntryLink

PRACTICE = "one-table"


@pytest.fixture
def library(small: Path) -> Library:
    settings, _ = config.load(small)
    return check.load(small, settings)[0]


def with_cases(library: Library, *cases: dict[str, Any]) -> Library:
    """*library* with these cases instead of its own; each uses the practice."""
    case = library.of_kind("casestudies")[0]
    entries = {id: entry for id, entry in library.entries.items() if entry.kind != case.kind}
    for number, facts in enumerate(cases):
        link = EntryLink(id=PRACTICE, role=facts.pop("role", "applied"))
        own = case.facts.model_copy(update={"declared": {"practices": (link,), **facts}})
        entries[f"case-{number}"] = replace(case, id=f"case-{number}", facts=own)
    return replace(library, entries=entries)


def maturity(library: Library, *cases: dict[str, Any]) -> str:
    return graph.link(with_cases(library, *cases)).maturity[PRACTICE]


def test_maturity_follows_from_the_cases(library: Library) -> None:
    first, second, *_ = [{"countries": (id,)} for id in library.vocabularies["countries"].terms]
    evaluated = {**second, "evidence": "evaluated"}
    assert maturity(library) == "idea"
    assert maturity(library, {**first}) == "tried"
    assert maturity(library, {**first}, {**first}) == "tried"
    assert maturity(library, {**first}, {**second}) == "repeated"
    assert maturity(library, {**first}, {**second}, {**second}) == "repeated"
    assert maturity(library, {**first}, {**second}, {**evaluated}) == "proven"
    assert maturity(library, {**first}, {**second, "role": "rejected"}) == "tried"


def test_a_kind_may_use_practices_and_have_no_countries(library: Library) -> None:
    assert maturity(library, {}, {}, {"evidence": "evaluated"}) == "tried"
    link = graph.link(with_cases(library, {}, {}))
    assert [use.entry for use in link.uses[PRACTICE]] == ["case-0", "case-1"]
    assert [related.entry for related in link.related["case-0"]] == ["case-1"]
    assert link.related["case-0"][0].reasons == (("practices", PRACTICE),)
