"""``python -m generator`` is the command ``knowledge``."""

from generator.cli import run

run()
