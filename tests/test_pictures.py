"""Pictures: what may come in, and that nothing but the picture goes out.

Every picture is made here, byte by byte where Pillow would not make it.
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
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms, ImageFile, PngImagePlugin

from generator import diagnostics
from generator.content import pictures
from generator.model import Diagnostic, Limits, Location

TYPES = {"PNG": "png", "JPEG": "jpg", "WebP": "webp", "AVIF": "avif"}
ENDINGS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "webp": "WebP", "avif": "AVIF"}
LIMITS = Limits()
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


def inspect(raw: bytes, name: str, limits: Limits = LIMITS) -> pictures.Verdict | None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(raw)
        return pictures.inspect(file, limits)


def broken(name: str) -> pictures.Verdict:
    return "picture-type", {"cause": "broken", "name": name}


def chunk(name: bytes, data: bytes) -> bytes:
    """One chunk of a PNG."""
    crc = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", crc)


def png(*extra: bytes, header: bytes = struct.pack(">IIBBBBB", 2, 1, 8, 2, 0, 0, 0)) -> bytes:
    """A PNG of two red pixels, with more chunks before the pixels."""
    pixels = chunk(b"IDAT", zlib.compress(b"\0" + bytes(RED) * 2))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + b"".join(extra)
        + pixels
        + chunk(b"IEND", b"")
    )


def segment(marker: int, data: bytes) -> bytes:
    """One segment of a JPEG."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data


