"""What messages suggest: the nearest word, the name of a field, its form, a number, a picture that
is small enough."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from knowledge_repository import schema
from knowledge_repository.content.shrinking import shrink
from knowledge_repository.content.strays import picture_name, slug
from knowledge_repository.model import Limits
from knowledge_repository.schema.forms import form
from knowledge_repository.schema.in_words import date_forms, number_forms
from knowledge_repository.schema.names import core_names, meant
from knowledge_repository.schema.records import Event
from knowledge_repository.source.suggestions import Suggestions, nearest, separated
from tests.repositories import check, snapshot

# -- words -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "known", "found"),
    [
        ("titel", ["title", "summary"], "title"),
        ("Thèmes", ["themes", "terms"], "themes"),
        ("old_town", ["old-town"], "old-town"),
        ("market", ["market-access", "training"], "market-access"),
        ("market", ["market-access", "market-study"], ""),
        ("northern-mosaics", ["southern-mosaic", "northern-mosaic"], "northern-mosaic"),
        ("eljem-mosaics", ["madaba-mosaic", "fez-crafts"], ""),
        ("placeholder", [], ""),
        ("", ["title"], ""),
        ("pays", ["places"], ""),
    ],
)
def test_a_word_is_suggested_only_if_it_is_near(value: str, known: list[str], found: str) -> None:
    assert nearest(value, known) == found


def test_a_value_with_another_sign_for_a_comma_is_separated() -> None:
    assert separated("a، b ;c") == {"character": "،", "nearest": "a, b, c"}
    assert separated("a, b") == {}


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("Sfax été", "sfax-ete"),
        ("Cœur d'Aïn", "coeur-d-ain"),
        ("--A__b.c--", "a-b-c"),
        ("صفاقس", ""),
        ("x" * 100, "x" * 80),
    ],
)
def test_a_folder_name_is_transliterated(name: str, better: str) -> None:
    assert slug(name) == better


def test_a_picture_always_gets_a_name_with_its_suffix() -> None:
    assert picture_name("CON.PNG") == "picture.png"
    assert picture_name("Photo atelier été.PNG") == "photo-atelier-ete.png"
    assert picture_name("صورة.jpg") == "picture.jpg"


# -- fields ------------------------------------------------------------------------------------


def test_every_name_belongs_to_a_field_or_a_value_of_the_program() -> None:
    paths = [(), ("sources",), ("authors",), ("review",), ("media",), ("translation",)]
    known: set[str] = set()
    for model in (schema.EntryFields, schema.Words, schema.PlainPage):
        for path in [*paths, ("translation", "exceptions")]:
            known.update(schema.known_keys(model, path))
        for field in (("status",), ("review", "level"), ("translation", "method")):
            known.update(schema.choices(model, field))
    for record in (schema.Period, schema.Place, schema.Money, schema.Partner):
        known.update(record.model_fields)
    known.update(Event.model_fields, schema.EntryLink.model_fields)
    known.update(schema.choices(schema.Place, ("precision",)))
    known.update({"indicator", "unit", "group", "baseline"})  # of a result
    assert {key for _, key in core_names()} - known == set()


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("titre", "title"),
        ("Résumé", "summary"),
        ("référence(s)", "sources"),
        ("références", "sources"),
        ("auteurs", "authors"),
        ("العنوان", "title"),
        ("المصادر", "sources"),
        ("qwerty", ""),
    ],
)
def test_a_field_is_found_by_its_name_in_other_languages(word: str, key: str) -> None:
    known = schema.known_keys(schema.EntryFields, ())
    assert meant(word, known, (), Suggestions()) == key


def test_a_declared_label_comes_before_a_similar_key() -> None:
    names = (("Pays", "countries"),)
    assert meant("pays", ["places", "countries"], names, Suggestions()) == "countries"


def test_the_form_of_a_field_follows_its_declaration() -> None:
    entry = schema.EntryFields
    assert form(entry, ("authors",), "Leïla") == "{name: Leïla}"
    assert form(entry, ("review",), "peer") == "{level: peer}"
    assert form(entry, ("review",), "x") == "{level: none}"
    assert form(entry, ("last_reviewed",), "x") == "2026-11-22"
    assert form(entry, ("no-such-field",), "x") == "…"


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("2,5", {"nearest": "2.5"}),
        ("-2,5", {"nearest": "-2.5"}),
        ("1 500", {"nearest": "1500"}),
        ("120\u202f000 DT", {"nearest": "120000", "cause": "words"}),
        ("35 %", {"nearest": "35", "cause": "words"}),
        ("1,2 million", {"nearest": "1200000"}),
        ("120 ألف", {"nearest": "120000"}),
        ("120k", {"nearest": "120000"}),
        ("20-24", {"cause": "several"}),
        ("15O", {}),
        ("34.74° N", {"nearest": "34.74"}),
        ("10 O", {"nearest": "-10"}),
        ("34°44'N", {"nearest": "34.7333"}),
        ("١٢٠", {"nearest": "120"}),
        ("٢٫٥", {"nearest": "2.5"}),
        ("1.500", {"nearest": "1500", "other": "1.5", "cause": "ambiguous"}),
        ("1,500", {"nearest": "1500", "other": "1.5", "cause": "ambiguous"}),
        ("1,500,000", {"nearest": "1500000"}),
        ("1.234,5", {"nearest": "1234.5"}),
        ("0,714", {"nearest": "0.714"}),
        ("many", {}),
        (",,,", {}),
    ],
)
def test_a_number_is_shown_as_it_should_be_written(text: str, forms: dict[str, str]) -> None:
    assert number_forms(text) == forms


@pytest.mark.parametrize(
    ("text", "day", "month"),
    [
        ("12 mars 2018", "2018-03-12", "2018-03"),
        ("1er mars 2018", "2018-03-01", "2018-03"),
        ("24/11/2026", "2026-11-24", "2026-11"),
        ("2018-3-12", "2018-03-12", "2018-03"),
        ("٢٠١٨-٠٣-١٢", "2018-03-12", "2018-03"),
        ("15 كانون الثاني 2019", "2019-01-15", "2019-01"),
        ("نيسان 2016", None, "2016-04"),
        ("03/2018", None, "2018-03"),
        ("vers 2018", None, "2018"),
        ("1437 هـ", None, None),
        ("2017-2018", None, None),
        ("unknown", None, None),
    ],
)
def test_a_date_is_shown_as_it_should_be_written(
    text: str, day: str | None, month: str | None
) -> None:
    assert date_forms(text, "2026-11-22").get("nearest") == day
    assert date_forms(text, "2016 / 2016-04").get("nearest") == month


def test_a_date_with_day_and_month_in_either_order_has_two_forms() -> None:
    forms = {"nearest": "2018-04-03", "other": "2018-03-04", "cause": "ambiguous"}
    assert date_forms("03/04/2018", "2026-11-22 / 2016-04") == forms


# -- pictures ----------------------------------------------------------------------------------


def photograph(kind: str, width: int, height: int, orientation: int = 1) -> bytes:
    """A picture that compresses badly, with the place where it was taken."""
    noise = random.Random(1).randbytes(width // 8 * (height // 8) * 3)
    image = Image.frombytes("RGB", (width // 8, height // 8), noise).resize((width, height))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (34.0, 44.0, 0.0)
    out = io.BytesIO()
    image.save(out, kind, exif=exif)
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "suffix", "limit"),
    [("JPEG", "jpg", 150_000), ("WEBP", "webp", 150_000), ("PNG", "png", 700_000)],
)
def test_a_picture_is_shrunk_in_its_type_upright_and_without_its_place(
    kind: str, suffix: str, limit: int
) -> None:
    raw = photograph(kind, 2400, 1600, orientation=6)
    assert len(raw) > limit
    small = shrink(raw, f"a.{suffix}", Limits(picture=limit))
    assert small is not None
    assert len(small) <= limit
    image = Image.open(io.BytesIO(small))
    assert image.format == kind
    assert image.height > image.width
    assert not image.getexif()
    assert shrink(raw, f"a.{suffix}", Limits(picture=limit)) == small


def test_what_is_no_picture_of_its_type_is_left_alone() -> None:
    raw = photograph("JPEG", 800, 800)
    assert shrink(raw, "a.png", Limits()) is None
    assert shrink(raw[: len(raw) // 2], "a.jpg", Limits(picture=10)) is None
    assert shrink(raw, "a.jpg", Limits(picture=10)) is None


def test_a_fix_makes_a_picture_small_enough(small: Path) -> None:
    folder = "casestudies/example-town-pottery"
    (small / folder / "photo.jpg").write_bytes(photograph("JPEG", 4800, 3200))
    assert "[picture-size]" in check(small).stderr
    before = snapshot(small)
    done = check(small, "--fix")
    assert done.exit_code == 0, done.output
    assert f"{folder}/photo.jpg:1:1: made the picture smaller: " in done.stderr
    after = snapshot(small)
    assert [name for name, raw in after.items() if before[name] != raw] == [f"{folder}/photo.jpg"]
    assert check(small, "--fix").exit_code == 0
    assert snapshot(small) == after
