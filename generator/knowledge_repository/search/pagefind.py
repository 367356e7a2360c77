"""Search documents → search index. The only module that knows Pagefind."""

from __future__ import annotations

import gzip
import hashlib
import json
import math
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import TypedDict

import cbor2
import pagefind_bin

from knowledge_repository.errors import BuildError
from knowledge_repository.model import Language
from knowledge_repository.search.documents import empty_document, passages
from knowledge_repository.search.lexicon import Lexicon

FOLDER = "pagefind"
ENTRY = "pagefind-entry.json"
LOADED = ("pagefind.js", ENTRY)
"""What the search page loads in addition to the index; Pagefind's own interfaces are not used."""
PREFIX = "knowledge-index-"
MEMORY_DIR = "/dev/shm"
"""Linux keeps the files here in memory. On a disk, the thousands of small files that Pagefind
reads cost 1,000 entries in three languages two seconds."""
WORDS = "words"
"""Folder of the lexicons; see ``search.lexicon``."""
CHUNK_SIZE = 40
"""Size of a part of the index, times the square root of the number of entries. A word of a query
loads one part, and each query the list of all parts: with more entries, the parts become larger,
and there are more of them. Pagefind's own parts are so large that three words load the whole index
of a small site."""
MAGIC = b"pagefind_dcd"
"""The first bytes of Pagefind's files, once unzipped; CBOR (RFC 8949) follows."""
NO_SYSTEM = b"\xff"
"""An unknown system, in a header of gzip. Source: RFC 1952, section 2.3.1."""


class IndexingError(BuildError):
    """Pagefind failed."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the search index could not be built: {reason}")


class EntryFile(TypedDict):
    """Pagefind's entry file; the other fields are not used here."""

    version: str
    languages: dict[str, dict[str, object]]
    """Language → its ``hash`` (the name of its ``pf_meta``) and more."""


@dataclass(frozen=True)
class IndexPart:
    """The index of one language."""

    inputs: str
    """Hash of its search documents."""
    entry: EntryFile
    """Pagefind's entry file of this language alone."""
    files: tuple[str, ...]
    """Paths of its files from the root of the site."""


