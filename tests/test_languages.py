"""``content/languages.yml``: language codes, and rules of search and typography."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies

from knowledge_repository import check, config
from knowledge_repository.content import load, patterns
from knowledge_repository.model import SearchRules


@pytest.mark.parametrize(
    ("field", "rule"),
    [
        ("typography", r"{find: 'e', replace: '\9'}"),
        ("typography", r"{find: 'e', replace: '\g<x>'}"),
        ("typography", r"{find: 'e', replace: '\'}"),
        ("typography", r"{find: '(?i', replace: ''}"),
        ("search", r"{find: 'e', replace: '$9'}"),
        ("search", r"{find: '[', replace: ''}"),
        ("search", r"{find: '(a|b)*', replace: ''}"),
        ("search", r"{find: '(a?)?b', replace: ''}"),
        ("search", r"{find: '(?=a)?b', replace: ''}"),
        ("search", r"{find: '(?:a{3}){3}', replace: ''}"),
        ("search", r"{find: 'a{3,}', replace: ''}"),
        ("search", r"{find: '(a)\1', replace: ''}"),
        ("search", r"{find: '(?i)a', replace: ''}"),
        ("search", r"{find: '(?P<a>b)', replace: ''}"),
        ("search", r"{find: 'a++', replace: ''}"),
        ("search", r"{find: '\-', replace: ''}"),
        ("search", "{find: '" + "(" * 31 + "a" + ")" * 31 + "', replace: ''}"),
        ("search", "{find: '" + "a?" * 9 + "', replace: ''}"),
        ("search", "{find: 'a?', replace: '" + "a" * 64 + "'}"),
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
    library, found = load.load(small, config.load(small)[0])
    assert [problem.code for problem in found] == ["wrong-pattern"]
    assert found[0].location.line == 6
    english = library.languages["en"]
    assert (english.search.replacements if field == "search" else english.typography) == ()


def test_a_rule_of_search_may_use_a_group(small: Path) -> None:
    file = small / "content/languages.yml"
    text = file.read_text(encoding="utf-8").replace(
        "languages:\n", "languages:\n  - {code: en, name: English, direction: ltr, "
        "search: [{find: '(a)b', replace: '$1'}]}\n", 1
    )  # fmt: skip
    file.write_text(text, encoding="utf-8")
    library, found = load.load(small, config.load(small)[0])
    assert "wrong-pattern" not in [problem.code for problem in found]
    assert library.languages["en"].search.replacements == (("(a)b", "$1"),)


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
    assert SearchRules(tuple(rules)).normalise(text) == " ".join(expected.split())


@pytest.mark.parametrize("code", ["es-419", "zh-Hant", "zh-Hant-TW", "kk-Cyrl", "pt-BR", "ary"])
def test_a_language_with_a_script_or_region_is_loaded_linked_and_checked(
    code: str, small: Path
) -> None:
    languages = small / "content/languages.yml"
    text = languages.read_text(encoding="utf-8")
    row = f"languages:\n  - {{code: {code}, name: Example, direction: ltr}}\n"
    languages.write_text(text.replace("languages:\n", row, 1), encoding="utf-8")
    words = small / "content/words"
    shutil.copy(words / "en.yml", words / f"{code}.yml")
    stall = small / "bestpractices/shared-stall"
    original = (stall / "index.en.md").read_text(encoding="utf-8")
    title = next(line for line in original.split("\n") if line.startswith("title:"))
    summary = "x" * 100
    (stall / f"index.{code}.md").write_text(
        f"---\n{title}\nsummary: {summary}\ntranslation: {{method: human}}\n---\n\n"
        f"[A link](../one-table/index.en.md), [itself](index.{code}.md), [none](index.xx.md).\n",
        encoding="utf-8",
    )
    library, found = load.load(small, config.load(small)[0])
    entry = library.entries["shared-stall"]
    assert {diagnostic.code for diagnostic in found} == {"missing-label"}
    assert entry.translation_for(code).summary == summary
    links = {link.target for link in entry.translations[code].body.links}
    assert f"bestpractices/shared-stall/index.{code}.md" in links
    assert code in library.words
    errors = [one for one in check.check(library) if one.level == "error"]
    assert [one.values["value"] for one in errors if one.code == "dead-link"] == ["index.xx.md"]


@pytest.mark.parametrize("name", ["index.es-420.md", "index.EN.md", "index.zh-hant.md"])
def test_a_text_in_no_language_of_the_site_is_reported_with_its_code(
    name: str, small: Path
) -> None:
    (small / "bestpractices/shared-stall" / name).write_text("---\n---\n", encoding="utf-8")
    _, found = load.load(small, config.load(small)[0])
    assert [(one.code, one.location.path) for one in found] == [
        ("unknown-language", f"bestpractices/shared-stall/{name}")
    ]


@settings(max_examples=300)
@given(strategies.text("ab?*+{}1,0(|)[^]\\$=<!:s", min_size=1, max_size=12))
def test_any_expression_is_refused_or_ends_after_the_ways_that_were_counted(pattern: str) -> None:
    try:
        limited = patterns.bounded(pattern)
        found = patterns.reach(limited)
    except (re.error, patterns.NotAllowed):
        return
    assert found.ways >= 1
    matched = re.match(limited, "a" * 40)
    assert matched is None or found.least <= len(matched[0]) <= 9 * len(pattern)


@given(strategies.text("ab", max_size=9), strategies.sampled_from(["$1", "$1$1", "", "xyz", "$1x"]))
def test_no_rule_makes_a_text_longer_than_it_was_counted(text: str, replacement: str) -> None:
    for pattern in ("(a)", "(a?)", "(ab)", "b?(a)", "(^|b)a"):
        most = patterns.growth(patterns.reach(pattern).least, replacement)
        assert (
            len(SearchRules(((pattern, replacement),)).normalise(text))
            <= max(1, len(text)) * most + most
        )
