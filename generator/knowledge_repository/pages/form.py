"""The form for a new entry: every field of a kind and every section of its text.

It follows ``schema.specification``, as the check and the field reference do. The page is complete
without its script, so that people can read what is asked; the script (``form.js``) makes the
files of an entry from what they fill in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from knowledge_repository.model import LIMITS, Page, View
from knowledge_repository.pages import routes
from knowledge_repository.pages.context import PageContext, PageSpec
from knowledge_repository.pages.reference import section_needed, value_form
from knowledge_repository.pages.typesetting import isolated
from knowledge_repository.pages.views import Chip
from knowledge_repository.schema import EntryId, Kind, SourceId, Vocabulary
from knowledge_repository.schema.specification import FieldSpec, Limits, specification

Widget = Literal["input", "area", "day", "select", "choose", "record", "list", "file"]
"""How a value is filled in: ``area`` is a large field for text, ``choose`` a list of boxes,
``list`` a row for each value."""

LONG_TEXT = 160
"""A text that may have more characters gets a large field."""
PRESETS: Mapping[tuple[str, ...], str] = {("status",): "published", ("review", "level"): "none"}
"""Path of a field that every entry has → what a new entry says."""
TODAY = "last_reviewed"
"""The field in which a new entry has the day on which the form is filled in."""
SOURCES, MEDIA = "sources", "media"
FILE = "media.0.file"
"""The path of the file of the first picture."""
NO_LIMITS = Limits()
ROW = "0"
"""The part of a path in place of which the script puts the number of a row."""


@dataclass(frozen=True, slots=True)
class Option:
    """A value to choose."""

    value: str
    label: str
    depth: int = 0
    """How many terms are above this one."""


@dataclass(frozen=True, slots=True)
class FormField:
    """A field as the form shows it."""

    key: str
    id: str
    """Its path: ``places.0.name``."""
    label: str
    help: str
    form: str
    """What a value looks like: "text, at most 120 characters"; empty where the widget shows it."""
    widget: Widget
    type: str
    """See ``FieldSpec.type``."""
    required: bool
    options: tuple[Option, ...] = ()
    names: Literal["", "entry", "source"] = ""
    """The values are entries or sources: the script adds them from the data of the form."""
    kind: str | None = None
    """The kind of those entries."""
    exclusive: str | None = None
    """The option that excludes all others: ``all``."""
    preset: str = ""
    pattern: str | None = None
    """Regular expression of the whole value."""
    length: Limits = NO_LIMITS
    value: Limits = NO_LIMITS
    items: Limits = NO_LIMITS
    parts: tuple[FormField, ...] = ()
    """The fields of a record; of a list, the one field of its rows; of sources, the field of a
    source that is not in the register."""


@dataclass(frozen=True, slots=True)
class FormSection:
    """A section of the text."""

    id: str
    heading: str
    required: bool
    conditions: Mapping[str, str]
    """Field → value with which the section is required."""
    needed: str
    """When it is required, in words."""
    cited: bool
    """Whether it must cite a source."""


@dataclass(frozen=True, slots=True)
class FormView(View):
    """The form of one kind."""

    folder: str
    """Where its entries are, from the root of the repository."""
    required: tuple[FormField, ...]
    optional: tuple[FormField, ...]
    """Each has a part of its own, which is closed at first."""
    more: tuple[FormField, ...]
    """The optional fields with a single value."""
    sections: tuple[FormSection, ...]
    reference: str
    """Route of the field reference."""
    data: str
    """Path of the sources and entries to choose from, from the root of the site."""
    today: str
    """Key of the field that says on which day the form is filled in."""
    picture_bytes: int
    pixels: int
    """The largest picture: its bytes, its width and height."""
    email: str | None
    """Where entries may be sent by e-mail."""


def forms(context: PageContext) -> Iterator[PageSpec]:
    """The form of each kind."""
    for kind in context.schema.kinds.values():
        yield context.spec(routes.form(kind.id), partial(_page, context, kind), ())


def form_chips(context: PageContext) -> tuple[Chip, ...]:
    """Links to the form of each kind."""
    return tuple(
        Chip(id, context.labels.kind(id, one=True), routes.form(id), icon=kind.icon)
        for id, kind in context.schema.kinds.items()
    )


def _page(context: PageContext, kind: Kind) -> Page:
    title = context.translate("form.title", kind=context.labels.kind(kind.id, one=True))
    fields = [_field(context, spec, "") for spec in specification(kind)]
    optional = [field for field in fields if not field.required]
    view = FormView(
        folder=kind.folder,
        required=tuple(field for field in fields if field.required),
        optional=tuple(field for field in optional if _has_parts(field)),
        more=tuple(field for field in optional if not _has_parts(field)),
        sections=tuple(
            FormSection(
                id=f"section-{id}",
                heading=context.translator.label(row.label, id),
                required=row.required is True,
                conditions=row.required if isinstance(row.required, dict) else {},
                needed=section_needed(context, kind, row),
                cited=row.cited,
            )
            for id, row in kind.sections.items()
        ),
        reference=routes.reference(kind.id),
        data=routes.form_data(context.language.code),
        today=TODAY,
        picture_bytes=LIMITS.picture,
        pixels=LIMITS.pixels,
        email=context.library.site.email,
    )
    intro = context.translate("form.intro")
    return context.page(routes.form(kind.id), "form", title, intro, view)


def _has_parts(field: FormField) -> bool:
    return field.widget in ("record", "list", "choose")


def _field(context: PageContext, spec: FieldSpec, above: str) -> FormField:
    """The field at the path *above* + its key; of a list, with the field of its rows."""
    path = f"{above}{spec.key}"
    names_sources = isinstance(spec.names, SourceId)
    if not spec.many:
        return _one(context, spec, path)
    if names_sources and spec.parts:
        return _of(context, spec, path, "choose", parts=(_one(context, spec, f"{path}.{ROW}"),))
    if isinstance(spec.names, Vocabulary | EntryId) or spec.choices:
        return _of(context, spec, path, "choose")
    return _of(context, spec, path, "list", parts=(_one(context, spec, f"{path}.{ROW}"),))


def _one(context: PageContext, spec: FieldSpec, path: str) -> FormField:
    """A field with a single value."""
    if spec.parts:
        # Others before the id of a new source: the script proposes it from the title.
        specs = sorted(spec.parts, key=lambda part: bool(spec.names) and part.key == "id")
        parts = tuple(_field(context, part, f"{path}.") for part in specs)
        return _of(context, spec, path, "record", parts=parts)
    return _of(context, spec, path, _widget(spec, path))


def _widget(spec: FieldSpec, path: str) -> Widget:
    if path == FILE:
        return "file"
    if isinstance(spec.names, Vocabulary | EntryId | SourceId) or spec.choices:
        return "select"
    if spec.type in ("boolean", "day"):
        return "select" if spec.type == "boolean" else "day"
    return "area" if spec.type == "text" and (spec.length.most or 0) > LONG_TEXT else "input"


def _of(
    context: PageContext,
    spec: FieldSpec,
    path: str,
    widget: Widget,
    parts: tuple[FormField, ...] = (),
) -> FormField:
    entry = isinstance(spec.names, EntryId)
    # Texts by language are for the register of sources: here a text is in the page's language.
    type = "text" if spec.type == "by-language" else spec.type
    written = widget in ("input", "area")
    form = value_form(context, replace(spec, type=type), one=True) if written else ""
    return FormField(
        key=spec.key,
        id=path,
        label=isolated(context.labels.spec(spec), context.language),
        help=isolated(_help(context, spec, path), context.language),
        form=isolated(form, context.language),
        widget=widget,
        type=type,
        required=spec.required,
        options=tuple(_options(context, spec)),
        names="entry" if entry else "source" if isinstance(spec.names, SourceId) else "",
        kind=spec.names.kind if isinstance(spec.names, EntryId) else None,
        exclusive=spec.choices[0] if spec.many and spec.names and spec.choices else None,
        preset=PRESETS.get(tuple(path.split(".")), "") if spec.declared is None else "",
        pattern=spec.pattern,
        length=spec.length,
        value=spec.value,
        items=spec.items,
        parts=parts,
    )


def _help(context: PageContext, spec: FieldSpec, path: str) -> str:
    """What to fill in; the help of two fields speaks of files, which the form makes."""
    if path == SOURCES:
        return context.translate("form.sources_help")
    if path == MEDIA:
        return context.translate("form.media_help")
    return context.labels.help(spec)


def _options(context: PageContext, spec: FieldSpec) -> Iterator[Option]:
    all_terms = isinstance(spec.names, Vocabulary)
    for choice in spec.choices:
        label = context.translate("entry.all") if all_terms else context.labels.value(spec, choice)
        yield Option(choice, label)
    if spec.type == "boolean":
        yield Option("true", context.translate("entry.yes"))
        yield Option("false", context.translate("entry.no"))
    if isinstance(spec.names, Vocabulary):
        for chip in context.chips(spec.names.name):
            yield Option(chip.id, chip.text, chip.depth)
