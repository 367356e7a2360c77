"""What readers call kinds, vocabularies, fields and their values, in one language."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge_repository.i18n.translator import Translator
from knowledge_repository.i18n.words import REFERENCE, program_words
from knowledge_repository.model import Library
from knowledge_repository.schema import EntryFields, Field
from knowledge_repository.schema.specification import FieldSpec


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

    def spec(self, spec: FieldSpec) -> str:
        """The name of a declared field, or of one that every entry has."""
        if spec.declared is not None:
            return self.field(spec.declared, 2 if spec.many else 1)
        return self.translator.translate(f"field.{spec.key}")

    def help(self, spec: FieldSpec) -> str:
        """What to write into a field; empty where nothing says so."""
        if spec.declared is not None:
            return self.translator.label(spec.declared.help, "")
        if spec.is_part and spec.key in EntryFields.model_fields:
            return ""  # the title of a source is not the title of the entry
        key = f"field_help.{spec.key}"
        return self.translator.translate(key) if key in program_words(REFERENCE) else ""

    def value(self, spec: FieldSpec, value: str) -> str:
        """One of the fixed values of a field, of a role or of a part that every entry has."""
        if spec.declared is not None and value in spec.declared.choices:
            return self.choice(spec.declared, value)
        if value in self.library.schema.roles:
            return self.translator.label(self.library.schema.roles[value].label, value)
        key = f"value.{value}"
        return self.translator.translate(key) if key in program_words(REFERENCE) else value

    def choice(self, field: Field, choice: str) -> str:
        """A value of a field with a fixed set of values."""
        return self.translator.label(field.choices.get(choice, {}), choice)

    def level(self, kind: str, level: str) -> str:
        """A level of maturity of a kind."""
        maturity = self.library.schema.kinds[kind].maturity
        return self.translator.label(maturity.levels[level].label, level) if maturity else ""
