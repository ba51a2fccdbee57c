"""What is uploaded becomes a picture of ours, or a sentence that says what to do.

The stored file is made anew from the pixels: upright, in sRGB, 8 bits a channel, and nothing else of the upload – no
place where it was taken, no name of a camera's owner, no script behind the picture – is in anything that is served.
"""

import hashlib
import io
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageCms, ImageOps

from articles.pictures.encoding import encoded

MOST_BYTES = 20 * 1024 * 1024
"""The front lets 25 MB through; what is around the file in a form takes some of that."""
MOST_PIXELS, MOST_SIDE, LEAST_SIDE = 50_000_000, 30_000, 100
STORED_SIDE = 4096
"""Longer pictures are stored so long; two and a half times what any page shows."""
LIGHT_SIDE = 640
SHARP_BYTES = 1_500_000
"""Drawings and screenshots up to here stay PNG, sharp; heavier ones are photographs and become JPEG."""
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, OverflowError, IndexError, KeyError, TypeError)
BROKEN = (*UNREADABLE, struct.error, zlib.error)
TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)

STRANGERS: tuple[tuple[Callable[[bytes], bool], str, Any], ...] = (
    (
        lambda head: b"%PDF-" in head,
        "pdf",
        gettext_lazy("This is a PDF, not a picture. Export the page that you need as JPEG or PNG and upload that."),
    ),
    (
        lambda head: b"<svg" in head.lower() or head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml"),
        "svg",
        gettext_lazy("SVG drawings aren’t accepted, since they can hold scripts. Export it as PNG and upload that."),
    ),
    (
        lambda head: head[4:8] == b"ftyp" and head[8:12] in {b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim"},
        "heic",
        gettext_lazy("Browsers can’t show this telephone’s format (HEIC). Save the picture as JPEG and upload that."),
    ),
    (
        lambda head: head[:4] in {b"II*\0", b"MM\0*"},
        "tiff",
        gettext_lazy("Browsers can’t show TIFF or raw pictures. Save this one as JPEG and upload that."),
    ),
)


@dataclass(frozen=True)
class Reading:
    """A picture that may be stored as it is."""

    content: bytes
    suffix: str
    width: int
    height: int
    sha256: str
    """Of the upload, not of `content`."""
    light: bytes
    """The whole picture as a small JPEG, which readers get until its sizes are made."""


def digest(upload: "File[Any]") -> str:
    upload.seek(0)
    found = hashlib.sha256()
    for chunk in upload.chunks():
        found.update(chunk)
    return found.hexdigest()


def refuse_size(upload: "File[Any]") -> None:
    """Raises ValidationError for nothing and for too much, before a byte is read."""
    if not upload.size:
        raise _refusal("empty", _("This file is empty. Choose the picture again, or export it anew."))
    if upload.size > MOST_BYTES:
        words = _("This file has %(size)s; up to %(most)s are possible. Save the picture smaller and try again.")
        raise _refusal("heavy", words % {"size": filesizeformat(upload.size), "most": filesizeformat(MOST_BYTES)})


def read(upload: "File[Any]") -> Reading:
    """Raises ValidationError, in a sentence for the person who uploads, for all that can't be stored."""
    refuse_size(upload)
    sha256 = digest(upload)
    source = _opened(upload)
    _refuse_dimensions(*source.size)
    if source.format != "MPO" and getattr(source, "is_animated", False):  # MPO: a photograph and its preview
        words = _("Moving pictures aren’t shown. Save one frame of it as JPEG or PNG and upload that.")
        raise _refusal("moving", words)
    try:
        picture = _made_plain(source)
    except TOO_LARGE as error:
        raise _too_many_pixels(*source.size) from error
    except BROKEN as error:
        words = _("This picture is damaged or incomplete: it breaks off before its end. Export or transfer it again.")
        raise _refusal("damaged", words) from error
    keep_sharp = source.format in {"PNG", "GIF"} and upload.size <= SHARP_BYTES
    content, suffix = _encoded(picture, sharp=keep_sharp or picture.mode == "RGBA")
    return Reading(content, suffix, *picture.size, sha256=sha256, light=_light(picture))


def _light(picture: Image.Image) -> bytes:
    small = picture.copy()
    small.thumbnail((LIGHT_SIDE, LIGHT_SIDE), reducing_gap=2.0)
    return encoded(small, "jpg")


def _refusal(code: str, words: str) -> ValidationError:
    return ValidationError(words, code=code)


def _opened(upload: "File[Any]") -> Image.Image:
    """Only the head is read: not a pixel is decoded before their number is known."""
    upload.seek(0)
    head = upload.read(1024)
    for fits, code, words in STRANGERS:
        if fits(head):
            raise _refusal(code, str(words))
    upload.seek(0)
    stream: IO[bytes] = upload.file or upload
    try:
        return Image.open(stream, formats=FORMATS)
    except TOO_LARGE as error:
        words = _("This picture has far more than the %(most)d megapixels that are possible. Save it smaller.")
        raise _refusal("large", words % {"most": MOST_PIXELS // 1_000_000}) from error
    except BROKEN as error:
        words = _("This file is not a picture that can be read, whatever its name says. Use JPEG, PNG, WebP or AVIF.")
        raise _refusal("unreadable", words) from error


def _refuse_dimensions(width: int, height: int) -> None:
    if width * height > MOST_PIXELS or max(width, height) > MOST_SIDE:
        raise _too_many_pixels(width, height)
    if min(width, height) < LEAST_SIDE:
        words = _("This picture is too small (%(width)d × %(height)d): it needs at least %(least)d pixels each way.")
        raise _refusal("small", words % {"width": width, "height": height, "least": LEAST_SIDE})


def _too_many_pixels(width: int, height: int) -> ValidationError:
    words = _(
        "This picture has %(millions)d megapixels (%(width)d × %(height)d); up to %(most)d are possible, and "
        "%(side)d pixels each way. Save it smaller: a width of 4000 is plenty."
    )
    facts = {"millions": width * height // 1_000_000, "width": width, "height": height, "side": MOST_SIDE}
    return _refusal("large", words % {**facts, "most": MOST_PIXELS // 1_000_000})


def _made_plain(source: Image.Image) -> Image.Image:
    """The pixels as RGB or RGBA in sRGB, upright, at most STORED_SIDE long, and nothing beside them."""
    source.load()
    picture: Image.Image = source
    if max(picture.size) > STORED_SIDE:
        picture = picture.convert(_direct(picture)) if picture.mode in {"P", "PA", "1"} else picture
        picture.thumbnail((STORED_SIDE, STORED_SIDE), Image.Resampling.LANCZOS)
    picture = ImageOps.exif_transpose(picture)
    picture = _in_srgb(_eight_bits(picture))
    if picture.mode == "RGBA" and picture.getchannel("A").getextrema() == (255, 255):
        picture = picture.convert("RGB")
    picture.info = {}
    return picture


def _direct(picture: Image.Image) -> str:
    return "RGBA" if picture.has_transparency_data else "RGB"


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Pillow would cut off what is brighter than 255 instead of scaling."""
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    return picture.convert("L") if picture.mode in {"F", "1"} else picture


def _in_srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    mode = _direct(picture)
    if picture.mode not in {"L", "RGB", "RGBA", "CMYK"}:
        picture = picture.convert(mode)
    elif picture.mode == "L" and mode == "RGBA":
        picture, profile = picture.convert(mode), None
    if profile:
        target = ImageCms.createProfile("sRGB")
        try:
            found = ImageCms.profileToProfile(picture, io.BytesIO(profile), target, outputMode=mode)
        except (ImageCms.PyCMSError, *BROKEN):  # a damaged profile: the bare numbers are the best there is
            found = None
        picture = found or picture
    return picture if picture.mode == mode else picture.convert(mode)


def _encoded(picture: Image.Image, *, sharp: bool) -> tuple[bytes, str]:
    into = io.BytesIO()
    if sharp:
        picture.save(into, "PNG", optimize=False, compress_level=6)
        return into.getvalue(), ".png"
    picture.save(into, "JPEG", quality=92, progressive=True, optimize=True)
    return into.getvalue(), ".jpg"
