"""Pictures: which files are accepted, and that a published picture has no hidden data.

The tests write every picture: with Pillow, or byte by byte where Pillow cannot write it.
"""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms, ImageFile, PngImagePlugin

from generator import diagnostics
from generator.content import pictures
from generator.model import Diagnostic, Limits, Location
from generator.site.images import publish_image

SUFFIXES = {"PNG": "png", "JPEG": "jpg", "WebP": "webp", "AVIF": "avif"}
RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)
SCRIPT = b"<script>alert('hidden')</script>"


def drawing(width: int = 48, height: int = 32, mode: str = "RGB") -> Image.Image:
    """Four corners in four colours: red, green / blue, white."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(GREEN, (width // 2, 0, width, height // 2))
    image.paste(BLUE, (0, height // 2, width // 2, height))
    image.paste(WHITE, (width // 2, height // 2, width, height))
    return image if mode == "RGB" else image.convert(mode)


def written(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def opened(raw: bytes) -> ImageFile.ImageFile:
    image = Image.open(io.BytesIO(raw))
    image.load()
    return image


def inspect(raw: bytes, name: str, limits: Limits | None = None) -> pictures.Fault | None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(raw)
        return pictures.inspect(file, limits or Limits())


def turned(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    return exif


def chunk(name: bytes, data: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(*chunks: bytes, header: tuple[int, ...] = (2, 1, 8, 2), pixels: bytes = b"") -> bytes:
    """A PNG of two red pixels, with more chunks before the pixels."""
    data = zlib.compress(pixels or b"\0" + bytes(RED) * 2)
    parts = [chunk(b"IHDR", struct.pack(">IIBBBBB", *header, 0, 0, 0)), *chunks]
    parts += [chunk(b"IDAT", data), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def near(pixel: Any, colour: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 60 for a, b in zip(pixel, colour, strict=True))


def corners(raw: bytes) -> list[Any]:
    """Upper left, upper right, lower left, lower right."""
    image = opened(raw).convert("RGB")
    right, low = image.width - 3, image.height - 3
    return [image.getpixel(at) for at in ((2, 2), (right, 2), (2, low), (right, low))]


def assert_same_picture(raw: bytes, colours: tuple[tuple[int, ...], ...]) -> None:
    assert all(near(*pair) for pair in zip(corners(raw), colours, strict=True)), corners(raw)


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
    assert inspect(raw, name, Limits(pixels=50_000)) == broken


# -- broken files ------------------------------------------------------------------------------

DETAILED = Image.effect_mandelbrot((64, 48), (-2, -1.5, 1, 1.5), 50)
WRITTEN = [
    ("a.png", written(DETAILED.convert("RGB"), "PNG")),
    ("b.png", written(DETAILED.convert("P"), "PNG")),
    ("a.jpg", written(DETAILED.convert("RGB"), "JPEG", progressive=True)),
    ("a.webp", written(DETAILED.convert("RGB"), "WebP", exif=turned(6))),
    ("b.webp", written(DETAILED.convert("RGBA"), "WebP", lossless=True)),
    ("a.avif", written(DETAILED.convert("RGB"), "AVIF")),
]


def assert_refused_or_published(raw: bytes, name: str) -> None:
    fault = inspect(raw, name)
    if fault is None:
        assert opened(publish_image(raw)).size == pictures.size(raw)
    else:
        assert fault[0] in ("picture-type", "picture-size")


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


def test_every_fault_has_a_message_with_all_values() -> None:
    whole = written(drawing(), "PNG")
    moving = written(drawing(), "PNG", save_all=True, append_images=[drawing(mode="L")])
    faults = [
        inspect(b"", "a.png"),
        inspect(whole, "a.jpg"),
        inspect(whole, "a.png", Limits(picture=10)),
        inspect(whole, "a.png", Limits(pixels=10)),
        inspect(whole[:60], "a.png"),
        inspect(moving, "a.png"),
    ]
    messages = {diagnostics.message(Diagnostic(Location("a"), *fault)) for fault in faults if fault}
    assert len(messages) == len(faults)
    assert all("'a." in message and "?" not in message for message in messages)


# -- published: no metadata --------------------------------------------------------------------

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


# -- published: the same picture ---------------------------------------------------------------

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
    code = "import sys; from generator.site.images import publish_image; from pathlib import Path; "
    code += "[print(publish_image(Path(file).read_bytes()).hex()) for file in sys.argv[1:]]"
    files = [tmp_path / f"a.{suffix}" for suffix in SUFFIXES.values()]
    for file, kind in zip(files, SUFFIXES, strict=True):
        file.write_bytes(with_secrets(kind))
    command = [sys.executable, "-c", code, *map(str, files)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout.split() == [publish_image(file.read_bytes()).hex() for file in files]


# -- names and imports -------------------------------------------------------------------------


def test_two_pictures_never_share_a_published_name() -> None:
    names = ("table.png", "table.jpg", "table.webp", "table.avif")
    assert len({pictures.published_name(name) for name in names}) == len(names)
    assert pictures.published_name("table.webp") == "table.webp"


def test_a_check_without_pictures_does_not_import_pillow() -> None:
    code = "import sys, generator.content.pictures; sys.exit('PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
