"""Pages → search index. The only module that knows Pagefind.

Pagefind reads a *shadow copy*: one small HTML file a page with its text, folded as the language
wants it (``content/languages.yml``), and its filters. That is faster than reading the published
pages, and lets a text meet a query that was folded by the same rules. A fallback page stands in
the index of its interface with its title and the labels of its terms only, so that every filter
counts it, and a text in another language never pollutes the words of this one.
"""

from __future__ import annotations

import gzip
import hashlib
import html
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path as FilePath
from typing import Any

import cbor2
import pagefind_bin

from generator.model import Language, Page

FOLDER = "pagefind"
ENTRY = "pagefind-entry.json"
KEPT = ("pagefind.js", "pagefind-worker.js", ENTRY)
"""Of what Pagefind writes beside the index; its ready-made interfaces are not used."""

Entry = Mapping[str, Any]
Entries = Mapping[str, Entry]
"""Language → what Pagefind's entry file says of its index."""
PREFIX = "knowledge-index-"
MEMORY = "/dev/shm"
"""Linux keeps what is written here in memory."""
MAGIC = b"pagefind_dcd"
"""What Pagefind's files begin with, once unzipped; CBOR (RFC 8949) follows."""

_OF_LANGUAGE = re.compile(r"(?:pagefind\.)?([A-Za-z-]+)_[0-9a-f]+\.pf_")
_TAGS = re.compile(r"<[^>]*>")
_CITES = re.compile(r'<sup class="cite"><a [^>]*>[^<]*</a></sup>')
_STOP_WORDS = re.compile(r"\(\^\|\\s\)\(\?:([\w|]+)\)\(\?=\\s\|\$\)")
"""A rule of folding that is a list of words: ``(^|\\s)(?:the|of)(?=\\s|$)``."""


class IndexingError(Exception):
    """Pagefind did not run to its end; the text is what it said."""


class Indexing:
    """The Pagefinds that run: one a language, started as soon as its pages are made.

    One Pagefind works mostly on one processor (1.5, measured), so one for each language takes two
    thirds of the time of one for all, and a third of its memory.
    """

    def __init__(self, shadows: FilePath | None = None) -> None:
        """*shadows*: a folder that keeps the shadow copies for the next time."""
        self._folder = shadows or FilePath(tempfile.mkdtemp(prefix=PREFIX, dir=scratch()))
        self._kept = shadows is not None
        self._running: list[tuple[FilePath, subprocess.Popen[str]]] = []

    def shadow(self, page: Page) -> None:
        """Write the shadow copy of *page*, if search is to find it; any process may."""
        if page.indexed:
            file = self._folder / page.language / page.path / "index.html"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(shadow_of(page), encoding="utf-8")

    def drop(self, page: Page) -> None:
        """Forget a page that is no more."""
        shutil.rmtree(self._folder / page.language / page.path, ignore_errors=True)

    def start(self, language: str) -> None:
        """Let Pagefind read the shadow copies of a language, which are all there.

        Pagefind numbers pages as their folders were made, which several processes do in any
        order: it gets them in the order of their paths, so that the same input gives the same
        bytes.
        """
        copies = self._folder / language
        shadow = self._folder / f"{language}.in-order"
        shutil.rmtree(shadow, ignore_errors=True)
        shadow.mkdir()
        for copy in sorted(copies.rglob("*.html")):
            place = shadow / copy.relative_to(copies)
            place.parent.mkdir(parents=True, exist_ok=True)
            os.link(copy, place)
        if not any(shadow.iterdir()):  # Pagefind refuses an empty folder
            empty = f"<html lang={language}><body data-pagefind-body></body></html>"
            (shadow / "index.html").write_text(empty, encoding="utf-8")
        command = [str(pagefind_bin.get_executable()), "--site", str(shadow), "--quiet"]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=shadow
        )
        self._running.append((shadow, process))

    def finish(self, site: FilePath, known: Entries | None = None) -> Entries:
        """Wait for every index and put them together into *site*; those of *known* languages
        stand there already. What comes back is known next time.

        Raises:
            IndexingError: Pagefind failed.
        """
        target = site / FOLDER
        target.mkdir(exist_ok=True)
        entries = dict(known or {})
        try:
            for shadow, process in self._running:
                said, _ = process.communicate()
                made = shadow / FOLDER
                if process.returncode or not made.is_dir():
                    raise IndexingError(said.strip()[-2000:] or "Pagefind wrote no index")
                own = _tidy(made)
                for code, told in own["languages"].items():
                    entries[code] = {**own, "languages": {code: told}}
                _gather(made, target)
        finally:
            self.cancel()
        entry: dict[str, Any] = {}
        for one in entries.values():
            entry = {**one, "languages": {**entry.get("languages", {}), **one["languages"]}}
        text = json.dumps(entry, sort_keys=True, separators=(",", ":"))
        (target / ENTRY).unlink(missing_ok=True)  # it may be one file with that of the old site
        (target / ENTRY).write_text(text, encoding="utf-8")
        return entries

    def cancel(self) -> None:
        """Stop whatever still runs, and remove shadow copies that nobody keeps."""
        for _, process in self._running:
            if process.poll() is None:
                process.kill()
                process.wait()
        self._running.clear()
        if not self._kept:
            shutil.rmtree(self._folder, ignore_errors=True)


