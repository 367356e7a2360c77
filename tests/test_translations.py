"""Translators' loop: hashes of originals, new translations, status, exchange with other tools."""

from __future__ import annotations

import html
import json
import re
import runpy
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from knowledge_repository import cli, diagnostics
from knowledge_repository.i18n import po
from knowledge_repository.model import Diagnostic
from tests.conftest import ROOT
from tests.repositories import check, load_and_check, snapshot

ENTRY = "casestudies/example-town-pottery"
ORIGINAL, FRENCH = f"{ENTRY}/index.en.md", f"{ENTRY}/index.fr.md"


def run(root: Path, *arguments: str, lang: str = "en") -> Result:
    """Run ``knowledge`` in this process."""
    command = [*arguments, "--lang", lang, "--root", str(root)]
    return CliRunner().invoke(cli.knowledge, command)


def edit(root: Path, path: str, old: str, new: str) -> None:
    file = root / path
    text = file.read_bytes().decode()
    assert text.count(old) == 1, f"{path} has {old!r} {text.count(old)} times"
    file.write_bytes(text.replace(old, new).encode())


def outdated(root: Path, language: str = "fr") -> list[Diagnostic]:
    """The diagnostics about outdated parts of the translation."""
    _, diagnostics = load_and_check(root)
    return [
        one
        for one in diagnostics
        if one.code == "outdated-translation" and one.location.path.endswith(f".{language}.md")
    ]


def key(diagnostic: Diagnostic) -> str:
    return str(diagnostic.values["key"]).removeprefix("sections.")


@pytest.fixture
def recorded(small: Path) -> Path:
    """The small repository, in which all translations recorded their originals."""
    for translation in translations_of(small):
        id, language = translation.parent.name, translation.name.split(".")[1]
        assert run(small, "translated", id, language).exit_code == 0
    return small


def translations_of(root: Path) -> list[Path]:
    return [
        file
        for kind in ("bestpractices", "casestudies")
        for file in sorted((root / kind).glob("*/index.*.md"))
        if "\ntranslation:" in file.read_text(encoding="utf-8")
    ]


# -- hashes ---------------------------------------------------------------------------------------


def test_a_translation_without_hashes_is_unknown_and_not_reported(small: Path) -> None:
    edit(small, ORIGINAL, "Potters have worked in the town for long.", "Potters came.")
    assert outdated(small) == []
    assert states(small)["example-town-pottery"]["fr"]["state"] == "unknown"


def test_recording_changes_the_front_matter_only(small: Path) -> None:
    before = snapshot(small)
    assert run(small, "translated", "example-town-pottery", "fr").exit_code == 0
    after = snapshot(small)
    assert {path for path in before if before[path] != after[path]} == {FRENCH}
    text = (small / FRENCH).read_text(encoding="utf-8")
    assert re.sub(r",\n  of: \{[^}]*\{[^}]*\}\}", "", text).encode() == before[FRENCH]
    assert check(small).stderr == ""
    assert states(small)["example-town-pottery"]["fr"]["state"] == "fresh"
    assert "already" in run(small, "translated", "example-town-pottery", "fr").output
    assert snapshot(small) == after


def test_white_space_line_ends_and_the_order_of_hashes_do_not_matter(recorded: Path) -> None:
    file = recorded / ORIGINAL
    text = file.read_text(encoding="utf-8")
    text = text.replace("Each sold one pot", "Each  sold\none   pot")
    file.write_bytes(text.replace("\n", "\r\n").encode())
    translation = recorded / FRENCH
    words = translation.read_text(encoding="utf-8")
    first = re.search(r'title: "\w{8}", summary: "\w{8}"', words)
    assert first
    turned = ", ".join(reversed(first[0].split(", ")))
    translation.write_text(words.replace(first[0], turned), encoding="utf-8")
    assert outdated(recorded) == []


def test_a_fact_without_words_does_not_outdate_a_translation(recorded: Path) -> None:
    edit(recorded, ORIGINAL, "since: 2014, firms: 12", "since: 2014, firms: 13")
    edit(recorded, ORIGINAL, "last_reviewed: 2026-11-22", "last_reviewed: 2026-11-23")
    assert outdated(recorded) == []


