"""Forms for issues on GitHub: the questions that people answer, and the files in which they are.

Source: GitHub documentation, syntax for issue forms and for GitHub's form schema. The questions
follow ``content/kinds.yml``; ``drafts.issues`` reads the answers with the same questions.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from knowledge_repository.i18n.translator import Translator
from knowledge_repository.i18n.words import program_words
from knowledge_repository.model import Library, Path
from knowledge_repository.pages import Labels
from knowledge_repository.schema import Kind, Vocabulary
from knowledge_repository.schema.specification import FieldSpec, specification

FOLDER = ".github/ISSUE_TEMPLATE"
KIND, SECTION, SOURCES = ("kind",), "section", "sources"
TEXT, LANGUAGE, TRANSLATOR = ("text",), ("language",), ("translator",)
SET_BY_DRAFTS = {"status", "review", "last_reviewed"}
"""Required fields that a draft has without being asked."""
ALWAYS = {"title", "summary", SOURCES}
"""Fields without which there is no draft; maintainers can add the others."""
LONG_TEXT = 160
"""A text that may have more characters gets a large field."""
HEAD = """\
# Written by "knowledge forms" from content/kinds.yml and content/vocabularies/: change those, and
# run the command again.
"""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a form."""

    path: Path
    """What the answer fills in: the path of a field, ``("section", id)``, ``("kind",)``."""
    label: str
    help: str = ""
    large: bool = False
    required: bool = False
    options: Mapping[str, str] = field(default_factory=dict)
    """What can be chosen: text → value; empty for a question with a free answer."""
    many: bool = False
    """Several options can be chosen."""


def languages_of_forms(library: Library) -> list[str]:
    """The languages of the site in which the program or the repository has words; at least one."""
    known = [one for one in library.languages if program_words(one) or library.words.get(one)]
    return known or list(library.languages)[:1]


def issue_forms(library: Library) -> dict[str, str]:
    """Path in the repository → text of each form: a new entry of each kind, a correction, the offer
    of a translation, each in every language that has words."""
    files = {}
    for code in languages_of_forms(library):
        labels = Labels(library, Translator(library, library.languages[code]))
        translate = labels.translator.translate
        for kind in library.schema.kinds.values():
            name = translate("form.title", kind=labels.kind(kind.id, one=True))
            text = _form(name, translate("issue.entry"), "entry", entry_questions(labels, kind))
            files[f"{FOLDER}/{code}-entry-{kind.id}.yml"] = text
        name, about = translate("issue.correction"), translate("issue.correction_help")
        text = _form(name, about, "correction", _correction(labels))
        files[f"{FOLDER}/{code}-correction.yml"] = text
        if len(library.languages) > 1:
            name, about = translate("issue.translation"), translate("issue.translation_help")
            text = _form(name, about, "translation", translation_questions(labels))
            files[f"{FOLDER}/{code}-translation.yml"] = text
    return files


def entry_questions(labels: Labels, kind: Kind) -> tuple[Question, ...]:
    """The questions about a new entry: its required fields and every section."""
    name = labels.kind(kind.id, one=True)
    asked = [
        Question(
            KIND, labels.translator.translate("issue.kind"), required=True, options={name: kind.id}
        )
    ]
    specs = [one for one in specification(kind) if one.required and one.key not in SET_BY_DRAFTS]
    for spec in sorted(specs, key=lambda one: one.key == SOURCES):
        asked += _field(labels, spec)
    for id, row in kind.sections.items():
        heading = labels.translator.label(row.label, id)
        asked.append(Question((SECTION, id), heading, large=True, required=row.required is True))
    return tuple(asked)


def translation_questions(labels: Labels) -> tuple[Question, ...]:
    """The questions to somebody who offers a translation."""
    translate = labels.translator.translate
    languages = {one.name: code for code, one in labels.library.languages.items()}
    about = translate("issue.page_help")
    return (
        Question(TEXT, translate("issue.page"), about, required=True),
        Question(LANGUAGE, translate("issue.language"), required=True, options=languages),
        Question(TRANSLATOR, translate("issue.translator"), translate("issue.translator_help")),
    )


def _correction(labels: Labels) -> tuple[Question, ...]:
    translate = labels.translator.translate
    about = translate("issue.page_help")
    return (
        Question(("page",), translate("issue.page"), about, required=True),
        Question(("mistake",), translate("issue.mistake"), large=True, required=True),
        Question(("reason",), translate("issue.reason"), large=True),
    )


def _field(labels: Labels, spec: FieldSpec) -> Iterator[Question]:
    """The question about a field; about a record, one for each of its parts."""
    label, help = str(labels.spec(spec)), str(labels.help(spec))
    if spec.key == SOURCES:
        about = labels.translator.translate("issue.sources")
        yield Question((SOURCES,), label, about, large=True, required=True)
    elif spec.parts and not spec.many:
        for part in spec.parts:
            if not part.parts:
                inner = f"{label}{labels.translator.translate('form.colon')}{labels.spec(part)}"
                yield _one(labels, part, (spec.key, part.key), inner, help)
    else:
        yield _one(labels, spec, (spec.key,), label, "" if spec.parts else help)


def _one(labels: Labels, spec: FieldSpec, path: Path, label: str, help: str) -> Question:
    return Question(
        path,
        label,
        help,
        large=spec.type == "text" and (spec.length.most or 0) > LONG_TEXT,
        required=spec.key in ALWAYS and not spec.is_part,
        options=_options(labels, spec),
        many=spec.many,
    )


def _options(labels: Labels, spec: FieldSpec) -> dict[str, str]:
    found = {str(labels.value(spec, one)): one for one in spec.choices if not spec.names}
    if isinstance(spec.names, Vocabulary):
        terms = labels.library.vocabularies[spec.names.name].terms
        for id, term in terms.items():
            found.setdefault(str(labels.translator.label(term.labels, id)), id)
    return found


def _form(name: str, about: str, label: str, questions: Sequence[Question]) -> str:
    lines = [f"name: {_quoted(name)}", f"description: {_quoted(about)}", f"labels: [{label}]"]
    lines.append("body:")
    for one in questions:
        type = "dropdown" if one.options else "textarea" if one.large else "input"
        lines += [f"  - type: {type}", f"    id: {'-'.join(str(step) for step in one.path)}"]
        lines += ["    attributes:", f"      label: {_quoted(one.label)}"]
        lines += [f"      description: {_quoted(one.help)}"] if one.help else []
        if one.options:
            lines += [f"      multiple: {_quoted(one.many)}", "      options:"]
            lines += [f"        - {_quoted(text)}" for text in one.options]
            lines += ["      default: 0"] if len(one.options) == 1 else []
        lines += ["    validations:", "      required: true"] if one.required else []
    return HEAD + "\n".join(lines) + "\n"


def _quoted(value: object) -> str:
    """A value as YAML reads it back."""
    return json.dumps(value, ensure_ascii=False)
