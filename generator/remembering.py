"""What earlier builds of a repository worked out, and from what: the next one does the rest only.

Everything is kept under a digest of all that it was made from; nothing is trusted for its name or
its time. Whatever does not fit is forgotten, and the build is a clean one. Where it stands on disk
is ``storing``'s. Texts are not kept: whoever asks for one that nobody has changed reads its file
again.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterator, Sequence, Set
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Generic, NamedTuple, Protocol, TypeVar, cast

from generator import fingerprint
from generator.fingerprint import Standing, digest
from generator.model import Body, Entry, Marks, Outline, Problem, Translation
from generator.storing import Damaged, Shelf, Spot, Store, locked, settled
from generator.tracing import Groups

T = TypeVar("T")
R = TypeVar("R")


class Looked(Protocol):
    """A result that knows where its maker looked."""

    looks: Set[Any] | bytes


L = TypeVar("L", bound=Looked)

STATE, INDEXES, TEMPLATES, STANDS = "state", "indexes", "templates", "stands"
SHELF = "shelf"
"""The copies for search, each with a checksum of its own."""
READINGS = ("entries", "texts")
"""Works whose results are what was read of a folder."""
WASTE, SMALL = 2, 1_000_000
"""The shelf is written anew when it is this many times as long as what is still asked for, and
this many bytes."""


class Kept:
    """Stands for a part of a text that nobody has changed: its ``body`` or its ``marks``. What one
    asks of it, one asks of that part, and then the file is read again: few are ever asked."""

    __slots__ = ("language", "part", "read", "words")

    read: Callable[[], Entry]

    def __init__(self, language: str, part: str, words: int = 0) -> None:
        """*words*: how many the text has, which is asked of all texts at once."""
        self.language, self.part, self.words = language, part, words

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name == "read":
            raise AttributeError(name)
        entry: Entry = self.read()
        if self.language not in entry.translations:
            raise Damaged(f"{entry.folder} was written meanwhile")
        return getattr(getattr(entry.translations[self.language], self.part), name)

    def __reduce__(self) -> Any:
        return Kept, (self.language, self.part, self.words)


def lightened(entry: Entry) -> Entry:
    """*entry* without its texts; ``read`` of its parts is to be set."""
    said: dict[str, Translation] = {}
    for code, words in entry.translations.items():
        body, marks = Kept(code, "body", words.body.words), Kept(code, "marks")
        said[code] = replace(words, body=cast(Body, body), marks=cast(Marks, marks))
    return replace(entry, translations=said)


def rely(entry: Entry, read: Callable[[], Entry]) -> None:
    """Let the parts of *entry* that are not here be found by *read*."""
    for words in entry.translations.values():
        parts: tuple[Any, Any] = words.body, words.marks
        for part in parts:
            if isinstance(part, Kept):
                part.read = read


@dataclass
class Made:
    """A page that stands in the site: what it was made from, and its file as it was written."""

    looks: Set[Any] | bytes
    """Where its maker looked (``tracing``); once kept, the numbers of that."""
    outline: Outline | None
    """None: there was nothing to show."""
    written: Standing | None = None
    """How its file stands."""
    shadow: str | Spot | None = None
    """Its copy for search, or where that is on the shelf."""


@dataclass
class Checked:
    """What the rules found in an entry."""

    looks: Set[Any] | bytes
    key: str
    """A digest of the entry itself, and of what all rules stand on."""
    problems: list[Problem]


@dataclass(slots=True)
class Results(Generic[L]):
    """Results of a work, each with its ``looks``: where its maker looked (``tracing``).

    A page has looked at dozens of things, and thousands of pages at the same ones: what is kept
    are their numbers.
    """

    results: dict[str, L] = field(default_factory=dict)
    seen: dict[Any, str] = field(default_factory=dict)
    """Look → a digest of what was seen there; the order numbers the looks."""
    groups: dict[int, bytes] = field(default_factory=dict)
    """Number of a look at a group → the numbers of the looks of its maker."""

    def changed(self, see: Callable[[Any], str]) -> set[int]:
        """The numbers of the looks that would see something else now."""
        found = {
            number
            for number, (look, seen) in enumerate(self.seen.items())
            if number not in self.groups and see(look) != seen
        }
        known = 0
        while known < len(found):  # a group may hold groups
            known = len(found)
            found |= {
                number
                for number, looks in self.groups.items()
                if number not in found and not found.isdisjoint(array("I", looks))
            }
        return found

    def settle(self, results: dict[str, L], groups: Groups, see: Callable[[Any], str]) -> None:
        """Keep new results, and the *groups* that their makers looked at."""
        numbers = {look: number for number, look in enumerate(self.seen)}

        def numbered(looks: Set[Any]) -> bytes:
            return array("I", (numbers.setdefault(x, len(numbers)) for x in looks)).tobytes()

        for result in results.values():
            if not isinstance(result.looks, bytes):
                result.looks = numbered(result.looks)
        for group, looks in groups.items():
            self.groups[numbers.setdefault(group, len(numbers))] = numbered(looks)
        self.results = results
        self.seen = {
            look: "" if number in self.groups else see(look) for look, number in numbers.items()
        }


def untouched(result: Looked, changed: Set[int]) -> bool:
    """Whether a kept result stands on nothing that has *changed*."""
    return not changed or changed.isdisjoint(array("I", result.looks))


@dataclass(slots=True)
class State:
    """All that is remembered, without the shelf."""

    base: str = ""
    checks: Results[Checked] = field(default_factory=Results)
    """By folder."""
    pages: Results[Made] = field(default_factory=Results)
    """By path."""
    titles: str = ""
    """A digest of the titles in the menus."""
    matters: dict[str, str] = field(default_factory=dict)
    """Folder of an entry and digest of its files → digest of their front matter."""
    pictures: dict[str, tuple[str, Standing | None]] = field(default_factory=dict)
    """Path on the site → digest of the folder of its file, and how it was written."""
    kept: dict[str, dict[str, tuple[str, Any]]] = field(default_factory=dict)
    """Name of a work → key → digest of what it was done on, and its result."""
    shelf: Shelf | None = None


class Stands(NamedTuple):
    """A site that stands, and from what: as long as both are so, there is nothing to build."""

    tops: tuple[str, ...]
    """The folders that were read."""
    inputs: str
    """A digest of all that stood there, and of the settings."""
    site: str
    """Its folder."""
    files: str
    """How its files stand."""
    pages: int
    entries: int
    problems: list[Problem]
    """What was told."""


class Memory:
    """Belongs to one build at a time, which leaves it to the next when it has succeeded."""

    def __init__(self, folder: Path | None = None) -> None:
        """*folder*: where it stands; None: it lasts as long as this process."""
        self.store = Store(folder)
        self.tops: tuple[str, ...] = ()
        self.settings: str | None = None
        self.digests: dict[str, str] = {}
        """Folder → a digest of its files, as they are now."""
        self.files: dict[str, Standing | None] = {}
        """Path of each file of the site → how it stands now."""
        self.state = State()
        self.indexes: dict[str, Any] = {}
        """Language → what there is of its index (``indexing``)."""
        self.templates: dict[Any, bytes] = {}
        """What is compiled of the theme's templates (``rendering``)."""
        self._templates = 0
        """How many of these are written."""

    # -- between builds ------------------------------------------------------------------------

    def look(self, root: Path, tops: tuple[str, ...]) -> bool:
        """See what stands below *root* in the folders *tops*; False where ``mkdocs.yml`` cannot
        be judged by its own bytes."""
        if tops != self.tops:
            self.look_again(root, tops)
        return self.settings is not None

    def look_again(
        self, root: Path, tops: tuple[str, ...], folders: Collection[str] | None = None
    ) -> None:
        """See what stands there now; with *folders*, in these and below: nothing else changed."""
        if self.tops != tops:
            folders = None
        self.tops, self.settings = tops, fingerprint.settings(root)
        if folders is None:
            self.digests = fingerprint.folders(root, tops)
            return
        within = tuple(f"{top}/" for top in tops)
        folders = [folder for folder in folders if f"{folder}/".startswith(within)]
        places = tuple(f"{folder}/" for folder in folders)
        kept = {f: d for f, d in self.digests.items() if not f"{f}/".startswith(places)}
        self.digests = kept | fingerprint.folders(root, folders)

    def inputs(self) -> str:
        """A digest of everything that a build reads."""
        return digest(f"{self.settings} {sorted(self.digests.items())}")

    def unchanged(self, root: Path) -> Stands | None:
        """What the last build left, if everything that it read and wrote is as it was."""
        found: Stands | None = self.store.read(STANDS)
        if found is None or not self.look(root, found.tops) or self.inputs() != found.inputs:
            return None
        self.see(Path(found.site))
        return found if fingerprint.of_files(self.files) == found.files else None

    def see(self, site: Path) -> None:
        """See how the files of a site stand."""
        self.files = fingerprint.files(site)

    def load(self) -> None:
        """Take up what was left; what is damaged, or of another program, is as if never there."""
        if (state := self.store.read(STATE)) is not None:
            self.state, self.indexes = state, self.store.read(INDEXES) or {}
            self.templates = self.store.read(TEMPLATES) or {}
            self._templates = len(self.templates)

    def save(self, site: Path, pages: int, entries: int, problems: list[Problem]) -> None:
        """Leave it to the next build, which finds this *site* with so many pages from so many
        entries. A full disk leaves nothing, and the next build is a clean one."""
        if self.store.folder is None:
            return
        files = fingerprint.of_files(self.files)
        stands = Stands(self.tops, self.inputs(), str(site), files, pages, entries, problems)
        try:
            if len(self.templates) != self._templates:
                self.store.write(TEMPLATES, self.templates)
            self.store.write(INDEXES, self.indexes)
            self.store.write(STANDS, stands)
            shelf = self.state.shelf
            self.store.remove(f"{SHELF}.*", but=shelf.path if shelf is not None else None)
        except OSError:
            self.forget()

    def forget(self) -> None:
        """Start anew."""
        self.state, self.indexes, self._templates = State(), {}, 0
        self.store.remove()

    def keep(self) -> None:
        """Write what is known of texts and pages. They are not in their place yet: whoever finds
        other files there than these makes them again."""
        if self.store.folder is None:
            return
        now = {f"{folder} {found}" for folder, found in self.digests.items()}
        self.state.matters = {k: v for k, v in self.state.matters.items() if k in now}
        try:
            self.store.remove(STANDS)
            self._shelve(self.store.folder)
            self.store.write(STATE, self.state)
        except OSError:  # a full disk
            self.forget()

    def _shelve(self, folder: Path) -> None:
        """Put copies for search on the shelf; once half of it is waste, on a new one."""
        old = self.state.shelf
        pages = [made for made in self.state.pages.results.values() if made.shadow is not None]
        live = sum(made.shadow.length for made in pages if isinstance(made.shadow, Spot))
        shelf = old
        if old is None or old.size() > WASTE * live + SMALL:
            number = int(old.path.suffix[1:]) + 1 if old else 0
            shelf = Shelf(folder / f"{SHELF}.{number}")
            shelf.path.unlink(missing_ok=True)
        assert shelf is not None
        pages = [made for made in pages if shelf is not old or not isinstance(made.shadow, Spot)]
        shadows = [self.shadow(made) or "" for made in pages]
        for made, spot in zip(pages, shelf.put(shadows), strict=True):
            made.shadow = spot
        self.state.shelf = shelf
        for work in READINGS:
            for _, read in self.state.kept.get(work, {}).values():
                if read.entry is not None:
                    read.entry = lightened(read.entry)

    # -- in a build ----------------------------------------------------------------------------

    def stand_on(self, base: str) -> None:
        """Forget the pages that were made on another *base*: words, lists, settings."""
        if base != self.state.base:
            self.state.base = base
            self.state.pages, self.indexes = Results(), {}

    def shadow(self, made: Made) -> str | None:
        """The copy for search of a page."""
        if isinstance(made.shadow, Spot):
            assert self.state.shelf is not None
            return self.state.shelf.get(made.shadow)
        return made.shadow

    def each(
        self,
        name: str,
        items: Sequence[tuple[str, str, T]],
        work: Callable[[Sequence[T]], Sequence[R]],
    ) -> list[R]:
        """What *work* gives for each item; only items that are new or changed are worked on.

        Args:
            name: of the work.
            items: key, digest of all that the result hangs on, and the item itself.
        """
        known = self.state.kept.get(name, {})
        same = [key in known and known[key][0] == digest for key, digest, _ in items]
        todo = [item for (_, _, item), kept in zip(items, same, strict=True) if not kept]
        fresh = iter(work(todo) if todo else ())
        self.state.kept[name] = {
            key: known[key] if kept else (digest, next(fresh))
            for (key, digest, _), kept in zip(items, same, strict=True)
        }
        return [result for _, result in self.state.kept[name].values()]

    def drop(self, name: str, passing: Callable[[Any], bool]) -> None:
        """Forget the results of a work that may come out another way next time."""
        done = self.state.kept[name]
        self.state.kept[name] = {key: kept for key, kept in done.items() if not passing(kept[1])}


@contextmanager
def opened(root: Path, *choices: object) -> Iterator[Memory | None]:
    """The memory of the builds of *root* with these *choices* (the folder of the site, drafts);
    None where another build has it, or where the system gives no place."""
    with ExitStack() as held:
        try:
            folder = settled(root, *choices)
            mine = held.enter_context(locked(folder))
        except OSError:
            mine = False
        yield Memory(folder) if mine else None