def test_a_changed_phrase_and_picture_outdate_the_phrases(recorded: Path) -> None:
    edit(recorded, ORIGINAL, 'programme: "Example Programme"', 'programme: "Sample Programme"')
    assert [key(one) for one in outdated(recorded)] == ["phrases"]


def test_a_message_leads_to_the_heading_and_to_the_command(recorded: Path) -> None:
    edit(recorded, ORIGINAL, "Each sold one pot at a time.", "Each sold alone.")
    [found] = outdated(recorded)
    lines = (recorded / FRENCH).read_text(encoding="utf-8").split("\n")
    assert lines[found.location.line - 1] == "## Défi"
    done = check(recorded, lang="fr")
    assert "la section « Défi » de l’original a changé" in done.output
    line = 1 + lines_of(recorded, ORIGINAL).index("## Challenge")
    assert f"{ORIGINAL}:{line}" in done.output
    assert "knowledge translated example-town-pottery fr" in done.output
    assert run(recorded, "translated", "example-town-pottery", "fr").exit_code == 0
    assert outdated(recorded) == []


def test_a_hash_from_the_message_may_be_written_by_hand(recorded: Path) -> None:
    words = (recorded / FRENCH).read_text(encoding="utf-8")
    edit(recorded, ORIGINAL, "Each sold one pot at a time.", "Each sold alone.")
    [found] = outdated(recorded)
    old = re.search(r'challenge: "(\w{8})"', words)
    assert old
    edit(recorded, FRENCH, f'challenge: "{old[1]}"', f'challenge: "{found.values["hash"]}"')
    assert outdated(recorded) == []


def test_one_part_is_recorded_and_the_others_stay(recorded: Path) -> None:
    edit(recorded, ORIGINAL, "Each sold one pot at a time.", "Each sold alone.")
    edit(recorded, ORIGINAL, "The association pays the rent.", "The town pays the rent.")
    done = run(recorded, "translated", "example-town-pottery", "fr", "--part", "challenge")
    assert done.exit_code == 0
    assert [key(one) for one in outdated(recorded)] == ["sustainability"]
    wrong = run(recorded, "translated", "example-town-pottery", "fr", "--part", "challenges")
    assert wrong.exit_code == 2
    assert "context, challenge, " in wrong.output


def test_fix_records_nothing(recorded: Path) -> None:
    edit(recorded, ORIGINAL, "Each sold one pot at a time.", "Each sold alone.")
    before = snapshot(recorded)
    check(recorded, "--fix")
    assert snapshot(recorded) == before
    assert len(outdated(recorded)) == 1


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_hashes_are_recorded_below_a_block_as_well(small: Path, ends: str) -> None:
    edit(
        small,
        FRENCH,
        next(line for line in lines_of(small, FRENCH) if line.startswith("translation:")),
        "translation:\n  method: human # by hand\n  # the end",
    )
    file = small / FRENCH
    file.write_bytes(file.read_bytes().replace(b"\n", ends.encode()))
    before = file.read_bytes()
    assert run(small, "translated", "example-town-pottery", "fr").exit_code == 0
    after = file.read_bytes()
    added = re.search(rb"\r?\n  of: \{title[^}]*\}\}", after)
    assert added
    assert added[0].count(b"\r\n") == added[0].count(b"\n") * (ends == "\r\n")
    assert after.replace(added[0], b"", 1) == before
    assert check(small).exit_code == 0


def lines_of(root: Path, path: str) -> list[str]:
    return (root / path).read_text(encoding="utf-8").split("\n")


# -- planted edits --------------------------------------------------------------------------------


def replaced_word(text: str) -> str:
    return re.sub(r"([^\W\d_]{3,})(?![^\s]*\])", "Otherwise", text, count=1)


