"""Rules of ``content/languages.yml`` that nobody could follow are named, and then left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies

from generator.content import load
from generator.search.pagefind import fold


@pytest.mark.parametrize(
    ("field", "rule"),
    [
        ("typography", r"{find: 'e', replace: '\9'}"),
        ("typography", r"{find: 'e', replace: '\g<x>'}"),
        ("typography", r"{find: 'e', replace: '\'}"),
        ("typography", r"{find: '(?i', replace: ''}"),
        ("search", r"{find: 'e', replace: '$9'}"),
        ("search", r"{find: '[', replace: ''}"),
    ],
)
def test_a_rule_that_cannot_be_followed_is_named(field: str, rule: str, small: Path) -> None:
    file = small / "content/languages.yml"
    file.write_text(
        "languages:\n  - code: en\n    name: English\n    direction: ltr\n"
        f"    {field}:\n      - {rule}\n"
        "  - {code: fr, name: Français, direction: ltr}\n"
        "  - {code: ar, name: العربية, direction: rtl}\n",
        encoding="utf-8",
    )
    library, diagnostics = load.read(small)
    assert [problem.code for problem in problems] == ["wrong-pattern"]
    assert problems[0].location.line == 6
    assert library.languages["en"].typography == library.languages["en"].folding == ()


def test_a_rule_of_search_may_use_a_group(small: Path) -> None:
    file = small / "content/languages.yml"
    text = file.read_text(encoding="utf-8").replace(
        "languages:\n", "languages:\n  - {code: en, name: English, direction: ltr, "
        "search: [{find: '(a)b', replace: '$1'}]}\n", 1
    )  # fmt: skip
    file.write_text(text, encoding="utf-8")
    library, diagnostics = load.read(small)
    assert "wrong-pattern" not in [problem.code for problem in problems]
    assert library.languages["en"].folding == (("(a)b", "$1"),)


RULES = (
    (r"(^|\s)(?:the|of|th)(?=\s|$)", "$1"),
    (r"(^|[^a-z])[xy]*(?:al|ll)(?=[a-z]{2})", "$1"),
    (r"(o)?f", "$1"),
    (r"(t)(h)", "$2$1"),
    ("[.-]", " "),
    (r"\\", r"\1"),
)


@settings(max_examples=500, deadline=None)
@given(
    strategies.lists(strategies.sampled_from(RULES), max_size=4),
    strategies.text(r"thefoalxyz. -\T" + "\n\u00a0", max_size=40),
)
def test_rules_of_search_do_what_they_say(rules: list[tuple[str, str]], text: str) -> None:
    expected = text.lower()
    for find, replacement in rules:
        done, end = "", 0
        for found in re.finditer(find, expected):
            parts = re.split(r"\$(\d)", replacement)  # text and the number of a group take turns
            parts[1::2] = [found[int(number)] or "" for number in parts[1::2]]
            filled = "".join(parts)
            done, end = done + expected[end : found.start()] + filled, found.end()
        expected = done + expected[end:]
    assert fold(text, tuple(rules)) == " ".join(expected.split())
