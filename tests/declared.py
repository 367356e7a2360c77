"""Kinds and fields for tests: those of this repository, and those that a test declares."""

from __future__ import annotations

from typing import Any

import yaml

from knowledge_repository.content.kinds import schema_of
from knowledge_repository.content.load import load_data
from knowledge_repository.model import LIMITS
from knowledge_repository.schema import Facts, Schema
from knowledge_repository.schema.compile import facts_of
from knowledge_repository.schema.declaration import KindsFile
from tests.conftest import ROOT

KINDS_FILE = ROOT / "content" / "kinds.yml"
SCHEMA: Schema = load_data(ROOT, LIMITS)[0].schema
CASE, PRACTICE = SCHEMA.kinds["casestudies"], SCHEMA.kinds["bestpractices"]


def declared(**changes: dict[str, Any]) -> Schema:
    """The kinds of this repository with more *changes* of kinds: kind → fields by key, as
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
