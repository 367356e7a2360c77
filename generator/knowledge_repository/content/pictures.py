"""Checks of the pictures that come in; ``site.images`` publishes them.

The type of a picture is known by its first bytes, not by its name; only the decoder of that type
gets the rest. ``inspect`` decodes a picture to its end, so that publishing it cannot fail later.
What decoding costs is limited twice: by what the header says, before a decoder runs, and by the
process that it runs in (``limited``), because a header can lie.

Pillow is imported where it is used: a check of texts alone needs no time to load it.
"""

from __future__ import annotations

import io
import json
import os
import re
import struct
import warnings
from functools import cache
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from knowledge_repository.content.limited import TooCostly, run_limited
from knowledge_repository.model import Limits, Size

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

Refusal = tuple[str, dict[str, str]]
"""The code of a diagnostic, and the values of its message."""

TYPES = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WebP", ".avif": "AVIF"}
"""Suffix of a file name → type."""

MAX_SCANS = 50
"""Scans of a progressive JPEG: each goes over all pixels. Programs write about ten."""
DECODING_SECONDS = 2
DECODING_BYTES = 200_000_000
"""What a decoder may use for one picture: several times of what the largest one needs."""

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
"""The last chunk of a PNG."""
_SCAN = b"\xff\xda"
"""The start of a scan. It may also occur in metadata, but in no scan is it anything else."""
_MARKUP = re.compile(rb"<(?:!doctype\s+)?(svg|html|head|body|script|iframe)\b", re.IGNORECASE)
_CONTROL = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]")


def inspect(file: FilePath, limits: Limits) -> Refusal | None:
    """Why the picture in *file* cannot be published; None where it can.

    No content of the file raises an exception. *file* is a regular file: no link, no pipe.
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
    kind = type_of(raw)
    if kind != TYPES.get(file.suffix.lower()):
        return "picture-type", {"name": name, "type": kind}
    if kind == "JPEG" and raw.count(_SCAN) > MAX_SCANS:
        return "picture-type", {"cause": "costly", "name": name}
    decoders()  # imported before the fork: the next picture needs them, too

    def work() -> bytes:
        return json.dumps(_refusal(kind, raw, name, limits)).encode()

    try:
        found: Refusal | None = json.loads(run_limited(work, DECODING_SECONDS, DECODING_BYTES))
    except TooCostly:
        return "picture-type", {"cause": "costly", "name": name}
    return found and (found[0], found[1])  # JSON has no tuples


def _refusal(kind: str, raw: bytes, name: str, limits: Limits) -> Refusal | None:
    with warnings.catch_warnings():
        # Browsers, too, show what Pillow decodes with a warning.
        warnings.simplefilter("ignore")
        try:
            return _decode(kind, raw, name, limits)
        except MemoryError:
            return "picture-type", {"cause": "costly", "name": name}
        except Exception:  # decoders raise nearly every type, always for the same reason
            return "picture-type", {"cause": "broken", "name": name}


def _decode(kind: str, raw: bytes, name: str, limits: Limits) -> Refusal | None:
    """The result of ``inspect`` for bytes that start like a picture; raises if they are broken."""
    from PIL import Image

    # Pillow refuses some headers and reserves memory for others: the size is read before.
    size = _size_in_header(kind, raw)
    image = None if size else open_image(kind, raw)
    width, height = size or (image.size if image else (0, 0))
    if max(width, height) > limits.pixels:
        values = {"width": str(width), "height": str(height), "limit": str(limits.pixels)}
        return "picture-size", {"cause": "pixels", "name": name, **values}
    if width * height > limits.area:
        values = {"width": str(width), "height": str(height), "limit": str(limits.area)}
        return "picture-size", {"cause": "area", "name": name, **values}
    if width * height > (Image.MAX_IMAGE_PIXELS or width * height):
        raise Image.DecompressionBombError  # the site's limit allows more than Pillow's
    image = image or open_image(kind, raw)
    if getattr(image, "n_frames", 1) > 1:  # a JPEG has no such attribute
        return "picture-type", {"cause": "moving", "name": name}
    image.load()
    open_image(kind, raw).verify()  # the checksums of a PNG: decoding does not compare them
    if kind == "PNG" and (_END not in raw or (image.mode == "P" and not image.palette)):
        raise EOFError  # Pillow needs neither the last chunk nor the palette
    return None


def type_of(raw: bytes) -> str:
    """The type of a file by its bytes, as a person calls it."""
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


def _size_in_header(kind: str, raw: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or WebP, where their header is at its fixed place."""
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


@cache
def decoders() -> dict[str, type[ImageFile]]:
    """Type → the class of Pillow that reads it."""
    from PIL.AvifImagePlugin import AvifImageFile
    from PIL.JpegImagePlugin import JpegImageFile
    from PIL.PngImagePlugin import PngImageFile
    from PIL.WebPImagePlugin import WebPImageFile

    return {
        "PNG": PngImageFile,
        "JPEG": JpegImageFile,
        "WebP": WebPImageFile,
        "AVIF": AvifImageFile,
    }


def open_image(kind: str, raw: bytes) -> ImageFile:
    """The picture, its header read, its pixels not yet.

    The class of the type is called, not ``Image.open``: that would try the decoders of other
    types, and read the JPEG of a phone with two lenses as an animation.
    """
    classes = decoders()
    if kind not in classes:
        raise ValueError(f"not a picture that may be published: {kind}")
    return classes[kind](io.BytesIO(raw))


def size(raw: bytes) -> Size:
    """Width and height as a reader sees the picture, which passed ``inspect``."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image = open_image(type_of(raw), raw)
        width, height = image.size
        return (height, width) if orientation(image) >= 5 else (width, height)


def orientation(image: ImageFile) -> int:
    """1 to 8, as Exif numbers them; 1 where there is no readable Exif.

    Only Exif counts, as in browsers: neither XMP nor the texts in a PNG.
    """
    from PIL.ExifTags import Base
    from PIL.Image import Exif

    exif = Exif()
    try:
        exif.load(image.info.get("exif") or b"")
        value = exif.get(Base.Orientation)
    except Exception:  # broken Exif raises many types; browsers ignore it
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def published_name(name: str) -> str:
    """The name of the published picture: ``table.png`` → ``table.png.webp``, so that two pictures
    never get one name."""
    return name if name.lower().endswith(".webp") else f"{name}.webp"
