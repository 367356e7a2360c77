"""A generated repository of any size: the same seed gives the same bytes.

Languages, vocabularies, glossary, words and pages come from this repository; the sources of entries
and the entries are generated. Every entry exists in all languages: one is the original and has the
facts, the others are its translations, with their phrases. The shape of an entry (sections, lengths
of sentences, figures, citations, links) is the same in each language, because rules compare them;
the words are random words of the language.
"""

from __future__ import annotations

import hashlib
import random
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from benchmarks.facts import Facts, quoted
from benchmarks.words import Writer

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "fr", "ar")
ORIGINALS = (50, 30, 20)
"""Of a hundred entries, how many have their original in each language."""
PRACTICES = 0.2
"""Share of best practices among the entries."""
LENGTH = 720
"""Words of one text, citations and headings included."""
EDITORS = {"en": "Editors of the repository", "fr": "Rédaction du recueil", "ar": "هيئة التحرير"}
COPIED = (
    "languages.yml",
    "kinds.yml",
    "glossary.yml",
    "site.yml",
    "vocabularies",
    "words",
    "sources",
    "pages",
    "countries",
    "sectors",
)
ENTRY_LINK = re.compile(r"\[([^\]]*)\]\((?:\.\./)+(?:casestudies|bestpractices)/[^)]*\)")
"""A link of a copied page to an entry that the generated repository does not have."""

SECTIONS = {
    "casestudies": (
        "context",
        "challenge",
        "approach",
        "results",
        "difficulties",
        "sustainability",
        "lessons",
        "transfer",
    ),
    "bestpractices": ("when", "how", "variations", "pitfalls", "monitoring", "examples"),
}
LISTS = frozenset({"approach", "difficulties", "how", "pitfalls"})
TABLES = frozenset({"results", "monitoring"})


def make(folder: Path, entries: int, seed: int = 1) -> None:
    """Write a repository of *entries* entries into *folder*, which is emptied first."""
    if folder.exists():
        shutil.rmtree(folder)
    _Generator(folder, entries, seed).write()


def digest(folder: Path) -> str:
    """A hash of every path and byte of a generated repository, without the site in it."""
    found = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder)
        if file.is_file() and path.parts[0] in ("mkdocs.yml", "content", *SECTIONS):
            raw = file.read_bytes()
            found.update(f"{path.as_posix()}\0{len(raw)}\0".encode() + raw)
    return found.hexdigest()


def key(seed: int) -> str:
    """A hash of everything that determines the bytes of a generated repository, except its size."""
    found = hashlib.sha256(str(seed).encode())
    here = Path(__file__).resolve().parent
    files = [here / name for name in ("corpus.py", "facts.py", "words.py")]
    for name in COPIED:
        copied = ROOT / "content" / name
        files += sorted(copied.rglob("*.*")) if copied.is_dir() else [copied]
    for file in (ROOT / "mkdocs.yml", *files):
        found.update(file.read_bytes())
    return found.hexdigest()


