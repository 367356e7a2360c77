"""Types and sizes of pictures, known from their first bytes."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge_repository.content import pictures
from knowledge_repository.model import Limits
from tests.drawing import drawing, inspect, written


@pytest.mark.parametrize("side", ["width", "height"])
def test_the_size_of_a_picture_is_checked_before_it_is_decoded(
    side: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def decode(kind: str, raw: bytes) -> None:
        raise AssertionError(kind)

    size = (48, 8) if side == "width" else (8, 48)
    drawn = drawing(*size)
    webp: list[dict[str, Any]] = [{"lossless": True}, {"quality": 50}, {"icc_profile": b"x" * 200}]
    pictured = [("a.png", written(drawn, "PNG"))]
    pictured += [("a.webp", written(drawn, "WebP", **options)) for options in webp]
    assert {raw[12:16] for _, raw in pictured} == {b"IHDR", b"VP8L", b"VP8 ", b"VP8X"}
    monkeypatch.setattr(pictures, "open_image", decode)
    for name, raw in pictured:
        values = {"width": str(size[0]), "height": str(size[1]), "limit": "47"}
        wanted = ("picture-size", {"cause": "pixels", "name": name, **values})
        assert inspect(raw, name, Limits(pixels=47)) == wanted


@pytest.mark.parametrize("brand", ["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"])
def test_heic_is_recognised_by_any_of_its_brands(brand: str) -> None:
    raw = b"\0\0\0\x14ftypzzzz\0\0\0\0" + brand.encode()
    assert inspect(raw, "a.jpg") == ("picture-type", {"name": "a.jpg", "type": "HEIC"})


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"\xe9\xe8 caf\xe9", "unknown"),
        ("é".encode(), "text"),
        (b"a\x00b", "unknown"),
        (b"a\tb\x1b[0m\r\n", "text"),
        (b"x<SVG a>", "SVG"),
        (b"<!doctype  html>", "HTML"),
        (b"<svgx>", "text"),
        (b"\0\0\0\x14ftypzzzzheic\0\0\0\0", "unknown"),
        (b"\0\0\0\x10ftypzzzz\0\0\0\0heic", "unknown"),
        (b"RIFX\0\0\0\0WEBP", "unknown"),
        (b"GIF89a", "GIF"),
        (b"MM\0*", "TIFF"),
        (b"\xff\xfea\0", "text"),
        (b"\xfe\xff\0a", "text"),
    ],
)
def test_the_type_of_a_file_is_found_in_its_first_bytes(raw: bytes, kind: str) -> None:
    assert inspect(raw, "a.png") == ("picture-type", {"name": "a.png", "type": kind})
