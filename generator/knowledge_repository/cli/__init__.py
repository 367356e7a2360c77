"""The command ``knowledge``: check, build, serve. The only room that knows the terminal."""

from knowledge_repository.cli.commands import knowledge, main, run

__all__ = ["knowledge", "main", "run"]