def turned(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    return exif


def near(pixel: Any, colour: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 60 for a, b in zip(pixel, colour, strict=False))


def corners(raw: bytes) -> list[Any]:
    """Upper left, upper right, lower left, lower right."""
    image = opened(raw).convert("RGB")
    right, low = image.width - 3, image.height - 3
    return [image.getpixel(at) for at in ((2, 2), (right, 2), (2, low), (right, low))]


# -- what passes -------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["RGB", "L"])
@pytest.mark.parametrize("ending", [*ENDINGS, *(ending.upper() for ending in ENDINGS), "JpEg"])
def test_a_picture_named_like_its_type_passes(ending: str, mode: str) -> None:
    raw = written(drawing(mode=mode), ENDINGS[ending.lower()])
    assert inspect(raw, f"a.{ending}") is None


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_mode_of_png_passes_and_survives(mode: str) -> None:
    image = drawing().convert("L").convert("I;16") if mode == "I;16" else drawing(mode=mode)
    raw = written(image, "PNG")
    assert inspect(raw, "a.png") is None
    copy = opened(pictures.clean(raw))
    assert (copy.mode, copy.tobytes()) == (opened(raw).mode, opened(raw).tobytes())


def test_a_phone_with_two_lenses_is_no_moving_picture() -> None:
    raw = written(drawing(), "MPO", save_all=True, append_images=[drawing(mode="L")])
    assert opened(raw).format == "MPO"
    assert inspect(raw, "a.jpg") is None
    copy = opened(pictures.clean(raw))
    assert (copy.format, copy.size) == ("JPEG", (48, 32))


def test_one_frame_of_an_animation_is_a_still_picture() -> None:
    assert inspect(written(drawing(), "WebP", save_all=True), "a.webp") is None


# -- the bytes of the file ---------------------------------------------------------------------


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_empty_file(ending: str) -> None:
    name = f"a.{ending}"
    assert inspect(b"", name) == ("picture-type", {"cause": "empty", "name": name})


@pytest.mark.parametrize(("kind", "ending"), TYPES.items())
def test_the_limit_in_bytes_is_met_exactly(kind: str, ending: str) -> None:
    raw, name = written(drawing(), kind), f"a.{ending}"
    most = len(raw)
    assert inspect(raw, name, Limits(picture=most)) is None
    values = {"name": name, "size": str(most), "limit": str(most - 1)}
    assert inspect(raw, name, Limits(picture=most - 1)) == ("picture-size", values)


def test_the_size_told_is_the_whole_size_though_only_the_limit_is_read() -> None:
    verdict = inspect(written(drawing(), "PNG") + bytes(100_000), "a.png", Limits(picture=1000))
    assert verdict is not None
    assert int(verdict[1]["size"]) > 100_000


def test_a_file_that_is_not_there_is_told_not_raised(tmp_path: Path) -> None:
    verdict = pictures.inspect(tmp_path / "none.png", LIMITS)
    assert verdict is not None
    assert verdict[0] == "unreadable"
    assert verdict[1]["detail"]


# -- the type ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("ending", ENDINGS)
def test_each_type_under_each_wrong_name(kind: str, ending: str) -> None:
    verdict = inspect(written(drawing(), kind), f"a.{ending}")
    right = ENDINGS[ending] == kind
    wrong = ("picture-type", {"name": f"a.{ending}", "type": kind})
    assert verdict == (None if right else wrong)


FOREIGN = {
    "GIF": written(drawing(), "GIF"),
    "TIFF": written(drawing(), "TIFF"),
    "BMP": written(drawing(), "BMP"),
    "ICO": written(drawing(), "ICO"),
    "PDF": written(drawing(), "PDF"),
    "SVG": b"\xef\xbb\xbf<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'/>",
    "HTML": b"<!DOCTYPE html><html><svg></svg></html>",
    "HEIC": struct.pack(">I4s4sI4s4s", 24, b"ftyp", b"heic", 0, b"mif1", b"heic") + bytes(50),
    "ZIP": b"PK\x03\x04" + bytes(30),
    "text": "BMW, or what else begins like a BMP: اللغة".encode(),
    "unknown": b"\x7fELF" + bytes(range(256)),
}
MORE_FOREIGN = [
    ("SVG", b"<!DOCTYPE svg PUBLIC 'x' 'y'><svg onload='alert(1)'/>"),
    ("HTML", SCRIPT),
    ("text", b"version https://git-lfs.github.com/spec/v1\n"),
    ("text", "an invoice".encode("utf-16")),
    ("TIFF", b"MM\0*" + bytes(20)),
    ("GIF", b"GIF89a" + SCRIPT),
    ("unknown", b"RIFF\x24\0\0\0WAVEfmt " + bytes(20)),
    ("unknown", struct.pack(">I4s4sI4s", 20, b"ftyp", b"isom", 0, b"mp42") + bytes(50)),
    ("unknown", struct.pack(">I4s4s4s4s", 20, b"ftyp", b"isom", b"avif", b"mp42") + bytes(50)),
    ("unknown", b"\0"),
]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(("kind", "raw"), [*FOREIGN.items(), *MORE_FOREIGN])
def test_what_is_no_picture_for_the_web_is_named(kind: str, raw: bytes, ending: str) -> None:
    name = f"a.{ending}"
    assert inspect(raw, name) == ("picture-type", {"name": name, "type": kind})


def test_foreign_bytes_reach_no_decoder(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("a decoder was asked")

    monkeypatch.setattr(ImageFile.ImageFile, "__init__", refuse)
    for raw in FOREIGN.values():
        inspect(raw, "a.png")


def test_avif_is_known_by_any_of_its_brands() -> None:
    raw = written(drawing(), "AVIF")
    assert raw[8:12] == b"avif"
    assert inspect(raw[:8] + b"mif1" + raw[12:], "a.avif") is None


# -- the size in pixels ------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "ending"), TYPES.items())
@pytest.mark.parametrize("size", [(48, 32), (32, 48)])
def test_the_limit_in_pixels_is_met_exactly(kind: str, ending: str, size: tuple[int, int]) -> None:
    raw, name = written(drawing(*size), kind), f"a.{ending}"
    assert inspect(raw, name, Limits(pixels=48)) is None
    told = {"width": str(size[0]), "height": str(size[1]), "limit": "47"}
    wanted = ("picture-size", {"cause": "pixels", "name": name, **told})
    assert inspect(raw, name, Limits(pixels=47)) == wanted


@pytest.mark.parametrize("options", [{"lossless": True}, {"quality": 50}, {"exif": turned(1)}])
def test_every_head_of_webp_tells_its_size(options: dict[str, Any]) -> None:
    verdict = inspect(written(drawing(), "WebP", **options), "a.webp", Limits(pixels=47))
    assert verdict is not None
    assert (verdict[1]["width"], verdict[1]["height"]) == ("48", "32")


def huge() -> dict[str, bytes]:
    """By type: a picture that says it is 30,000 × 30,000 (WebP: 16,000), and is not."""
    jpeg = bytearray(written(drawing(), "JPEG"))
    frame = jpeg.index(b"\xff\xc0")
    jpeg[frame + 5 : frame + 9] = struct.pack(">HH", 30_000, 30_000)
    webp = bytearray(written(drawing(), "WebP", lossless=True))
    webp[21:25] = struct.pack("<I", 15_999 | 15_999 << 14)
    avif = bytearray(written(drawing(), "AVIF"))
    extent = avif.index(b"ispe")
    avif[extent + 8 : extent + 16] = struct.pack(">II", 16_000, 16_000)
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 6, 0, 0, 0)
    return {"png": png(header=header), "jpg": bytes(jpeg), "webp": bytes(webp), "avif": bytes(avif)}


@pytest.mark.parametrize("ending", TYPES.values())
def test_a_bomb_is_told_by_its_head_alone(ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Had it been decoded, the verdict would be another.
    monkeypatch.delattr(ImageFile.ImageFile, "load")
    side = "30000" if ending in ("png", "jpg") else "16000"
    told = {"width": side, "height": side, "limit": "4000"}
    wanted = ("picture-size", {"cause": "pixels", "name": f"a.{ending}", **told})
    assert inspect(huge()[ending], f"a.{ending}") == wanted


@pytest.mark.parametrize("ending", TYPES.values())
def test_a_bomb_is_broken_where_the_site_would_allow_its_sides(ending: str) -> None:
    assert inspect(huge()[ending], f"a.{ending}", Limits(pixels=50_000)) == broken(f"a.{ending}")


# -- moving pictures ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["PNG", "WebP", "AVIF"])
def test_a_moving_picture(kind: str) -> None:
    frames = [drawing(), drawing().transpose(Image.Transpose.ROTATE_180)]
    raw = written(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    name = f"a.{TYPES[kind]}"
    assert inspect(raw, name) == ("picture-type", {"cause": "moving", "name": name})


# -- broken pictures ---------------------------------------------------------------------------

DETAILED = Image.effect_mandelbrot((64, 48), (-2, -1.5, 1, 1.5), 50)
WRITTEN = [
    ("a.png", written(DETAILED.convert("RGB"), "PNG")),
    ("b.png", written(DETAILED.convert("P"), "PNG")),
    ("a.jpg", written(DETAILED.convert("RGB"), "JPEG")),
    ("b.jpg", written(DETAILED.convert("RGB"), "JPEG", progressive=True)),
    ("a.webp", written(DETAILED.convert("RGB"), "WebP")),
    ("b.webp", written(DETAILED.convert("RGBA"), "WebP", lossless=True)),
    ("c.webp", written(DETAILED.convert("RGB"), "WebP", exif=turned(6))),
    ("a.avif", written(DETAILED.convert("RGB"), "AVIF")),
]
KINDS = st.sampled_from(WRITTEN)


@pytest.mark.parametrize(("name", "raw"), WRITTEN, ids=[name for name, _ in WRITTEN])
@pytest.mark.parametrize("left", [0.1, 0.25, 0.5, 0.75, 0.9, -100, -12, -5, -4, -2, -1])
def test_a_truncated_picture(name: str, raw: bytes, left: float) -> None:
    cut = raw[: int(len(raw) * left)] if left > 0 else raw[: int(left)]
    assert inspect(cut, name) == broken(name)


@pytest.mark.parametrize(("name", "raw"), WRITTEN, ids=[name for name, _ in WRITTEN])
def test_nothing_shorter_than_a_picture_passes(name: str, raw: bytes) -> None:
    for length in range(min(len(raw), 400)):
        verdict = inspect(raw[:length], name)
        assert verdict is not None
        assert verdict[0] == "picture-type"


@pytest.mark.parametrize("at", [30, -14, -20])  # of the header, of the pixels, the pixels
def test_a_wrong_checksum(at: int) -> None:
    raw = bytearray(png())
    raw[at] ^= 1
    assert inspect(bytes(raw), "a.png") == broken("a.png")


def test_a_palette_that_is_missing() -> None:
    raw = written(drawing(mode="P"), "PNG")
    assert inspect(raw, "a.png") is None
    start = raw.index(b"PLTE") - 4
    end = start + 12 + int.from_bytes(raw[start : start + 4], "big")
    assert inspect(raw[:start] + raw[end:], "a.png") == broken("a.png")


def test_what_pillow_only_doubts_is_not_printed(recwarn: pytest.WarningsRecorder) -> None:
    raw = png(chunk(b"acTL", bytes(8)))  # an animation of no frames
    assert inspect(raw, "a.png") is None
    assert pictures.size(raw) == (2, 1)
    pictures.clean(raw)
    assert [str(warning.message) for warning in recwarn] == []
    opened(raw)
    assert len(recwarn) == 1


def test_a_text_that_unpacks_to_megabytes() -> None:
    bomb = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(50_000_000), 9))
    assert inspect(png(bomb), "a.png") == broken("a.png")


@settings(max_examples=60, deadline=None)
@given(
    KINDS,
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 255)), min_size=1, max_size=8),
)
def test_flipped_bytes_never_raise(
    picture: tuple[str, bytes], flips: list[tuple[int, int]]
) -> None:
    name, whole = picture
    raw = bytearray(whole)
    for at, mask in flips:
        raw[at % len(raw)] ^= mask
    settled(bytes(raw), name)


