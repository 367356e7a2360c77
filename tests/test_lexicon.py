"""The lexicon of search: which words lead to which others."""

from __future__ import annotations

from knowledge_repository.model import Concept, Language, Location, SearchRules, SearchTarget
from knowledge_repository.search.lexicon import Lexicon, Row, build_lexicon

EN = Language("en", "English", "ltr", SearchRules(((r"[’']s\b", ""),)))
FR = Language("fr", "Français", "ltr")
AR = Language("ar", "العربية", "rtl", SearchRules(prefixes=("و", "ب")))
LANGUAGES = {"en": EN, "fr": FR, "ar": AR}
HERE = Location("content/concepts.yml")


def concept(**words: tuple[str, ...]) -> tuple[Concept, None]:
    return Concept(words, HERE), None


def rows(lexicon: Lexicon) -> dict[str, Row]:
    found = {word: row for letter in lexicon.rows.values() for word, row in letter.items()}
    assert all(word[0] == first for first, words in lexicon.rows.items() for word in words)
    return found


def test_a_word_has_the_number_of_entries_that_contain_it() -> None:
    lexicon = build_lexicon([{"kiln", "clay"}, {"clay"}], [], EN, LANGUAGES)
    assert rows(lexicon) == {"kiln": 1, "clay": 2}


def test_words_of_a_concept_lead_to_those_in_the_index() -> None:
    both = concept(en=("kiln", "Potter's oven", "furnace"), fr=("four",), ar=("فرن",))
    lexicon = build_lexicon([{"kilns", "furnace"}], [both], EN, LANGUAGES)
    assert rows(lexicon) == {
        "kilns": 1,
        "kiln": (0, ["furnace"]),
        "furnace": (1, ["kiln"]),
        "potter oven": (0, ["furnace", "kiln"]),
        "four": (0, [], ["furnace", "kiln"]),
        "فرن": (0, [], ["furnace", "kiln"]),
    }


def test_a_form_outside_the_index_is_not_searched_for() -> None:
    lexicon = build_lexicon(
        [{"clay"}], [concept(en=("kiln", "furnace"), fr=("four",))], EN, LANGUAGES
    )
    assert rows(lexicon) == {"clay": 1}


def test_a_word_finds_what_is_written_together_with_a_prefix() -> None:
    documents = [{"دعم", "بدعم"}, {"دعم", "ودعم"}, {"وكالة"}, {"بلد", "لد"}, {"بلد"}]
    found = rows(build_lexicon(documents, [], AR, LANGUAGES))
    assert found["دعم"] == (2, ["ودعم", "بدعم"])
    assert found["وكالة"] == 1  # "كالة" is no word of the index
    assert found["لد"] == 1  # too short, and rarer than "بلد"


def test_a_concept_with_a_page_leads_to_it_in_every_language() -> None:
    page = SearchTarget("Kiln", "en/glossary/#kiln", "Where clay is fired.")
    term = Concept({"en": ("oven",)}, HERE, {"en": ("kiln",), "fr": ("four",)})
    lexicon = build_lexicon([{"kiln"}], [(term, page)], EN, LANGUAGES)
    assert lexicon.targets == [page]
    assert rows(lexicon) == {
        "kiln": (1, [], [], [0]),
        "oven": (0, ["kiln"], [], [0]),
        "four": (0, [], ["kiln"], [0]),
    }
