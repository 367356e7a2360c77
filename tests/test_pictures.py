"""Which files are accepted as pictures: types, limits, broken files."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import ImageFile

from knowledge_repository.content import pictures
from knowledge_repository.content.limited import TooCostly, run_limited
from knowledge_repository.model import Limits
from knowledge_repository.site.images import publish_image
from tests.drawing import (
    BLUE,
    DETAILED,
    GREEN,
    RED,
    SCRIPT,
    SUFFIXES,
    WHITE,
    assert_refused_or_published,
    assert_same_picture,
    chunk,
    drawing,
    inspect,
    opened,
    png,
    turned,
    written,
)

# -- types -------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [*pictures.TYPES, ".PNG", ".JpEg"])
@pytest.mark.parametrize("kind", SUFFIXES)
def test_a_picture_needs_a_suffix_of_its_type(kind: str, suffix: str) -> None:
    wrong = ("picture-type", {"name": f"a{suffix}", "type": kind})
    right = pictures.TYPES[suffix.lower()] == kind
    assert inspect(written(drawing(), kind), f"a{suffix}") == (None if right else wrong)


FOREIGN = [
    *((kind, written(drawing(), kind)) for kind in ("GIF", "TIFF", "BMP", "ICO", "PDF")),
    ("SVG", b"\xef\xbb\xbf<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'/>"),
    ("SVG", b"<!DOCTYPE svg PUBLIC 'x' 'y'><svg onload='alert(1)'/>"),
    ("HTML", b"<!DOCTYPE html><html><svg></svg></html>"),
    ("HTML", SCRIPT),
    ("HEIC", struct.pack(">I4s4sI4s4s", 24, b"ftyp", b"heic", 0, b"mif1", b"heic") + bytes(50)),
    ("ZIP", b"PK\x03\x04" + bytes(30)),
    ("text", "BMW, which starts like a BMP: اللغة".encode()),
    ("text", b"version https://git-lfs.github.com/spec/v1\n"),
    ("text", "an invoice".encode("utf-16")),
    ("unknown", b"\x7fELF" + bytes(range(256))),
    ("unknown", b"RIFF\x24\0\0\0WAVEfmt " + bytes(20)),
    ("unknown", struct.pack(">I4s4sI4s", 20, b"ftyp", b"isom", 0, b"mp42") + bytes(50)),
]


@pytest.mark.parametrize(("kind", "raw"), FOREIGN)
def test_a_file_of_another_type_is_reported_and_not_decoded(
    kind: str, raw: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(ImageFile.ImageFile, "__init__")
    for suffix in pictures.TYPES:
        fault = ("picture-type", {"name": f"a{suffix}", "type": kind})
        assert inspect(raw, f"a{suffix}") == fault
    with pytest.raises(ValueError, match="not a picture"):
        publish_image(raw)


def test_a_jpeg_with_a_second_picture_is_not_moving() -> None:
    raw = written(drawing(), "MPO", save_all=True, append_images=[drawing(mode="L")])
    assert opened(raw).format == "MPO"
    assert inspect(raw, "a.jpg") is None
    assert_same_picture(publish_image(raw), (RED, GREEN, BLUE, WHITE))


@pytest.mark.parametrize("kind", ["PNG", "WebP", "AVIF"])
def test_a_moving_picture_is_refused_one_frame_is_not(kind: str) -> None:
    name = f"a.{SUFFIXES[kind]}"
    still = written(drawing(), kind, save_all=True)
    assert inspect(still, name) is None
    moving = written(drawing(), kind, save_all=True, append_images=[drawing(mode="L")])
    assert inspect(moving, name) == ("picture-type", {"cause": "moving", "name": name})


# -- limits ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "suffix"), SUFFIXES.items())
def test_the_limits_in_bytes_and_pixels_are_exact(kind: str, suffix: str) -> None:
    raw, name = written(drawing(), kind), f"a.{suffix}"
    assert inspect(raw, name, Limits(picture=len(raw), pixels=48)) is None
    values = {"name": name, "size": str(len(raw)), "limit": str(len(raw) - 1)}
    assert inspect(raw, name, Limits(picture=len(raw) - 1)) == ("picture-size", values)
    values = {"cause": "pixels", "name": name, "width": "48", "height": "32", "limit": "47"}
    assert inspect(raw, name, Limits(pixels=47)) == ("picture-size", values)
    assert inspect(raw, name, Limits(area=48 * 32)) is None
    values = values | {"cause": "area", "limit": "1535"}
    assert inspect(raw, name, Limits(area=48 * 32 - 1)) == ("picture-size", values)


def test_a_jpeg_with_many_scans_is_not_decoded() -> None:
    raw = written(drawing(), "JPEG", progressive=True)
    last = raw.rindex(b"\xff\xda")
    more = pictures.MAX_SCANS - raw.count(b"\xff\xda")
    whole = raw[:last] + raw[last:-2] * more + raw[last:]
    assert inspect(whole, "a.jpg") is None
    costly = ("picture-type", {"cause": "costly", "name": "a.jpg"})
    assert inspect(raw[:last] + raw[last:-2] * (more + 1) + raw[last:], "a.jpg") == costly


def test_an_avif_that_is_larger_than_its_header_says_gets_no_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    raw = bytearray(written(drawing(4000, 4000), "AVIF", speed=10, subsampling="4:4:4"))
    extent = raw.index(b"ispe")
    raw[extent + 8 : extent + 16] = struct.pack(">II", 48, 32)
    monkeypatch.setattr(pictures, "DECODING_BYTES", 10_000_000)
    assert inspect(written(drawing(), "AVIF"), "a.avif") is None
    fault = inspect(bytes(raw), "a.avif")
    assert fault is not None
    assert fault[0] == "picture-type"


def test_a_decoder_that_takes_too_long_or_crashes_is_ended() -> None:
    def endless() -> bytes:
        while True:
            pass

    for work in (endless, lambda: bytes(300_000_000), lambda: os._exit(0)):
        with pytest.raises(TooCostly):
            run_limited(work, 1, 200_000_000)
    assert run_limited(lambda: b"x" * 1_000_000, 1, 200_000_000) == b"x" * 1_000_000


def huge(kind: str) -> tuple[int, bytes]:
    """A picture that claims to have a side of 16,000 or 30,000 pixels."""
    if kind == "PNG":
        return 30_000, png(header=(30_000, 30_000, 8, 6))
    raw = bytearray(written(drawing(), kind, **({"lossless": True} if kind == "WebP" else {})))
    if kind == "JPEG":
        frame = raw.index(b"\xff\xc0")
        raw[frame + 5 : frame + 9] = struct.pack(">HH", 30_000, 30_000)
        return 30_000, bytes(raw)
    if kind == "WebP":
        raw[21:25] = struct.pack("<I", 15_999 | 15_999 << 14)
    else:
        extent = raw.index(b"ispe")
        raw[extent + 8 : extent + 16] = struct.pack(">II", 16_000, 16_000)
    return 16_000, bytes(raw)


@pytest.mark.parametrize(("kind", "suffix"), SUFFIXES.items())
def test_a_decompression_bomb_is_not_decoded(
    kind: str, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(ImageFile.ImageFile, "load")  # a decoder would give another fault
    (side, raw), name = huge(kind), f"a.{suffix}"
    values = {"width": str(side), "height": str(side), "limit": "4000"}
    assert inspect(raw, name) == ("picture-size", {"cause": "pixels", "name": name, **values})
    broken = ("picture-type", {"cause": "broken", "name": name})
    assert inspect(raw, name, Limits(pixels=50_000, area=2_500_000_000)) == broken


# -- broken files ------------------------------------------------------------------------------

WRITTEN = [
    ("a.png", written(DETAILED.convert("RGB"), "PNG")),
    ("b.png", written(DETAILED.convert("P"), "PNG")),
    ("a.jpg", written(DETAILED.convert("RGB"), "JPEG", progressive=True)),
    ("a.webp", written(DETAILED.convert("RGB"), "WebP", exif=turned(6))),
    ("b.webp", written(DETAILED.convert("RGBA"), "WebP", lossless=True)),
    ("a.avif", written(DETAILED.convert("RGB"), "AVIF")),
]


@pytest.mark.parametrize(("name", "raw"), WRITTEN)
def test_a_truncated_picture_is_broken(name: str, raw: bytes) -> None:
    for length in (16, len(raw) // 2, len(raw) * 9 // 10):
        assert inspect(raw[:length], name) == ("picture-type", {"cause": "broken", "name": name})


def test_a_wrong_checksum_and_a_missing_palette_are_broken() -> None:
    broken = ("picture-type", {"cause": "broken", "name": "a.png"})
    raw = bytearray(png())
    raw[-17] ^= 1  # in the checksum of the pixels
    assert inspect(bytes(raw), "a.png") == broken
    assert inspect(png(header=(2, 1, 8, 3), pixels=b"\0\0\1"), "a.png") == broken


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(WRITTEN), st.integers(0, 400), st.binary(max_size=100))
def test_any_bytes_in_a_picture_are_refused_or_published(
    picture: tuple[str, bytes], at: int, some: bytes
) -> None:
    name, whole = picture
    assert_refused_or_published(whole[:at] + some + whole[at + len(some) :], name)
    assert_refused_or_published(whole[:at] + some, name)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tRNS", b"iCCP", b"PLTE", b"acTL"]),
    st.sampled_from([b"", b"exif\0", b"transparency\0", b"icc_profile\0", b"bbox\0", b"x\0\0"]),
    st.binary(max_size=40),
)
@example(b"tEXt", b"transparency\0", SCRIPT)
@example(b"tEXt", b"icc_profile\0", SCRIPT)
@example(b"tEXt", b"exif\0", SCRIPT)
def test_any_chunk_of_a_png_is_refused_or_published(name: bytes, key: bytes, data: bytes) -> None:
    assert_refused_or_published(png(chunk(name, key + data)), "a.png")


def test_a_missing_file_is_unreadable(tmp_path: Path) -> None:
    fault = pictures.inspect(tmp_path / "none.png", Limits())
    assert fault is not None
    assert fault[0] == "unreadable"


def test_a_check_without_pictures_does_not_import_pillow() -> None:
    code = "import sys, knowledge_repository.content.pictures; sys.exit('PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