EDITS: dict[str, Callable[[str], str]] = {
    "a word replaced": replaced_word,
    "a sentence added": lambda text: text.rstrip() + " One sentence more.\n\n",
    "a paragraph added": lambda text: text.rstrip() + "\n\nA paragraph more.\n\n",
    "a paragraph before": lambda text: "\n\nA paragraph more." + text,
    "a number added": lambda text: text.rstrip() + " It cost 7419.\n\n",
    "a full stop removed": lambda text: "".join(text.rsplit(".", 1)),
    "a letter changed": lambda text: re.sub(r"[aeiou](?=[^\[\]()]*$)", "y", text, count=1),
    "a case changed": lambda text: re.sub(
        r"[a-z](?=[^\[\]()]*$)", lambda m: m[0].upper(), text, count=1
    ),
    "emptied": lambda text: "\n\n",
}
"""What an author may do with the text of a section."""


def planted(root: Path) -> Iterator[tuple[Path, str, str, str, str]]:
    """Each translation with an edit of its original: name of the edit, section, the new text."""
    for translation in translations_of(root):
        folder = translation.parent
        original = next(
            file
            for file in sorted(folder.glob("index.*.md"))
            if "\ntranslation:" not in file.read_text(encoding="utf-8")
        )
        text = original.read_text(encoding="utf-8")
        head, body = text.split("\n---\n", 1)
        parts = re.split(r"(?m)^(## .*)$", body)
        for index in range(1, len(parts), 2):
            for name, change in EDITS.items():
                new = change(parts[index + 1])
                if " ".join(new.split()) == " ".join(parts[index + 1].split()):
                    continue
                changed = [*parts[: index + 1], new, *parts[index + 2 :]]
                yield (
                    translation,
                    name,
                    parts[index],
                    str(original),
                    f"{head}\n---\n{''.join(changed)}",
                )


def test_every_planted_edit_is_reported_with_its_section(recorded: Path) -> None:
    cases = list(planted(recorded))
    assert len({(original, heading, name) for _, name, heading, original, _ in cases}) >= 50
    for translation, name, heading, original, text in cases:
        file = Path(original)
        before = file.read_bytes()
        file.write_text(text, encoding="utf-8")
        language = translation.name.split(".")[1]
        found = [
            one
            for one in outdated(recorded, language)
            if one.location.path == translation.relative_to(recorded).as_posix()
        ]
        file.write_bytes(before)
        assert len(found) == 1, f"{name} in {heading} of {original}"
        line = str(found[0].values["original"]).rpartition(":")[2]
        assert text.split("\n")[int(line) - 1] == heading, name
        position = [one for one in text.split("\n") if one.startswith("## ")].index(heading)
        words = translation.read_text(encoding="utf-8").split("\n")
        headings = [row for row, one in enumerate(words, start=1) if one.startswith("## ")]
        assert found[0].location.line == headings[position], name


def test_a_section_that_is_gone_is_reported(recorded: Path) -> None:
    text = (recorded / ORIGINAL).read_text(encoding="utf-8")
    start, end = text.index("## Transfer"), len(text)
    (recorded / ORIGINAL).write_text(text[:start] + text[end:], encoding="utf-8")
    [found] = outdated(recorded)
    assert found.values["cause"] == "removed"


# -- status ---------------------------------------------------------------------------------------


def states(root: Path, *arguments: str) -> dict[str, dict[str, dict[str, object]]]:
    done = run(root, "status", "--json", *arguments)
    assert done.exit_code == 0, done.output
    return {row["id"]: row["languages"] for row in json.loads(done.stdout)}


def test_status_shows_each_text_in_each_language(recorded: Path) -> None:
    edit(recorded, ORIGINAL, "Each sold one pot at a time.", "Each sold alone.")
    found = states(recorded)
    assert found["example-town-pottery"] == {
        "en": {"state": "original", "changed": []},
        "fr": {"state": "outdated", "changed": ["challenge"]},
        "ar": {"state": "outdated", "changed": ["challenge"]},
    }
    assert found["sample-valley-weaving"]["en"]["state"] == "missing"
    assert "shared-stall" not in found, "a draft need not be translated"
    rows = [line.split("\t") for line in run(recorded, "status").stdout.splitlines()]
    assert rows[0] == ["Links", "Text", "en", "fr", "ar"]
    assert ["2", "example-town-pottery", "original", "outdated (1)", "outdated (1)"] in rows


