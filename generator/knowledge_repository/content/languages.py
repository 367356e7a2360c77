"""``content/languages.yml``: the languages of the site."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path as FilePath
from pathlib import PurePosixPath

from knowledge_repository.content import patterns
from knowledge_repository.content.files import Files
from knowledge_repository.model import Diagnostic, Language, Location, Path, SearchRules
from knowledge_repository.schema.data import (
    Affixes,
    LanguageRow,
    LanguagesFile,
    Replacement,
    SearchRow,
)
from knowledge_repository.source.yaml import Document, parse

LANGUAGES = "content/languages.yml"
RULES = FilePath(__file__).with_name("search_rules")
SHOWN_IDS = 3
"""How many ids the warning about a language without any label names."""
_TRANSLATED = frozenset({
    "label", "one", "question", "note", "term", "definition",
    "name", "short_name", "tagline", "description", "also",
})  # fmt: skip
"""Fields of data files that hold a text by language code."""


def load_languages(files: Files) -> dict[str, Language]:
    """The languages by code; if the file cannot be read, those that have a words file."""
    found = files.data(LANGUAGES, LanguagesFile)
    if found is None:
        codes = (PurePosixPath(path).stem for path in files.data_files("content/words"))
        return {code: Language(code, code, "ltr") for code in codes}
    file, document = found
    languages: dict[str, Language] = {}
    for index, row in enumerate(file.languages):
        at: Path = ("languages", index)
        if row.code in languages:
            location = document.source_map.value((*at, "code"))
            files.report(location, "duplicate-term", id=row.code)
        affixes = row.affixes or Affixes()
        before, after = (
            _checked(files, document, (*at, "affixes", side), pattern) or ""
            for side, pattern in (("before", affixes.before), ("after", affixes.after))
        )
        language = Language(
            row.code,
            row.name,
            row.direction,
            _search_rules(files, document, at, row),
            row.locale or row.code,
            row.regional,
            tuple(_rules(files, document, (*at, "typography"), row.typography)),
            (before, after),
            (row.placeholders.anywhere, row.placeholders.alone) if row.placeholders else None,
        )
        languages.setdefault(row.code, language)
    return languages


def _search_rules(files: Files, document: Document, path: Path, row: LanguageRow) -> SearchRules:
    """What the row says, and for the rest what the program knows of the language."""
    known = _known_rules(row.code)
    replacements = _rules(files, document, (*path, "search"), row.search, javascript=True)
    if "search" not in row.model_fields_set:
        replacements = ((rule.find, rule.replace) for rule in known.search)
    return SearchRules(
        tuple(replacements),
        row.question_words or known.question_words,
        row.endings or known.endings,
        row.prefixes or known.prefixes,
    )


@cache
def _known_rules(code: str) -> SearchRow:
    """The rules of the program; none for a language that it does not know."""
    file = RULES / f"{code}.yml"
    if not file.exists():
        return SearchRow()
    return SearchRow.model_validate(parse(file.name, file.read_text(encoding="utf-8")).data)


def _rules(
    files: Files,
    document: Document,
    path: Path,
    rules: Sequence[Replacement],
    javascript: bool = False,
) -> Iterator[tuple[str, str]]:
    """The rules whose regular expression is valid; the others are reported.

    With *javascript*, the replacement names groups as JavaScript does (``$1``): the browser
    applies the same rules. Without it, a rule may only change spaces: the check reads texts before
    typography, and must find in them what the build finds.
    """
    times = 1
    for number, rule in enumerate(rules):
        replacement = rule.replace
        if javascript:
            replacement = re.sub(r"\$(\d)", r"\\g<\1>", replacement.replace("\\", "\\\\"))
        at = (*path, number, "find")
        pattern = _checked(files, document, at, rule.find, replacement)
        if pattern is None:
            continue
        if not javascript and not patterns.changes_only_spaces(pattern, rule.replace):
            location = document.source_map.value(at)
            files.report(location, "wrong-pattern", cause="letters", value=rule.find)
            continue
        times *= patterns.growth(patterns.reach(pattern).least, rule.replace)
        if times > patterns.MAX_GROWTH:
            values = {"cause": "growth", "limit": str(patterns.MAX_GROWTH)}
            files.report(document.source_map.value(at), "wrong-pattern", value=rule.find, **values)
            return
        yield pattern, rule.replace


def _checked(
    files: Files, document: Document, path: Path, pattern: str, replacement: str = ""
) -> str | None:
    """*pattern* with an end for each repetition; None if it is not one that authors may write,
    which is reported."""
    limited = patterns.bounded(pattern)
    try:
        ways = patterns.reach(limited).ways
        re.compile(limited).sub(replacement, "")
    except patterns.NotAllowed as error:
        values = {"cause": "part", "part": error.part}
    except (re.error, IndexError) as error:
        values = {"detail": str(error)}
    else:
        if ways <= patterns.MAX_WAYS:
            return limited
        values = {"cause": "ways", "number": str(ways), "limit": str(patterns.MAX_WAYS)}
    files.report(document.source_map.value(path), "wrong-pattern", value=pattern, **values)
    return None


def check_label_languages(
    files: Files, languages: Mapping[str, Language], document: Document
) -> None:
    """Report labels and notes in languages that the site does not have."""
    known = ", ".join(languages)
    for *path, code in document.source_map.keys:
        if path and path[-1] in _TRANSLATED and code not in languages:
            location = document.source_map.key((*path, code))
            files.report(location, "unknown-label-language", value=str(code), known=known)


LabelRow = tuple[str, Location, Mapping[str, object]]
"""A label of a data file: what it belongs to, where it is, and its texts by language code."""


def missing_labels(
    name: str, rows: Sequence[LabelRow], languages: Mapping[str, Language]
) -> Iterator[Diagnostic]:
    """A warning for each label that lacks a language; only one for a language that no label of the
    file has.

    *name*: of the file, for the message. *rows*: all its labels.
    """
    for code, language in languages.items():
        missing = [(id, location) for id, location, texts in rows if code not in texts]
        values = {"name": name, "language": language.name, "code": code}
        if len(missing) > 1 and len(missing) == len(rows):
            ids = list(dict.fromkeys(id for id, _ in missing))
            shown = ", ".join(ids[:SHOWN_IDS]) + (" …" if len(ids) > SHOWN_IDS else "")
            values |= {"cause": "language", "number": str(len(missing)), "ids": shown}
            yield Diagnostic(missing[0][1], "missing-label", values, level="warning")
            continue
        for id, location in missing:
            yield Diagnostic(location, "missing-label", values | {"id": id}, level="warning")
