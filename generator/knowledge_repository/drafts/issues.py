"""The text of an issue → what it proposes: an entry, or the offer of a translation.

People write issues with a form on GitHub (``issue_forms``), or the form of the site writes the file
of an entry into one. The text is only ever data: nothing in it is run or filled in.
Source: GitHub documentation, syntax for issue forms: each question is a heading of the third level.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from knowledge_repository.content.names import SLUG
from knowledge_repository.content.strays import MAX_SLUG, slug
from knowledge_repository.drafts.columns import Columns, Target, put
from knowledge_repository.drafts.front_matter import Value
from knowledge_repository.drafts.issue_forms import (
    KIND,
    LANGUAGE,
    SECTION,
    SOURCES,
    TEXT,
    TRANSLATOR,
    Question,
    entry_questions,
    languages_of_forms,
    translation_questions,
)
from knowledge_repository.i18n.translator import Translator
from knowledge_repository.model import Library
from knowledge_repository.pages import Labels
from knowledge_repository.schema.kinds import Kind

NO_ANSWER = ("_No response_", "None")
"""What GitHub writes for a question without an answer."""
_HEADING = re.compile(r"^### (.+)$", re.MULTILINE)
_FILE = re.compile(r"\A\s*([\w./-]+)/([a-z0-9-]+)/index\.([\w-]+)\.md\s*\n+(`{3,})md\n(.*?)\n\4\s*\Z", re.DOTALL)  # fmt: skip # noqa: E501
_ADDRESS = re.compile(r"https?://\S+")
_MARKS = " \t-–—*•,;:.()[]<>"


class EntryFile(NamedTuple):
    """The file of an entry, as the form of the site made it."""

    folder: str
    """The folder of its kind."""
    id: str
    language: str
    text: str


class Offer(NamedTuple):
    """The offer of a translation."""

    text: str
    """What the person calls the text: its id, its address or its title."""
    language: str
    translator: str | None


@dataclass
class EntryAnswers:
    """The answers about a new entry."""

    kind: Kind
    language: str
    values: dict[str, Value] = field(default_factory=dict)
    """By the key of a field."""
    sections: dict[str, str] = field(default_factory=dict)
    """Id of a section → its text."""
    others: list[tuple[str, str]] = field(default_factory=list)
    """Questions that the form does not have, with their answers."""


def answers(text: str) -> list[tuple[str, str]]:
    """(question, answer) in the order of the form; questions without an answer are left out."""
    parts = _HEADING.split(text.replace("\r\n", "\n"))
    pairs = zip(parts[1::2], parts[2::2], strict=True)
    return [
        (question.strip(), answer.strip())
        for question, answer in pairs
        if answer.strip() and answer.strip() not in NO_ANSWER
    ]


def entry_file(text: str, library: Library) -> EntryFile | None:
    """The file in an issue that the form of the site wrote; None if it is no such issue."""
    found = _FILE.match(text.replace("\r\n", "\n"))
    if found is None:
        return None
    folder, id, language, content = found[1], found[2], found[3], found[5]
    wrong = folder not in library.schema.kind_in or language not in library.languages
    if wrong or not SLUG.fullmatch(id) or len(id) > MAX_SLUG:
        return None
    return EntryFile(folder, id, language, content.rstrip("\n") + "\n")


def offer(text: str, library: Library) -> Offer | None:
    """The offer of a translation; None if the issue is none."""
    given = answers(text)
    for code in languages_of_forms(library):
        questions = translation_questions(_labels(library, code))
        found = {one.path: answer for one, answer in _matched(questions, given)}
        languages = next(one.options for one in questions if one.path == LANGUAGE)
        if TEXT in found and found.get(LANGUAGE) in languages:
            language = languages[found[LANGUAGE]]
            return Offer(found[TEXT], language, found.get(TRANSLATOR))
    return None


def entry_answers(text: str, library: Library) -> EntryAnswers | None:
    """The answers to a form for a new entry; None if the issue was not written with one."""
    given = answers(text)
    best: EntryAnswers | None = None
    most = 0
    for code in languages_of_forms(library):
        labels = _labels(library, code)
        for kind in library.schema.kinds.values():
            questions = entry_questions(labels, kind)
            matched = _matched(questions, given)
            if not any(one.path == KIND and answer in one.options for one, answer in matched):
                continue
            if len(matched) > most:
                most = len(matched)
                known = {one.label for one, _ in matched}
                others = [(name, answer) for name, answer in given if name not in known]
                best = _filled(EntryAnswers(kind, code, others=others), matched, library)
    return best


def _labels(library: Library, code: str) -> Labels:
    return Labels(library, Translator(library, library.languages[code]))


def _matched(
    questions: Iterable[Question], given: Sequence[tuple[str, str]]
) -> list[tuple[Question, str]]:
    by_label = {one.label: one for one in questions}
    return [(by_label[name], answer) for name, answer in given if name in by_label]


def _filled(
    found: EntryAnswers, matched: Sequence[tuple[Question, str]], library: Library
) -> EntryAnswers:
    columns = Columns(library, found.kind)
    for question, answer in matched:
        first = str(question.path[0])
        if first == SECTION:
            found.sections[str(question.path[1])] = answer
        elif first == SOURCES:
            found.values[SOURCES] = source_records(answer, library)
        elif question.path != KIND:
            declared = found.kind.fields.get(first)
            values = chosen(answer, question.options) if question.options else [answer]
            target = Target(question.path, declared, question.many)
            put(found.values, question.path, columns.value(target, "; ".join(values)))
    return found


def chosen(answer: str, options: Mapping[str, str]) -> list[str]:
    """The values of the options in *answer*: GitHub writes a comma between two of them, and an
    option may contain a comma, too. What is no option stays as it is."""
    parts, found = answer.split(", "), []
    while parts:
        for length in range(len(parts), 0, -1):
            option = ", ".join(parts[:length])
            if option in options or length == 1:
                found.append(options.get(option, option))
                parts = parts[length:]
                break
    return found


def source_records(answer: str, library: Library) -> list[Value]:
    """The documents that *answer* names, one a line: the id of a known source, else a record with
    what the person wrote as its title. The check asks for the rest."""
    found: list[Value] = []
    for number, line in enumerate(filter(str.strip, answer.splitlines()), 1):
        words = line.strip(_MARKS)
        if words in library.sources:
            found.append(words)
            continue
        address = _ADDRESS.search(line)
        title = _ADDRESS.sub("", line).strip(_MARKS) or words
        record: dict[str, Value] = {"id": slug(title)[:50].strip("-") or f"source-{number}"}
        record["title"] = title
        if address:
            record["url"] = address[0].rstrip(_MARKS)
        found.append(record)
    return found