def test_status_for_a_language_begins_with_what_most_texts_lead_to(recorded: Path) -> None:
    lines = run(recorded, "status", "--for", "ar", lang="fr").stdout.splitlines()
    assert lines[0] == "Liens\tTexte\tar"
    links = [int(line.split("\t")[0]) for line in lines[1:]]
    assert links == sorted(links, reverse=True)
    assert "2\tone-table\tmanque" in lines
    assert not any("example-town-pottery" in line for line in lines), "it is fresh"
    (recorded / f"{ENTRY}/index.ar.md").write_text(
        re.sub(
            r",\n  of: \{[^}]*\{[^}]*\}\}",
            "",
            (recorded / f"{ENTRY}/index.ar.md").read_text(encoding="utf-8"),
        ),
        encoding="utf-8",
    )
    last = run(recorded, "status", "--for", "ar").stdout.splitlines()[-1]
    assert last == "2\texample-town-pottery\tunknown", "it exists: the others come first"
    wrong = run(recorded, "status", "--for", "xx")
    assert wrong.exit_code == 2
    assert "en, fr, ar" in wrong.output


# -- new translations -----------------------------------------------------------------------------


def test_a_new_translation_has_the_original_at_each_place(small: Path) -> None:
    done = run(small, "translate", "one-table", "ar", "--translator", "Example Translator")
    assert done.exit_code == 0, done.output
    path = small / "bestpractices/one-table/index.ar.md"
    text = path.read_text(encoding="utf-8")
    assert '# Sell one table, not twelve pots\ntitle: ""\n' in text
    assert '  "Bookkeeping": ""\n' in text
    assert '## المزالق\n\n[//]: # "en: Nobody keeps the account.[^our-inference]"\n' in text
    assert "# اكتب بين علامتي الاقتباس" in text, "comments are in the language of the translator"
    assert 'translators: [{name: "Example Translator"}]' in text
    codes = [(one.code, one.location.line) for one in load_and_check(small)[1]]
    lines = text.split("\n")
    assert [lines[line - 1].split(":")[0] for code, line in codes if code == "empty-field"][:3] == [
        "title",
        "short_title",
        "summary",
    ]
    assert [code for code, _ in codes if code != "empty-field"] == ["untranslated"] * 3

    again = run(small, "translate", "one-table", "ar")
    assert again.exit_code == 1
    assert "exists already" in again.output
    assert path.read_text(encoding="utf-8") == text
    unfinished = run(small, "translated", "one-table", "ar")
    assert unfinished.exit_code == 1
    assert "has errors" in unfinished.output


def test_the_lines_of_the_original_are_on_no_page_and_count_as_no_figures(small: Path) -> None:
    french = small / FRENCH
    text = french.read_text(encoding="utf-8")
    head, rest = text.split("## Défi\n", 1)
    _, rest = rest.split("\n## ", 1)
    french.write_text(
        f'{head}## Défi\n\n[//]: # "en: It cost 99 \\"pots\\".[^example-report]"\n\n## {rest}',
        encoding="utf-8",
    )
    library, diagnostics = load_and_check(small)
    assert [one.code for one in diagnostics] == ["untranslated"]
    done = run(small, "translated", "example-town-pottery", "fr")
    assert done.exit_code == 1
    assert "is not finished" in done.output
    assert len(library.entries["example-town-pottery"].translations["fr"].body.sections()) == 9


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("translate", "one-tabel", "ar"), "did you mean 'one-table'"),
        (("translate", "qqqqq", "ar"), "there is no text 'qqqqq'"),
        (("translate", "one-table", "de"), "no language 'de'; it has: en, fr, ar"),
        (("translate", "one-table", "en"), "is the original of 'one-table'"),
        (("translated", "qqqqq", "ar"), "there is no text 'qqqqq'"),
    ],
)
def test_wrong_names_are_refused(small: Path, arguments: tuple[str, ...], says: str) -> None:
    before = snapshot(small)
    done = run(small, *arguments)
    assert done.exit_code == 2
    assert says in done.output
    assert snapshot(small) == before


