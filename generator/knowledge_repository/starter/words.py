"""Names and labels of a new repository, as YAML whose values are JSON strings."""

from __future__ import annotations

import json
from collections.abc import Mapping


def name_of(kind: str) -> str:
    """The name of a kind, from its folder: ``good-ideas`` → ``Good ideas``."""
    return kind.replace("-", " ").capitalize()


def singular(name: str) -> str:
    """A guess: ``Good ideas`` → ``Good idea``. Writers replace it in ``content/kinds.yml``."""
    if name.endswith("ies"):
        return name[:-3] + "y"
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name


def counted(one: str, many: str) -> dict[str, str]:
    """The plural forms of a number of entries."""
    return {"one": f"{{count}} {one.lower()}", "other": f"{{count}} {many.lower()}"}


def key_of(kind: str) -> str:
    """The key of a field that is called like a kind."""
    return kind.replace("-", "_")


def label(language: str, text: str) -> str:
    """A label in one language."""
    return flow({language: text})


def flow(texts: Mapping[str, str]) -> str:
    """Texts as a mapping on one line."""
    return "{" + ", ".join(f"{key}: {quoted(text)}" for key, text in texts.items()) + "}"


def quoted(text: str) -> str:
    """A text as YAML reads it back."""
    return json.dumps(text, ensure_ascii=False)
