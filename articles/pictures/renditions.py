"""The sizes of a picture: which there are, how they are named, how they are made, and what a page gets of them."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image as Pillow
from PIL import features

from articles.models import Image
from articles.pictures.encoding import encoded
from articles.pictures.storage import freshen
from newsroom.core.pagestore import changed, keys

RECIPE = 3
"""Count it up when anything below changes what is made: the nightly round makes every picture's sizes anew."""

TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
MODERN = tuple(kind for kind in ("avif", "webp") if features.check(kind))
"""Best first: browsers take the first that they know."""
JPEG_WIDTHS = (640, 1280)
"""For browsers of the past, for mails and for cards of social networks."""
Size = tuple[int, int]
Box = tuple[int, int, int, int]


class Crop(StrEnum):
    WHOLE = "whole"
    WIDE = "16x9"
    CLASSIC = "4x3"
    SQUARE = "1x1"

    @property
    def ratio(self) -> Size | None:
        """Width to height; None: the picture's own."""
        across, found, down = self.value.partition("x")
        return (int(across), int(down)) if found else None

    @property
    def widths(self) -> tuple[int, ...]:
        match self:
            case Crop.CLASSIC:
                return (320, 640, 960)
            case Crop.SQUARE:
                return (160, 320, 640)
        return (320, 768, 960, 1280, 1600)  # 768: a telephone 360 wide with two points for each

    def box(self, size: Size, focal: tuple[float, float]) -> Box:
        """The largest part of this shape, with the focal point as near to its middle as the edges allow."""
        width, height = size
        if self.ratio is None:
            return (0, 0, width, height)
        across, down = self.ratio
        wide = max(1, min(width, round(height * across / down)))
        high = max(1, min(height, round(width * down / across)))
        left = min(max(round(focal[0] * width - wide / 2), 0), width - wide)
        top = min(max(round(focal[1] * height - high / 2), 0), height - high)
        return (left, top, left + wide, top + high)


@dataclass(frozen=True)
class Planned:
    crop: Crop
    box: Box
    stem: str
    sizes: tuple[Size, ...]
    jpeg: tuple[Size, ...]

    def files(self) -> Iterator[tuple[str, str, Size]]:
        """Name, format and size of each file."""
        for kind in MODERN:
            yield from ((f"{self.stem}-{size[0]}.{kind}", kind, size) for size in self.sizes)
        yield from ((f"{self.stem}-{size[0]}.jpg", "jpg", size) for size in self.jpeg)


def base_of(file_name: str) -> str:
    """What the names of all sizes of one stored file begin with."""
    mark = hashlib.sha256(file_name.encode()).hexdigest()[:20]
    return f"renditions/{mark[:2]}/{mark}"


def plan(image: Image) -> list[Planned]:
    """Named by content and parameters: whatever is made differently has another name."""
    found = []
    for crop in Crop:
        box = crop.box((image.width, image.height), (image.focal_x, image.focal_y))
        mark = hashlib.sha256(f"{RECIPE}:{box}".encode()).hexdigest()[:6]
        stem = f"{base_of(image.file.name or '')}-{crop}-{mark}"
        sizes = _sizes(box, crop.widths)
        found.append(Planned(crop, box, stem, sizes, _sizes(box, JPEG_WIDTHS)))
    return found


def _sizes(box: Box, widths: Collection[int]) -> tuple[Size, ...]:
    """Never larger than what there is; where that is less than wanted, what there is comes last."""
    across, down = box[2] - box[0], box[3] - box[1]
    fitting = [width for width in widths if width <= across]
    if across < max(widths) and (not fitting or across > fitting[-1] * 1.2):
        fitting.append(across)
    return tuple((width, max(1, round(width * down / across))) for width in fitting)


# -- Making -----------------------------------------------------------------------------------------------------------
def begin(file_name: str, light: bytes) -> dict[str, Any]:
    """Keeps the small JPEG that is shown at first; answers what the picture's row notes until its sizes are there."""
    name = default_storage.save(f"{base_of(file_name)}-first.jpg", ContentFile(light))
    return {"first": name}


def make(image: Image) -> int:
    """Makes the files that aren't there yet and notes them in the picture's row; answers how many were made.

    May be repeated, killed and run twice at once. Where the focal point was moved meanwhile nothing is noted: who moved
    it asked for a run of its own.
    """
    planned, made = plan(image), 0
    with default_storage.open(image.file.name or "") as stored, Pillow.open(stored) as picture:
        picture.load()
        for part in planned:
            for name, kind, size in part.files():
                if not freshen(name):
                    default_storage.save(name, ContentFile(_encoded(picture, part.box, size, kind)))
                    made += 1
    before = [name for shown in _stored(image.renditions).values() for name in shown.names()]
    before += _first(image.renditions)
    if _note(image, planned):
        for name in before:
            freshen(name)  # pages and mails that were made before may ask for them a while
    return made


