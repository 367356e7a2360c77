"""A published picture has the same colours as its file, and no metadata."""

from __future__ import annotations

import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from knowledge_repository.content import pictures
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
    corners,
    drawing,
    inspect,
    opened,
    turned,
    written,
)

# -- no metadata --------------------------------------------------------------------

LATITUDE = (36.0, 48.0, 23.4567)
LATITUDE_BYTES = [struct.pack(f"{order}II", 234567, 10000) for order in "<>"]
MANUFACTURER_NOTE = 0x927C
"""Exif tag of data that only the manufacturer of a camera can read."""
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/' tiff:Orientation='6'>the xmp packet</x:xmpmeta>"
THUMBNAIL = written(Image.effect_noise((60, 40), 90), "JPEG")
SECRETS = [
    *(*LATITUDE_BYTES, b"Author of the picture", b"<script", b"the xmp packet", THUMBNAIL[200:260]),
    *(b"the caption of a press agency", b"a comment", b"serial number 4711", b"Photoshop"),
    *(b"EXIF", b"Exif", b"XMP ", b"ICCP"),
]


def profile(kind: Any = "sRGB") -> bytes:
    """An ICC profile as lcms writes it."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(kind)).tobytes()


def with_secrets(kind: str) -> bytes:
    """A picture with all hidden data that a file of its type can have."""
    exif = turned(1)
    exif[ExifTags.Base.Artist] = "Author of the picture"
    exif[ExifTags.Base.ImageDescription] = SCRIPT.decode()
    exif.get_ifd(ExifTags.IFD.Exif)[MANUFACTURER_NOTE] = THUMBNAIL
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef] = "N"
    gps[ExifTags.GPS.GPSLatitude] = LATITUDE
    common = {"exif": exif, "icc_profile": profile() + b"serial number 4711"}
    if kind == "JPEG":
        raw = written(drawing(), kind, xmp=XMP, comment=b"a comment " + SCRIPT, **common)
        press = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x1d\x1c\x02\x78\0\x1d"
        press += b"the caption of a press agency"
        return raw[:2] + b"\xff\xed" + struct.pack(">H", len(press) + 2) + press + raw[2:] + SCRIPT
    if kind == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Comment", "a comment " + SCRIPT.decode())
        texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
        texts.add(b"prVt", SCRIPT, after_idat=True)
        return written(drawing(), kind, pnginfo=texts, **common) + SCRIPT
    return written(drawing(), kind, xmp=XMP, **common) + (SCRIPT if kind == "WebP" else b"")


@pytest.mark.parametrize(("kind", "suffix"), SUFFIXES.items())
def test_a_published_picture_has_no_metadata(kind: str, suffix: str) -> None:
    raw = with_secrets(kind)
    assert inspect(raw, f"a.{suffix}") is None
    assert opened(raw).getexif().get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] == LATITUDE
    assert {secret in raw for secret in SECRETS[2:6]} == {True}
    copy = publish_image(raw)
    assert [secret for secret in SECRETS if secret in copy] == []
    image = opened(copy)
    assert image.format == "WEBP"
    assert dict(image.getexif()) == {}
    assert not {"exif", "xmp", "icc_profile", "comment", "photoshop"} & image.info.keys()
    assert pictures.size(copy) == pictures.size(raw) == (48, 32), "XMP turns nothing"
    assert_same_picture(copy, (RED, GREEN, BLUE, WHITE))


# -- the same picture ---------------------------------------------------------------

UPRIGHT = {  # where the corners red, green / blue, white of the stored pixels are seen
    1: (RED, GREEN, BLUE, WHITE),
    2: (GREEN, RED, WHITE, BLUE),
    3: (WHITE, BLUE, GREEN, RED),
    4: (BLUE, WHITE, RED, GREEN),
    5: (RED, BLUE, GREEN, WHITE),
    6: (BLUE, RED, WHITE, GREEN),
    7: (WHITE, GREEN, BLUE, RED),
    8: (GREEN, WHITE, RED, BLUE),
    0: (RED, GREEN, BLUE, WHITE),  # no such orientation
    9: (RED, GREEN, BLUE, WHITE),
}


@pytest.mark.parametrize("orientation", UPRIGHT)
@pytest.mark.parametrize("kind", SUFFIXES)
def test_a_published_picture_is_upright(kind: str, orientation: int) -> None:
    raw = written(drawing(), kind, exif=turned(orientation))
    copy = publish_image(raw)
    wanted = (32, 48) if 5 <= orientation <= 8 else (48, 32)
    assert pictures.size(raw) == opened(copy).size == wanted
    assert_same_picture(copy, UPRIGHT[orientation])


@pytest.mark.parametrize("exif", [b"", b"II*\0", b"MM\0*\xff\xff\xff\xff", b"no Exif at all"])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WebP"])
def test_broken_exif_turns_nothing(kind: str, exif: bytes) -> None:
    raw = written(drawing(), kind, exif=b"Exif\0\0" + exif)
    assert inspect(raw, f"a.{SUFFIXES[kind]}") is None
    assert pictures.size(raw) == (48, 32)
    assert publish_image(raw) == publish_image(written(drawing(), kind))


def wide_gamut() -> bytes:
    """The profile of sRGB with its red and green exchanged: easy to recognise."""
    raw = profile()
    return raw.replace(b"rXYZ", b"tmp!").replace(b"gXYZ", b"rXYZ").replace(b"tmp!", b"gXYZ")


@pytest.mark.parametrize("kind", SUFFIXES)
def test_the_colours_of_a_profile_are_converted(kind: str) -> None:
    raw = written(drawing(), kind, icc_profile=wide_gamut())
    assert_same_picture(publish_image(raw), (GREEN, RED, BLUE, WHITE))


@pytest.mark.parametrize("bad", [SCRIPT * 10, profile()[:140], b"\0" * 200, profile("LAB")])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WebP"])
def test_a_profile_that_does_not_fit_is_ignored(kind: str, bad: bytes) -> None:
    raw = written(drawing(), kind, icc_profile=bad)
    assert inspect(raw, f"a.{SUFFIXES[kind]}") is None
    assert_same_picture(publish_image(raw), (RED, GREEN, BLUE, WHITE))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 255)), max_size=6))
def test_a_profile_with_any_bytes_is_ignored_or_converted(changes: list[tuple[int, int]]) -> None:
    icc = bytearray(profile())
    for at, value in changes:
        icc[at % len(icc)] = value
    raw = written(drawing(4, 4), "WebP", lossless=True, icc_profile=bytes(icc))
    assert_refused_or_published(raw, "a.webp")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"])
def test_every_mode_is_published_with_its_colours(mode: str) -> None:
    if mode == "I;16":
        image = drawing(mode="L").convert("I;16").point(lambda grey: grey * 257)
    else:
        image = drawing(mode=mode)
    kind, name = ("JPEG", "a.jpg") if mode == "CMYK" else ("PNG", "a.png")
    raw = written(image, kind)
    assert inspect(raw, name) is None
    grey = mode in ("L", "LA", "I;16")
    wanted = drawing(mode="L" if grey else "1" if mode == "1" else "RGB").convert("RGB")
    assert_same_picture(publish_image(raw), tuple(corners(written(wanted, "PNG"))))


@pytest.mark.parametrize("kind", ["PNG", "WebP", "AVIF"])
def test_a_transparent_picture_stays_transparent(kind: str) -> None:
    image = drawing(mode="RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 24, 32))
    alpha = opened(publish_image(written(image, kind))).getchannel("A")
    assert (alpha.getpixel((2, 2)), alpha.getpixel((45, 2))) == (0, 255)


@pytest.mark.parametrize("transparency", [1, bytes((255, 0, 128, 255))])
def test_a_palette_and_its_transparency_are_published_without_loss(
    transparency: int | bytes,
) -> None:
    image = Image.new("P", (4, 1))
    image.putpalette([*RED, *GREEN, *BLUE, *WHITE])
    image.putdata([0, 1, 2, 3])
    raw = written(image, "PNG", transparency=transparency)
    shown = opened(publish_image(raw))
    assert shown.getchannel("A").tobytes() == opened(raw).convert("RGBA").getchannel("A").tobytes()
    assert shown.getpixel((0, 0)) == (*RED, 255)
    assert shown.getpixel((3, 0)) == (*WHITE, 255)


def test_a_picture_without_loss_is_published_without_loss() -> None:
    image = DETAILED.convert("RGB")
    for raw in (written(image, "PNG"), written(image, "WebP", lossless=True)):
        assert opened(publish_image(raw)).convert("RGB").tobytes() == image.tobytes()
    assert b"VP8L" not in publish_image(written(image, "WebP", quality=80))


def test_the_same_bytes_give_the_same_picture_in_another_process(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; "
    code += "from knowledge_repository.site.images import publish_image; "
    code += "[print(publish_image(Path(file).read_bytes()).hex()) for file in sys.argv[1:]]"
    files = [tmp_path / f"a.{suffix}" for suffix in SUFFIXES.values()]
    for file, kind in zip(files, SUFFIXES, strict=True):
        file.write_bytes(with_secrets(kind))
    command = [sys.executable, "-c", code, *map(str, files)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout.split() == [publish_image(file.read_bytes()).hex() for file in files]


def test_two_pictures_never_share_a_published_name() -> None:
    names = ("table.png", "table.jpg", "table.webp", "table.avif")
    assert len({pictures.published_name(name) for name in names}) == len(names)
    assert pictures.published_name("table.webp") == "table.webp"