@settings(max_examples=60, deadline=None)
@given(KINDS, st.integers(0, 120), st.binary(max_size=300))
def test_any_bytes_after_the_head_of_a_picture_never_raise(
    picture: tuple[str, bytes], length: int, rest: bytes
) -> None:
    name, whole = picture
    settled(whole[:length] + rest, name)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(
        [b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tRNS", b"iCCP", b"PLTE", b"acTL", b"fcTL", b"gAMA"]
    ),
    st.sampled_from(
        [b"", b"exif\0", b"transparency\0", b"icc_profile\0", b"bbox\0", b"interlace\0", b"x\0\0"]
    ),
    st.binary(max_size=40),
)
@example(b"tEXt", b"transparency\0", SCRIPT)
@example(b"tEXt", b"icc_profile\0", SCRIPT)
def test_any_chunk_of_a_png_never_raises(name: bytes, key: bytes, data: bytes) -> None:
    settled(png(chunk(name, key + data)), "a.png")


def settled(raw: bytes, name: str) -> None:
    """Told by one of the two codes, or ready to be published."""
    verdict = inspect(raw, name)
    if verdict is not None:
        assert verdict[0] in ("picture-type", "picture-size")
        return
    copy = pictures.clean(raw)
    assert opened(copy).size == pictures.size(raw) == pictures.size(copy)
    assert inspect(copy, name) is None


