"""Random words, sentences and numbers of a language, determined by a seed.

The most frequent words are real, the others are built like words of the language. Their frequencies
follow Zipf's law, so that a search index contains as many different words as for real texts of this
size.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import accumulate

VOCABULARY = 20_000
"""Different words of a language."""

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

GROUPS = {"en": ",", "fr": "\u202f", "ar": ","}
"""The separator of thousands."""
EUROS = {"en": "EUR {}", "fr": "{} EUR", "ar": "{} يورو"}


class Writer:
    """Returns random words and sentences of one language."""

    def __init__(self, language: str, seed: int) -> None:
        self.rng = random.Random(f"{language}-{seed}")
        self.words = [*_vocabulary(language, random.Random(f"words-{language}"))]
        # Zipf's law with Mandelbrot's correction: the first few words are less frequent.
        self.weights = list(accumulate(1 / (rank + 3.7) for rank in range(len(self.words))))
        self.language = language
        self.comma = "،" if language == "ar" else ","

    def draw(self, count: int) -> list[str]:
        """*count* words."""
        return self.rng.choices(self.words, cum_weights=self.weights, k=count)

    def sentence(self, count: int) -> str:
        """*count* words with a capital letter and a comma, without a full stop."""
        words = self.draw(count)
        words[0] = words[0].capitalize()
        if count > 10:
            words[count // 2] += self.comma
        return " ".join(words)

    def line(self, characters: int) -> str:
        """Words, at most *characters* long, at least one word."""
        text = self.sentence(max(1, characters // 3))
        if len(text) > characters:
            text = text[:characters].rpartition(" ")[0] or text.partition(" ")[0]
        return text.rstrip(self.comma)

    def number(self, value: int) -> str:
        """A count as the language writes it."""
        return f"{value:,}".replace(",", GROUPS[self.language])

    def euros(self, value: int) -> str:
        return EUROS[self.language].format(self.number(value))


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