@contextmanager
def replaced(site: FilePath) -> Iterator[FilePath]:
    """A folder for a new index; it takes the place of the old one when the block ends well."""
    with tempfile.TemporaryDirectory(prefix=f".{site.name}-search-", dir=site.parent) as made:
        yield FilePath(made)
        old, new = site / FOLDER, FilePath(made) / FOLDER
        if old.exists():
            old.rename(FilePath(made) / "old")
        new.rename(old)


def files_of(site: FilePath, languages: Iterable[str]) -> Iterator[FilePath]:
    """The files of the index that serve *languages* or all, relative to *site*."""
    known = set(languages)
    for file in sorted((site / FOLDER).rglob("*")):
        found = _OF_LANGUAGE.match(file.name)
        if file.is_file() and (found is None or found[1] in known):
            yield file.relative_to(site)


def scratch() -> str | None:
    """Where thousands of small files live shortly: in memory, if there is plenty of it. On a disk
    they cost 1,000 entries in three languages two seconds."""
    try:
        if shutil.disk_usage(MEMORY).free > 2**30 and os.access(MEMORY, os.W_OK):
            return MEMORY
    except OSError:
        pass
    return None


def index(site: FilePath, pages: Sequence[Page]) -> None:
    """Index *pages* into *site* and wait for it."""
    indexing = Indexing()
    try:
        for page in pages:
            indexing.shadow(page)
        for language in dict.fromkeys(page.language for page in pages):
            indexing.start(language)
        indexing.finish(site)
    finally:
        indexing.cancel()


def _gather(made: FilePath, target: FilePath) -> None:
    """Move the files of one index to those of the others; what all bring is the same."""
    for file in made.rglob("*"):
        if file.is_file() and file.name != ENTRY:
            place = target / file.relative_to(made)
            place.parent.mkdir(exist_ok=True)
            shutil.move(file, place)


def shadow_of(page: Page) -> str:
    """What Pagefind reads of a page."""
    language: Language = page.frame["language"]
    card = page.data["card"]
    labels = [
        chip["text"] for row in page.data["facts"] for chip in row["items"] if chip.get("route")
    ]
    if page.fallback:
        text = ""
        summary = ""
    else:
        text = html.unescape(_TAGS.sub(" ", _CITES.sub("", page.html)))
        summary = page.description
    # Pagefind searches what is shown, too: the names of kinds and terms come from the filters, or
    # every entry would be found by the words "case study".
    shown = {
        "title": page.title,
        "summary": page.description,
        "lang": str(card["lang"] or ""),
        "period": str(card["period"] or ""),
    }
    metas = [_note("meta", name, value) for name, value in shown.items() if value]
    filters = [_filter(name, value) for name, values in page.filters.items() for value in values]

    def folded(value: str) -> str:
        return html.escape(fold(value, language.folding))

    return (
        f'<!doctype html><html lang="{html.escape(language.code)}"><head><title></title></head>'
        f"<body data-pagefind-body>{''.join(metas)}{''.join(filters)}"
        f"<h1>{folded(page.title)}</h1><p>{folded(summary)}</p>"
        f"<p>{folded(' – '.join(labels))}</p><div>{folded(text)}</div></body></html>"
    )


