"""Kinds and fields for tests: those of the small repository, and those that a test declares."""

from __future__ import annotations

from typing import Any

import yaml

from knowledge_repository.content.kinds import schema_of
from knowledge_repository.content.load import load_data
from knowledge_repository.model import LIMITS
from knowledge_repository.schema import Facts, Schema
from knowledge_repository.schema.compile import facts_of
from knowledge_repository.schema.declaration import KindsFile
from tests.conftest import SMALL

KINDS_FILE = SMALL / "content" / "kinds.yml"
SCHEMA: Schema = load_data(SMALL, LIMITS)[0].schema
CASE, PRACTICE = SCHEMA.kinds["casestudies"], SCHEMA.kinds["bestpractices"]

GUILDS = """
  guilds:
    label:
      one: {en: Guild}
      many: {en: Guilds}
      count: {en: {one: "{count} guild", other: "{count} guilds"}}
      intro: {en: Who works together.}
    sections:
      how: {label: {en: How it works}, required: true}
    fields:
      tried:
        type: link
        list: true
        kind: casestudies
        label: {en: What it tried}
        roles: {led: {label: {en: Led}}, left: {label: {en: Left}, counts: false}}
"""
"""A kind for ``content/kinds.yml``, without countries, sectors, period or evidence."""
SHEET = """\
---
title: "A sheet for members"
summary: "A sheet of paper on which the members of a cluster write what each of them can do."
status: published
tried: [{id: example-town-pottery, role: led}]
sources: [example-news]
authors: [{name: A}]
review: {level: none}
last_reviewed: 2026-11-22
---

## How it works

Write.[^example-news]
"""
"""An entry of this kind."""


def declared(**changes: dict[str, Any]) -> Schema:
    """The kinds of the small repository with more *changes* of kinds: kind → fields by key, as
    ``content/kinds.yml`` writes them."""
    data = yaml.load(KINDS_FILE.read_text(encoding="utf-8"), yaml.BaseLoader)  # texts only
    for kind, fields in changes.items():
        data["kinds"][kind]["fields"] |= fields
    return schema_of(KindsFile.model_validate(_without_empty(data)))


def facts(kind: str, data: dict[str, Any], schema: Schema = SCHEMA) -> Facts:
    """The facts of an entry with the front matter *data*."""
    return facts_of(schema.kinds[kind].model.model_validate(data))


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_empty(one) for key, one in value.items()}
    return None if value == "" else value
