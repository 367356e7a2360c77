"""Limits of the input: those of ``mkdocs.yml``, and files that would be slow to process."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from knowledge_repository import check as checking
from knowledge_repository import cli
from knowledge_repository.config import Config
from knowledge_repository.content import load
from knowledge_repository.model import Diagnostic, Limits, Location
from knowledge_repository.source.text import SourceError
from knowledge_repository.source.yaml import parse

PRACTICE = "bestpractices/one-table/index.en.md"
POTTERY = "casestudies/example-town-pottery/index.en.md"
PICTURE = "casestudies/example-town-pottery/table.png"
REGISTER = "content/sources/example.yml"


def check(root: Path) -> Result:
    return CliRunner().invoke(cli.knowledge, ["check", "--lang", "en", "--root", str(root)])


def limit(root: Path, limits: str) -> None:
    """Write *limits* into ``mkdocs.yml``, in line 11 from column 15."""
    config = root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    begin = text.index("  - knowledge")
    config.write_text(f"{text[:begin]}  - knowledge:\n      limits: {limits}\n", encoding="utf-8")


def add(root: Path, path: str, text: str) -> None:
    file = root / path
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def reported(done: Result) -> list[str]:
    """Location, message and code of every error."""
    return [line for line in done.stderr.split("\n") if ": error: " in line]


# -- each limit, just above and just below what is there ---------------------------------------


def long_text(root: Path) -> int:
    file = root / PRACTICE
    add(root, PRACTICE, "\n" + "é" * 3000 + "\n")
    return file.stat().st_size


def long_fields(root: Path) -> int:
    file = root / POTTERY
    text = file.read_text(encoding="utf-8")
    old = 'conditions: "A designer who stays"'
    text = text.replace(old, old[:-1] + " and " + "é" * 200 + '"')
    file.write_text(text, encoding="utf-8")
    return len(text.split("---")[1])  # with the ends of the lines around them


def long_data(root: Path) -> int:
    add(root, REGISTER, "# " + "é" * 30_000 + "\n")
    return (root / REGISTER).stat().st_size


def deep_text(root: Path) -> int:
    add(root, PRACTICE, "\n" + ">" * 12 + " x\n")
    return 12


def deep_fields(root: Path) -> int:
    (root / "content/words/en.yml").write_text(
        "a: {b: {c: {d: {e: {f: {g: {h: {i: {j: {k: {l: x}}}}}}}}}}}\n", encoding="utf-8"
    )
    return 12


def heavy_picture(root: Path) -> int:
    return (root / PICTURE).stat().st_size


def wide_picture(root: Path) -> int:
    header = (root / PICTURE).read_bytes()[16:24]  # the width and height of a PNG
    return max(int.from_bytes(header[:4], "big"), int.from_bytes(header[4:], "big"))


SIZES: dict[str, tuple[str, Callable[[Path], int], str, str]] = {
    "markdown": ("markdown", long_text, PRACTICE, "too-large"),
    "front matter": ("front_matter", long_fields, POTTERY, "too-large"),
    "data": ("data", long_data, REGISTER, "too-large"),
    "nesting of a text": ("nesting", deep_text, PRACTICE, "too-deep"),
    "nesting of fields": ("nesting", deep_fields, "content/words/en.yml", "too-deep"),
    "picture": ("picture", heavy_picture, PICTURE, "picture-size"),
    "pixels": ("pixels", wide_picture, PICTURE, "picture-size"),
}


@pytest.mark.parametrize("case", SIZES)
def test_what_is_as_large_as_its_limit_may_come_in_and_nothing_larger(
    case: str, small: Path
) -> None:
    name, make, path, code = SIZES[case]
    size = make(small)
    limit(small, f"{{{name}: {size}}}")
    assert not [line for line in reported(check(small)) if line.endswith(f"[{code}]")]
    limit(small, f"{{{name}: {size - 1}}}")
    done = check(small)
    named = [line for line in reported(done) if line.endswith(f"[{code}]")]
    assert [line.split(":")[0] for line in named] == [path]
    assert done.exit_code == 1


@pytest.mark.parametrize("case", ["markdown", "front matter", "data", "picture", "pixels"])
def test_a_message_about_a_size_names_the_limit(case: str, small: Path) -> None:
    name, make, _, code = SIZES[case]
    size = make(small)
    limit(small, f"{{{name}: {size - 1}}}")
    [line] = [line for line in reported(check(small)) if line.endswith(f"[{code}]")]
    assert f" {size - 1} " in line
    assert str(size) in line


def test_what_is_not_named_stays_as_it_is(small: Path) -> None:
    limit(small, "{nesting: 30}")
    add(small, PRACTICE, "\n" + "x" * 256_000 + "\n")
    assert [line.rsplit("[")[-1] for line in reported(check(small))] == ["too-large]"]


def test_the_plugins_may_be_a_group_of_fields(small: Path) -> None:
    (small / "mkdocs.yml").write_text(
        "plugins:\n  search: {}\n  knowledge:\n    limits:\n      pixels: 1\n", encoding="utf-8"
    )
    assert [line.split(":")[0] for line in reported(check(small))] == [PICTURE]


# -- a limit that is none ----------------------------------------------------------------------

WRONG = {
    "{markdwn: 1}": ("16", "unknown-key", "'markdwn'"),
    "{markdown: many}": ("26", "wrong-number", "'many'"),
    "{markdown: [1]}": ("26", "wrong-type", "'[1]'"),
    "{markdown: 1.5}": ("26", "wrong-type", "'1.5'"),
    "{markdown: 0}": ("26", "out-of-range", "cannot be 0"),
    "{markdown: -1}": ("26", "out-of-range", "cannot be -1"),
    "{markdown: 100000001}": ("26", "out-of-range", "cannot be 100000001"),
    "{front_matter: 0}": ("30", "out-of-range", "cannot be 0"),
    "{data: 0}": ("22", "out-of-range", "cannot be 0"),
    "{picture: 0}": ("25", "out-of-range", "cannot be 0"),
    "{pixels: 0}": ("24", "out-of-range", "cannot be 0"),
    "{nesting: 4}": ("25", "out-of-range", "cannot be 4"),
    "{nesting: 101}": ("25", "out-of-range", "cannot be 101"),
    "{seconds: 1}": ("16", "unknown-key", "'seconds'"),
    "{parts: 0}": ("23", "out-of-range", "cannot be 0"),
    "{values: many}": ("24", "wrong-number", "'many'"),
    "{pixels: 9, pixels: 4000}": ("27", "duplicate-key", "'pixels'"),
    "none": ("15", "no-mapping", "'none'"),
    "[1]": ("15", "no-mapping", "'[1]'"),
}


@pytest.mark.parametrize("limits", WRONG)
def test_a_wrong_limit_is_reported_at_its_line(limits: str, small: Path) -> None:
    column, code, said = WRONG[limits]
    limit(small, limits)
    done = check(small)
    [line] = [line for line in reported(done) if line.startswith("mkdocs.yml:")]
    assert line.startswith(f"mkdocs.yml:11:{column}: error: ")
    assert line.endswith(f" [{code}]")
    assert said in line
    assert f"   11 |       limits: {limits}\n" in done.stderr
    assert done.exit_code == 1


def test_with_a_wrong_limit_the_usual_ones_count(small: Path) -> None:
    limit(small, "{pixels: 1, picture: 0}")
    assert len(reported(check(small))) == 1


# -- the rest of mkdocs.yml is MkDocs' ---------------------------------------------------------

FOREIGN = """\
site_name: !ENV [NAME, "Example"]
site_url: https://example.org/small/
shared: &shared
  permalink: true
