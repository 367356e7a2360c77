"""Rules: which values a diagnostic names, where a folder of ``tests/broken`` does not show it."""

from __future__ import annotations

from pathlib import Path

from knowledge_repository import check, config, diagnostics
from knowledge_repository.content import load
from knowledge_repository.model import Diagnostic

PRACTICE = "bestpractices/one-table/index.en.md"
CASE_FILE = "casestudies/example-town-pottery/index.en.md"
CRAFTS = "content/vocabularies/crafts.yml"


def reported(root: Path, path: str, *changes: tuple[str, str]) -> list[Diagnostic]:
    """Every diagnostic after *changes* to one file, in order."""
    text = (root / path).read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old), old
        text = text.replace(old, new, 1)
    (root / path).write_text(text, encoding="utf-8")
    library, found = load.load(root, config.load(root)[0])
    return diagnostics.sort(found + check.check(library))


def test_a_list_without_a_name_in_a_language_is_reported(small: Path) -> None:
    [diagnostic] = reported(
        small, CRAFTS, ('one: {en: "Craft", fr: "Métier", ', 'one: {en: "Craft", ')
    )
    assert (diagnostic.code, diagnostic.level) == ("missing-label", "warning")
    assert diagnostic.values == {
        "name": "crafts",
        "id": "one",
        "language": "Français",
        "code": "fr",
    }
    assert "one" in diagnostics.message(diagnostic)


def test_a_list_that_groups_by_a_missing_list_is_reported(small: Path) -> None:
    [diagnostic] = reported(small, CRAFTS, ("group: countries", "group: nowhere"))
    assert (diagnostic.code, diagnostic.values) == ("missing-vocabulary", {"name": "nowhere"})


def test_a_word_is_a_text_and_no_list(small: Path) -> None:
    [diagnostic] = reported(
        small, "content/words/en.yml", ('"Do you know one? Tell us how it went."', "[a, b]")
    )
    assert diagnostic.code == "wrong-type"
    assert diagnostic.values == {
        "cause": "text",
        "field": "list.invite",
        "value": "[a, b]",
    }
    assert (diagnostic.location.path, diagnostic.location.column) == ("content/words/en.yml", 11)


def test_a_long_list_of_terms_is_cut_in_a_message(small: Path) -> None:
    rows = "".join(
        f'\n  - id: {"x" * 40}{n}\n    label: {{en: "{n}", fr: "{n}", ar: "{n}"}}'
        for n in range(20)
    )
    text = (small / CRAFTS).read_text(encoding="utf-8")
    (small / CRAFTS).write_text(text.rstrip() + rows + "\n", encoding="utf-8")
    [diagnostic] = reported(small, CASE_FILE, ("crafts: [pottery]", "crafts: [qqqqqq]"))
    known = str(diagnostic.values["known"])
    assert diagnostic.code == "unknown-term"
    assert known.startswith("pottery, weaving, xxx")
    assert (len(known), known[-2:]) == (402, " …")


def test_a_term_is_recognised_by_its_label_in_any_language(small: Path) -> None:
    [diagnostic] = reported(small, CASE_FILE, ("crafts: [pottery]", "crafts: [Poterie]"))
    assert (diagnostic.values["nearest"], diagnostic.values["vocabulary"]) == ("pottery", "crafts")
    assert dict(diagnostic.values["label"])["en"] == "Pottery"  # type: ignore[arg-type]


def test_a_superseded_entry_says_why_and_by_what(small: Path) -> None:
    found = reported(small, PRACTICE, ("status: published", "status: superseded"))
    assert [(p.code, p.values["field"]) for p in found] == [
        ("missing-reason", "status_reason"),
        ("missing-reason", "superseded_by"),
    ]
    reasons = 'status: superseded\nstatus_reason: "x"\nsuperseded_by: shared-stall'
    assert reported(small, PRACTICE, ("status: superseded", reasons)) == []