class SearchIndex:
    """One run of Pagefind a language.

    Each run uses mostly one processor and takes half a gigabyte for a thousand pages: one at a
    time for every two processors.
    """

    def __init__(self, output: FilePath, cores: int = 2) -> None:
        """*output*: a folder on the disk of the site: finished files are only renamed."""
        self._output = output
        self._folder = FilePath(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=_scratch()))
        self._pool = ThreadPoolExecutor(max(1, cores // 2))
        self._runs: dict[str, tuple[str, Future[tuple[FilePath, EntryFile]]]] = {}
        self._parts: dict[str, IndexPart] = {}
        self._processes: list[subprocess.Popen[str]] = []
        self._cancelled = False

    def reuse(self, language: Language, part: IndexPart) -> None:
        """Use the index *part* of an earlier build, whose files are in the site."""
        self._parts[language.code] = part

    def start(
        self,
        language: Language,
        documents: Mapping[str, str],
        inputs: str = "",
        lexicon: Lexicon | None = None,
    ) -> None:
        """Start to index the *documents* (path of a page → its document) of a language.

        *inputs*: a hash of the documents and the *lexicon*.
        """
        folder = self._folder / language.code
        # Pagefind numbers pages as it finds them: written in the order of their paths, the same
        # input gives the same bytes.
        for path in sorted(documents):
            page = f"{folder}/{path}"  # thousands: pathlib would take longer than the disk
            os.makedirs(page)  # noqa: PTH103
            with open(f"{page}/index.html", "w", encoding="utf-8") as file:  # noqa: PTH123
                file.write(documents[path])
        if not documents:
            folder.mkdir()
            (folder / "index.html").write_text(empty_document(language), encoding="utf-8")
        run = self._pool.submit(self._run, folder, documents, lexicon or Lexicon())
        self._runs[language.code] = inputs, run

    def _run(
        self, folder: FilePath, documents: Mapping[str, str], lexicon: Lexicon
    ) -> tuple[FilePath, EntryFile]:
        made = self._output / f".index-{folder.name}"
        if self._cancelled:
            raise CancelledError
        command = [str(pagefind_bin.get_executable()), "--site", str(folder), "--quiet"]
        command += ["--output-path", str(made)]
        size = round(CHUNK_SIZE * math.sqrt(max(1, len(documents))))
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=folder,
            env={**os.environ, "PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": str(size)},
        )
        self._processes.append(process)
        printed, _ = process.communicate()
        if process.returncode or not made.is_dir():
            raise IndexingError(printed.strip()[-2000:] or "Pagefind wrote no index")
        shutil.rmtree(folder, ignore_errors=True)
        entry = _tidy(made, not documents)
        _write_passages(made, documents)
        _write_lexicon(made / WORDS / folder.name, lexicon, len(documents))
        return made, entry

    def finish(self, site: FilePath) -> dict[str, IndexPart]:
        """Wait for every run and put the indexes together into *site*; the parts by language.

        Raises:
            IndexingError: Pagefind failed.
        """
        target = site / FOLDER
        target.mkdir(exist_ok=True)
        for code, (inputs, run) in self._runs.items():
            made, entry = run.result()
            (made / ENTRY).unlink()
            files = []
            for parent, _, names in os.walk(made):
                folder = f"{FOLDER}{parent.removeprefix(str(made))}"
                (site / folder).mkdir(exist_ok=True)
                for name in names:
                    files.append(f"{folder}/{name}")
                    # Files that languages share may be hard links into the old site.
                    if not os.path.exists(f"{site}/{folder}/{name}"):  # noqa: PTH110
                        os.rename(f"{parent}/{name}", f"{site}/{folder}/{name}")  # noqa: PTH104
            shutil.rmtree(made)
            self._parts[code] = IndexPart(inputs, entry, tuple(files))
        merged: dict[str, object] = {}
        languages: dict[str, dict[str, object]] = {}
        for _, part in sorted(self._parts.items()):
            languages |= part.entry["languages"]
            merged = {**part.entry, "languages": languages}
        text = json.dumps(merged, sort_keys=True, separators=(",", ":"))
        (target / ENTRY).write_text(text, encoding="utf-8")
        return self._parts

    def close(self) -> None:
        """Stop what still runs, and remove the search documents."""
        self._cancelled = True
        for process in self._processes:
            process.kill()
        self._pool.shutdown()
        shutil.rmtree(self._folder, ignore_errors=True)


def _scratch() -> str | None:
    """A folder in memory, if there is plenty of it."""
    try:
        _remove_orphans(FilePath(MEMORY_DIR))
        if shutil.disk_usage(MEMORY_DIR).free > 2**30 and os.access(MEMORY_DIR, os.W_OK):
            return MEMORY_DIR
    except OSError:
        pass
    return None


def _remove_orphans(memory: FilePath) -> None:
    """Remove what killed builds left: it would stay until the machine starts again."""
    for folder in memory.glob(f"{PREFIX}*"):
        owner = folder.name.removeprefix(PREFIX).partition("-")[0]
        if owner.isdecimal() and not FilePath("/proc", owner).exists():
            shutil.rmtree(folder, ignore_errors=True)


def _tidy(made: FilePath, empty: bool) -> EntryFile:
    """Keep what the search page loads, in a fixed order: Pagefind 1.5 writes filters and their
    values in the order of a hash map, which differs between runs. Returns the content of the entry
    file.

    An *empty* index keeps nothing of the document that only made Pagefind write it.
    """
    for file in made.iterdir():
        if file.is_file() and file.suffix in (".js", ".css", ".json") and file.name not in LOADED:
            file.unlink()
    entry: EntryFile = json.loads((made / ENTRY).read_text(encoding="utf-8"))
    try:
        for code, language in entry["languages"].items():
            language["hash"] = _tidy_language(made, code, str(language["hash"]), empty)
    except (LookupError, ValueError, TypeError, OSError, EOFError) as error:
        version = entry.get("version")
        raise IndexingError(f"the index of Pagefind {version} has an unknown format") from error
    return entry


def _write_passages(made: FilePath, documents: Mapping[str, str]) -> None:
    """Put the text as a reader sees it into the fragments: Pagefind keeps the normalised text
    there, which is of no use to a page of results."""
    for file in (made / "fragment").glob("*"):
        fragment = json.loads(_unzip(file))
        fragment |= {"content": "", "passages": passages(documents[fragment["url"].lstrip("/")])}
        packed = json.dumps(fragment, ensure_ascii=False, separators=(",", ":")).encode()
        file.write_bytes(gzip.compress(MAGIC + packed, mtime=0))


def _write_lexicon(folder: FilePath, lexicon: Lexicon, pages: int) -> None:
    """One file for each first letter, named by its number in Unicode; the list of the letters; the
    pages about concepts."""
    folder.mkdir(parents=True)

    def write(name: str, content: object) -> None:
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        (folder / f"{name}.json").write_text(text, encoding="utf-8")

    for letter, rows in lexicon.rows.items():
        write(f"{ord(letter):x}", rows)
    write("letters", {"pages": pages, "letters": "".join(lexicon.rows)})
    write("targets", lexicon.targets)


def _tidy_language(made: FilePath, code: str, name: str, empty: bool) -> str:
    """Sort the filters of one language, and list no page of an *empty* index; files get the names
    of their new content.

    *name* and the result name the language's ``pf_meta``: a list whose second item lists the pages
    as [name of its file, words], the third the parts of the index as [first word, last word, name
    of its file], the fourth the filters as [key, name of its file]. A ``pf_filter`` is
    [key, [[value, pages], …]].
    """
    meta = made / f"pagefind.{name}.pf_meta"
    parts = cbor2.loads(_unzip(meta))
    if empty:
        parts[1], parts[2] = [], []
        for folder in ("fragment", "index"):
            shutil.rmtree(made / folder)
    filters: list[list[str]] = parts[3]
    for row in filters:
        file = made / "filter" / f"{row[1]}.pf_filter"
        key, values = cbor2.loads(_unzip(file))
        row[1] = _replace(file, code, [key, sorted(values)])
    filters.sort()
    return _replace(meta, code, parts)


def _unzip(file: FilePath) -> bytes:
    return gzip.decompress(file.read_bytes()).removeprefix(MAGIC)


def _replace(old: FilePath, code: str, content: object) -> str:
    """Write *content* instead of the file *old*; its name is a hash of the content."""
    packed = MAGIC + cbor2.dumps(content)
    name = f"{code}_{hashlib.sha256(packed).hexdigest()[:10]}"
    prefix = "pagefind." if old.suffix == ".pf_meta" else ""
    old.unlink()
    new = old.with_name(f"{prefix}{name}{old.suffix}")
    # Python writes the name of the system into the tenth byte, or not, by its version.
    compressed = gzip.compress(packed, mtime=0)
    new.write_bytes(compressed[:9] + NO_SYSTEM + compressed[10:])
    return name
