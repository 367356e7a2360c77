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
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path as FilePath

import pagefind_bin

from generator import parallel
from generator.model import Language, Page

FOLDER = "pagefind"
KEPT = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json")
"""Of what Pagefind writes beside the index; its ready-made interfaces are not used."""

_TAGS = re.compile(r"<[^>]*>")
_CITES = re.compile(r'<sup class="cite">.*?</sup>')


class IndexingError(Exception):
    """Pagefind did not run to its end; the text is what it said."""


class Indexing:
    """A running Pagefind: started before the pages are rendered, awaited after."""

    def __init__(self, shadow: FilePath, process: subprocess.Popen[str]) -> None:
        self._shadow = shadow
        self._process = process

    def finish(self, site: FilePath) -> None:
        """Wait for the index and put it into *site*.

        Raises:
            IndexingError: Pagefind failed.
        """
        try:
            said, _ = self._process.communicate()
            if self._process.returncode:
                raise IndexingError(said.strip()[-2000:])
            made = self._shadow / FOLDER
            if not made.is_dir():
                raise IndexingError(f"Pagefind wrote no index: {said.strip()[-500:]}")
            _tidy(made)
            target = site / FOLDER
            if target.exists():
                shutil.rmtree(target)
            shutil.move(made, target)
        finally:
            self.cancel()

    def cancel(self) -> None:
        """Stop Pagefind if it still runs, and remove the shadow copy."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._shadow, ignore_errors=True)


def start(pages: Sequence[Page]) -> Indexing:
    """Write the shadow copy of *pages* and let Pagefind read it in the background."""
    shadow = FilePath(tempfile.mkdtemp(prefix="knowledge-index-"))
    indexed = [page for page in pages if page.indexed]

    def write(some: Sequence[Page]) -> None:
        for page in some:
            file = shadow / page.path / "index.html"
            file.parent.mkdir(parents=True)
            file.write_text(shadow_of(page), encoding="utf-8")

    parallel.spread(write, indexed)
    if not indexed:  # Pagefind refuses an empty folder; a site without entries has a search, too
        (shadow / "index.html").write_text(
            "<html lang=en><body data-pagefind-body></body></html>", encoding="utf-8"
        )
    command = [str(pagefind_bin.get_executable()), "--site", str(shadow), "--quiet"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=shadow
    )
    return Indexing(shadow, process)


def index(site: FilePath, pages: Sequence[Page]) -> None:
    """Index *pages* into *site* and wait for it."""
    start(pages).finish(site)


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
    shown = {
        "title": page.title,
        "summary": page.description,
        "kind": str(card["kind"]),
        "lang": str(card["lang"] or ""),
        "dir": str(card["dir"] or ""),
        "foreign": str(card["foreign"] or ""),
        "family": str(card["family"] or ""),
        "places": " · ".join(chip["text"] for chip in card["chips"][:3]),
        "period": str(card["period"] or ""),
    }
    metas = "".join(
        f'<i data-pagefind-meta="{name}[title]" title="{html.escape(value)}"></i>'
        for name, value in shown.items()
        if value
    )
    filters = "".join(
        f'<i data-pagefind-filter="{name}[title]" title="{html.escape(value)}"></i>'
        for name, values in page.filters.items()
        for value in values
    )

    def folded(value: str) -> str:
        return html.escape(fold(value, language.folding))

    return (
        f'<!doctype html><html lang="{html.escape(language.code)}"><head><title></title></head>'
        f"<body data-pagefind-body>{metas}{filters}"
        f"<h1>{folded(page.title)}</h1><p>{folded(summary)}</p>"
        f"<p>{folded(' – '.join(labels))}</p><div>{folded(text)}</div></body></html>"
    )


def fold(text: str, folding: tuple[tuple[str, str], ...]) -> str:
    """A text as search compares it. The search page folds a query by the same rules."""
    text = text.lower()
    for pattern, replacement in _compiled(folding):
        text = pattern.sub(replacement, text)
    return text


@cache
def _compiled(folding: tuple[tuple[str, str], ...]) -> list[tuple[re.Pattern[str], str]]:
    """The rules are written as JavaScript writes them: ``$1`` is a group."""
    return [
        (re.compile(find), re.sub(r"\$(\d)", r"\\g<\1>", replace.replace("\\", "\\\\")))
        for find, replace in folding
    ]


def _tidy(made: FilePath) -> None:
    """Keep what the search page loads, in one order, so that the same input gives the same bytes:
    Pagefind 1.5 writes the keys of its entry file, the filters and their values as a hash map
    happens to hold them, another way in each run."""
    for file in made.iterdir():
        if file.is_file() and file.suffix in (".js", ".css", ".json") and file.name not in KEPT:
            file.unlink()
    entry = made / "pagefind-entry.json"
    data = json.loads(entry.read_text(encoding="utf-8"))
    try:
        for code, language in data["languages"].items():
            language["hash"] = _in_order(made, code, language["hash"])
    except (LookupError, ValueError, OSError, EOFError) as error:
        version = data.get("version")
        raise IndexingError(f"the index of Pagefind {version} is of an unknown form") from error
    entry.write_text(json.dumps(data, sort_keys=True, separators=(",", ":")), encoding="utf-8")


def _in_order(made: FilePath, code: str, name: str) -> str:
    """Sort the filters of one language and give the files the names of their new content.

    *name* and what comes back name the language's ``pf_meta``: a list whose fourth item lists
    the filters as [key, name of its file]. A ``pf_filter`` is [key, [[value, pages], …]].
    """
    meta = made / f"pagefind.{name}.pf_meta"
    parts = _items(_unpacked(meta))
    rows = []
    for row in _items(parts[3]):
        key, named = _items(row)
        file = made / "filter" / f"{named[_head(named, 0)[2] :].decode()}.pf_filter"
        values = _items(_unpacked(file))[1]
        fresh = _store(file, code, _list([key, _list(sorted(_items(values)))]))
        rows.append(_list([key, _text(fresh)]))
    parts[3] = _list(sorted(rows))
    return _store(meta, code, _list(parts))


MAGIC = b"pagefind_dcd"
"""What Pagefind's files begin with, once unzipped; CBOR (RFC 8949) follows."""


