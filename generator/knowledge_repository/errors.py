"""What stops a build. The text of each error is for the person at the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge_repository.model import Diagnostic


class BuildError(Exception):
    """The machine could not build the site; the text says why. The old site stays."""


class Unbuildable(BuildError):
    """The repository has errors; nothing was built."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__("errors in the repository")
        self.diagnostics = diagnostics