def test_every_verdict_fills_its_message() -> None:
    whole = written(drawing(), "PNG")
    moving = written(drawing(), "PNG", save_all=True, append_images=[drawing(mode="L")])
    told = [
        inspect(b"", "a.png"),
        inspect(whole, "a.jpg"),
        inspect(whole, "a.png", Limits(picture=10)),
        inspect(whole, "a.png", Limits(pixels=10)),
        inspect(whole[:60], "a.png"),
        inspect(moving, "a.png"),
    ]
    messages = {
        diagnostics.message(Diagnostic(Location("a"), *verdict)) for verdict in told if verdict
    }
    assert len(messages) == len(told)
    for message in messages:
        assert "'a." in message
        assert "?" not in message  # what stands for a value that is missing


# -- the copy: what is gone --------------------------------------------------------------------


def secretive() -> Image.Exif:
    """Exif with a place, an author, a comment and, at the end, a script."""
    exif = turned(1)
    exif[ExifTags.Base.Artist] = "Author of the picture"
    exif[ExifTags.Base.ImageDescription] = SCRIPT.decode()
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef] = "N"
    gps[ExifTags.GPS.GPSLatitude] = (36.0, 48.0, 23.4567)
    return exif


LATITUDE = struct.pack("<II", 234567, 10000), struct.pack(">II", 234567, 10000)
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>the xmp packet</x:xmpmeta>"
MARKS = [
    *(LATITUDE),
    b"Author of the picture",
    b"<script",
    b"alert(",
    b"the xmp packet",
    b"xmpmeta",
    b"Photoshop",
    b"8BIM",
    b"the caption of a press agency",
    b"a comment",
    b"Exif\0\0",
    b"eXIf",
    b"EXIF",
    b"tEXt",
    b"iTXt",
    b"zTXt",
    b"tIME",
]


def loaded(kind: str, exif: Image.Exif | None = None) -> bytes:
    """A picture with everything in it that may be hidden in its type."""
    exif = exif or secretive()
    if kind == "JPEG":
        raw = written(drawing(), kind, exif=exif, xmp=XMP, comment=b"a comment " + SCRIPT)
        press = b"8BIM\x04\x04\0\0\0\0\0\x1d\x1c\x02\x78\0\x1dthe caption of a press agency"
        hidden = segment(0xED, b"Photoshop 3.0\0" + press) + segment(0xEB, SCRIPT)
        return raw[:2] + hidden + raw[2:] + SCRIPT
    if kind == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Comment", "a comment " + SCRIPT.decode())
        texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
        texts.add(b"tIME", struct.pack(">HBBBBB", 2024, 5, 6, 7, 8, 9))
        texts.add(b"prVt", SCRIPT)
        texts.add(b"prVt", SCRIPT, after_idat=True)
        raw = written(drawing(), kind, exif=exif, pnginfo=texts)
        packed = chunk(b"zTXt", b"Author\0\0" + zlib.compress(b"Author of the picture"))
        return raw[:33] + packed + raw[33:] + SCRIPT
    return written(drawing(), kind, exif=exif, xmp=XMP) + (SCRIPT if kind == "WebP" else b"")


