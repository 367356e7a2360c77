"""The front matter of generated originals: facts, and the words in them."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.words import Writer

PLACES: dict[str, tuple[tuple[str, float, float], ...]] = {
    "DZ": (("Constantine", 36.365, 6.615), ("Batna", 35.556, 6.174), ("Oran", 35.697, -0.633)),
    "EG": (("Cairo", 30.044, 31.236), ("Aswan", 24.089, 32.9), ("Damietta", 31.417, 31.814)),
    "JO": (("Amman", 31.954, 35.911), ("Madaba", 31.716, 35.794), ("Irbid", 32.556, 35.85)),
    "LB": (("Tripoli", 34.437, 35.85), ("Zahle", 33.846, 35.902), ("Saida", 33.563, 35.369)),
    "MA": (("Marrakech", 31.629, -7.981), ("Fez", 34.034, -5.0), ("Safi", 32.299, -9.237)),
    "PS": (("Nablus", 32.221, 35.254), ("Bethlehem", 31.705, 35.202), ("Hebron", 31.53, 35.094)),
    "TN": (("Nabeul", 36.456, 10.738), ("El Jem", 35.3, 10.717), ("Kairouan", 35.678, 10.096)),
    "ES": (("Barcelona", 41.388, 2.17), ("Valencia", 39.47, -0.376), ("Sabadell", 41.549, 2.107)),
    "GR": (("Athens", 37.984, 23.728), ("Volos", 39.366, 22.942), ("Kastoria", 40.518, 21.269)),
    "IT": (("Prato", 43.88, 11.097), ("Vicenza", 45.546, 11.535), ("Forli", 44.223, 12.041)),
}


@dataclass
class FrontMatter:
    """The facts of an original."""

    lines: list[str] = field(default_factory=list)
    phrases: dict[str, None] = field(default_factory=dict)
    """The words that each translation translates, without duplicates."""

    def translatable(self, text: str) -> str:
        """*text* as a value that readers see in every language."""
        self.phrases[text] = None
        return quoted(text)


class Facts:
    """Chooses the facts of entries at random: terms, places, words."""

    def __init__(self, rng: random.Random, terms: Mapping[str, Sequence[str]]) -> None:
        self.rng = rng
        self.terms = terms
        self._where: dict[str, tuple[str, tuple[str, float, float]]] = {}

    def practice_id(self, number: int) -> str:
        themes = self.terms["themes"]
        return f"{themes[number % len(themes)]}-{number:05}"

    def case_id(self, number: int) -> str:
        """The id of a new case; this also chooses its place."""
        country = self.rng.choice(self.terms["countries"])
        place = self.rng.choice(PLACES[country])
        id = f"{place[0].lower().replace(' ', '-')}-{self.rng.choice(self.terms['crafts'])}"
        id = f"{id}-{number:05}"
        self._where[id] = country, place
        return id

    def place(self, id: str) -> str:
        """The name of the place of a case."""
        return self._where[id][1][0]

    def _some(self, vocabulary: str, least: int, most: int) -> str:
        """Terms of a vocabulary as a list."""
        count = self.rng.randint(least, most)
        return f"[{', '.join(self.rng.sample(self.terms[vocabulary], count))}]"

    def case(
        self, id: str, writer: Writer, sources: Sequence[str], practices: Sequence[str]
    ) -> FrontMatter:
        rng = self.rng
        found = FrontMatter()

        def line(characters: int) -> str:
            return found.translatable(writer.line(characters))

        country, (name, latitude, longitude) = self._where[id]
        start = rng.randint(2012, 2022)
        end = rng.choice((f", end: {start + 3}-06", ", end: ongoing", ""))
        found.lines += [
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
                f"  - {{name: {found.translatable(name)}, country: {country},"
                f" lat: {latitude}, lon: {longitude}, precision: city}}"
            ),
            (
                f"cluster: {{name: {line(30)}, since: {start},"
                f" firms: {rng.randint(10, 300)}, governance: {line(60)}}}"
            ),
            f"period: {{start: {start}-{rng.randint(1, 12):02}{end}}}",
            "support:",
            f"  programme: {line(40)}",
            f"  funders: [{line(24)}, {line(30)}]",
            "  partners:",
            *(f"    - {{name: {line(40)}, role: {line(24)}}}" for _ in range(3)),
            (
                f"  budget: {{value: {rng.randint(10, 900)}000, currency: EUR,"
                f" source: {rng.choice(sources)}}}"
            ),
            f"beneficiaries: {self._some('beneficiaries', 1, 3)}",
            "results:",
            *(
                f"  - {{indicator: {line(50)}, value: {rng.randint(2, 5000)},"
                f" unit: {line(20)}, year: {start + 2},"
                f" source: {rng.choice(sources)}}}"
                for _ in range(rng.randint(1, 4))
            ),
            "practices:",
            *(
                f"  - {{id: {practice}, role: {rng.choice(('applied', 'applied', 'adapted'))},"
                f" note: {line(60)}}}"
                for practice in practices
            ),
            f"evidence: {rng.choice(('self-reported', 'documented', 'documented', 'evaluated'))}",
        ]
        return found

    def practice(self, writer: Writer) -> FrontMatter:
        rng = self.rng
        found = FrontMatter()

        def line(characters: int) -> str:
            return found.translatable(writer.line(characters))

        found.lines += [
            "status: published",
            f"sectors: {'all' if rng.random() < 0.6 else self._some('sectors', 1, 3)}",
            f"steps: {self._some('steps', 1, 2)}",
            f"themes: {self._some('themes', 2, 4)}",
            f"problem: {line(160)}",
            f"audience: {self._some('audience', 2, 4)}",
            (
                f"effort: {{cost: {rng.choice(('low', 'medium', 'high'))}, months: 3-6,"
                f" skills: [{line(20)}, {line(20)}]}}"
            ),
            *(
                f"{field}: [{', '.join(line(60) for _ in range(3))}]"
                for field in ("prerequisites", "tools", "indicators")
            ),
        ]
        return found

    def common(
        self, id: str, neighbours: Sequence[str], sources: Sequence[str], author: str
    ) -> list[str]:
        rng = self.rng
        day = f"{rng.randint(2024, 2026)}-{rng.randint(1, 11):02}-{rng.randint(1, 28):02}"
        return [
            f"related: [{', '.join(neighbours[:2])}]",
            f"sources: [{', '.join(sources)}]",
            "authors:",
            f"  - {{name: {quoted(author)}}}",
            "review: {level: none}",
            f"last_reviewed: {day}",
            "review_in: 24",
            *([f"aliases: [{id}-before]"] if rng.random() < 0.02 else []),
        ]


def quoted(value: str) -> str:
    """A text in double quotes: YAML reads them as JSON does."""
    return json.dumps(value, ensure_ascii=False)
