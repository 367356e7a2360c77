"""Random input: whatever a file contains, the check ends, and its diagnostics can be printed.

A few examples run with the other tests; ``make fuzz`` runs many.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge_repository import check, config, diagnostics
from tests.conftest import copy_small

EXAMPLES = int(os.environ.get("EXAMPLES", "15"))
"""Inputs for each file."""
FILES = (
    "casestudies/example-town-pottery/index.en.md",
    "casestudies/sample-valley-weaving/index.ar.md",
    "casestudies/example-town-pottery/table.png",
    "content/pages/about/index.en.md",
    "content/vocabularies/crafts.yml",
    "content/sources/example.yml",
    "content/languages.yml",
    "content/site.yml",
    "content/words/ar.yml",
    "mkdocs.yml",
)
SIGNS = r"""- : , [ ] { } ' " | > & * ! # ? % @ ` ~ \ <!-- --> ]]> ``` ~~~ --- ** _ ![ ](
[^x] [^x]: <b>
-1 1e309 nan .inf 0x10 2026-02-30 12:60 1_0 ١٢ null true NO all ongoing {{}} [[]] {a}"""
TOKENS = [
    *SIGNS.split(),
    *[
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\t",
        "\n  ",
        "\n- ",
        ": ",
        "\n---\n",
        "\n\n    ",
        "\n> ",
        "\n## ",
    ],
    *["\ufeff", "\x00", "\x85", "\u2028", "\u202e", "\u2066", "\u200d", "\U000e0041", "&#x202e;"],
    *["[^our-inference]", "../../../etc/passwd", "javascript:alert(1)", "<svg onload=x>", "%2e%2e"],
]
texts = st.one_of(
    st.lists(st.sampled_from(TOKENS), max_size=60).map("".join),
    st.tuples(st.sampled_from(TOKENS), st.integers(1, 3000)).map(lambda both: both[0] * both[1]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=200),
)
new_parts = st.one_of(texts.map(str.encode), st.binary(max_size=400))
edits = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 200), new_parts), min_size=1, max_size=5)
"""Each edit: where (a share of the file), how many bytes it removes, what it puts there."""


def edited(raw: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
    for share, removed, new in changes:
        start = int(share * len(raw))
        raw = raw[:start] + new + raw[start + removed :]
    return raw


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_small(tmp_path_factory.mktemp("fuzz") / "small")


@pytest.mark.parametrize("path", FILES)
@given(changes=edits, whole=st.booleans())
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_check_of_random_input_ends_with_printable_diagnostics(
    repository: Path, path: str, changes: list[tuple[float, int, bytes]], whole: bool
) -> None:
    file = repository / path
    original = file.read_bytes()
    file.write_bytes(changes[0][2] if whole else edited(original, changes))
    try:
        settings_of_site, found = config.load(repository)
        library, more = check.load(repository, settings_of_site)
        found = [*found, *more, *check.check(library)]
        for language in diagnostics.LANGUAGES:
            printed = [
                diagnostics.as_text(found, repository, language),
                diagnostics.as_github(found, language),
                diagnostics.as_json(found, "", language),
                diagnostics.as_job_summary(found, (language,)),
                diagnostics.count(found, language),
            ]
            for text in printed:
                text.encode()
                assert "\x1b" not in text, "no control character reaches a terminal"
            json.loads(printed[2])
        assert all(one.location.line >= 1 and one.location.column >= 1 for one in found)
    finally:
        file.write_bytes(original)
