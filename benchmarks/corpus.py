"""A made-up repository of any size: the same seed gives the same bytes.

Languages, vocabularies, words and pages come from this repository; sources and entries are made
up. Every entry stands in all languages. Its shape (sections, lengths of sentences, citations,
links) is the same in each, its words are drawn from a list of the language: the most frequent are
real, the rest are built like words of the language, and their frequencies follow Zipf's law, so
that the search index meets as many different words as in real texts of this size.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "fr", "ar")
ORIGINALS = (50, 30, 20)
"""Of a hundred entries, how many are written first in each language."""
PRACTICES = 0.2
"""Share of best practices among the entries."""
LENGTH = 720
"""Words of one text, citations and headings included."""
VOCABULARY = 20_000
"""Different words of a language."""
COPIED = ("languages.yml", "vocabularies", "words", "pages")

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

FREQUENT = {
    "en": """the of and to in a for is on that by with as it at from was are their be an this which
        or not have one they who were its market design workshop artisans cluster members project
        copper city buyers products skills fair price support local training craft chamber women
        quality first new work year three agent network young together sell plan tools value""",
    "fr": """de la le et les des en à un du une est pour que dans par sur qui au pas avec ce il sont
        aux ont plus se leur ou cette marché design atelier artisans cluster membres projet cuivre
        ville acheteurs produits métier salon prix appui formation chambre femmes qualité premier
        travail année trois agent réseau jeunes ensemble vendre plan outils valeur région""",
    "ar": """في من على إلى أن عن التي مع هذا كل ما بعد بين الذي هو هي كان قد أو لم عام هذه ذلك السوق
        التصميم الورشة الحرفيين التجمع الأعضاء المشروع النحاس المدينة المشترين المنتجات المهارات
        المعرض السعر الدعم المحلي التدريب الحرفة الغرفة النساء الجودة الأول الجديد العمل السنة ثلاثة
        الوكيل الشبكة الشباب معا البيع الخطة الأدوات القيمة""",
}
SYLLABLES = {
    "en": ("b br c ch cl d f fl g gr h l m n p pl r s sh st t tr v w", "a e i o u ea ou ai"),
    "fr": ("b br c ch cl d f g gr j l m n p pr qu r s t tr v", "a e é è i o u ou ai eau oi"),
}
ENDINGS = {
    "en": ("", "", "n", "r", "t", "s", "ed", "ing", "er", "ly", "tion", "ment", "ness"),
    "fr": ("", "", "n", "r", "t", "s", "es", "ment", "eur", "tion", "age", "ique", "ées"),
}
CONSONANTS = "ب ت ث ج ح خ د ر ز س ش ص ض ط ع غ ف ق ك ل م ن ه ي"
PATTERNS = (
    "{}{}{}",
    "{}ا{}{}",
    "م{}{}و{}",
    "{}{}ي{}",
    "ت{}{}ي{}",
    "{}{}ا{}ة",
    "ا{}ت{}ا{}",
    "{}{}{}ات",
)
PREFIXES = ("", "", "", "ال", "ال", "ال", "و", "وال", "ب", "لل")

PLACES: dict[str, tuple[tuple[str, float, float], ...]] = {
    "DZ": (("Constantine", 36.365, 6.615), ("Batna", 35.556, 6.174), ("Oran", 35.697, -0.633)),
    "EG": (("Cairo", 30.044, 31.236), ("Aswan", 24.089, 32.9), ("Damietta", 31.417, 31.814)),
    "JO": (("Amman", 31.954, 35.911), ("Madaba", 31.716, 35.794), ("Irbid", 32.556, 35.85)),
    "LB": (("Tripoli", 34.437, 35.85), ("Zahle", 33.846, 35.902), ("Saida", 33.563, 35.369)),
    "MA": (("Marrakech", 31.629, -7.981), ("Fez", 34.034, -5.0), ("Safi", 32.299, -9.237)),
    "PS": (("Nablus", 32.221, 35.254), ("Bethlehem", 31.705, 35.202), ("Hebron", 31.53, 35.094)),
    "TN": (("Nabeul", 36.456, 10.738), ("El Jem", 35.3, 10.717), ("Kairouan", 35.678, 10.096)),
}


def make(folder: Path, entries: int, seed: int = 1) -> None:
    """Write a repository of *entries* entries into *folder*, which is emptied first."""
    if folder.exists():
        shutil.rmtree(folder)
    _Maker(folder, entries, seed).make()


def digest(folder: Path) -> str:
    """A hash of every path and byte of a made repository, the site in it left out."""
    found = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder)
        if file.is_file() and path.parts[0] in ("mkdocs.yml", "content", *SECTIONS):
            raw = file.read_bytes()
            found.update(f"{path.as_posix()}\0{len(raw)}\0".encode() + raw)
    return found.hexdigest()


# -- words -------------------------------------------------------------------------------------


class Writer:
    """Draws words and sentences of one language."""

    def __init__(self, language: str, seed: int) -> None:
        self.rng = random.Random(f"{language}-{seed}")
        self.words = [*_vocabulary(language, random.Random(f"words-{language}"))]
        # Zipf's law as Mandelbrot mended it: the first few words are not that frequent.
        self.weights = list(accumulate(1 / (rank + 3.7) for rank in range(len(self.words))))
        self.comma = "،" if language == "ar" else ","

    def draw(self, count: int) -> list[str]:
        """So many words."""
        return self.rng.choices(self.words, cum_weights=self.weights, k=count)

    def sentence(self, count: int) -> str:
        """So many words with a capital letter and a comma; the full stop is not there yet."""
        words = self.draw(count)
        words[0] = words[0].capitalize()
        if count > 10:
            words[count // 2] += self.comma
        return " ".join(words)

    def line(self, characters: int) -> str:
        """Words up to so many characters."""
        text = self.sentence(characters // 3)[:characters].rpartition(" ")[0]
        return text.rstrip(self.comma)


def _vocabulary(language: str, rng: random.Random) -> list[str]:
    """The words of a language, the most frequent first."""
    words = dict.fromkeys(FREQUENT[language].split())
    made = _arabic(rng) if language == "ar" else _latin(language, rng)
    while len(words) < VOCABULARY:
        words[next(made)] = None
    return list(words)


def _latin(language: str, rng: random.Random) -> Iterator[str]:
    onsets, vowels = (text.split() for text in SYLLABLES[language])
    while True:
        count = rng.choice((1, 2, 2, 3))
        stem = "".join(rng.choice(onsets) + rng.choice(vowels) for _ in range(count))
        yield stem + rng.choice(ENDINGS[language])


def _arabic(rng: random.Random) -> Iterator[str]:
    consonants = CONSONANTS.split()
    while True:
        root = rng.sample(consonants, 3)
        yield rng.choice(PREFIXES) + rng.choice(PATTERNS).format(*root)


# -- the repository ----------------------------------------------------------------------------


class _Maker:
    """One made-up repository: first all ids, so that everything can name everything."""

    def __init__(self, folder: Path, entries: int, seed: int) -> None:
        self.folder = folder
        self.seed = seed
        self.rng = random.Random(seed)
        self.writers = {code: Writer(code, seed) for code in LANGUAGES}
        self.headings = {
            code: _yaml(ROOT / f"content/words/{code}.yml")["sections"] for code in LANGUAGES
        }
        self.terms = {
            file.stem: [term["id"] for term in _yaml(file)["terms"]]
            for file in sorted((ROOT / "content/vocabularies").glob("*.yml"))
        }
        count = round(entries * PRACTICES)
        themes = self.terms["themes"]
        self.practices = [f"{themes[n % len(themes)]}-{n:05}" for n in range(count)]
        self.cases = []
        self.where: dict[str, tuple[str, tuple[str, float, float]]] = {}
        for number in range(entries - count):
            country = self.rng.choice(self.terms["countries"])
            place = self.rng.choice(PLACES[country])
            craft = self.rng.choice(self.terms["crafts"])
            id = f"{place[0].lower().replace(' ', '-')}-{craft}-{number:05}"
            self.cases.append(id)
            self.where[id] = (country, place)
        self.sources = [f"source-{number:05}" for number in range(max(20, entries // 2))]

    def make(self) -> None:
        content = self.folder / "content"
        content.mkdir(parents=True)
        shutil.copy(ROOT / "mkdocs.yml", self.folder)
        for name in COPIED:
            if (ROOT / "content" / name).is_dir():
                shutil.copytree(ROOT / "content" / name, content / name)
            else:
                shutil.copy(ROOT / "content" / name, content)
        self._register(content / "sources")
        for id in self.cases:
            self._entry("casestudies", id, self.cases)
        for id in self.practices:
            self._entry("bestpractices", id, self.practices)

    def _register(self, folder: Path) -> None:
        folder.mkdir()
        ids = sorted(_cited_by_pages()) + self.sources
        for start in range(0, len(ids), 250):
            lines = ["sources:"]
            for number, id in enumerate(ids[start : start + 250], start):
                language = LANGUAGES[number % 3]
                writer = self.writers[language]
                lines += [
                    f"  - id: {id}",
                    f"    title: {_text(writer.line(70))}",
                    f"    publisher: {_text(writer.line(24))}",
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
        facts = self._case if kind == "casestudies" else self._practice
        for code in LANGUAGES:
            writer = self.writers[code]
            title = writer.line(60)
            if kind == "casestudies":
                title = f"{self.where[id][1][0]}: {title}"
            lines = [
                "---",
                f"title: {_text(title)}",
                f"short_title: {_text(writer.line(32))}",
                f"summary: {_text(writer.line(rng.randint(180, 290)) + '.')}",
            ]
            if code == original:
                lines += facts(id, writer, sources, practices)
                lines += self._common(id, neighbours, sources)
            else:
                lines.append("translation: {method: machine-edited, date: 2026-11-22}")
            shape = random.Random(f"{self.seed}-{id}")
            lines += ["---", "", *self._body(kind, code, shape, sources, links)]
            (folder / f"index.{code}.md").write_text("\n".join(lines) + "\n", encoding="utf-8")

    # -- front matter --------------------------------------------------------------------------

    def _some(self, vocabulary: str, least: int, most: int) -> str:
        """Terms of a vocabulary as a list."""
        count = self.rng.randint(least, most)
        return f"[{', '.join(self.rng.sample(self.terms[vocabulary], count))}]"

    def _case(
        self, id: str, writer: Writer, sources: Sequence[str], practices: Sequence[str]
    ) -> list[str]:
        rng = self.rng
        country, (name, latitude, longitude) = self.where[id]
        start = rng.randint(2012, 2022)
        end = rng.choice((f", end: {start + 3}-06", ", end: ongoing", ""))
        return [
            "status: published",
            "depth: full",
            f"subject: {rng.choice(('cluster', 'cluster', 'initiative', 'network', 'hub'))}",
            f"countries: [{country}]",
            f"sectors: {self._some('sectors', 1, 2)}",
            f"crafts: {self._some('crafts', 1, 2)}",
            f"steps: {self._some('steps', 1, 3)}",
            f"themes: {self._some('themes', 2, 5)}",
            "sdgs: [8.3, 9.3]",
            "places:",
            (
                f"  - {{name: {_text(name)}, country: {country}, lat: {latitude}, lon: {longitude},"
                " precision: city}"
            ),
            (
                f"cluster: {{name: {_text(writer.line(30))}, since: {start},"
                f" firms: {rng.randint(10, 300)}, governance: {_text(writer.line(60))}}}"
            ),
            f"period: {{start: {start}-{rng.randint(1, 12):02}{end}}}",
            "support:",
            f"  programme: {_text(writer.line(40))}",
            f"  funders: [{_text(writer.line(24))}, {_text(writer.line(30))}]",
            "  partners:",
            *(
                f"    - {{name: {_text(writer.line(40))}, role: {_text(writer.line(24))}}}"
                for _ in range(3)
            ),
            (
                f"  budget: {{value: {rng.randint(10, 900)}000, currency: EUR,"
                f" source: {rng.choice(sources)}}}"
            ),
            f"beneficiaries: {self._some('beneficiaries', 1, 3)}",
            "results:",
            *(
                f"  - {{indicator: {_text(writer.line(50))}, value: {rng.randint(2, 5000)},"
                f" unit: {_text(writer.line(20))}, year: {start + 2},"
                f" source: {rng.choice(sources)}}}"
                for _ in range(rng.randint(1, 4))
            ),
            "practices:",
            *(
                f"  - {{id: {practice}, role: {rng.choice(('applied', 'applied', 'adapted'))},"
                f" note: {_text(writer.line(60))}}}"
                for practice in practices
            ),
            f"evidence: {rng.choice(('self-reported', 'documented', 'documented', 'evaluated'))}",
        ]

    def _practice(
        self, id: str, writer: Writer, sources: Sequence[str], practices: Sequence[str]
    ) -> list[str]:
        rng = self.rng
        return [
            "status: published",
            f"sectors: {'all' if rng.random() < 0.6 else self._some('sectors', 1, 3)}",
            f"steps: {self._some('steps', 1, 2)}",
            f"themes: {self._some('themes', 2, 4)}",
            f"problem: {_text(writer.line(160))}",
            f"audience: {self._some('audience', 2, 4)}",
            (
                f"effort: {{cost: {rng.choice(('low', 'medium', 'high'))}, months: 3-6,"
                f" skills: [{_text(writer.line(20))}, {_text(writer.line(20))}]}}"
            ),
            *(
                f"{field}: [{', '.join(_text(writer.line(60)) for _ in range(3))}]"
                for field in ("prerequisites", "tools", "indicators")
            ),
        ]

    def _common(self, id: str, neighbours: Sequence[str], sources: Sequence[str]) -> list[str]:
        rng = self.rng
        day = f"{rng.randint(2024, 2026)}-{rng.randint(1, 11):02}-{rng.randint(1, 28):02}"
        return [
            f"related: [{', '.join(neighbours[:2])}]",
            f"sources: [{', '.join(sources)}]",
            "authors:",
            '  - {name: "Editors of the repository"}',
            "review: {level: none}",
            f"last_reviewed: {day}",
            "review_in: 24",
            *([f"aliases: [{id}-before]"] if rng.random() < 0.02 else []),
        ]

    # -- body ----------------------------------------------------------------------------------

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

        def sentence(count: int) -> str:
            return f"{writer.sentence(count)}.{cite()}"

        def paragraph(words: int) -> str:
            said = []
            while words > 0:
                count = min(shape.randint(12, 22), max(words, 6))
                said.append(sentence(count))
                words -= count
            return " ".join(said)

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


def _cited_by_pages() -> set[str]:
    """Sources that the copied pages name: the made-up register must know them."""
    found: set[str] = set()
    for file in sorted((ROOT / "content/pages").rglob("*.md")):
        if listed := re.search(r"(?m)^sources: *\[([^\]]*)\]", file.read_text(encoding="utf-8")):
            found.update(id.strip() for id in listed[1].split(","))
    return found


def _yaml(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def _text(value: str) -> str:
    """A text in double quotes: YAML reads them as JSON does."""
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":  # python -m benchmarks.corpus <folder> <entries> [<seed>]
    make(Path(sys.argv[1]), int(sys.argv[2]), *(int(text) for text in sys.argv[3:4]))
