"""Commands of translators: ``translate``, ``translated``, ``status``, ``translations``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import NoReturn

import click

from knowledge_repository import check as checking
from knowledge_repository import config, markdown
from knowledge_repository import diagnostics as reports
from knowledge_repository.autofix.apply import replace_file
from knowledge_repository.cli import output
from knowledge_repository.cli.language import language as language_of_run
from knowledge_repository.cli.options import find_root, language_option, root_option
from knowledge_repository.model import ContentFolder
from knowledge_repository.model import Path as PartPath
from knowledge_repository.schema import choices
from knowledge_repository.schema.records import TranslationInfo
from knowledge_repository.source.suggestions import nearest
from knowledge_repository.source.text import SourceError
from knowledge_repository.translations import exchange
from knowledge_repository.translations.coverage import coverage_of, find, texts_to_translate, to_do
from knowledge_repository.translations.listing import as_json, as_table, part_key
from knowledge_repository.translations.parts import compare, name_of, recorded_hashes
from knowledge_repository.translations.recording import with_hashes, written
from knowledge_repository.translations.skeleton import skeleton

METHODS = choices(TranslationInfo, ("method",))
HUMAN = METHODS[0]


class Session:
    """The repository on which a command works, and the language in which it speaks."""

    def __init__(self, root: Path | None) -> None:
        self.root = find_root(root)
        self.lang = language_of_run()
        settings, diagnostics = config.load(self.root)
        self.library, found = checking.load(self.root, settings, html=False)
        if reports.has_errors([*diagnostics, *found]):
            count = reports.count([*diagnostics, *found], self.lang)
            click.echo(self.say("repository-errors", count=count), err=True)

    def say(self, key: str, **values: object) -> str:
        """A phrase in the language of the session."""
        return reports.phrase(key, self.lang, **values)

    def fail(self, key: str, **values: object) -> NoReturn:
        """Say why the command cannot do its work, and exit with 1."""
        output.fail(self.say(key, **values))

    def refuse(self, key: str, **values: object) -> NoReturn:
        """Say what is wrong in the command itself, and exit with 2."""
        raise click.UsageError(self.say(key, **values))

    def text(self, name: str) -> ContentFolder:
        """The text that the person calls *name*."""
        text = find(name, self.library)
        if text is None:
            near = nearest(name, [name_of(one) for one in self.library.all_texts()])
            key = "unknown-text-near" if near else "unknown-text"
            self.refuse(key, value=name, nearest=near)
        return text

    def language(self, code: str) -> str:
        """A language of the site."""
        if code not in self.library.languages:
            known = ", ".join(self.library.languages)
            self.refuse("unknown-language", value=code, known=known)
        return code

    def target(self, name: str, code: str) -> tuple[ContentFolder, str]:
        """A text, and a language that is not that of its original."""
        text, language = self.text(name), self.language(code)
        if language == text.original:
            path = text.translations[language].location.path
            self.refuse("no-translation", id=name_of(text), path=path)
        return text, language

    def new_file(
        self, text: ContentFolder, language: str, method: str, translator: str | None = None
    ) -> str:
        """The content of a new translation; its comments are in its language, if possible."""
        own = language if language in reports.LANGUAGES else self.lang
        say: Callable[[str], str] = partial(reports.phrase, language=own)
        today = date.today()
        return skeleton(text, language, self.library, say, method, today, translator)


@click.command()
@click.argument("id")
@click.argument("language")
@root_option
@language_option
@click.option("--method", type=click.Choice(METHODS), default=HUMAN, show_default=True)
@click.option("--translator", metavar="NAME")
def translate(
    id: str, language: str, root: Path | None, method: str, translator: str | None
) -> None:
    """Prepare the translation of the text ID into LANGUAGE, with the original next to it."""
    prepare(root, id, language, translator, method)


def prepare(
    root: Path | None, id: str, language: str, translator: str | None, method: str = HUMAN
) -> None:
    """Write the file of a new translation."""
    session = Session(root)
    text, code = session.target(id, language)
    path = f"{text.folder}/index.{code}.md"
    content = session.new_file(text, code, method, translator)
    try:
        with (session.root / path).open("x", encoding="utf-8", newline="\n") as file:
            file.write(content)
    except FileExistsError:
        session.fail("translation-exists", path=path)
    except OSError as error:
        output.fail(f"{path}: {error.strerror}")
    click.echo(session.say("translation-written", path=path))


@click.command()
@click.argument("id")
@click.argument("language")
@root_option
@language_option
@click.option(
    "--part",
    "parts",
    multiple=True,
)
def translated(id: str, language: str, root: Path | None, parts: tuple[str, ...]) -> None:
    """Record that the translation of ID into LANGUAGE is up to date with its original."""
    session = Session(root)
    text, code = session.target(id, language)
    path = f"{text.folder}/index.{code}.md"
    words = text.translations.get(code)
    if words is None:
        key = "translation-unreadable" if (session.root / path).exists() else "translation-missing"
        session.fail(key, path=path, id=name_of(text), code=code)
    if markdown.has_original_lines(words.body.lines.raw.decode("utf-8", "replace")):
        session.fail("translation-unfinished", path=path)
    hashes = dict(compare(text, words, session.library.schema).hashes)
    if parts:
        chosen = _chosen(session, hashes, parts)
        hashes = {**recorded_hashes(words), **{part: hashes[part] for part in chosen}}
    if hashes == recorded_hashes(words):
        click.echo(session.say("translation-recorded-before", path=path))
        return
    raw = (session.root / path).read_bytes()
    try:
        after = with_hashes(path, raw, hashes)
    except (SourceError, ValueError):
        session.fail("not-editable", path=path, value=f"of: {written(hashes)}")
    _write(session, path, raw, after)
    click.echo(session.say("translation-recorded", path=path, n=len(hashes)))


def _chosen(
    session: Session, hashes: dict[PartPath, str], names: tuple[str, ...]
) -> list[PartPath]:
    """The parts that the person names."""
    known = {part_key(part): part for part in hashes}
    for name in names:
        if name not in known:
            session.refuse("unknown-part", value=name, known=", ".join(known))
    return [known[name] for name in names]


@click.command()
@root_option
@language_option
@click.option(
    "--for",
    "language",
    metavar="LANGUAGE",
)
@click.option("--json", "json", is_flag=True)
def status(root: Path | None, language: str | None, json: bool) -> None:
    """Show which text exists in which language, and which translations are outdated."""
    session = Session(root)
    library = session.library
    texts = texts_to_translate(library)
    codes = list(library.languages) if language is None else [session.language(language)]
    if language is None:
        rows = [[coverage_of(text, code, library) for code in codes] for text in texts]
    else:
        rows = [[one] for one in to_do(library, language, texts)]
    if json:
        click.echo(as_json(rows, texts, library))
    else:
        terminal = sys.stdout.isatty()
        click.echo(as_table(rows, texts, library, session.lang, session.say, aligned=terminal))


@click.group()
@language_option
def translations() -> None:
    """Exchange the texts of a language with translators' tools, as a PO file."""


