"""Pictures that are too large → smaller ones, for ``check --fix``."""

from __future__ import annotations

import io
import warnings
from pathlib import PurePosixPath

from PIL import Image, ImageOps

from knowledge_repository.content import pictures
from knowledge_repository.model import Limits

SIDES = (1600, 1200, 900, 600)
"""Pixels of the longer side that are tried."""
MAX_BYTES = 60_000_000
"""A larger file is no picture of a camera or phone."""
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
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _shrunk(kind, raw, limits)
        except Exception:  # decoders raise nearly every type; ``inspect`` reports the picture
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
    for side in SIDES:
        smaller = image.copy()
        smaller.thumbnail((min(side, limits.pixels),) * 2, Image.Resampling.LANCZOS)
        smaller.info = {}
        out = io.BytesIO()
        smaller.save(out, kind.upper(), **_OPTIONS[kind], **colours)
        if len(out.getvalue()) <= limits.picture:
            return out.getvalue()
    return None
