"""Pictures that are too large → smaller ones, for ``check --fix``."""

from __future__ import annotations

import io
import warnings
from contextlib import suppress
from math import isqrt
from pathlib import PurePosixPath

from PIL import Image, ImageOps

from knowledge_repository.content import pictures
from knowledge_repository.content.limited import run_limited
from knowledge_repository.model import Limits

SIDES = (1600, 1200, 900, 600)
"""Pixels of the longer side that are tried."""
MAX_BYTES = 60_000_000
"""A larger file is no picture of a camera or phone."""
SECONDS, BYTES = 60, 2_000_000_000
"""What making one picture smaller may take. Its author waits for it."""
_OPTIONS: dict[str, dict[str, int | bool]] = {
    "JPEG": {"quality": 80, "optimize": True, "progressive": True},
    "WebP": {"quality": 80, "method": 4},
    "AVIF": {"quality": 65},
    "PNG": {"optimize": True},
}


def shrink(raw: bytes, name: str, limits: Limits) -> bytes | None:
    """The picture *raw* of the file *name* within the limits: upright, with its colours, without
    other data.

    None if that is impossible: it is broken, animated, of another type than its name says, or still
    too large.
    """
    kind = pictures.type_of(raw)
    if kind != pictures.TYPES.get(PurePosixPath(name).suffix.lower()):
        return None
    pictures.decoders()
    with warnings.catch_warnings(), suppress(Exception):  # ``inspect`` reports the picture
        warnings.simplefilter("ignore")
        return run_limited(lambda: _shrunk(kind, raw, limits) or b"", SECONDS, BYTES) or None
    return None


def _shrunk(kind: str, raw: bytes, limits: Limits) -> bytes | None:
    source = pictures.open_image(kind, raw)
    width, height = source.size
    if getattr(source, "n_frames", 1) > 1 or width * height > (Image.MAX_IMAGE_PIXELS or 0):
        return None
    orientation = pictures.orientation(source)
    colours = {key: source.info[key] for key in ("icc_profile",) if key in source.info}
    exif = Image.Exif()
    exif[0x0112] = orientation
    source.load()
    source.info = {"exif": exif.tobytes()}
    image = ImageOps.exif_transpose(source)
    if kind == "JPEG" and image.mode not in ("RGB", "L"):
        image, colours = image.convert("RGB"), {}
    elif image.mode == "P":
        image = image.convert("RGBA")
    most = min(limits.pixels, isqrt(limits.area))
    for side in SIDES:
        smaller = image.copy()
        smaller.thumbnail((min(side, most),) * 2, Image.Resampling.LANCZOS)
        smaller.info = {}
        out = io.BytesIO()
        smaller.save(out, kind.upper(), **_OPTIONS[kind], **colours)
        if len(out.getvalue()) <= limits.picture:
            return out.getvalue()
    return None