markdown_extensions:
  - toc: *shared
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
      emoji_generator: !!python/name:material.extensions.emoji.to_svg
  - pymdownx.superfences:
      custom_fences:
        - name: mermaid
          format: !!python/object/apply:os.system [exit 1]
extra:
  <<: *shared
plugins:
  - search
  - knowledge:
      limits: {pixels: 4000}
"""


def test_tags_anchors_and_aliases_of_others_are_no_error(small: Path) -> None:
    (small / "mkdocs.yml").write_text(FOREIGN, encoding="utf-8")
    done = check(small)
    assert done.exit_code == 0
    named = [line for line in done.stderr.split("\n") if " warning: " in line]
    assert [line.split(":")[1] for line in named] == ["8", "9", "13"], "what calls code"
    assert all(line.endswith(" [settings-code]") for line in named)


def test_limits_count_also_with_settings_of_other_plugins(small: Path) -> None:
    (small / "mkdocs.yml").write_text(FOREIGN.replace("4000", "0"), encoding="utf-8")
    assert reported(check(small))[0].startswith("mkdocs.yml:19:24: error: 'pixels' cannot be 0")


@pytest.mark.parametrize("form", ["!ENV SITE_URL", "!ENV [SITE_URL, 'https://example.org/']"])
def test_an_address_that_only_mkdocs_knows_is_not_reported(form: str, small: Path) -> None:
    config = small / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("https://example.org/small/", form), encoding="utf-8")
    add(small, PRACTICE, "\n<b>x</b>\n")
    done = check(small)
    assert done.exit_code == 1
    assert "SITE_URL" not in done.stderr


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("site_name: x\nplugins: [knowledge\ntheme: y\n", "mkdocs.yml:2:", "broken-yaml"),
        ("site_name: x\n\tplugins: [knowledge]\n", "mkdocs.yml:2:1:", "broken-yaml"),
        ("site_name: One: two\n", "mkdocs.yml:1:15:", "broken-yaml"),
        ("a: 1\nb: \u202ex\n", "mkdocs.yml:2:4:", "forbidden-character"),
        ("a: 1\n---\nb: 1\n", "mkdocs.yml:2:1:", "several-documents"),
        ("a: " + "[" * 30 + "]" * 30 + "\n", "mkdocs.yml:1:", "too-deep"),
        ("? [a]\n: b\n", "mkdocs.yml:1:3:", "yaml-key"),
    ],
)
def test_a_mkdocs_yml_that_cannot_be_read_is_reported_with_its_line(
    text: str, place: str, code: str, small: Path
) -> None:
    (small / "mkdocs.yml").write_text(text, encoding="utf-8")
    done = check(small)
    [line] = reported(done)
    assert line.startswith(place)
    assert line.endswith(f" [{code}]")
    assert done.exit_code == 1


@pytest.mark.parametrize("text", ["", "just words\n", "- a\n- b\n", "plugins: 5\n", "plugins:\n"])
def test_a_mkdocs_yml_that_says_nothing_of_limits_sets_none(text: str, small: Path) -> None:
    (small / "mkdocs.yml").write_text(text, encoding="utf-8")
    done = check(small)
    assert (done.exit_code, done.stderr) == (0, "")


# -- files that are slow to process ------------------------------------------------------------

SLOW: dict[str, tuple[str, str]] = {
    "links": (PRACTICE, "[a](b) " * 35_000),
    "citations": (PRACTICE, "[^a] " * 50_000),
    "headings": (PRACTICE, "# a\n\n" * 45_000),
    "raw HTML": (PRACTICE, "<b>" * 80_000),
    "notes": (PRACTICE, "".join(f"[^a{n}]: b\n\n" for n in range(16_000))),
    "references": (
        PRACTICE,
        "".join(f"[a{n}]: b\n" for n in range(9_000)) + "".join(f"[a{n}] " for n in range(9_000)),
    ),
    "brackets": (PRACTICE, "[" * 250_000),
    "emphasis": (PRACTICE, "*a " * 80_000),
    "quotes": (PRACTICE, "> a\n> > b\n" * 22_000),
    "entities": (PRACTICE, "&#" * 120_000),
    "terms": (
        "content/vocabularies/crafts.yml",
        "".join(f"  - {{id: x{n}, label: {{en: x, fr: x, ar: x}}}}\n" for n in range(38_000)),
    ),
    "parents": (
        "content/vocabularies/crafts.yml",
        "".join(f"  - {{id: x{n}, parent: x{n + 1}, label: {{en: x}}}}\n" for n in range(10_000)),
    ),
    "unknown fields": (REGISTER, "".join(f"  - {{id: x{n}, titel: x}}\n" for n in range(30_000))),
    "comments": (REGISTER, "a: b #c\n" * 200_000),
    "colons": (REGISTER, ": " * 900_000),
    "dashes": (REGISTER, "- " * 900_000),
}


@pytest.mark.parametrize("case", SLOW)
def test_a_file_of_the_largest_size_takes_a_few_seconds_at_most(case: str, small: Path) -> None:
    path, text = SLOW[case]
    add(small, path, "\n" + text + "\n")
    start = time.process_time()
    library, found = load.load(small, Config())
    checking.check(library)
    assert time.process_time() - start < 6, "about 1 s on an idle processor, 2026-11"
    assert len(found) <= 100_000


@pytest.mark.parametrize("case", ["links", "citations", "headings", "raw HTML", "notes", "terms"])
def test_a_file_with_too_many_parts_has_one_diagnostic(case: str, small: Path) -> None:
    path, text = SLOW[case]
    add(small, path, "\n" + text + "\n")
    assert [line.rsplit("[")[-1] for line in reported(check(small)) if line.startswith(path)] == [
        "too-many-parts]"
    ]


def test_a_text_with_exactly_as_many_parts_as_allowed_is_loaded(small: Path) -> None:
    file = small / PRACTICE
    library, _ = load.load(small, Config())
    body = library.entries["one-table"].translations["en"].body
    used = len(body.links) + len(body.citations) + len(body.headings)
    file.write_text(file.read_text("utf-8") + "\n" + "[a](#pitfalls) " * 300 + "\n", "utf-8")
    for allowed, codes in ((used + 300, []), (used + 299, ["too-many-parts"])):
        _, found = load.load(small, Config(Limits(parts=allowed)))
        assert [diagnostic.code for diagnostic in found] == codes


def test_a_document_with_exactly_as_many_values_as_allowed_is_parsed() -> None:
    text = "a: {b: c}\nd: [e, f]\n"  # the document, two values of fields, three below
    assert parse("f.yml", text, limits=Limits(values=6)).data == {"a": {"b": "c"}, "d": ["e", "f"]}
    with pytest.raises(SourceError) as raised:
        parse("f.yml", text, limits=Limits(values=5))
    assert raised.value.diagnostic == Diagnostic(
        Location("f.yml", 2, 8), "too-many-parts", {"limit": "5", "cause": "values"}
    )