@transaction.atomic
def _note(image: Image, planned: list[Planned]) -> bool:
    same = Image.objects.filter(pk=image.pk, focal_x=image.focal_x, focal_y=image.focal_y)
    row, noted = same.select_for_update().first(), _noted(planned)
    if row is None:
        return False
    same.update(renditions=noted, recipe=RECIPE)
    if _stored(row.renditions) != _stored(noted):
        changed(keys.image(image.pk))
    return True


def _noted(planned: list[Planned]) -> dict[str, Any]:
    sets = {str(p.crop): {"stem": p.stem, "sizes": p.sizes, "jpeg": p.jpeg} for p in planned}
    return {"formats": list(MODERN), "sets": sets}


def _encoded(picture: Pillow.Image, box: Box, size: Size, kind: str) -> bytes:
    return encoded(picture.resize(size, Pillow.Resampling.LANCZOS, box=box, reducing_gap=3.0), kind)


# -- Showing ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Made:
    """The sizes of one crop that are there."""

    stem: str
    sizes: tuple[Size, ...]
    jpeg: tuple[Size, ...]
    formats: tuple[str, ...]

    def names(self, kind: str = "") -> list[str]:
        """Of one format, narrowest first; of all without one."""
        if not kind:
            return [name for each in (*self.formats, "jpg") for name in self.names(each)]
        return [f"{self.stem}-{width}.{kind}" for width, _height in (self.jpeg if kind == "jpg" else self.sizes)]

    def srcset(self, kind: str) -> str:
        # The addresses of all sizes begin alike: the storage is asked once.
        url = default_storage.url(self.stem)
        widths = [width for width, _height in (self.jpeg if kind == "jpg" else self.sizes)]
        return ", ".join(f"{url}-{width}.{kind} {width}w" for width in widths)


@dataclass(frozen=True)
class Shown:
    """What a page needs to show a picture in one crop. `url` works everywhere: a JPEG, or what was stored first."""

    image: Image
    crop: Crop
    made: Made | None

    @property
    def url(self) -> str:
        return default_storage.url(self.made.names("jpg")[-1] if self.made else self._unmade)

    @property
    def small_url(self) -> str:
        """The narrowest that mails and lists can show."""
        return default_storage.url(self.made.names("jpg")[0] if self.made else self._unmade)

    @property
    def _unmade(self) -> str:
        return next(iter(_first(self.image.renditions)), self.image.file.name or "")

    @cached_property
    def size(self) -> Size:
        """Of the widest there is: what `width` and `height` say, so that nothing jumps when the picture arrives."""
        if self.made:
            return max(self.made.sizes)
        box = self.crop.box((self.image.width, self.image.height), (0.5, 0.5))
        return (box[2] - box[0], box[3] - box[1])

    @property
    def width(self) -> int:
        return self.size[0]

    @property
    def height(self) -> int:
        return self.size[1]

    @property
    def sources(self) -> list[tuple[str, str]]:
        """Type and srcset of each modern format, best first."""
        return [(TYPES[kind], self.made.srcset(kind)) for kind in self.made.formats] if self.made else []

    @property
    def srcset(self) -> str:
        return self.made.srcset("jpg") if self.made else ""

    @property
    def position(self) -> str:
        """Classes that hold the whole at its focal point while its crops are in the making (picture.css)."""
        if self.made or self.crop is Crop.WHOLE:
            return ""
        left, top, right, bottom = self.crop.box(
            (self.image.width, self.image.height), (self.image.focal_x, self.image.focal_y)
        )
        across, down = self.image.width - (right - left), self.image.height - (bottom - top)
        x, y = (round(10 * start / room) if room else 5 for start, room in ((left, across), (top, down)))
        return f"cropped at-x{x} at-y{y}"


def shown(image: Image, crop: Crop = Crop.WHOLE) -> Shown:
    """Asks neither the database nor the disk."""
    return Shown(image, crop, _stored(image.renditions).get(crop))


def renditions_for(images: Collection[Image], crop: Crop = Crop.WIDE) -> dict[int, Shown]:
    """By id, without a query: for cards, which load their pictures with the versions."""
    return {image.pk: shown(image, crop) for image in images}


def _stored(noted: Any) -> dict[Crop, Made]:
    """What the row says; crops that this version of the site doesn't know are passed over."""
    known = set(Crop)
    formats = tuple(kind for kind in noted.get("formats", ()) if kind in TYPES)
    return {
        Crop(name): Made(
            stem=part["stem"],
            sizes=tuple((size[0], size[1]) for size in part["sizes"]),
            jpeg=tuple((size[0], size[1]) for size in part["jpeg"]),
            formats=formats,
        )
        for name, part in noted.get("sets", {}).items()
        if name in known
    }


def _first(noted: Any) -> list[str]:
    return [noted["first"]] if "first" in noted else []


def begun(noted: Any) -> set[str]:
    """With what the names of a picture's own files begin."""
    return {part["stem"] for part in noted.get("sets", {}).values()} | set(_first(noted))
