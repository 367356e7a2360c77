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
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path as FilePath
from typing import Any

import cbor2
import pagefind_bin

from generator import parallel
from generator.fingerprint import Standing
from generator.model import Language, Page

FOLDER = "pagefind"
ENTRY = "pagefind-entry.json"
KEPT = ("pagefind.js", "pagefind-worker.js", ENTRY)
"""Of what Pagefind writes beside the index; its ready-made interfaces are not used."""

PREFIX = "knowledge-index-"
NAMED = ("fragment/", "index/")
"""Folders whose files are named by their content, before Pagefind packs it: most of its work."""
MEMORY = "/dev/shm"
"""Linux keeps what is written here in memory."""
MAGIC = b"pagefind_dcd"
"""What Pagefind's files begin with, once unzipped; CBOR (RFC 8949) follows."""

_TAGS = re.compile(r"<[^>]*>")
_CITES = re.compile(r'<sup class="cite"><a [^>]*>[^<]*</a></sup>')
_STOP_WORDS = re.compile(r"\(\^\|\\s\)\(\?:([\w|]+)\)\(\?=\\s\|\$\)")
"""A rule of folding that is a list of words: ``(^|\\s)(?:the|of)(?=\\s|$)``."""


class IndexingError(Exception):
    """Pagefind did not run to its end; the text is what it said."""


@dataclass(frozen=True, slots=True)
class Index:
    """The index of one language, as it stands in a site."""

    told: Mapping[str, Any]
    """What Pagefind's entry file says of it."""
    files: Mapping[str, Standing | None]
    """Path below ``pagefind/`` → how the file stands; None as long as it is on its way."""

    def stands(self, files: Mapping[str, Standing | None]) -> bool:
        """Whether a site with these *files* has it, untouched."""
        return all(
            how is not None and files.get(f"{FOLDER}/{path}") == how
            for path, how in self.files.items()
        )

    def settled(self, files: Mapping[str, Standing | None]) -> Index:
        """The same, in a site with these *files*."""
        return Index(self.told, {path: files.get(f"{FOLDER}/{path}") for path in self.files})


