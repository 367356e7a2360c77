"""What a page was made from: whoever makes one looks things up, and each look is noted.

A page is made again only where something that it looked at has changed. Nothing has to be declared,
so nothing can be forgotten: the library and the graph themselves note who asks them for what. What
is worked out once for many pages (a card, a row of neighbours) is one look of each of them; where
its maker looked is noted once, as a *group*.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import fields, replace
from typing import Any, TypeVar

from generator.fingerprint import digest
from generator.model import Entry, Graph, Library, Place, Source

T = TypeVar("T")

Look = tuple[str, Hashable]
"""Where somebody looked, and at what; ``ALL`` where at everything."""
Groups = dict[Look, set[Look]]
"""What many looked at, and the looks of its maker, groups among them."""
ALL, ONCE = "*", "once"
LIBRARY, SETS = ("entries", "cards", "texts", "sources", "aliases"), ("folders", "files")
"""The parts of a library that authors change every day. A change of any other part (words,
vocabularies, glossary …) is a change of everything."""


class Trace:
    """Notes the looks of whoever is at work; nobody is, most of the time."""

    def __init__(self) -> None:
        self.looks: set[Look] | None = None
        self._made: dict[Hashable, tuple[Any, Look | None]] = {}
        self._groups: Groups = {}

    @contextmanager
    def noting(self) -> Iterator[set[Look]]:
        """Note the looks of the block, apart from those of whatever is around it."""
        before, self.looks = self.looks, set()
        try:
            yield self.looks
        finally:
            self.looks = before

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What *make* gives, worked out once for each *key*; each who asks has looked at what it
        was made from."""
        if key not in self._made:
            with self.noting() as looks:
                made = make()
            group = (ONCE, key) if looks else None
            if group is not None:
                self._groups[group] = looks
            self._made[key] = made, group
        made, group = self._made[key]
        if group is not None and self.looks is not None:
            self.looks.add(group)
        return made

    def groups(self) -> Groups:
        """The groups that were noted since the last call."""
        noted, self._groups = self._groups, {}
        return noted


class Traced(Mapping[Any, Any]):
    """A mapping that notes who looks at what."""

    def __init__(self, name: str, content: Mapping[Any, Any], trace: Trace) -> None:
        self.name, self.content, self.trace = name, content, trace
        self._looks: dict[Hashable, Look] = {}

    def _note(self, key: Hashable) -> None:
        if self.trace.looks is not None:
            # One pair for all who look there: pairs travel between processes, and are kept.
            self.trace.looks.add(self._looks.setdefault(key, (self.name, key)))

    def __getitem__(self, key: Any) -> Any:
        self._note(key)
        return self.content[key]

    def __contains__(self, key: object) -> bool:
        self._note(key)
        return key in self.content

    def get(self, key: Any, default: Any = None) -> Any:
        self._note(key)
        return self.content.get(key, default)

    def __iter__(self) -> Iterator[Any]:
        self._note(ALL)
        return iter(self.content)

    def __len__(self) -> int:
        self._note(ALL)
        return len(self.content)


class TracedSet(AbstractSet[Any]):
    """A set that notes who looks at what."""

    def __init__(self, name: str, content: AbstractSet[Any], trace: Trace) -> None:
        self._asked = Traced(name, dict.fromkeys(content), trace)

    def __contains__(self, item: object) -> bool:
        return item in self._asked

    def __iter__(self) -> Iterator[Any]:
        return iter(self._asked)

    def __len__(self) -> int:
        return len(self._asked)


def traced(library: Library, graph: Graph, trace: Trace) -> tuple[Library, Graph]:
    """The same library and graph, noting every look."""
    parts: dict[str, Any] = {name: Traced(name, getattr(library, name), trace) for name in LIBRARY}
    parts |= {name: TracedSet(name, getattr(library, name), trace) for name in SETS}
    links: dict[str, Any] = {
        f.name: Traced(f.name, getattr(graph, f.name), trace) for f in fields(graph)
    }
    return replace(library, **parts), replace(graph, **links)


class Ground:
    """The library and the graph as a page stands on them: every look has a digest."""

    def __init__(
        self, library: Library, graph: Graph, digests: Mapping[str, str], matters: dict[str, str]
    ) -> None:
        """*digests*: folder of an entry or text → what is in its files. *matters* keeps, for each
        of these, what is in their front matter."""
        self._matters = matters
        self._parts: dict[str, Mapping[Any, Any]] = {
            **{name: getattr(library, name) for name in LIBRARY},
            **{name: dict.fromkeys(getattr(library, name)) for name in SETS},
            **{f.name: getattr(graph, f.name) for f in fields(graph)},
        }
        self._folders = digests
        self._known: dict[Look, str] = {}

    def digest(self, look: Look) -> str:
        """A digest of what a look would see now."""
        if look not in self._known:
            name, key = look
            part = self._parts[name]
            if key == ALL:
                told = [f"{key}={self._of(name, value)}" for key, value in part.items()]
                self._known[look] = digest("\n".join(told))
            else:
                self._known[look] = self._of(name, part[key]) if key in part else ""
        return self._known[look]

    def _of(self, part: str, value: Any) -> str:
        if isinstance(value, Entry):  # what is left of its relations hangs on other entries, too
            facts = value.facts
            left = (
                *getattr(facts, "related", ()),
                *(p.id for p in getattr(facts, "practices", ())),
            )
            files = self._folders.get(value.folder, "")
            return digest(f"{self._matter(value, files) if part == 'cards' else files} {left}")
        if isinstance(value, Source):
            value = replace(value, place=Place(""))  # no page says in which line it stands
        return digest(repr(value))

    def _matter(self, entry: Entry, files: str) -> str:
        key = f"{entry.folder} {files}"
        if key not in self._matters:
            said = [(t.language, t.matter.model_dump_json()) for t in entry.translations.values()]
            self._matters[key] = digest(f"{entry.folder} {said} {dict(entry.pictures)}")
        return self._matters[key]
