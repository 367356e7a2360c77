"""What readers call kinds, vocabularies, fields and their values, in one language."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge_repository.i18n.translator import Translator
from knowledge_repository.model import Library
from knowledge_repository.schema import Field


@dataclass(frozen=True)
class Labels:
    """The labels that the data files give, in the language of *translator*."""

    library: Library
    translator: Translator

    def kind(self, id: str, one: bool = False) -> str:
        """The name of a kind: plural, or singular with *one*."""
        labels = self.library.schema.kinds[id].labels
        return self.translator.label(labels.one if one else labels.many, id)

    def count(self, kind: str, number: int) -> str:
        """A number of entries with what is counted: "8 case studies"."""
        return self.translator.count_label(self.library.schema.kinds[kind].labels.count, number)

    def vocabulary(self, name: str, one: bool = False) -> str:
        """The name of a vocabulary: plural, or singular with *one*."""
        vocabulary = self.library.vocabularies[name]
        return self.translator.label(vocabulary.one if one else vocabulary.labels, name)

    def field(self, field: Field, values: int = 1) -> str:
        """The name of a field with a number of *values*; without a label, a field of terms has the
        name of its vocabulary."""
        if not field.label and field.vocabulary in self.library.vocabularies:
            return self.vocabulary(str(field.vocabulary), one=values == 1)
        return self.translator.label(field.label, field.key)

    def choice(self, field: Field, choice: str) -> str:
        """A value of a field with a fixed set of values."""
        return self.translator.label(field.choices.get(choice, {}), choice)

    def level(self, kind: str, level: str) -> str:
        """A level of maturity of a kind."""
        maturity = self.library.schema.kinds[kind].maturity
        return self.translator.label(maturity.levels[level].label, level) if maturity else ""