class Indexing:
    """The Pagefinds: one a language, started as soon as its pages are made.

    Each works mostly on one processor (1.2, measured) and takes half a gigabyte for a thousand
    pages: there is one at a time for each two processors, and the pages have the other one.
    """

    def __init__(self, beside: FilePath | None = None) -> None:
        """*beside*: a folder on the disk of the site, where a whole index is best made at once."""
        self._beside = beside
        self._folder = FilePath(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=_scratch()))
        self._pool = ThreadPoolExecutor(max(1, parallel.cores() // 2))
        self._runs: dict[str, tuple[FilePath, Future[None]]] = {}
        self._processes: list[subprocess.Popen[str]] = []
        self._cancelled = False

    def start(self, language: str, shadows: Mapping[str, str], old: Index | None = None) -> None:
        """Let Pagefind read the *shadows* of a language (path of a page → its copy).

        Pagefind numbers pages as it finds them: they are written in the order of their paths, so
        that the same input gives the same bytes. Of what the *old* index has it finds empty files:
        it names files by what is in them, and makes none whose name is taken.
        """
        shadow = self._folder / language
        for path in sorted(shadows):
            (shadow / path).mkdir(parents=True)
            (shadow / path / "index.html").write_text(shadows[path], encoding="utf-8")
        if not shadows:  # Pagefind refuses an empty folder, and every site has a search
            shadow.mkdir()
            empty = f"<html lang={language}><body data-pagefind-body></body></html>"
            (shadow / "index.html").write_text(empty, encoding="utf-8")
        made = shadow / FOLDER
        if old is None and self._beside is not None:
            made = self._beside / f".index-{language}"
        if old is not None:
            for folder in NAMED:
                (made / folder).mkdir(parents=True)
            for path in old.files:
                if path.startswith(NAMED):
                    (made / path).touch()
        self._runs[language] = made, self._pool.submit(self._run, shadow, made)

    def _run(self, shadow: FilePath, made: FilePath) -> None:
        """Let Pagefind make an index of one folder in another.

        Raises:
            IndexingError: it failed.
        """
        if self._cancelled:
            return
        command = [str(pagefind_bin.get_executable()), "--site", str(shadow), "--quiet"]
        command += ["--output-path", str(made)]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=shadow
        )
        self._processes.append(process)
        said, _ = process.communicate()
        if process.returncode or not made.is_dir():
            raise IndexingError(said.strip()[-2000:] or "Pagefind wrote no index")

    def finish(self, stage: FilePath, known: Mapping[str, Index] | None = None) -> dict[str, Index]:
        """Wait for every index and put them together into *stage*: all that is new. Those that are
        *known* and were not made again stand in the site; what comes back is known next time.

        Raises:
            IndexingError: Pagefind failed.
        """
        target = stage / FOLDER
        target.mkdir()
        indexes = {code: index for code, index in (known or {}).items() if code not in self._runs}
        try:
            for language, (made, run) in self._runs.items():
                run.result()
                told = _tidy(made)
                paths = [p.relative_to(made).as_posix() for p in made.rglob("*") if p.is_file()]
                paths.remove(ENTRY)
                for path in paths:
                    _gather(made / path, target / path)
                indexes[language] = Index(told, dict.fromkeys(paths))
        finally:
            self.close()
        entry: dict[str, Any] = {}
        for code in sorted(indexes):
            one = indexes[code].told
            entry = {**one, "languages": {**entry.get("languages", {}), **one["languages"]}}
        text = json.dumps(entry, sort_keys=True, separators=(",", ":"))
        (target / ENTRY).write_text(text, encoding="utf-8")
        return indexes

    def close(self) -> None:
        """Stop whatever still runs, and remove the shadow copies."""
        self._cancelled = True
        for process in self._processes:
            process.kill()
        self._pool.shutdown()
        shutil.rmtree(self._folder, ignore_errors=True)


def _gather(made: FilePath, place: FilePath) -> None:
    """Put one file of an index to those of the others: what all bring is the same, and an empty
    one stands in the site already."""
    if made.stat().st_size and not place.exists():
        place.parent.mkdir(exist_ok=True)
        shutil.move(made, place)


def _scratch() -> str | None:
    """Where thousands of small files live shortly: in memory, if there is plenty of it. On a disk
    they cost 1,000 entries in three languages two seconds."""
    try:
        _swept(FilePath(MEMORY))
        if shutil.disk_usage(MEMORY).free > 2**30 and os.access(MEMORY, os.W_OK):
            return MEMORY
    except OSError:
        pass
    return None


def _swept(memory: FilePath) -> None:
    """Remove what builds left that were killed: it would stay until the machine starts again."""
    for folder in memory.glob(f"{PREFIX}*"):
        owner = folder.name.removeprefix(PREFIX).partition("-")[0]
        if owner.isdecimal() and not FilePath("/proc", owner).exists():
            shutil.rmtree(folder, ignore_errors=True)


def index(site: FilePath, pages: Sequence[Page]) -> None:
    """Index *pages* into *site* and wait for it."""
    shutil.rmtree(site / FOLDER, ignore_errors=True)
    shadows: dict[str, dict[str, str]] = {page.language: {} for page in pages}
    for page in pages:
        if page.indexed:
            shadows[page.language][page.path] = shadow_of(page)
    with closing(Indexing()) as indexing:
        for language, copies in shadows.items():
            indexing.start(language, copies)
        indexing.finish(site)


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

    *name* and what comes back name the language's ``pf_meta``: a list whose second item lists the
    pages as [name of its file, words], the third the parts of the index as [first word, last word,
    name of its file], the fourth the filters as [key, name of its file]. A ``pf_filter`` is
    [key, [[value, pages], …]].
    """
    meta = made / f"pagefind.{name}.pf_meta"
    parts = _unpacked(meta)
    used = {f"{row[0]}.pf_fragment" for row in parts[1]}
    used |= {f"{row[2]}.pf_index" for row in parts[2]}
    for folder in NAMED:  # what an older index had, and this one has not
        for file in (made / folder).glob("*"):
            if file.name not in used:
                file.unlink()
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