def _unpacked(file: FilePath) -> bytes:
    return gzip.decompress(file.read_bytes()).removeprefix(MAGIC)


def _store(old: FilePath, code: str, content: bytes) -> str:
    """Write *content* in place of the file *old*; its name follows from what it holds."""
    fresh = f"{code}_{hashlib.sha256(content).hexdigest()[:10]}"
    prefix = "pagefind." if old.suffix == ".pf_meta" else ""
    old.unlink()
    old.with_name(f"{prefix}{fresh}{old.suffix}").write_bytes(
        gzip.compress(MAGIC + content, mtime=0)
    )
    return fresh


def _head(data: bytes, at: int) -> tuple[int, int, int]:
    """Of the CBOR item at *at*: its major type, its argument, and where what follows begins."""
    major, argument = data[at] >> 5, data[at] & 31
    if argument < 24:
        return major, argument, at + 1
    end = at + 1 + (1 << (argument - 24))
    return major, int.from_bytes(data[at + 1 : end], "big"), end


def _end(data: bytes, at: int) -> int:
    """Where the CBOR item at *at* ends: a number, a text, or a list or map of such."""
    major, argument, at = _head(data, at)
    if major in (2, 3):
        return at + argument
    for _ in range({4: argument, 5: 2 * argument}.get(major, 0)):
        at = _end(data, at)
    return at


def _items(data: bytes) -> list[bytes]:
    """The items of a CBOR list, as they stand in *data*."""
    _, count, at = _head(data, 0)
    found = []
    for _ in range(count):
        end = _end(data, at)
        found.append(data[at:end])
        at = end
    return found


def _list(items: list[bytes]) -> bytes:
    return _written(4, len(items)) + b"".join(items)


def _text(text: str) -> bytes:
    return _written(3, len(text.encode())) + text.encode()


def _written(major: int, argument: int) -> bytes:
    if argument < 24:
        return bytes([major << 5 | argument])
    size = next(power for power in (0, 1, 2, 3) if argument < 1 << (8 << power))
    return bytes([major << 5 | 24 + size]) + argument.to_bytes(1 << size, "big")
