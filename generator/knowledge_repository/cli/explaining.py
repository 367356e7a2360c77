"""``knowledge explain``: what a message of the check means."""

from __future__ import annotations

import re
import textwrap

import click

from knowledge_repository import diagnostics as reports
from knowledge_repository.cli.language import language, say
from knowledge_repository.cli.options import language_option
from knowledge_repository.source.suggestions import nearest

PLACEHOLDER = re.compile(r"(?<!\{)\{\w+\}(?!\})")
WIDTH = 78


@click.command()
@click.argument("code", required=False)
@language_option
def explain(code: str | None) -> None:
    """Print a message, its hint, its reason and an example; without *code*, all messages."""
    lang = language()
    if code is None:
        click.echo(f"{say('all-codes')}\n")
        for one in reports.codes():
            click.echo(f"[{one}] {_general(reports.variants(one, lang)[-1]['message'])}")
        return
    code = code.strip("[]").partition("/")[0]
    if code not in reports.codes():
        found = nearest(code, reports.codes())
        words = [say("no-code", value=code), say("nearest", value=found) if found else ""]
        raise click.UsageError(" ".join(words).strip())
    *causes, main = reports.variants(code, lang)
    click.echo(f"[{code}] {_general(main['message'])}")
    _paragraph(say("hint"), _hints(main))
    _paragraph(say("reason"), reports.why(code, lang))
    if example := reports.example(code, lang):
        click.echo(f"\n{say('example')}\n{textwrap.indent(example, '  ')}")
    if causes:
        click.echo(f"\n{say('other-causes')}")
    for cause in causes:
        click.echo(f"- {_general(cause['message'])}\n    → {_hints(cause)}")


def _paragraph(title: str, text: str) -> None:
    click.echo(f"\n{title}")
    lines = textwrap.wrap(text, WIDTH, break_on_hyphens=False, break_long_words=False)
    click.echo(textwrap.indent("\n".join(lines), "  "))


def _hints(entry: dict[str, str]) -> str:
    """What the author should do: one text, or two for different situations."""
    return " / ".join(_general(entry[name]) for name in ("hint", "otherwise") if entry.get(name))


def _general(text: str) -> str:
    """A message with "…" for each value that it names."""
    return PLACEHOLDER.sub("…", text).replace("{{", "{").replace("}}", "}")
