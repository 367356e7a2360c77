"""Folders → (Library, problems): the shape of each file. The only package that knows file names.

Nothing stops early: a file that cannot be read is a problem, and reading goes on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path as FilePath

from generator import markdown, parallel, schema
from generator.model import Entry, Library, Place, Problem, Source
from generator.reading import data
from generator.reading.entries import Matter, Shapes, entry, subfolders
from generator.reading.files import Files
from generator.remembering import Memory, rely
from generator.storing import Damaged

SHARED = ("content", "content/vocabularies", "content/words")
"""Folders of which every page stands on every file."""


def read(
    root: FilePath, html: bool = True, memory: Memory | None = None
) -> tuple[Library, list[Problem]]:
    """Read everything below *root*; the library holds what could be read.

    Without *html* the texts are read as thoroughly, and nothing is made that only a page needs.
    With a *memory* only entries whose files have changed are read.
    """
    files = Files(root)
    limits, address = data.settings(files)
    files = files.limited(limits)
    with files.watch.ticking():
        return _read(files, html, address, memory), files.problems


def _read(files: Files, html: bool, address: str, memory: Memory | None) -> Library:
    data.strangers(files)
    languages = data.languages(files)
    vocabularies = data.vocabularies(files, languages)
    words, word_marks = data.words(files, languages)
    sources = _sources(files, memory)
    glossary = data.glossary(files, languages)
    shapes = Shapes.of(languages, words, html, files.limits)
    entries = _entries(files, shapes, memory)
    return Library(
        languages,
        vocabularies,
        words,
        word_marks,
        sources,
        glossary,
        entries,
        entries,
        _texts(files, shapes, memory),
        _aliases(entries),
        frozenset(files.folders),
        frozenset(files.found),
        address,
    )


def _sources(files: Files, memory: Memory | None) -> dict[str, Source]:
    """The register: a thousand records take longer to read than the one entry that has changed."""
    if memory is None:
        return data.sources(files)

    def work(_: object) -> list[tuple[dict[str, Source], list[Problem]]]:
        own = Files(files.root, files.limits)
        with own.watch.ticking():
            return [(data.sources(own), own.problems)]

    digest = f"{memory.digests.get('content/sources')} {files.limits}"
    [(sources, problems)] = memory.each("sources", [("", digest, None)], work)
    memory.drop("sources", lambda read: _slow(read[1]))
    files.problems += problems
    return sources


def _slow(problems: Sequence[Problem]) -> bool:
    """Whether something took too long, which it may not do next time."""
    return any(problem.code == "too-slow" for problem in problems)


@dataclass
class Read:
    """What was read of a folder."""

    entry: Entry | None
    problems: list[Problem]
    found: set[str]
    """Files and folders that links may lead to."""
    folders: set[str]


Folder = tuple[str, str, Matter]
"""Where it stands (``casestudies``), its name, and what its front matter may say."""


def _folders(
    files: Files, shapes: Shapes, memory: Memory | None, name: str, folders: Sequence[Folder]
) -> list[Entry]:
    """The entries in *folders*, read by all processors, or remembered."""

    def part(some: Sequence[Folder]) -> list[Read]:
        read = []
        own = Files(files.root, files.limits)
        with own.watch.ticking():
            for kind, id, model in some:
                found = entry(own, kind, id, model, shapes)
                read.append(Read(found, own.problems, own.found, own.folders))
                own.problems, own.found, own.folders = [], set(), set()
        return read

    def work(some: Sequence[Folder]) -> list[Read]:
        return [read for answer in parallel.spread(part, some) for read in answer]

    if memory is None:
        answers = work(folders)
    else:
        paths = [f"{kind}/{id}" for kind, id, _ in folders]
        digests = [f"{memory.digests.get(path)} {shapes.digest}" for path in paths]
        answers = memory.each(name, list(zip(paths, digests, folders, strict=True)), work)
        memory.drop(name, lambda read: _slow(read.problems))
    if memory is not None:
        for read, (kind, id, model) in zip(answers, folders, strict=True):
            if read.entry is not None:
                rely(read.entry, partial(_again, files, kind, id, model, shapes))
    for read in answers:
        files.problems += read.problems
        files.found |= read.found
        files.folders |= read.folders
    return [read.entry for read in answers if read.entry is not None]


def _entries(files: Files, shapes: Shapes, memory: Memory | None) -> dict[str, Entry]:
    """Every entry by its id, which is taken once among all kinds."""
    folders: list[Folder] = [
        (kind, name, model)
        for kind, model in schema.KINDS.items()
        for name in subfolders(files, kind)
    ]
    entries: dict[str, Entry] = {}
    for found in _folders(files, shapes, memory, "entries", folders):
        if found.id in entries:
            other = entries[found.id].folder
            files.tell(Place(found.folder), "duplicate-id", id=found.id, other=other)
        entries.setdefault(found.id, found)
    return entries


@lru_cache(8)  # several parts of one text are asked for, one after the other
def _again(files: Files, kind: str, id: str, model: Matter, shapes: Shapes) -> Entry:
    """An entry that was read without fault before, and is the same."""
    found = entry(Files(files.root, files.limits), kind, id, model, shapes)
    if found is None:
        raise Damaged(f"{kind}/{id} was written meanwhile")
    return found


def _aliases(entries: Mapping[str, Entry]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one in entries.values():
        for alias in one.facts.aliases:
            found[alias] = (*found.get(alias, ()), one.kind)
    return found


def _texts(files: Files, shapes: Shapes, memory: Memory | None) -> dict[str, Entry]:
    """The plain pages and the profiles of terms, by route."""
    folders: list[Folder] = [
        (f"content/{section}", folder, schema.PlainPage)
        for section in ("pages", *schema.all_facets())
        for folder in subfolders(files, f"content/{section}", needed=False)
    ]
    read = _folders(files, shapes, memory, "texts", folders)
    return {markdown.route(found.folder): found for found in read}
