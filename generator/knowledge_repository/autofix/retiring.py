"""The status of an entry that readers should no longer follow, written into its original."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge_repository.autofix.edits import apply_edits, scalar, set_value
from knowledge_repository.autofix.yaml_block import double_quoted
from knowledge_repository.source.front_matter import split
from knowledge_repository.source.text import SourceError, decode

STATUS = "status"


def retire_values(reason: str, by: str | None) -> dict[str, str]:
    """The fields of an entry that is retired, or superseded *by* another one."""
    values = {STATUS: "superseded" if by else "retired", "status_reason": reason}
    return {**values, "superseded_by": by} if by else values


def with_fields(path: str, raw: bytes, values: Mapping[str, str]) -> bytes | None:
    """The content of a file after these fields got these *values*; None if its front matter has a
    form in which that is not safe. ``status`` must exist.
    """
    document = split(path, decode(path, raw)).front_matter
    edits = [
        set_value(
            raw,
            document,
            key,
            scalar(value) if key != "status_reason" else double_quoted(value),
            STATUS,
        )
        for key, value in values.items()
    ]
    after = apply_edits(raw, edits)
    try:
        written = split(path, decode(path, after)).front_matter.data
    except SourceError:
        return None
    assert isinstance(document.data, dict)  # it was validated
    return after if written == {**document.data, **values} else None