@pytest.mark.parametrize("kind", TYPES)
def test_nothing_but_the_picture_is_left(kind: str) -> None:
    raw = loaded(kind)
    assert inspect(raw, f"a.{TYPES[kind]}") is None
    there = [mark for mark in MARKS if mark in raw]
    assert any(mark in there for mark in LATITUDE)
    assert {b"Author of the picture", b"<script", b"the xmp packet"} <= set(there)
    copy = pictures.clean(raw)
    assert [mark for mark in MARKS if mark in copy] == []
    image = opened(copy)
    assert dict(image.getexif()) == {}
    assert not {"exif", "xmp", "comment", "photoshop", "Comment"} & image.info.keys()
    assert [near(*pair) for pair in zip(corners(copy), (RED, GREEN, BLUE, WHITE), strict=True)] == [
        True
    ] * 4


def test_every_mark_that_is_looked_for_was_in_one_of_them() -> None:
    everything = b"".join(loaded(kind) for kind in TYPES)
    absent = [mark for mark in MARKS if mark not in everything]
    assert len([mark for mark in absent if mark in LATITUDE]) <= 1  # one byte order is enough
    assert [mark for mark in absent if mark not in LATITUDE] == []


def test_a_thumbnail_is_gone() -> None:
    # A picture that was cropped shows in its thumbnail what was cut away.
    exif = secretive()
    small = written(Image.effect_noise((60, 40), 90), "JPEG")
    exif.get_ifd(ExifTags.Base.ExifOffset)[ExifTags.Base.MakerNote] = small
    raw = written(drawing(), "JPEG", exif=exif)
    assert small[200:260] in raw
    assert small[200:260] not in pictures.clean(raw)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WebP"])
def test_a_page_after_the_end_is_gone(kind: str) -> None:
    raw = written(drawing(), kind)
    page = b"<html><body>" + SCRIPT + b"</body></html>"
    assert inspect(raw + page, f"a.{TYPES[kind]}") is None
    assert pictures.clean(raw + page) == pictures.clean(raw)


def test_an_archive_after_the_end_of_an_avif_is_gone() -> None:
    raw = written(drawing(), "AVIF")
    free = struct.pack(">I4s", 8 + len(SCRIPT), b"free") + SCRIPT
    assert inspect(raw + free, "a.avif") is None
    assert pictures.clean(raw + free) == pictures.clean(raw)


# -- the copy: upright -------------------------------------------------------------------------

UPRIGHT = {  # where the corners red, green / blue, white of the stored pixels come to stand
    1: (RED, GREEN, BLUE, WHITE),
    2: (GREEN, RED, WHITE, BLUE),
    3: (WHITE, BLUE, GREEN, RED),
    4: (BLUE, WHITE, RED, GREEN),
    5: (RED, BLUE, GREEN, WHITE),
    6: (BLUE, RED, WHITE, GREEN),
    7: (WHITE, GREEN, BLUE, RED),
    8: (GREEN, WHITE, RED, BLUE),
}


@pytest.mark.parametrize("orientation", UPRIGHT)
@pytest.mark.parametrize("kind", TYPES)
def test_a_picture_is_turned_upright_once(kind: str, orientation: int) -> None:
    raw = written(drawing(), kind, exif=turned(orientation))
    wanted = (32, 48) if orientation >= 5 else (48, 32)
    assert pictures.size(raw) == wanted
    copy = pictures.clean(raw)
    for result in (copy, pictures.clean(copy)):
        assert pictures.size(result) == opened(result).size == wanted
        pairs = list(zip(corners(result), UPRIGHT[orientation], strict=True))
        assert all(near(*pair) for pair in pairs), pairs
        assert opened(result).getexif().get(ExifTags.Base.Orientation, 1) == 1


@pytest.mark.parametrize("value", [0, 9, 4711])
def test_an_orientation_that_does_not_exist_turns_nothing(value: int) -> None:
    raw = written(drawing(), "JPEG", exif=turned(value))
    assert inspect(raw, "a.jpg") is None
    assert pictures.size(raw) == (48, 32)
    assert near(corners(pictures.clean(raw))[0], RED)


@pytest.mark.parametrize(
    "exif", [b"", b"II*\0", b"MM\0*\xff\xff\xff\xff", b"no Exif at all", SCRIPT]
)
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WebP"])
def test_broken_exif_turns_nothing(kind: str, exif: bytes) -> None:
    raw = written(drawing(), kind, exif=b"Exif\0\0" + exif)
    assert inspect(raw, f"a.{TYPES[kind]}") is None
    assert pictures.size(raw) == (48, 32)
    assert pictures.clean(raw) == pictures.clean(written(drawing(), kind))


