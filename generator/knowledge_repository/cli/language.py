"""The language of a run of the command: of its help, its wrong usage, and all that it prints."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from types import ModuleType
from typing import Any

import click

from knowledge_repository import diagnostics as reports

CLICK_MODULES: tuple[ModuleType, ...] = (
    click.core,
    click.decorators,
    click.exceptions,
    click.formatting,
    click.parser,
    click.termui,
    click.types,
)
"""Where the package Click has texts."""


HELP = ("-h", "--help")


class Group(click.Group):
    """A group of commands that speaks the language of the person at the terminal."""

    def main(self, args: Sequence[str] | None = None, *more: Any, **options: Any) -> Any:
        """Choose the language, then run as any group does. ``--lang`` is the context's ``obj``."""
        words = sys.argv[1:] if args is None else args
        asked = _asked(words)
        chosen = asked or reports.system_language()
        _translate_click(chosen)
        if not words or not set(HELP).isdisjoint(words):
            _describe(self, chosen)
        return super().main(args, *more, obj=asked, **options)


def language() -> str:
    """The language of this run: what was asked for, else that of the system."""
    return asked_language() or reports.system_language()


def asked_language() -> str | None:
    """The value of ``--lang``; None without it."""
    context = click.get_current_context(silent=True)
    return context.obj if context else None


def say(key: str, **values: object) -> str:
    """A phrase in the language of this run."""
    return reports.phrase(key, language(), **values)


def _asked(words: Sequence[str]) -> str | None:
    """The value of ``--lang`` among the words of the command; None without one.

    It is needed before Click reads the words, which may be wrong.
    """
    for word, following in zip(words, [*words[1:], ""], strict=True):
        name, sign, value = word.partition("=")
        if name == "--lang" and (value if sign else following) in reports.LANGUAGES:
            return value if sign else following
    return None


def _describe(group: click.Group, language: str) -> None:
    """Give each command, argument and option its text."""
    texts = reports.command_texts(language)
    words = texts.get("click", {})
    commands: dict[str, click.Command] = {str(group.name): group, **group.commands}
    inner = [one for one in group.commands.values() if isinstance(one, click.Group)]
    for outer in inner:
        commands |= {f"{outer.name} {name}": one for name, one in outer.commands.items()}
    for name, command in commands.items():
        own = texts["commands"][name]
        command.help = own["help"]
        command.options_metavar = words.get("[OPTIONS]", "[OPTIONS]")
        helping = command.get_help_option(click.Context(command, help_option_names=[*HELP]))
        if helping is not None:
            helping.help = texts["shared"]["help"]
        for option in command.params:
            if isinstance(option, click.Option):
                option.help = own.get(str(option.name)) or texts["shared"][str(option.name)]
    for one in (group, *inner):
        one.subcommand_metavar = words.get("COMMAND [ARGS]...", "COMMAND [ARGS]...")


def _translate_click(language: str) -> None:
    """Make Click use our translations of its texts; one that we do not have stays English.

    Click asks ``gettext``, which reads only compiled files and finds them by the variables of the
    system. Its modules hold the functions as ``_`` and ``ngettext``: they are replaced there.
    """
    known = language != reports.LANGUAGES[0]
    words = reports.command_texts(language).get("click", {}) if known else {}
    for module in CLICK_MODULES:
        if hasattr(module, "_"):
            module.__dict__["_"] = partial(_translated, words)
        if hasattr(module, "ngettext"):
            module.__dict__["ngettext"] = partial(_counted, words)


def _translated(words: dict[str, str], text: str) -> str:
    return words.get(text, text)


def _counted(words: dict[str, str], one: str, many: str, number: int) -> str:
    text = one if number == 1 else many
    return words.get(text, text)
