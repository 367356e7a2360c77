"""What the check accepts can be built: values at the edge of what fields may say, in every file.

A few repositories are built with the other tests; ``make fuzz`` builds many (``EXAMPLES``).
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge_repository.audit.crawler import dead_links, read_pages
from knowledge_repository.build import pipeline
from knowledge_repository.diagnostics import has_errors
from knowledge_repository.source.positions import ranges
from tests.conftest import copy_small
from tests.repositories import load_and_check

EXAMPLES = int(os.environ.get("EXAMPLES", "200")) // 100 or 1
"""Repositories that are built; each is the result of many edits."""
EDITS = 12
NUMBERS = """0 -0 -1 1 84.9 85 -85 89.999 90 -90 180 -180 120 2100 1.500 007 0.000000001
999999999999999.999999999 -999999999999999"""
DATES = """1990-01-01 2100-12-31 2024-02-29 0000 0001 0000-01 0999-12 1000 1499-01 2100 2100-12 9999
9999-12-31 0001-01-01 0000-00-00 ongoing"""
SIGNS = r"""x . — =1+1 @SUM(A1) - {{page}} {name} { $1\1%s%(a)s </script><script>alert(1)</script>
🧵 <!-- ]]> &amp;&#0; " ' \ İßﬁ مدينة_12 12_abc_مدينة all en index none null EUR XXX 8.3 17
1-3 # ? %41 a/b TN pottery example-news one-table https://a.b/'?x=%00&y#é mailto:a@b.c
(?:a|b)? (a) [^x] | a? ^ $ \b #123456 material/anvil"""
TEXTS = [*SIGNS.split(), "", "\u00a0", "a\nb\n\nc", "x" * 60, "x" * 120, "e\u0301" * 9]


def leaves(text: str) -> list[tuple[int, int]]:
    """Start and end of each value of a YAML document that is neither a list nor a mapping."""
    _, found = ranges(text)
    inner = {path[:-1] for path in found if path}
    return [span for path, span in found.items() if path not in inner and span[0] < span[1]]


def edited(text: str, choose: Callable[[st.SearchStrategy[Any]], Any]) -> str:
    """*text*, a YAML document or a text with front matter, with another value at one place."""
    begin, end = (4, text.index("\n---\n", 4)) if text.startswith("---\n") else (0, len(text))
    spans = leaves(text[begin:end])
    if not spans:
        return text
    start, stop = choose(st.sampled_from(spans))
    old = text[begin + start : begin + stop]
    is_date, is_number = re.match(r"\d{4}", old), re.match(r"-?\d", old)
    likely = DATES.split() if is_date else NUMBERS.split() if is_number else TEXTS
    new = choose(st.sampled_from(likely) | st.sampled_from(TEXTS))
    return text[: begin + start] + json.dumps(new, ensure_ascii=False) + text[begin + stop :]


def accepted(root: Path) -> bool:
    return not has_errors(load_and_check(root)[1])


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_repository_that_the_check_accepts_can_be_built(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = copy_small(Path(folder) / "small")
        # mkdocs.yml is MkDocs' file: the check reads only what it needs of it.
        files = sorted([*(root / "content").rglob("*.yml"), *root.rglob("*.md")])
        for _ in range(EDITS):
            file = data.draw(st.sampled_from(files))
            before = file.read_text(encoding="utf-8")
            file.write_text(edited(before, data.draw), encoding="utf-8")
            if not accepted(root):
                file.write_text(before, encoding="utf-8")
        site = Path(folder) / "site"
        pipeline.build(root, site)
        assert dead_links(site, read_pages(site)) == []
        for file in site.rglob("*.xml"):
            ElementTree.parse(file)
        for file in (*site.rglob("*.json"), *site.rglob("*.geojson")):
            json.loads(file.read_text(encoding="utf-8"))
