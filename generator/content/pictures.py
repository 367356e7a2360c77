"""Pictures as they come in and as they go out. The only module that knows Pillow.

What a picture is, its bytes say, not its name: a short table of first bytes decides, and only the
one decoder that belongs to them ever sees the rest. ``inspect`` decodes a picture to its end, so
that a build does not fail on one that passed. ``clean`` writes it anew from its pixels, so that
nothing but the pixels and their colours reaches the site: no place, no author, no hidden text.

Pillow is imported where it is used: a check of texts alone must not wait for it.
"""

from __future__ import annotations

import io
import os
import re
import struct
import warnings
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from generator.model import Limits, Size

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

Verdict = tuple[str, dict[str, str]]
"""The code of a problem, and the values that its message names."""

TYPES = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WebP", ".avif": "AVIF"}
"""The type that the end of a file's name promises."""

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"%PDF-", "PDF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"PK\x03\x04", "ZIP"),
    (b"\0\0\1\0", "ICO"),
    (b"\xff\xfe", "text"),  # UTF-16, as Windows saves it
    (b"\xfe\xff", "text"),
)
_BRANDS = (
    ({b"avif", b"avis"}, "AVIF"),
    ({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}, "HEIC"),
)
_END = b"IEND\xaeB`\x82"
"""How a whole PNG ends."""
_MARKUP = re.compile(rb"<(?:!doctype\s+)?(svg|html|head|body|script|iframe)\b", re.IGNORECASE)
_CONTROL = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]")


# -- coming in ---------------------------------------------------------------------------------


def inspect(file: FilePath, limits: Limits) -> Verdict | None:
    """What stands against publishing the picture in *file*; None where nothing does.

    Whatever the bytes are, nothing is raised. *file* is one that may be opened: no link, no pipe.
    """
    try:
        with file.open("rb") as opened:
            raw = opened.read(limits.picture + 1)
            length = max(len(raw), os.fstat(opened.fileno()).st_size)
    except OSError as error:
        return "unreadable", {"detail": error.strerror or str(error)}
    name = file.name
    if not raw:
        return "picture-type", {"cause": "empty", "name": name}
    if len(raw) > limits.picture:
        values = {"name": name, "size": str(length), "limit": str(limits.picture)}
        return "picture-size", values
    kind = _kind(raw)
    if kind != TYPES.get(file.suffix.lower()):
        return "picture-type", {"name": name, "type": kind}
    with warnings.catch_warnings():
        # What Pillow doubts and decodes all the same, browsers do, too.
        warnings.simplefilter("ignore")
        try:
            return _examine(kind, raw, name, limits)
        except Exception:  # decoders raise nearly everything, and each means the same here
            return "picture-type", {"cause": "broken", "name": name}


def _examine(kind: str, raw: bytes, name: str, limits: Limits) -> Verdict | None:
    """As ``inspect``, for bytes that begin like a picture; raises where they go wrong later."""
    from PIL import Image

    # A header that Pillow would refuse, or reserve memory for, is read before Pillow is asked.
    image = None if (told := _canvas(kind, raw)) else _open(kind, raw)
    width, height = told or (image.size if image else (0, 0))
    if max(width, height) > limits.pixels:
        values = {"width": str(width), "height": str(height), "limit": str(limits.pixels)}
        return "picture-size", {"cause": "pixels", "name": name, **values}
    if width * height > (Image.MAX_IMAGE_PIXELS or width * height):
        raise Image.DecompressionBombError  # where the site allows longer sides than memory does
    image = image or _open(kind, raw)
    if getattr(image, "n_frames", 1) > 1:
        return "picture-type", {"cause": "moving", "name": name}
    image.load()
    _open(kind, raw).verify()  # the checksums of a PNG, which decoding does not look at
    if kind == "PNG" and (_END not in raw or (image.mode == "P" and not image.palette)):
        raise EOFError  # Pillow asks neither for the last four bytes nor for the palette
    return None


def _kind(raw: bytes) -> str:
    """The type that the bytes are of, as a person calls it."""
    for magic, kind in _MAGIC:
        if raw.startswith(magic):
            return kind
    if raw.startswith(b"RIFF") and raw[8:12] == b"WEBP":
        return "WebP"
    if raw[4:8] == b"ftyp":
        box = raw[8 : min(int.from_bytes(raw[:4], "big"), 256)]
        brands = {box[at : at + 4] for at in range(0, len(box), 4) if at != 4}  # 4: its version
        return next((kind for known, kind in _BRANDS if brands & known), "unknown")
    if _is_text(raw):
        markup = _MARKUP.search(raw)
        return "text" if not markup else "SVG" if markup[1].lower() == b"svg" else "HTML"
    return "BMP" if raw.startswith(b"BM") else "unknown"


