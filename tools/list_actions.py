"""Lists the actions that the workflows use, with the runtime that each declares.

    python tools/list_actions.py [ADDRESS]

Reads the pinned actions of all workflows, asks for the ``action.yml`` of each at its commit, and
writes ``.github/actions.yml``. ``make lock`` runs it; ``tests/test_workflows.py`` compares the list
with the workflows, without a network. ADDRESS: where the files of repositories are.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import yaml

ROOT = Path(__file__).parent.parent
LIST = ROOT / ".github/actions.yml"
FOLDERS = (".github/workflows", "generator/knowledge_repository/starter/files/workflows")
FILES = "https://raw.githubusercontent.com"
USES = re.compile(r"uses:\s*([\w.-]+/[\w.-]+)((?:/[\w.-]+)*)@([0-9a-f]{40})\s+#\s*(\S+)")
HEAD = """# The actions that the workflows use, and the runtimes that they declare. Written by
# tools/list_actions.py (make lock), with the actions that a composite action runs.
"""


def pins(text: str) -> set[tuple[str, str, str]]:
    """(name, commit, version) of each pinned action in a workflow or an action."""
    return {(found[1] + found[2], found[3], found[4]) for found in USES.finditer(text)}


def definition(name: str, commit: str, files: str) -> str:
    """The ``action.yml`` of an action at a commit.

    Raises:
        HTTPError: it has none.
    """
    owner, repository, *folder = name.split("/")
    place = "/".join([files, owner, repository, commit, *folder])
    try:
        with urlopen(f"{place}/action.yml", timeout=30) as answer:
            return str(answer.read().decode())
    except HTTPError:
        with urlopen(f"{place}/action.yaml", timeout=30) as answer:
            return str(answer.read().decode())


def runtimes(used: set[tuple[str, str, str]], files: str) -> list[dict[str, str]]:
    """The rows of the list: the *used* actions, and those that they run."""
    rows: dict[tuple[str, str, str], dict[str, str]] = {}
    todo = sorted(used)
    while todo:
        name, commit, version = pin = todo.pop(0)
        if pin in rows:
            continue
        text = definition(name, commit, files)
        runtime = str(yaml.safe_load(text)["runs"]["using"])
        rows[pin] = {"action": name, "version": version, "commit": commit, "runtime": runtime}
        todo += sorted(pins(text))
    return [rows[pin] for pin in sorted(rows)]


def main(files: str = FILES) -> None:
    """Write the list."""
    workflows = [file for folder in FOLDERS for file in sorted((ROOT / folder).glob("*.yml"))]
    used = {pin for file in workflows for pin in pins(file.read_text(encoding="utf-8"))}
    rows = yaml.safe_dump(runtimes(used, files), sort_keys=False)
    LIST.write_text(HEAD + rows, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
