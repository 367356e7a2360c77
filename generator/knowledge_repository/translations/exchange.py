"""All texts of a language as messages for translators' tools, and the edits from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from knowledge_repository.i18n.po import PoMessage
from knowledge_repository.model import ContentFolder, Library, Path
from knowledge_repository.schema import phrase
from knowledge_repository.source.edits import Edit, EditableFile
from knowledge_repository.translations.parts import compare, recorded_hashes
from knowledge_repository.translations.recording import OF, checked, data_of, front_matter_edits
from knowledge_repository.translations.recording import written as written_hashes
from knowledge_repository.translations.units import Unit, units_of

Read = Callable[[ContentFolder], bytes]
"""Returns the content of the translation of a text: of its file, or of a new one."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """The file of a translation before and after an import."""

    path: str
    before: bytes
    after: bytes
    units: int
    """How many texts changed."""


def exported(library: Library, language: str, read: Read) -> Iterator[PoMessage]:
    """Every text that is translated, or to be translated, into *language*; by folder.

    A translation of a part of the original that changed since is fuzzy.
    """
    for text in texts_in(library, language):
        words = text.translations.get(language)
        changed = compare(text, words, library.schema).changed if words else ()
        path = f"{text.folder}/index.{language}.md"
        for unit in units_of(text, language, EditableFile(path, read(text)), library):
            fuzzy = unit.part in changed and bool(unit.translated)
            yield PoMessage(unit.context, unit.original, unit.translated, fuzzy)


def texts_in(library: Library, language: str) -> list[ContentFolder]:
    """The texts whose original is in another language, by folder."""
    texts = (text for text in library.all_texts() if text.original != language)
    return sorted(texts, key=lambda text: text.folder)


def imported(
    messages: Iterable[PoMessage], library: Library, language: str, read: Read
) -> tuple[list[FileChange], list[str]]:
    """The changes of files that *messages* ask for, and the contexts that were skipped.

    A message is skipped if no text of the repository has its context and its original: the original
    changed since the export, or was never there. Messages without a translation change nothing.

    Raises:
        ValueError: the front matter of a file cannot be edited safely; the argument is its path.
    """
    by_folder: dict[str, dict[tuple[str, str], PoMessage]] = defaultdict(dict)
    for message in messages:
        folder = message.context.partition("#")[0].partition(":")[0]
        by_folder[folder][message.context, message.original] = message
    changes = []
    skipped: list[str] = []
    for text in texts_in(library, language):
        if wanted := by_folder.pop(text.folder, None):
            change = _changed_file(text, language, wanted, library, read)
            skipped += [context for context, _ in wanted]
            if change is not None:
                changes.append(change)
    skipped += [context for rest in by_folder.values() for context, _ in rest]
    return changes, skipped


def _changed_file(
    text: ContentFolder,
    language: str,
    wanted: dict[tuple[str, str], PoMessage],
    library: Library,
    read: Read,
) -> FileChange | None:
    """The change of one file; takes the messages that it used out of *wanted*."""
    path = f"{text.folder}/index.{language}.md"
    raw = read(text)
    file = EditableFile(path, raw)
    found: dict[Path, list[tuple[Unit, PoMessage | None]]] = defaultdict(list)
    for unit in units_of(text, language, file, library):
        message = wanted.pop((unit.context, unit.original), None)
        found[unit.part].append((unit, message))
    edits: list[Edit] = []
    yaml = front_matter_edits(path, file)
    values: dict[Path, object] = {}
    units = 0
    for unit, message in (pair for pairs in found.values() for pair in pairs):
        if message is None or message.translated in ("", unit.translated):
            continue
        units += 1
        if unit.field:
            values[unit.field] = phrase(message.translated)
            yaml.set(unit.field, phrase(message.translated))
        else:
            edits.append((*unit.range, message.translated))
    if hashes := _hashes_to_record(text, language, found, library):
        values[OF] = data_of(hashes)
        yaml.set(OF, written_hashes(hashes), flow=True)
    if not units and not hashes:
        return None
    after = checked(path, file.with_edits([*edits, *yaml.edits()]), values, raw)
    return FileChange(path, raw, after, units)


def _hashes_to_record(
    text: ContentFolder,
    language: str,
    found: Mapping[Path, list[tuple[Unit, PoMessage | None]]],
    library: Library,
) -> dict[Path, str]:
    """The hashes of the translation after the import; {} if they stay as they are.

    A part is up to date if all its messages have a translation that needs no work, and one of them
    changed or the translation was outdated before. A new file has its hashes already.
    """
    words = text.translations.get(language)
    if words is None:
        return {}
    before = compare(text, words, library.schema)
    after = recorded_hashes(words)
    for part, pairs in found.items():
        done = all(message and message.translated and not message.fuzzy for _, message in pairs)
        edited = any(message and message.translated != unit.translated for unit, message in pairs)
        if done and (edited or part in before.changed):
            after[part] = before.hashes[part]
    return {} if after == recorded_hashes(words) else after