@pytest.mark.parametrize(
    "name", ["casestudies/example-town-pottery", FRENCH, "example-town-pottery"]
)
def test_a_text_is_found_by_its_id_its_folder_and_its_file(small: Path, name: str) -> None:
    assert run(small, "translated", name, "fr").exit_code == 0


def test_a_plain_page_with_free_headings_is_translated_as_well(small: Path) -> None:
    assert run(small, "translate", "about", "fr").exit_code == 0
    path = small / "content/pages/about/index.fr.md"
    assert '[//]: # "en: ' in path.read_text(encoding="utf-8")
    export = small.parent / "fr.po"
    assert run(small, "translations", "export", "fr", str(export)).exit_code == 0
    messages = [
        po.PoMessage(one.context, one.original, one.translated or one.original)
        for one in po.read(export.read_text(encoding="utf-8"))
        if one.context.startswith("content/pages/about")
    ]
    export.write_text(po.write(messages, "fr"), encoding="utf-8")
    done = run(small, "translations", "import", "fr", str(export))
    assert done.exit_code == 0, done.output
    assert not any(
        one.location.path.endswith("about/index.fr.md") for one in load_and_check(small)[1]
    )
    found = states(small)["about"]
    assert found["fr"]["state"] == "fresh"
    original = next((small / "content/pages/about").glob("index.en.md"))
    assert original.read_text(encoding="utf-8").partition("\n---\n")[2].split() == (
        path.read_text(encoding="utf-8").partition("\n---\n")[2].split()
    )


# -- exchange -------------------------------------------------------------------------------------


def exported(root: Path, language: str) -> Path:
    file = root.parent / f"{language}.po"
    done = run(root, "translations", "export", language, str(file))
    assert done.exit_code == 0, done.output
    return file


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_export_and_import_change_nothing(recorded: Path, language: str) -> None:
    before = snapshot(recorded)
    file = exported(recorded, language)
    again = file.read_bytes()
    done = run(recorded, "translations", "import", language, str(file))
    assert done.exit_code == 0, done.output
    assert snapshot(recorded) == before
    assert exported(recorded, language).read_bytes() == again


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_import_restores_every_translated_text_byte_for_byte(small: Path, language: str) -> None:
    before = snapshot(small)
    file = exported(small, language)
    messages = po.read(file.read_text(encoding="utf-8"))
    spoilt = [
        po.PoMessage(one.context, one.original, f"{one.translated} zzz", fuzzy=True)
        for one in messages
        if one.translated
    ]
    assert len(spoilt) >= 8
    other = file.with_name("spoilt.po")
    other.write_text(po.write(spoilt, language), encoding="utf-8")
    assert run(small, "translations", "import", language, str(other)).exit_code == 0
    after = snapshot(small)
    assert {path for path in before if before[path] != after[path]} == {
        path.relative_to(small).as_posix()
        for path in translations_of(small)
        if path.name == f"index.{language}.md"
    }
    good = [
        po.PoMessage(one.context, one.original, one.translated, fuzzy=True)
        for one in messages
        if one.translated
    ]
    other.write_text(po.write(good, language), encoding="utf-8")
    assert run(small, "translations", "import", language, str(other)).exit_code == 0
    assert snapshot(small) == before


def test_an_outdated_text_is_fuzzy_and_fresh_after_the_translator_confirms_it(
    recorded: Path,
) -> None:
    edit(recorded, ORIGINAL, "Each sold one pot at a time.", "Each sold alone.")
    file = exported(recorded, "fr")
    messages = po.read(file.read_text(encoding="utf-8"))
    assert [one.context for one in messages if one.fuzzy] == [f"{ENTRY}#challenge/1"]
    before = snapshot(recorded)
    assert run(recorded, "translations", "import", "fr", str(file)).exit_code == 0
    assert snapshot(recorded) == before
    assert [key(one) for one in outdated(recorded)] == ["challenge"]
    confirmed = [po.PoMessage(one.context, one.original, one.translated) for one in messages]
    file.write_text(po.write(confirmed, "fr"), encoding="utf-8")
    assert run(recorded, "translations", "import", "fr", str(file)).exit_code == 0
    assert outdated(recorded) == []