@translations.command()
@click.argument("language")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@root_option
@language_option
def export(language: str, file: Path, root: Path | None) -> None:
    """Write all texts of LANGUAGE into FILE, a PO file."""
    from knowledge_repository.i18n import po

    session = Session(root)
    code = session.language(language)
    messages = list(exchange.exported(session.library, code, _reader(session, code)))
    try:
        file.write_text(po.write(messages, code), encoding="utf-8", newline="\n")
    except OSError as error:
        output.fail(f"{file}: {error.strerror}")
    done = sum(bool(one.translated) and not one.fuzzy for one in messages)
    fuzzy = sum(one.fuzzy for one in messages)
    click.echo(session.say("exported", path=file, n=len(messages), done=done, fuzzy=fuzzy))


@translations.command("import")
@click.argument("language")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@root_option
@language_option
def import_(language: str, file: Path, root: Path | None) -> None:
    """Write the texts of FILE into the translations of LANGUAGE, and new ones where needed."""
    from knowledge_repository.i18n import po

    session = Session(root)
    code = session.language(language)
    try:
        if file.stat().st_size > po.MAX_BYTES:
            raise po.NoPoFile(f"more than {po.MAX_BYTES} bytes")
        messages = po.read(file.read_text(encoding="utf-8"))
    except (po.NoPoFile, UnicodeDecodeError) as error:
        session.fail("no-po-file", path=file, detail=error)
    try:
        changes, skipped = exchange.imported(
            messages, session.library, code, _reader(session, code)
        )
    except ValueError as error:
        session.fail("not-editable", path=error, value="")
    for change in changes:
        _write(session, change.path, change.before, change.after)
        click.echo(session.say("imported-file", path=change.path, n=change.units))
    units = sum(change.units for change in changes)
    click.echo(session.say("imported", n=units, files=len(changes)))
    if skipped:
        click.echo(session.say("import-skipped", n=len(skipped), value=skipped[0]), err=True)
        sys.exit(1)


def _reader(session: Session, language: str) -> exchange.Read:
    """Reads the file of a translation; where there is none, it is that of a new one."""

    def read(text: ContentFolder) -> bytes:
        try:
            return (session.root / text.folder / f"index.{language}.md").read_bytes()
        except FileNotFoundError:
            return session.new_file(text, language, HUMAN).encode()

    return read


def _write(session: Session, path: str, before: bytes, after: bytes) -> None:
    """Write a file of a translation, which may be a new one."""
    target = session.root / path
    try:
        if not target.exists():
            target.write_bytes(after)
        elif not replace_file(target, before, after):
            session.fail("file-changed", path=path)
    except OSError as error:
        output.fail(f"{path}: {error.strerror}")
