"""Pictures that the tests write: with Pillow, or byte by byte where Pillow cannot write them."""

from __future__ import annotations

import io
import struct
import tempfile
import zlib
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image, ImageFile

from knowledge_repository.content import pictures
from knowledge_repository.model import Limits
from knowledge_repository.site.images import publish_image

SUFFIXES = {"PNG": "png", "JPEG": "jpg", "WebP": "webp", "AVIF": "avif"}
RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)
DETAILED = Image.effect_mandelbrot((64, 48), (-2, -1.5, 1, 1.5), 50)
"""A picture with many grey levels."""
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


def inspect(raw: bytes, name: str, limits: Limits | None = None) -> pictures.Refusal | None:
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


def assert_refused_or_published(raw: bytes, name: str) -> None:
    fault = inspect(raw, name)
    if fault is None:
        assert opened(publish_image(raw)).size == pictures.size(raw)
    else:
        assert fault[0] in ("picture-type", "picture-size")