def test_a_text_whose_original_changed_after_the_export_is_not_imported(recorded: Path) -> None:
    file = exported(recorded, "fr")
    edit(recorded, ORIGINAL, "Each sold one pot at a time.", "Each sold alone.")
    before = snapshot(recorded)
    done = run(recorded, "translations", "import", "fr", str(file))
    assert done.exit_code == 1
    assert f"{ENTRY}#challenge/1" in done.output
    assert snapshot(recorded) == before


def test_a_missing_translation_comes_with_the_import(small: Path) -> None:
    file = exported(small, "ar")
    messages = [
        po.PoMessage(one.context, one.original, f"{one.original} ترجمة"[:110].ljust(90, "."))
        for one in po.read(file.read_text(encoding="utf-8"))
        if one.context.startswith("bestpractices/one-table") and ":short" not in one.context
    ]
    file.write_text(po.write(messages, "ar"), encoding="utf-8")
    done = run(small, "translations", "import", "ar", str(file))
    assert done.exit_code == 0, done.output
    text = (small / "bestpractices/one-table/index.ar.md").read_text(encoding="utf-8")
    assert "[//]:" not in text
    assert "Nobody keeps the account.[^our-inference] ترجمة" in text


def test_a_file_that_is_no_po_file_is_refused(small: Path) -> None:
    file = small.parent / "x.po"
    file.write_text("msgid unquoted\n", encoding="utf-8")
    done = run(small, "translations", "import", "fr", str(file))
    assert done.exit_code == 1
    assert "is not a PO file" in done.output


# -- figures --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "french", "wanted"),
    [
        ("12[^example-news]", "13[^example-news]", "12", "13"),
        ("12[^example-news]", "15,000[^example-news]", "12", "15\u202f000"),
        ("12[^example-news]", "1.50[^example-news]", "12", "1,50"),
    ],
)
def test_a_changed_figure_is_offered_and_written(
    small: Path, old: str, new: str, french: str, wanted: str
) -> None:
    row = next(line for line in lines_of(small, FRENCH) if "12[^" in line)
    edit(small, ORIGINAL, old, new)
    before = (small / FRENCH).read_text(encoding="utf-8")
    assert f"write {wanted}" in check(small).output
    done = check(small, "--fix")
    assert done.exit_code in (0, 1)
    after = (small / FRENCH).read_text(encoding="utf-8")
    assert after == before.replace(row, row.replace(french, wanted, 1))
    assert not any(one.location.path == FRENCH for one in load_and_check(small)[1])


def test_arabic_digits_stay_arabic_digits(small: Path) -> None:
    path = f"{ENTRY}/index.ar.md"
    edit(small, path, "شاركت 12 ورشة", "شاركت ١٢ ورشة")
    edit(small, ORIGINAL, "12[^example-news]", "15,000[^example-news]")
    check(small, "--fix")
    assert "شاركت ١٥٬٠٠٠ ورشة" in (small / path).read_text(encoding="utf-8")


def test_an_ambiguous_figure_stays(small: Path) -> None:
    edit(small, ORIGINAL, "| 2018 | 12[^example-news] |", "| 2017 | 13[^example-news] |")
    before = snapshot(small)
    check(small, "--fix")
    assert snapshot(small) == before


# -- the summary of a pull request ----------------------------------------------------------------


def test_the_summary_names_outdated_translations_and_their_parts(recorded: Path) -> None:
    edit(recorded, ORIGINAL, "Each sold one pot at a time.", "Each sold alone.")
    edit(recorded, ORIGINAL, 'programme: "Example Programme"', 'programme: "Sample Programme"')
    summary = diagnostics.as_job_summary(load_and_check(recorded)[1], ("fr",))
    accepted = runpy.run_path(str(ROOT / ".github/comment.py"))["checked"]
    assert accepted(summary, ())
    lines = html.unescape(summary).split("\n")
    start = lines.index("### Traductions à mettre à jour") + 2
    assert lines[start : start + 3] == [
        "- example-town-pottery (ar): mots parmi les faits, Défi",
        "- example-town-pottery (fr): mots parmi les faits, Défi",
        "",
    ]