def test_a_text_that_speaks_of_an_orientation_turns_nothing() -> None:
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/' tiff:Orientation=\"6\"/>"
    raw = written(drawing(), "JPEG", xmp=xmp)
    assert pictures.size(raw) == pictures.size(pictures.clean(raw)) == (48, 32)


# -- the copy: what stays ----------------------------------------------------------------------


def clear(kind: str, **options: Any) -> bytes:
    """A picture whose left half is transparent."""
    image = drawing(mode="RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 24, 32))
    return written(image, kind, **options)


@pytest.mark.parametrize("kind", ["PNG", "WebP", "AVIF"])
@pytest.mark.parametrize("orientation", [1, 3])
def test_transparency_stays(kind: str, orientation: int) -> None:
    copy = opened(pictures.clean(clear(kind, exif=turned(orientation))))
    left, right = (0, 255) if orientation == 1 else (255, 0)
    assert copy.mode == "RGBA"
    alpha = copy.getchannel("A")
    assert (alpha.getpixel((2, 2)), alpha.getpixel((45, 2))) == (left, right)


@pytest.mark.parametrize("transparency", [1, bytes((255, 0, 128, 255))])
def test_a_palette_and_its_transparency_stay(transparency: int | bytes) -> None:
    image = Image.new("P", (4, 1))
    image.putpalette([*RED, *GREEN, *BLUE, *WHITE])
    image.putdata([0, 1, 2, 3])
    raw = written(image, "PNG", transparency=transparency)
    copy = opened(pictures.clean(raw))
    assert copy.mode == "P"
    assert copy.convert("RGBA").tobytes() == opened(raw).convert("RGBA").tobytes()
    assert copy.convert("RGBA").getpixel((1, 0)) == (*GREEN, 0)


@pytest.mark.parametrize(
    ("depth", "kind", "pixels", "colour"),
    [
        (1, 0, b"\0\x80", b"\0\1"),
        (2, 0, b"\0\xc0", b"\0\3"),
        (4, 0, b"\0\xf0", b"\0\x0f"),
        (8, 0, b"\0\xff\0", b"\0\xff"),
        (16, 0, b"\0\xff\xff\0\0", b"\xff\xff"),
        (8, 2, b"\0\xff\0\0\0\0\0", b"\0\xff\0\0\0\0"),
        (16, 2, b"\0\xff\xff\0\0\0\0" + bytes(6), b"\xff\xff\0\0\0\0"),
    ],
)
def test_one_transparent_colour_stays(depth: int, kind: int, pixels: bytes, colour: bytes) -> None:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 1, depth, kind, 0, 0, 0))
    body = chunk(b"tRNS", colour) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")
    raw = b"\x89PNG\r\n\x1a\n" + header + body
    assert inspect(raw, "a.png") is None
    copy = opened(pictures.clean(raw))
    first, second = (copy.getpixel((x, 0)) for x in (0, 1))
    told = copy.info["transparency"]
    assert told == first != second or (depth, told) == (1, 1)  # as older Pillows count two greys


def test_without_loss_stays_without_loss() -> None:
    image = Image.effect_mandelbrot((60, 40), (-2, -1.5, 1, 1.5), 50).convert("RGB")
    for kind, options in (("PNG", {}), ("WebP", {"lossless": True})):
        for more in ({}, {"exif": turned(3)}):
            raw = written(image, kind, **options, **more)
            wanted = image.transpose(Image.Transpose.ROTATE_180) if more else image
            assert opened(pictures.clean(raw)).convert("RGB").tobytes() == wanted.tobytes()
    lossy = written(image, "WebP", quality=80)
    assert b"VP8L" not in pictures.clean(lossy)


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("progressive", [True, False])
@pytest.mark.parametrize("exif", [None, turned(6)])
def test_a_jpeg_keeps_its_way_of_loading(
    mode: str, progressive: bool, exif: Image.Exif | None
) -> None:
    more = {"exif": exif} if exif else {}
    copy = opened(
        pictures.clean(written(drawing(mode=mode), "JPEG", progressive=progressive, **more))
    )
    assert ("progressive" in copy.info) is progressive
    assert copy.mode == mode


def test_a_jpeg_keeps_its_quality() -> None:
    for quality, subsampling in ((30, 2), (75, 1), (95, 0)):
        raw = written(drawing(), "JPEG", quality=quality, subsampling=subsampling)
        before, after = opened(raw), opened(pictures.clean(raw))
        assert vars(after)["quantization"] == vars(before)["quantization"]
        assert vars(after)["layer"] == vars(before)["layer"]


