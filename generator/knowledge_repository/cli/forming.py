"""``knowledge forms``: the forms of other tools, which follow from the declared kinds."""

from __future__ import annotations

from pathlib import Path

import click

from knowledge_repository.cli import output
from knowledge_repository.cli.checking import load_and_check
from knowledge_repository.cli.language import say
from knowledge_repository.cli.options import find_root, language_option, root_option
from knowledge_repository.drafts.editor_files import editor_files
from knowledge_repository.drafts.issue_forms import FOLDER, issue_forms

GENERATED = "*-{}.yml"
"""Names of the forms for issues: those of a kind or language that is gone are removed."""


@click.command()
@root_option
@language_option
def forms(root: Path | None) -> None:
    """Write the forms for issues on GitHub and the settings of editors."""
    root = find_root(root)
    count = write_forms(root)
    click.echo(say("forms", n=count))


def write_forms(root: Path) -> int:
    """Write the forms that follow from the repository at *root*; how many files changed."""
    library, _ = load_and_check(root)
    files = {**issue_forms(library), **editor_files(library)}
    changed = 0
    for path in _outdated(root, files):
        path.unlink()
        changed += 1
    for name, text in files.items():
        file = root / name
        try:
            if file.is_file() and file.read_bytes() == text.encode():
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            output.fail(say("not-written", file=name, detail=error.strerror))
        changed += 1
    return changed


def _outdated(root: Path, files: dict[str, str]) -> list[Path]:
    """Forms that an earlier run wrote for something that is not declared any more."""
    names = [GENERATED.format(name) for name in ("entry-*", "correction", "translation")]
    found = [file for name in names for file in sorted((root / FOLDER).glob(name))]
    return [file for file in found if f"{FOLDER}/{file.name}" not in files]
