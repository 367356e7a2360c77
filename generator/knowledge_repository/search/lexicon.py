"""The lexicon of a language: the words of its search index, and the words of concepts in every
language, each with what else to search for.

The search page plans a query with it (``search-plan.js``): it knows which words are in the index,
finds near spellings, and words that mean the same. It is cut into one small file for each first
letter, so that a query loads only the rows that it needs.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from knowledge_repository.model import Concept, Language, SearchTarget

MOST_FORMS = 3
"""How many other words a word may lead to: each loads a part of the index."""
Row = int | tuple[int | list[str] | list[int], ...]
"""In how many entries a word is; with more: [number, words that mean the same, the same if the
word is of another language, numbers of targets]."""


@dataclass(frozen=True)
class Lexicon:
    """The lexicon of a language."""

    rows: dict[str, dict[str, Row]] = field(default_factory=dict)
    """First letter → word or phrase → its row."""
    targets: list[SearchTarget] = field(default_factory=list)
    """The pages to which rows lead."""


def build_lexicon(
    documents: Iterable[set[str]],
    concepts: Sequence[tuple[Concept, SearchTarget | None]],
    language: Language,
    languages: Mapping[str, Language],
) -> Lexicon:
    """The lexicon of *language*.

    *documents*: the words of each search document, normalised. *concepts*: each with its page.
    *languages*: all of the site.
    """
    counts = Counter(chain.from_iterable(documents))
    known = sorted(counts)

    def is_indexed(form: str) -> bool:
        """Whether each word of *form* is in the index, perhaps with another ending."""
        return all(_begins(known, word[: max(4, len(word) - 2)]) for word in form.split())

    own: dict[str, list[str]] = {}
    foreign: dict[str, list[str]] = {}
    pages: dict[str, list[int]] = {}
    found = Lexicon()
    for concept, target in concepts:
        forms = {
            code: [form for word in concept.forms(code) if (form := _form(word, one))]
            for code, one in languages.items()
        }
        for code, words in forms.items():
            rows = own if code == language.code else foreign
            for form in words:
                known_forms = rows.setdefault(form, [])
                same = filter(is_indexed, forms[language.code])
                known_forms += [one for one in same if one not in (form, *known_forms)]
        if target is not None:
            found.targets.append(target)
            for form in {form for words in forms.values() for form in words}:
                pages.setdefault(form, []).append(len(found.targets) - 1)
    for base, glued in _glued(counts, language.search.prefixes):
        own.setdefault(base, []).append(glued)
    for word in sorted({*counts, *own, *foreign}):
        here = _most_frequent(own.get(word, []), counts, word)
        elsewhere = _most_frequent(foreign.get(word, []), counts)
        more: list[list[str] | list[int]] = [here, elsewhere, pages.get(word, [])]
        while more and not more[-1]:
            more.pop()
        if counts[word] or more:
            found.rows.setdefault(word[0], {})[word] = (
                (counts[word], *more) if more else counts[word]
            )
    return found


def _form(word: str, language: Language) -> str:
    """A word or phrase as the planner of the search page reads it: signs alone are no words."""
    parts = language.search.normalise(word).split()
    return " ".join(part for part in parts if any(map(str.isalnum, part)))


def _begins(known: Sequence[str], start: str) -> bool:
    place = bisect_left(known, start)
    return place < len(known) and known[place].startswith(start)


def _most_frequent(forms: Iterable[str], counts: Mapping[str, int], *known: str) -> list[str]:
    """The forms to search for; none with the stem of another one, which finds the same."""
    found: list[str] = []
    for form in sorted(forms, key=lambda form: -counts.get(form, 0)):
        if len(found) < MOST_FORMS and not any(_same_stem(form, one) for one in (*known, *found)):
            found.append(form)
    return found


def _same_stem(one: str, other: str) -> bool:
    longest = max(len(one), len(other))
    return longest - min(len(one), len(other)) <= 2 and (
        one[: max(4, longest - 2)] == other[: max(4, longest - 2)]
    )


def _glued(counts: Mapping[str, int], prefixes: Sequence[str]) -> Iterable[tuple[str, str]]:
    """(word, the same word with a prefix) where both are in the index, the bare word at least as
    often: "and work" is written as one word in Arabic, and "agency" only begins like "and"."""
    for prefix in prefixes:
        for word, number in counts.items():
            base = word.removeprefix(prefix)
            if word.startswith(prefix) and len(base) > 2 and counts.get(base, 0) >= number:
                yield base, word
