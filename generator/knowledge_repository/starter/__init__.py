"""A new repository: what ``knowledge init`` writes.

The files in ``files/`` are copied; ``$name`` and other placeholders are filled in. What depends on
the chosen languages, kinds and countries is made by ``content``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from string import Template

from knowledge_repository import __version__
from knowledge_repository.errors import BuildError
from knowledge_repository.starter import content
from knowledge_repository.starter.words import Words, quoted

FILES = Path(__file__).parent / "files"
TARGETS = {
    "gitattributes": ".gitattributes",
    "gitignore": ".gitignore",
    "editorconfig": ".editorconfig",
    "workflows/check.yml": ".github/workflows/check.yml",
    "workflows/draft.yml": ".github/workflows/draft.yml",
    "workflows/publish.yml": ".github/workflows/publish.yml",
    "pull_request_template.md": ".github/pull_request_template.md",
    "CODEOWNERS": ".github/CODEOWNERS",
    "dependabot.yml": ".github/dependabot.yml",
}
"""Files of ``files/`` that have another path in the new repository."""


class NotEmpty(BuildError):
    """The folder for the new repository contains something."""


@dataclass(frozen=True)
class Choices:
    """What the new repository is about."""

    name: str
    languages: Sequence[str]
    """Language codes, in the order in which readers are offered them."""
    kinds: Sequence[str]
    """Folders of the kinds of entries."""
    countries: Sequence[str]
    """ISO 3166 codes; empty for a repository without countries."""

    @cached_property
    def words(self) -> Words:
        """The labels and examples in its languages."""
        return Words(self.languages)

    @property
    def examples(self) -> list[str]:
        """The files of the example entries."""
        return [content.entry_file(kind, self.words) for kind in self.kinds]


def write_repository(target: Path, choices: Choices) -> list[str]:
    """Write a repository into the folder *target*; the paths of its files.

    Raises:
        NotEmpty: *target* contains something.
    """
    if target.is_dir() and any(target.iterdir()):
        raise NotEmpty(f"{target} is not empty")
    files = {
        **_copied(choices),
        **dict(content.files(choices.name, choices.kinds, choices.countries, choices.words)),
    }
    for path, text in files.items():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_text(text, encoding="utf-8")
    return sorted(files)


def _copied(choices: Choices) -> dict[str, str]:
    values = {
        "name": choices.name,
        "quoted_name": quoted(choices.name),
        "address": "https://ORGANISATION.github.io/REPOSITORY/",
        "language": choices.words.written_in,
        "version": __version__,
        "folders": "\n".join(
            f"| `{kind}/` | one folder for each entry |" for kind in choices.kinds
        ),
    }
    copied = {}
    for file in sorted(FILES.rglob("*")):
        if file.is_file():
            path = file.relative_to(FILES).as_posix()
            text = Template(file.read_text(encoding="utf-8")).substitute(values)
            copied[TARGETS.get(path, path)] = text
    return copied