def test_a_jpeg_whose_tables_cannot_be_kept_is_written_all_the_same() -> None:
    raw = bytearray(written(drawing(mode="L"), "JPEG", progressive=True))
    raw[raw.index(b"\xff\xdb") + 4] = 2  # the number of the only table, which should be 0
    raw[raw.index(b"\xff\xc2") + 12] = 2
    assert inspect(bytes(raw), "a.jpg") is None
    with pytest.raises(ValueError, match="tables"):
        written(opened(bytes(raw)), "JPEG", quality="keep")
    copy = opened(pictures.clean(bytes(raw)))
    assert (copy.size, "progressive" in copy.info) == ((48, 32), True)


@pytest.mark.parametrize("progressive", [True, False])
def test_noise_of_the_best_quality_is_written(
    progressive: bool, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    noise = Image.merge("RGB", [Image.effect_noise((300, 300), 200) for _ in "RGB"])
    with monkeypatch.context() as patched:
        patched.setattr(ImageFile, "MAXBLOCK", 10**6)
        raw = written(noise, "JPEG", quality=100, subsampling=0, progressive=progressive)
    monkeypatch.setattr(ImageFile, "MAXBLOCK", 65536)
    assert len(raw) > 2 * 300 * 300  # what Pillow takes for the most
    assert ("progressive" in opened(pictures.clean(raw)).info) is progressive
    assert capfd.readouterr().err == ""


# -- colour profiles ---------------------------------------------------------------------------


def profile(version: int = 4, **tags: bytes) -> bytes:
    """The profile of sRGB as lcms makes it, with more tags."""
    raw = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    count = int.from_bytes(raw[128:132], "big")
    table, body = b"", raw[132 + 12 * count :]
    shift = 12 * len(tags)
    for at in range(132, 132 + 12 * count, 12):
        tag, offset, length = struct.unpack(">4sII", raw[at : at + 12])
        table += struct.pack(">4sII", tag, offset + shift, length)
    for name, data in tags.items():
        offset = 132 + 12 * count + shift + len(body)
        table += struct.pack(">4sII", name.encode(), offset, len(data))
        body += data
    head = raw[4:8] + bytes((version,)) + raw[9:128] + struct.pack(">I", count + len(tags))
    return struct.pack(">I", 132 + len(table) + len(body)) + head + table + body


SERIAL = b"mmod" + bytes(4) + b"screen number 4711, " + SCRIPT


def grey() -> bytes:
    """A profile of greys: one curve."""
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, 0x0233) + bytes(2)
    head = bytearray(profile()[:128])
    head[16:20] = b"GRAY"
    return bytes(head) + struct.pack(">I4sII", 1, b"kTRC", 144, 14) + curve


@pytest.mark.parametrize("version", [2, 4])
@pytest.mark.parametrize("kind", TYPES)
def test_a_profile_keeps_its_colours_and_nothing_else(kind: str, version: int) -> None:
    hidden = {"mmod": SERIAL, "prVt": b"curv" + SCRIPT, "A2B1": b"text" + SCRIPT}
    before = profile(version, **hidden)
    raw = written(drawing(), kind, icc_profile=before)
    assert opened(raw).info["icc_profile"] == before
    after = opened(pictures.clean(raw)).info["icc_profile"]
    assert b"<script" in before
    assert b"<script" not in after
    assert b"4711" not in after
    assert not [tag for tag in hidden if tag.encode() in after]
    assert (after[4:8], after[40:64], after[80:128]) == (bytes(4), bytes(24), bytes(48))
    assert ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(after))).strip()
    assert ImageCms.getProfileCopyright(ImageCms.ImageCmsProfile(io.BytesIO(after))).strip()
    colours = Image.effect_mandelbrot((32, 32), (-2, -1.5, 1, 1.5), 50).convert("RGB")
    lab = ImageCms.createProfile("LAB")
    seen = [
        ImageCms.profileToProfile(colours, io.BytesIO(icc), lab, outputMode="LAB")
        for icc in (before, after)
    ]
    assert seen[0] is not None
    assert seen[1] is not None
    assert seen[0].tobytes() == seen[1].tobytes()
    again = opened(pictures.clean(pictures.clean(raw)))
    assert again.info["icc_profile"] == after


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_profile_of_greys_stays_with_greys(kind: str) -> None:
    copy = pictures.clean(written(drawing(mode="L"), kind, icc_profile=grey()))
    after = opened(copy).info["icc_profile"]
    assert after[16:20] == b"GRAY"
    assert b"kTRC" in after
    assert (
        "icc_profile"
        not in opened(pictures.clean(written(drawing(), kind, icc_profile=grey()))).info
    )


