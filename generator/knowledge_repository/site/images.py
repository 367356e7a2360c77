"""Pictures as the site publishes them: WebP, upright, in sRGB, without metadata.

The picture is written again from its pixels, so that nothing else reaches the site: no place (GPS),
no author, no comment, no hidden text. The same bytes give the same picture.
"""

from __future__ import annotations

import io
import warnings

from PIL import ExifTags, Image, ImageCms, ImageOps

from knowledge_repository.content import pictures

LOSSY_QUALITY = 82
METHOD = 4
"""Effort of the WebP encoder, 0 to 6."""


def publish_image(raw: bytes) -> bytes:
    """The published copy of a picture that passed ``pictures.inspect``; what has no loss (PNG,
    lossless WebP) gets none.

    Raises:
        ValueError: not a picture that may be published.
    """
    kind = pictures.type_of(raw)
    lossless = kind == "PNG" or (kind == "WebP" and b"VP8L" in raw)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # ``inspect`` decoded it
        source = pictures.open_image(kind, raw)
        orientation = pictures.orientation(source)  # decoding may add texts that look like Exif
        source.load()
        profile, transparency = (source.info.get(key) for key in ("icc_profile", "transparency"))
        # A text in a PNG may have the name of either.
        source.info = {} if isinstance(transparency, str | None) else {"transparency": transparency}
        image = _in_srgb(source, profile if isinstance(profile, bytes) else b"")
        image = _upright(image, orientation)
        out = io.BytesIO()
        image.save(out, "WEBP", lossless=lossless, quality=LOSSY_QUALITY, method=METHOD)
    return out.getvalue()


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """*image* as RGB or RGBA in the colours of the web."""
    has_alpha = "A" in image.mode or "transparency" in image.info
    rgb_mode = "RGBA" if has_alpha else "RGB"
    if image.mode == "I;16":  # Pillow would cut off greys, not scale them
        image = image.point(lambda grey: grey * (1 / 256)).convert("L")
    # A profile describes the inks of CMYK and the greys of L; a palette has colours.
    if not profile or image.mode not in ("CMYK", "L"):
        image = image.convert(rgb_mode)
    if profile:
        try:
            source, target = io.BytesIO(profile), ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(image, source, target, outputMode=rgb_mode)
            image = converted or image
        except ImageCms.PyCMSError:  # broken, or for other colours: browsers ignore it, too
            pass
    return image.convert(rgb_mode)


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    """*image* turned by its orientation (1 to 8, as Exif numbers them), without other data."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    image.info = {"exif": exif.tobytes()}
    upright = ImageOps.exif_transpose(image)
    upright.info = {}
    return upright