def _is_text(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return not _CONTROL.search(raw)


def _canvas(kind: str, raw: bytes) -> tuple[int, int] | None:
    """Width and height where they stand at a fixed place; None elsewhere."""
    if kind == "PNG" and raw[12:16] == b"IHDR" and len(raw) >= 24:
        width, height = struct.unpack(">II", raw[16:24])
        return width, height
    if kind == "WebP" and len(raw) >= 30:
        if raw[12:16] == b"VP8X":
            at_24, at_27 = (int.from_bytes(raw[at : at + 3], "little") for at in (24, 27))
            return at_24 + 1, at_27 + 1
        if raw[12:16] == b"VP8L":
            bits = int.from_bytes(raw[21:25], "little")
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        if raw[12:16] == b"VP8 ":
            width, height = struct.unpack("<HH", raw[26:30])
            return width & 0x3FFF, height & 0x3FFF
    return None


def _open(kind: str, raw: bytes) -> ImageFile:
    """The picture, its header read, its pixels not yet.

    Straight through the class of its type: ``Image.open`` would load the decoders of forty other
    types after a failure, and take the JPEG of a phone with two lenses for a moving picture.
    """
    stream = io.BytesIO(raw)
    if kind == "PNG":
        from PIL.PngImagePlugin import PngImageFile

        return PngImageFile(stream)
    if kind == "JPEG":
        from PIL.JpegImagePlugin import JpegImageFile

        return JpegImageFile(stream)
    if kind == "WebP":
        from PIL.WebPImagePlugin import WebPImageFile

        return WebPImageFile(stream)
    if kind == "AVIF":
        from PIL.AvifImagePlugin import AvifImageFile

        return AvifImageFile(stream)
    raise ValueError(f"not a picture that may be published: {kind}")


# -- going out ---------------------------------------------------------------------------------


def size(raw: bytes) -> Size:
    """Width and height as a reader sees the picture, which passed ``inspect``."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image = _open(_kind(raw), raw)
        width, height = image.size
        return (height, width) if _orientation(image) >= 5 else (width, height)


def clean(raw: bytes) -> bytes:
    """The copy of a picture that is published: its pixels, upright, and nothing else.

    The type and the size in pixels stay; the same bytes in give the same bytes out. *raw* passed
    ``inspect``.
    """
    kind = _kind(raw)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image = _open(kind, raw)
        turn = _turn(_orientation(image))  # read first: decoding may gather more of the same
        image.load()
        kept = _kept(image, raw[24] if kind == "PNG" else 8)
        progressive = "progressive" in image.info
        image.info = kept
        upright = image if turn is None else image.transpose(turn)
        options: dict[str, Any] = {"icc_profile": kept.get("icc_profile")}
        if kind == "JPEG":
            options |= {"optimize": True, "progressive": progressive}
            return _jpeg(upright, options | {"quality": 90 if upright is not image else "keep"})
        if kind == "PNG":
            options["optimize"] = True
        elif kind == "WebP":
            options |= {"lossless": _lossless(raw), "quality": 85, "method": 4}
        else:
            # One thread: the result must not hang on how many the machine has.
            options |= {"quality": 75, "speed": 8, "max_threads": 1}
        return _save(upright, kind, options)


def published(raw: bytes) -> bytes:
    """The picture as the site shows it: ``clean``, and WebP, which is smaller for slow lines. What
    was kept without loss (PNG) stays without loss."""
    kept = clean(raw)
    kind = _kind(kept)
    if kind == "WebP":
        return kept
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image = _open(kind, kept)
        image.load()
        options: dict[str, Any] = {"lossless": kind == "PNG", "quality": 82, "method": 4}
        options["icc_profile"] = image.info.get("icc_profile")
        if image.mode not in ("RGB", "RGBA"):
            alpha = "A" in image.mode or "transparency" in image.info
            return _save(image.convert("RGBA" if alpha else "RGB"), "WebP", options)
        return _save(image, "WebP", options)


def published_name(name: str) -> str:
    """What the published copy of the picture *name* is called: ``table.png`` → ``table.png.webp``,
    so that two pictures never become one."""
    return name if name.lower().endswith(".webp") else f"{name}.webp"


def _save(image: Image, kind: str, options: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def _jpeg(image: Image, options: dict[str, Any]) -> bytes:
    """As asked, or more plainly where that cannot be written."""
    from PIL import ImageFile

    # Optimising needs room for the whole file, and Pillow guesses too low for noise.
    ImageFile.MAXBLOCK = max(ImageFile.MAXBLOCK, 4 * image.width * image.height)
    try:
        return _save(image, "JPEG", options)
    except (OSError, ValueError):  # tables that cannot be kept
        return _save(image, "JPEG", options | {"quality": 90})


def _orientation(image: ImageFile) -> int:
    """1 to 8, as Exif numbers them; 1 where it cannot be made out.

    Only Exif itself counts, as for browsers: not XMP, nor the texts in a PNG.
    """
    from PIL.ExifTags import Base
    from PIL.Image import Exif

    exif = Exif()
    try:
        exif.load(image.info.get("exif") or b"")
        value = exif.get(Base.Orientation)
    except Exception:  # broken Exif is none: it goes away anyway
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _turn(orientation: int) -> Any:
    """What brings a picture upright; None where it is."""
    from PIL.Image import Transpose

    return {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }.get(orientation)


def _kept(image: ImageFile, depth: int) -> dict[Any, Any]:
    """What Pillow noted beside the pixels and they need: a colour profile, a transparent colour.

    A text in a PNG may be called like either of them: only what has the right form is taken.
    """
    kept: dict[Any, Any] = {}
    profile = image.info.get("icc_profile")
    space = {"L": b"GRAY", "LA": b"GRAY", "1": b"GRAY", "I;16": b"GRAY"}.get(image.mode, b"RGB ")
    if isinstance(profile, bytes) and image.mode != "CMYK":
        kept["icc_profile"] = _colours(profile, space)
    match image.mode, image.info.get("transparency"):
        case "L", int(grey) if depth < 8:  # the pixels were spread to 0–255, the colour was not
            kept["transparency"] = grey * 255 // (2**depth - 1)
        case (("P" | "1" | "L" | "I;16"), int(value)):
            kept["transparency"] = value
        case "P", bytes(value):
            kept["transparency"] = value
        case "RGB", (int(), int(), int()) as colour:
            kept["transparency"] = tuple(c >> 8 if depth == 16 else c for c in colour)
    return kept


def _lossless(raw: bytes) -> bool:
    """Whether a WebP holds its pixels without loss."""
    at = 12
    while at + 8 <= len(raw):
        if raw[at : at + 4] in (b"VP8L", b"VP8 "):
            return raw[at : at + 4] == b"VP8L"
        length = int.from_bytes(raw[at + 4 : at + 8], "little")
        at += 8 + length + length % 2
    return False


# -- colour profiles ---------------------------------------------------------------------------

_MATRIX = frozenset({b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC"})
_TABLE = frozenset({b"A2B0"})
_GREY = frozenset({b"kTRC"})
_MAPPING = {b"RGB ": (_MATRIX, _TABLE), b"GRAY": (_GREY,)}
"""What makes a profile one, by its colour space: one of these sets."""
_TAGS = _MATRIX | _TABLE | _GREY | {b"wtpt", b"chad", b"A2B1", b"A2B2", b"B2A0", b"B2A1", b"B2A2"}
_FORMS = {b"XYZ ", b"curv", b"para", b"sf32", b"mft1", b"mft2", b"mAB ", b"mBA "}
_NAMES = {  # a profile must have a name and an owner: by version, the shortest ones
    2: {
        b"desc": b"desc" + bytes(4) + struct.pack(">I", 4) + b"RGB\0" + bytes(78),
        b"cprt": b"text" + bytes(4) + b"-\0",
    },
    4: dict.fromkeys(
        (b"desc", b"cprt"),
        b"mluc" + bytes(4) + struct.pack(">II4sII", 1, 12, b"enUS", 2, 28) + b"\0-",
    ),
}


def _colours(profile: bytes, space: bytes) -> bytes | None:
    """A profile with nothing but what turns numbers into colours; None where it is not sound.

    Without it the colours would change. But the profile that a screen shot carries names the
    screen by its serial number, and any profile has room for texts.
    """
    names = _NAMES.get(profile[8]) if len(profile) >= 132 else None
    if names is None or profile[16:20] != space or profile[36:40] != b"acsp":
        return None
    count = min(int.from_bytes(profile[128:132], "big"), 100)
    tags: dict[bytes, bytes] = {}
    for at in range(132, min(132 + 12 * count, len(profile) - 11), 12):
        tag, offset, length = struct.unpack(">4sII", profile[at : at + 12])
        data = profile[offset : offset + length]
        if tag in _TAGS and data[:4] in _FORMS and len(data) == length:
            tags[tag] = data
    if not any(mapping <= tags.keys() for mapping in _MAPPING[space]):
        return None
    tags |= names
    table = struct.pack(">I", len(tags))
    body = b""
    placed: dict[bytes, int] = {}  # the same curve serves all three colours
    for tag, data in sorted(tags.items()):
        if data not in placed:
            placed[data] = 132 + 12 * len(tags) + len(body)
            body += data + bytes(-len(data) % 4)
        table += struct.pack(">4sII", tag, placed[data], len(data))
    date = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
    # Left empty: maker, platform, device, creator, checksum.
    head = bytes(4) + profile[8:24] + date + b"acsp" + bytes(24) + profile[64:80] + bytes(48)
    return struct.pack(">I", 128 + len(table) + len(body)) + head + table + body
