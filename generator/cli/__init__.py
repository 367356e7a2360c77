"""The command ``knowledge``: check, build, serve. The only room that knows the terminal."""

from generator.cli.commands import knowledge, main, run

__all__ = ["knowledge", "main", "run"]