@pytest.mark.parametrize(
    "bad", [SCRIPT * 10, profile()[:140], profile()[:-600], profile(9), b"\0" * 200]
)
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WebP"])
def test_a_profile_that_is_none_is_gone(kind: str, bad: bytes) -> None:
    raw = written(drawing(), kind, icc_profile=bad)
    assert inspect(raw, f"a.{TYPES[kind]}") is None
    assert "icc_profile" not in opened(pictures.clean(raw)).info


def test_a_profile_of_another_kind_of_colours_is_gone() -> None:
    tables = profile(A2B0=b"mft2" + bytes(60))
    inks = tables[:16] + b"CMYK" + tables[20:]
    for mode, icc in (("RGB", inks), ("CMYK", inks), ("CMYK", profile()), ("L", profile())):
        copy = opened(pictures.clean(written(drawing(mode=mode), "JPEG", icc_profile=icc)))
        assert "icc_profile" not in copy.info
    assert (
        "icc_profile" in opened(pictures.clean(written(drawing(), "JPEG", icc_profile=tables))).info
    )


def test_a_table_that_is_cut_off_is_left_out() -> None:
    for cut, left in ((0, True), (10, False)):
        icc = profile(A2B1=b"mft2" + bytes(60))
        raw = written(drawing(), "PNG", icc_profile=icc[: len(icc) - cut])
        assert (b"A2B1" in opened(pictures.clean(raw)).info["icc_profile"]) is left


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 255)), min_size=1, max_size=6))
def test_flipped_bytes_in_a_profile_never_raise(flips: list[tuple[int, int]]) -> None:
    icc = bytearray(profile())
    for at, value in flips:
        icc[at % len(icc)] = value
    assume(bytes(icc) != profile())
    settled(written(drawing(4, 4), "WebP", lossless=True, icc_profile=bytes(icc)), "a.webp")


# -- the copy: always the same -----------------------------------------------------------------


@pytest.mark.parametrize("kind", TYPES)
def test_the_same_bytes_in_give_the_same_bytes_out(kind: str) -> None:
    raw = loaded(kind, turned(6))
    copy = pictures.clean(raw)
    assert pictures.clean(raw) == copy
    again = pictures.clean(copy)
    assert (opened(again).format, opened(again).size) == (kind.upper(), (32, 48))
    assert abs(len(again) - len(copy)) <= len(copy) // 10


def test_the_same_bytes_come_out_of_another_process(tmp_path: Path) -> None:
    code = "import sys; from generator import pictures as p; from pathlib import Path as P; "
    code += "[sys.stdout.write(p.clean(P(f).read_bytes()).hex() + ' ') for f in sys.argv[1:]]"
    files = []
    for kind, ending in TYPES.items():
        (tmp_path / f"a.{ending}").write_bytes(loaded(kind))
        files.append(str(tmp_path / f"a.{ending}"))
    out = subprocess.run(
        [sys.executable, "-c", code, *files], check=True, capture_output=True, text=True
    )
    assert out.stdout.split() == [pictures.clean(loaded(kind)).hex() for kind in TYPES]


@pytest.mark.parametrize("raw", [b"", b"GIF89a", SCRIPT])
def test_what_did_not_pass_is_not_cleaned(raw: bytes) -> None:
    with pytest.raises(ValueError, match="not a picture"):
        pictures.clean(raw)
    with pytest.raises(ValueError, match="not a picture"):
        pictures.size(raw)


def test_a_check_without_pictures_does_not_wait_for_pillow() -> None:
    code = "import sys, generator.pictures; sys.exit('PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WebP"])
def test_the_published_copy_is_webp_of_the_same_size(kind: str) -> None:
    image = Image.new("RGB", (40, 30), (10, 120, 200))
    out = io.BytesIO()
    image.save(out, kind)
    copy = pictures.published(out.getvalue())
    assert opened(copy).format == "WEBP"
    assert opened(copy).size == (40, 30)
    assert pictures.published(out.getvalue()) == copy, "the same bytes in, the same bytes out"


def test_a_picture_without_loss_is_published_without_loss() -> None:
    image = Image.new("P", (4, 4))
    image.putpalette([0, 0, 0, 255, 0, 0, 0, 255, 0] * 1)
    image.putdata([0, 1, 2, 1] * 4)
    out = io.BytesIO()
    image.save(out, "PNG")
    copy = opened(pictures.published(out.getvalue())).convert("RGB")
    assert list(copy.getdata()) == list(image.convert("RGB").getdata())


def test_two_pictures_never_share_a_published_name() -> None:
    names = ("table.png", "table.jpg", "table.webp", "table.avif")
    assert len({pictures.published_name(name) for name in names}) == len(names)
    assert pictures.published_name("table.webp") == "table.webp"
