"""One size of a picture as bytes: as good as it can be within what a reader's page may weigh."""

import io
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from PIL import Image as Pillow

LIGHT = 48_000
"""Bytes of a file that a telephone gets: with a page's words, looks and letters it stays below 100 kB in all."""
PIXELS_PER_BYTE = 11
QUALITIES: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
        "avif": (58, 50, 42, 34, 26, 18, 10),
        "webp": (78, 66, 54, 40, 25, 10, 0),
        "jpg": (82, 72, 60, 46, 30, 15, 5),
    }
)
"""Best first. Photographs take the first; what is full of the finest detail, down to noise, a later one."""


def most(size: tuple[int, int]) -> int:
    """Bytes that a file of this size may have."""
    return max(LIGHT, size[0] * size[1] // PIXELS_PER_BYTE)


def encoded(picture: Pillow.Image, kind: str) -> bytes:
    """In the best quality that is light enough; in the last one if none is."""
    ground = _on_white(picture) if kind == "jpg" else picture
    content = b""
    for quality in QUALITIES[kind]:
        content = _written(ground, kind, quality)
        if len(content) <= most(picture.size):
            break
    return content


def _written(picture: Pillow.Image, kind: str, quality: int) -> bytes:
    into = io.BytesIO()
    options: dict[str, dict[str, Any]] = {
        "avif": {"format": "AVIF", "speed": 6},
        "webp": {"format": "WEBP", "method": 4},
        "jpg": {"format": "JPEG", "progressive": True, "optimize": True},
    }
    picture.save(into, quality=quality, **options[kind])
    return into.getvalue()


def _on_white(picture: Pillow.Image) -> Pillow.Image:
    if picture.mode != "RGBA":
        return picture
    ground = Pillow.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground
