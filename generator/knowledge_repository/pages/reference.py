"""The field reference: what authors write into the front matter of each kind, and which sections
its text has. It follows ``schema.specification``, as the check does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from knowledge_repository.i18n.marked import join
from knowledge_repository.model import Page, View
from knowledge_repository.pages import routes
from knowledge_repository.pages.context import PageContext, PageSpec
from knowledge_repository.pages.typesetting import isolated
from knowledge_repository.schema import EntryId, Kind, SourceId, Vocabulary
from knowledge_repository.schema.declaration import SectionRow
from knowledge_repository.schema.notation import ANY_TEXT, example_of, front_matter_line
from knowledge_repository.schema.specification import FieldSpec, Limits, specification


@dataclass(frozen=True, slots=True)
class Code:
    """A value that authors write, and what it means."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class FieldEntry:
    """A field as the reference explains it."""

    key: str
    id: str
    """Its anchor on the page."""
    label: str
    required: bool
    form: str
    """What the value looks like: "text, at most 120 characters"."""
    help: str
    example: str | None
    """Lines of front matter."""
    codes: tuple[Code, ...]
    vocabulary: str | None
    """The name of the list that the codes are from."""
    parts: tuple[FieldEntry, ...]


@dataclass(frozen=True, slots=True)
class SectionEntry:
    """A section of the text: its heading, and when it is required."""

    heading: str
    needed: str


@dataclass(frozen=True, slots=True)
class ReferenceView(View):
    """The fields and sections of one kind."""

    fields: tuple[FieldEntry, ...]
    sections: tuple[SectionEntry, ...]
    schema: str
    """Path of its JSON Schema from the root of the site."""
    form: str
    """Route of the form for a new entry."""


def references(context: PageContext) -> Iterator[PageSpec]:
    """The reference of each kind."""
    for kind in context.schema.kinds.values():
        yield context.spec(routes.reference(kind.id), partial(_page, context, kind), ())


def _page(context: PageContext, kind: Kind) -> Page:
    title = context.translate("reference.title", kind=context.labels.kind(kind.id, one=True))
    view = ReferenceView(
        fields=tuple(_field(context, spec) for spec in specification(kind)),
        sections=tuple(
            SectionEntry(
                context.translator.label(row.label, id), section_needed(context, kind, row)
            )
            for id, row in kind.sections.items()
        ),
        schema=routes.json_schema(kind.id, context.language.code),
        form=routes.form(kind.id),
    )
    intro = context.translate("reference.intro")
    return context.page(routes.reference(kind.id), "reference", title, intro, view)


def _field(context: PageContext, spec: FieldSpec, above: str = "") -> FieldEntry:
    id = f"{above}{spec.key}"
    example = None if above else _example(context, spec)
    vocabulary = spec.names.name if isinstance(spec.names, Vocabulary) else None
    return FieldEntry(
        key=spec.key,
        id=id,
        label=isolated(context.labels.spec(spec), context.language),
        required=spec.required,
        form=isolated(value_form(context, spec), context.language),
        help=isolated(context.labels.help(spec), context.language),
        example=example,
        codes=tuple(_codes(context, spec, vocabulary)),
        vocabulary=context.labels.vocabulary(vocabulary) if vocabulary else None,
        parts=tuple(_field(context, part, f"{id}.") for part in spec.parts),
    )


def _example(context: PageContext, spec: FieldSpec) -> str | None:
    """A line of front matter; None for a text about which the help says more."""
    example = example_of(spec, context.language.code)
    if example == ANY_TEXT and isinstance(spec.names, Vocabulary):
        example = next(iter(context.library.vocabularies[spec.names.name].terms))
    elif example == [ANY_TEXT] and isinstance(spec.names, Vocabulary):
        example = [next(iter(context.library.vocabularies[spec.names.name].terms))]
    return None if example == ANY_TEXT else front_matter_line(spec.key, example)


def _codes(context: PageContext, spec: FieldSpec, vocabulary: str | None) -> Iterator[Code]:
    for choice in spec.choices:
        all_terms = choice == "all" and vocabulary
        label = context.translate("entry.all") if all_terms else context.labels.value(spec, choice)
        yield Code(choice, isolated(label, context.language))
    if vocabulary:
        for id, term in context.library.vocabularies[vocabulary].terms.items():
            label = context.translator.label(term.labels, id)
            yield Code(id, isolated(label, context.language))


def value_form(context: PageContext, spec: FieldSpec, one: bool = False) -> str:
    """What a value looks like, with its limits; *one*: a single value of a list."""
    match spec.names:
        case Vocabulary():
            form = "term"
        case EntryId():
            form = "entry"
        case SourceId():
            form = "source"
        case _:
            form = spec.type
    parts = [context.translate(f"reference.form_{form}")]
    if spec.many and not one:
        parts.append(context.translate("reference.many"))
    if spec.type in ("text", "by-language") and form == spec.type:
        parts.append(_limits(context, "characters", spec.length))
    parts.append(_limits(context, "range", spec.value))
    if spec.items.most is not None and not one:
        parts.append(_limits(context, "items", spec.items))
    return join(context.translate("list.comma"), (part for part in parts if part))


def _limits(context: PageContext, word: str, limits: Limits) -> str:
    if limits.most is None:
        return ""
    most = context.translator.number(limits.most)
    if word == "characters" and limits.least in (None, 1):
        return context.translate("reference.characters_most", most=most)
    least = context.translator.number(limits.least or 0)
    return context.translate(f"reference.{word}", least=least, most=most)


def section_needed(context: PageContext, kind: Kind, row: SectionRow) -> str:
    """When a section is required, in words."""
    if isinstance(row.required, bool):
        return context.translate("reference.required" if row.required else "reference.optional")
    conditions = [
        context.translate(
            "reference.section_if",
            field=context.labels.field(kind.fields[key]),
            value=context.labels.choice(kind.fields[key], value),
        )
        for key, value in row.required.items()
    ]
    return join(context.translate("list.comma"), conditions)
