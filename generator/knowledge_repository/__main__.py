"""``python -m knowledge_repository`` is the command ``knowledge``."""

from knowledge_repository.cli import run

run()