def _note(what: str, name: str, value: str) -> str:
    """What Pagefind keeps of a page beside its text."""
    return f'<i data-pagefind-{what}="{name}[title]" title="{html.escape(value)}"></i>'


@cache
def _filter(name: str, value: str) -> str:
    return _note("filter", name, value)


def fold(text: str, folding: tuple[tuple[str, str], ...]) -> str:
    """A text as search compares it. The search page folds a query by the same rules."""
    text = text.lower()
    for rule in _rules(folding):
        text = rule(text)
    return text


@cache
def _rules(folding: tuple[tuple[str, str], ...]) -> list[Callable[[str], str]]:
    rules = [_rule(find, replacement) for find, replacement in folding]
    if not (folding and _stopped(*folding[-1])):  # Pagefind is a fifth quicker without the gaps
        rules.append(lambda text: " ".join(text.split()))
    return rules


def _rule(find: str, replacement: str) -> Callable[[str], str]:
    """One rule, in the quickest way that leaves the same words. The rules are written as JavaScript
    writes them: ``$1`` is a group, which ``sub`` of Python puts in slowly."""
    pattern = re.compile(find)
    if stopped := _stopped(find, replacement):
        return lambda text: " ".join([word for word in text.split() if word not in stopped])
    if replacement == "$1" and pattern.groups == 1:
        return lambda text: "".join(filter(None, pattern.split(text)))
    template = re.sub(r"\$(\d)", r"\\g<\1>", replacement.replace("\\", "\\\\"))
    return lambda text: pattern.sub(template, text)


def _stopped(find: str, replacement: str) -> frozenset[str]:
    """The words that a rule takes out, if that is what it does."""
    listed = _STOP_WORDS.fullmatch(find) if replacement == "$1" else None
    return frozenset(listed[1].split("|")) if listed else frozenset()


def _tidy(made: FilePath) -> dict[str, Any]:
    """Keep what the search page loads, in one order, so that the same input gives the same bytes:
    Pagefind 1.5 writes filters and their values as a hash map happens to hold them, another way
    in each run. What comes back is the content of the entry file."""
    for file in made.iterdir():
        if file.is_file() and file.suffix in (".js", ".css", ".json") and file.name not in KEPT:
            file.unlink()
    entry: dict[str, Any] = json.loads((made / ENTRY).read_text(encoding="utf-8"))
    try:
        for code, language in entry["languages"].items():
            language["hash"] = _in_order(made, code, language["hash"])
    except (LookupError, ValueError, TypeError, OSError, EOFError) as error:
        version = entry.get("version")
        raise IndexingError(f"the index of Pagefind {version} is of an unknown form") from error
    return entry


def _in_order(made: FilePath, code: str, name: str) -> str:
    """Sort the filters of one language and give the files the names of their new content.

    *name* and what comes back name the language's ``pf_meta``: a list whose fourth item lists
    the filters as [key, name of its file]. A ``pf_filter`` is [key, [[value, pages], …]].
    """
    meta = made / f"pagefind.{name}.pf_meta"
    parts = _unpacked(meta)
    for row in parts[3]:
        file = made / "filter" / f"{row[1]}.pf_filter"
        key, values = _unpacked(file)
        row[1] = _store(file, code, [key, sorted(values)])
    parts[3].sort()
    return _store(meta, code, parts)


def _unpacked(file: FilePath) -> list[Any]:
    content: list[Any] = cbor2.loads(gzip.decompress(file.read_bytes()).removeprefix(MAGIC))
    return content


def _store(old: FilePath, code: str, content: list[Any]) -> str:
    """Write *content* in place of the file *old*; its name follows from what it holds."""
    packed = MAGIC + cbor2.dumps(content)
    fresh = f"{code}_{hashlib.sha256(packed).hexdigest()[:10]}"
    prefix = "pagefind." if old.suffix == ".pf_meta" else ""
    old.unlink()
    new = old.with_name(f"{prefix}{fresh}{old.suffix}")
    new.write_bytes(gzip.compress(packed, mtime=0))
    return fresh
