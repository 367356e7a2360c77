"""The language of a run of the command: of its help, its wrong usage, and all that it prints."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from functools import partial
from importlib import import_module
from itertools import zip_longest
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
INDENT = 6
"""Columns around the names of commands in the list of a help, as in Click."""


class Commands(MutableMapping[str, click.Command]):
    """Name → command. The module of a command is imported when the command is first looked up: a
    run that needs one of them does not wait for the others.

    *places*: name → ``module:function`` in *package*.
    """

    def __init__(self, package: str, places: Mapping[str, str]) -> None:
        self.package = package
        self.places = dict(places)
        self.loaded: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self.loaded:
            module, _, function = self.places[name].partition(":")
            found = getattr(import_module(f"{self.package}.{module}"), function)
            self.loaded[name] = found
        return self.loaded[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self.places[name] = ""
        self.loaded[name] = command

    def __delitem__(self, name: str) -> None:
        del self.places[name]
        self.loaded.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)


class Group(click.Group):
    """A group of commands that speaks the language of the person at the terminal."""

    helping: str | None = None
    """The language of the help that this run shows; None if it shows none."""

    def main(self, args: Sequence[str] | None = None, *more: Any, **options: Any) -> Any:
        """Choose the language, then run as any group does. ``--lang`` is the context's ``obj``."""
        words = sys.argv[1:] if args is None else args
        asked = _asked(words)
        chosen = asked or reports.system_language()
        _translate_click(chosen)
        asks_for_help = not words or not set(HELP).isdisjoint(words)
        self.helping = chosen if asks_for_help else None
        if self.helping:
            _describe(self, str(self.name), chosen)
        return super().main(args, *more, obj=asked, **options)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, with its texts if this run shows its help."""
        command = super().get_command(ctx, cmd_name)
        if command is not None and self.helping:
            _describe(command, cmd_name, self.helping)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in the help. Click would import every command; here the texts are enough."""
        texts = reports.command_texts(self.helping or language())
        names = self.list_commands(ctx)
        limit = formatter.width - INDENT - max(map(len, names))
        shown = [click.Command(name, help=texts["commands"][name]["help"]) for name in names]
        with formatter.section(_translated(texts.get("click", {}), "Commands")):
            formatter.write_dl([(str(one.name), one.get_short_help_str(limit)) for one in shown])


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
    for word, following in zip_longest(words, words[1:], fillvalue=""):
        name, sign, value = word.partition("=")
        if name == "--lang" and (value if sign else following) in reports.LANGUAGES:
            return value if sign else following
    return None


def _describe(command: click.Command, name: str, language: str) -> None:
    """Give a command, its options and the commands of a group in it their texts.

    The commands of the outermost group get theirs when they are looked up.
    """
    texts = reports.command_texts(language)
    words, own = texts.get("click", {}), texts["commands"][name]
    command.help = own["help"]
    command.options_metavar = words.get("[OPTIONS]", "[OPTIONS]")
    helping = command.get_help_option(click.Context(command, help_option_names=[*HELP]))
    if helping is not None:
        helping.help = texts["shared"]["help"]
    for option in command.params:
        if isinstance(option, click.Option):
            option.help = own.get(str(option.name)) or texts["shared"][str(option.name)]
            if isinstance(option.type, click.Path):  # named in the language of its import
                name = "file" if option.type.file_okay else "directory"
                option.type.name = _translated(words, name)
    if not isinstance(command, click.Group):
        return
    command.subcommand_metavar = words.get("COMMAND [ARGS]...", "COMMAND [ARGS]...")
    if not isinstance(command, Group):
        for inner, one in command.commands.items():
            _describe(one, f"{name} {inner}", language)


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
