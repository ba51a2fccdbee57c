"""Pictures as people upload them, good and bad."""

import io
import struct
import zlib
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow

from articles.models import Image
from articles.pictures import reading, verbs
from newsroom.core.models import User

GPS, ORIENTATION = 0x8825, 0x0112
PLACE = b"Rue Tarik Ibn Ziad, Rabat"


def drawn(size: tuple[int, int] = (1200, 800), mode: str = "RGB") -> Pillow.Image:
    """Left half red, right half blue, the upper left corner white: which way is up can be seen."""
    picture = Pillow.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, *size))
    picture.paste("white", (0, 0, size[0] // 8, size[1] // 8))
    return picture.convert(mode)


def encoded(picture: Pillow.Image | None = None, kind: str = "JPEG", **options: Any) -> bytes:
    into = io.BytesIO()
    (picture or drawn()).save(into, kind, **options)
    return into.getvalue()


def upload(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def geotagged() -> bytes:
    """A photograph that tells where, by whom and with what it was taken, and its neighbours a comment."""
    exif = Pillow.Exif()
    exif[0x010F], exif[0x013B] = "Appareil Secret", "Nadia Privée"
    exif.get_ifd(GPS).update({1: "N", 2: (34.0, 1.0, 15.5), 3: "W", 4: (6.0, 50.0, 10.25), 27: PLACE})
    return encoded(exif=exif, comment=b"Commentaire secret", xmp=b"<x:xmpmeta>Secret</x:xmpmeta>")


def turned(orientation: int) -> bytes:
    exif = Pillow.Exif()
    exif[ORIENTATION] = orientation
    return encoded(exif=exif)


def png(width: int, height: int, *, rows: int | None = None) -> bytes:
    """A PNG of zeros, which is far smaller than its pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    line = b"\0" * (1 + (width + 7) // 8)
    data = zlib.compress(line * (height if rows is None else rows), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def stored(
    size: tuple[int, int] = (1200, 800), *, name: str = "Une photo", by: User | None = None, **fields: Any
) -> Image:
    """In the library; each size and name is another file."""
    content = encoded(drawn(size), comment=name.encode())
    return verbs.add(reading.read(upload(content)), name=name, by=by, **fields)