def test_a_review_is_signed_with_a_date_and_a_name(small: Path) -> None:
    found = reported(small, PRACTICE, ("{level: none}", "{level: peer}"))
    assert [(p.code, p.values["field"], p.values["value"]) for p in found] == [
        ("unreviewed", "by", "peer"),
        ("unreviewed", "date", "peer"),
    ]


def test_a_bare_year_covers_all_of_its_months(small: Path) -> None:
    period = "period: {start: 2014-06, end: 2018}"
    for end in ("2014", "2014-06", "ongoing"):
        assert reported(small, CASE_FILE, (period, f"period: {{start: 2014-06, end: {end}}}")) == []
        period = f"period: {{start: 2014-06, end: {end}}}"
    [diagnostic] = reported(small, CASE_FILE, (period, "period: {start: 2014-06, end: 2014-05}"))
    assert diagnostic.code == "end-before-start"


def test_an_unknown_source_is_reported_once_and_a_misspelt_one_at_each_use(
    small: Path,
) -> None:
    body = ("Share the work.", "Share the work.[^zzzzzz]\n3. Rest.[^zzzzzz]\n4. Again.[^zzzzzz]")
    [diagnostic] = reported(small, PRACTICE, body)
    assert (diagnostic.code, diagnostic.values) == (
        "unknown-source",
        {"value": "zzzzzz", "nearest": ""},
    )
    again = reported(
        small,
        PRACTICE,
        ("[^zzzzzz]", "[^our-inferense]"),
        ("[^zzzzzz]", "[^our-inferense]"),
        ("[^zzzzzz]", ""),
    )
    assert [(p.code, p.values["nearest"]) for p in again] == [
        ("unknown-source", "our-inference")
    ] * 2


def test_an_unlisted_source_is_reported_at_its_first_citation(small: Path) -> None:
    body = ("Share the work.", "Share the work.[^example-news]\n3. Rest.[^example-news]")
    [diagnostic] = reported(small, PRACTICE, body)
    assert (diagnostic.code, diagnostic.values) == ("unlisted-source", {"value": "example-news"})
    text = (small / PRACTICE).read_text(encoding="utf-8").split("\n")
    assert text[diagnostic.location.line - 1][diagnostic.location.column - 1 :] == "[^example-news]"


def test_a_relation_to_another_kind_or_to_itself_is_reported(small: Path) -> None:
    [diagnostic] = reported(
        small, CASE_FILE, ("- {id: one-table,", "- {id: placeholder-port-lamps,")
    )
    assert (diagnostic.code, diagnostic.values["kind"]) == ("wrong-relation", "bestpractices")
    [diagnostic] = reported(
        small, CASE_FILE, ("- {id: placeholder-port-lamps,", "- {id: one-tabel,")
    )
    assert (diagnostic.code, diagnostic.values["nearest"]) == ("dead-relation", "one-table")
    [diagnostic] = reported(
        small,
        CASE_FILE,
        ("- {id: one-tabel,", "- {id: one-table,"),
        ("related: [placeholder-port-lamps]", "related: [example-town-table]"),
    )
    values = {"value": "example-town-table", "field": "related"}
    assert (diagnostic.code, diagnostic.values) == ("self-relation", values)


def test_a_page_cites_known_sources_as_an_entry_does(small: Path) -> None:
    changes = ("Nothing in it happened.", "Nothing in it happened.[^zzzzzz]")
    [diagnostic] = reported(small, "content/pages/about/index.en.md", changes)
    assert (diagnostic.code, diagnostic.values["value"]) == ("unknown-source", "zzzzzz")


def test_a_dead_anchor_names_the_first_twelve_that_live(small: Path) -> None:
    about = "content/pages/about/index.en.md"
    headings = "".join(f"\n\n### Part {number}\n" for number in range(20))
    end = ("(../contribute/index.en.md).", f"(../contribute/index.en.md). [x](#qqqqqq){headings}")
    [diagnostic] = reported(small, about, end)
    assert diagnostic.code == "dead-anchor"
    parts = [f"#part-{number}" for number in range(11)]
    assert diagnostic.values["known"] == ", ".join(["#what-it-holds", *parts])