class _Generator:
    """One generated repository: first all ids, so that entries can refer to each other."""

    def __init__(self, folder: Path, entries: int, seed: int) -> None:
        self.folder = folder
        self.seed = seed
        self.rng = random.Random(seed)
        self.writers = {code: Writer(code, seed) for code in LANGUAGES}
        content = ROOT / "content"
        kinds = _yaml(content / "kinds.yml")["kinds"].values()
        self.headings = {
            code: {id: row["label"][code] for kind in kinds for id, row in kind["sections"].items()}
            for code in LANGUAGES
        }
        self.glossary = [row["term"] for row in _yaml(content / "glossary.yml")["terms"]]
        self.facts = Facts(
            self.rng,
            {
                file.stem: [term["id"] for term in _yaml(file)["terms"]]
                for file in sorted((content / "vocabularies").glob("*.yml"))
            },
        )
        count = round(entries * PRACTICES)
        self.practices = [self.facts.practice_id(number) for number in range(count)]
        self.cases = [self.facts.case_id(number) for number in range(entries - count)]
        self.sources = [f"source-{number:05}" for number in range(max(20, entries // 2))]

    def write(self) -> None:
        content = self.folder / "content"
        content.mkdir(parents=True)
        settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
        address = "site_url: https://example.org/knowledge-repository/\n"
        (self.folder / "mkdocs.yml").write_text(settings + address, encoding="utf-8")
        for name in COPIED:
            if (ROOT / "content" / name).is_dir():
                shutil.copytree(ROOT / "content" / name, content / name)
            else:
                shutil.copy(ROOT / "content" / name, content)
        for file in sorted(content.rglob("*.md")):
            text = file.read_text(encoding="utf-8")
            file.write_text(ENTRY_LINK.sub(r"\1", text), encoding="utf-8")
        self._register(content / "sources")
        for id in self.cases:
            self._entry("casestudies", id, self.cases)
        for id in self.practices:
            self._entry("bestpractices", id, self.practices)

    def _register(self, folder: Path) -> None:
        """The generated sources, in files below the size limit."""
        for start in range(0, len(self.sources), 250):
            lines = ["sources:"]
            for number, id in enumerate(self.sources[start : start + 250], start):
                language = LANGUAGES[number % 3]
                writer = self.writers[language]
                lines += [
                    f"  - id: {id}",
                    f"    title: {quoted(writer.line(70))}",
                    f"    publisher: {quoted(writer.line(24))}",
                    f"    lang: {language}",
                    f"    date: {2012 + number % 14}-{1 + number % 12:02}",
                    f'    url: "https://example.org/{id}/{number}"',
                    "    accessed: 2026-11-22",
                ]
            name = f"made-up-{start // 250 + 1}.yml"
            (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")

    def _entry(self, kind: str, id: str, others: Sequence[str]) -> None:
        rng = self.rng
        folder = self.folder / kind / id
        folder.mkdir(parents=True)
        (original,) = rng.choices(LANGUAGES, ORIGINALS)
        sources = rng.sample(self.sources, rng.randint(8, 15))
        neighbours = [other for other in rng.sample(others, min(4, len(others))) if other != id]
        practices = rng.sample(self.practices, min(rng.randint(2, 4), len(self.practices)))
        links = [f"../{other}/index" for other in neighbours[:2]]
        if kind == "casestudies":
            links += [f"../../bestpractices/{other}/index" for other in practices[:1]]
        year = rng.randint(2012, 2025)
        writer = self.writers[original]
        if kind == "casestudies":
            facts = self.facts.case(id, writer, sources, practices)
        else:
            facts = self.facts.practice(writer)
        facts.lines += self.facts.common(id, neighbours, sources, EDITORS["en"])
        for code in LANGUAGES:
            writer = self.writers[code]
            place = f"{self.facts.place(id)}: " if kind == "casestudies" else ""
            summary = f"{writer.line(rng.randint(180, 280))}, {year}."
            lines = [
                "---",
                f"title: {quoted(place + writer.line(60))}",
                f"short_title: {quoted(writer.line(32))}",
                f"summary: {quoted(summary)}",
            ]
            if code == original:
                lines += facts.lines
            else:
                lines.append("phrases:")
                lines += [
                    f"  {quoted(text)}: {quoted(writer.line(max(12, len(text))))}"
                    for text in facts.phrases
                ]
                lines += [
                    f"  {quoted(EDITORS['en'])}: {quoted(EDITORS[code])}",
                    "translation: {method: machine-edited, date: 2026-11-22}",
                ]
            shape = random.Random(f"{self.seed}-{id}")
            lines += ["---", "", *self._body(kind, code, shape, sources, links)]
            (folder / f"index.{code}.md").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def _body(
        self,
        kind: str,
        code: str,
        shape: random.Random,
        sources: Sequence[str],
        links: Sequence[str],
    ) -> Iterator[str]:
        """The sections of a text; *shape* decides everything but the words."""
        writer = self.writers[code]
        sections = SECTIONS[kind]
        share = LENGTH // len(sections) - 5
        linked = dict(zip(shape.sample(sections, len(links)), links, strict=True))
        left = list(sources)

        def cite() -> str:
            """Every source once, then any of them; sometimes two."""
            found = ""
            for _ in range(shape.choice((1, 1, 1, 2))):
                found += f"[^{left.pop() if left else shape.choice(sources)}]"
            return found

        def figure() -> str:
            """A year, a count or a sum in every third sentence, a glossary term in some others."""
            what = shape.randrange(9)
            value = shape.randint(1, 90_000)
            term = shape.choice(self.glossary)[code]
            if what > 3:
                return ""
            written = (
                str(2005 + value % 20),
                writer.number(value),
                writer.euros(value * 100),
                re.split(r" ?[,(،]", term)[0],
            )
            return f" {written[what]}"

        def sentence(count: int) -> str:
            return f"{writer.sentence(count)}{figure()}.{cite()}"

        def paragraph(words: int) -> str:
            sentences = []
            while words > 0:
                count = min(shape.randint(12, 22), max(words, 6))
                sentences.append(sentence(count))
                words -= count
            return " ".join(sentences)

        for section in sections:
            yield f"## {self.headings[code][section]}"
            yield ""
            rest = share
            if section in linked:
                words = f"{writer.sentence(5)} [{' '.join(writer.draw(3))}]"
                yield f"{words}({linked[section]}.{code}.md) {' '.join(writer.draw(4))}."
                yield ""
                rest -= 12
            if section in TABLES and shape.random() < 0.25:
                yield f"| {' | '.join(writer.draw(3))} |"
                yield "| --- | --- | ---: |"
                for _ in range(4):
                    one, two = " ".join(writer.draw(3)), " ".join(writer.draw(2))
                    yield f"| {one} | {two} | {shape.randint(1, 900)} |"
                yield ""
                rest -= 30
            if section in LISTS:
                mark = "{}. " if section == "how" else "- "
                for number in range(1, 5):
                    lead = writer.sentence(2)
                    yield f"{mark.format(number)}**{lead}.** {sentence(max(8, rest // 7))}"
                yield ""
                rest -= 4 * (2 + max(8, rest // 7))
            yield paragraph(rest // 2)
            yield ""
            yield paragraph(rest - rest // 2)
            yield ""


def _yaml(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


if __name__ == "__main__":  # python -m benchmarks.corpus <folder> <entries> [<seed>]
    make(Path(sys.argv[1]), int(sys.argv[2]), *(int(text) for text in sys.argv[3:4]))
