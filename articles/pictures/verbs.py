"""What can be done to the library. Each verb checks, writes and records in one transaction."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import ngettext

from articles.models import Image, ImageText
from articles.pictures import renditions
from articles.pictures.reading import Reading
from articles.pictures.storage import remove as remove_file
from articles.pictures.tasks import make_renditions, remove_files
from newsroom.core import audit
from newsroom.core.models import User
from newsroom.core.pagestore import changed, keys
from newsroom.core.registry import who_points_at
from newsroom.core.tasks import enqueue_on_commit

SEEN = frozenset({"credit", "licence_ends_on", "focal_x", "focal_y"})
"""The fields by which readers see it differently."""


class KnownFileError(Exception):
    """The same file is in the library; `image` is its row."""

    def __init__(self, image: Image) -> None:
        super().__init__(f"The file of picture {image.pk}.")
        self.image = image


def add(
    reading: Reading,
    *,
    name: str,
    by: User | None,
    credit: str = "",
    licence: str = "",
    licence_ends_on: date | None = None,
    focal: tuple[float, float] = (0.5, 0.5),
    texts: Iterable[ImageText] = (),
) -> Image:
    """Store a picture; its sizes follow in the background. Raises KnownFileError for a file that the library has."""
    image = Image(name=name, credit=credit, licence=licence, licence_ends_on=licence_ends_on, uploaded_by=by)
    image.focal_x, image.focal_y = focal
    return put(image, reading, texts, by=by)


def put(image: Image, reading: Reading, texts: Iterable[ImageText] = (), *, by: User | None) -> Image:
    """`add` for an unsaved row that a form has filled in."""
    if found := Image.objects.filter(sha256=reading.sha256).first():
        raise KnownFileError(found)
    image.sha256, image.width, image.height = reading.sha256, reading.width, reading.height
    image.bytes, image.uploaded_by = len(reading.content), by
    image.file.save(f"picture{reading.suffix}", ContentFile(reading.content), save=False)
    image.renditions = renditions.begin(image.file.name or "", reading.light)
    try:
        _insert(image, texts, by=by)
    except IntegrityError:
        remove_file(image.file.name or "")
        if found := Image.objects.filter(sha256=reading.sha256).first():  # somebody uploaded it at the same moment
            raise KnownFileError(found) from None
        raise
    except BaseException:
        remove_file(image.file.name or "")
        raise
    return image


@transaction.atomic
def _insert(image: Image, texts: Iterable[ImageText], *, by: User | None) -> None:
    image.save(force_insert=True)
    for text in texts:
        text.image = image
        text.save()
    _tell_licence(image)
    audit.record("picture.added", image, by=by)
    enqueue_on_commit(make_renditions, image.pk)


@transaction.atomic
def change(
    image: Image,
    fields: Collection[str],
    *,
    by: User | None,
    texts: Iterable[ImageText] = (),
    removed: Iterable[ImageText] = (),
) -> None:
    """Save these `fields` of the row and no others, so that two people who change different things both do.

    Crops that a new focal point asks for are made in the background; until then readers get the ones before.
    """
    texts, removed = list(texts), list(removed)
    if not fields and not texts and not removed:
        return
    if fields:
        image.save(update_fields=list(fields))
    for text in removed:
        text.delete()
    for text in texts:
        text.image = image
        text.save()
    if SEEN & set(fields):
        changed(keys.image(image.pk))
    if "licence_ends_on" in fields:
        _tell_licence(image)
    languages = sorted({text.language for text in [*texts, *removed]})
    detail: dict[str, Any] = {"fields": [*sorted(fields), *(["texts"] if languages else [])]}
    audit.record("picture.changed", image, by=by, **detail)
    if {"focal_x", "focal_y"} & set(fields):
        enqueue_on_commit(make_renditions, image.pk)


@transaction.atomic
def remove(image: Image, *, by: User | None) -> None:
    """Delete a picture, and its files soon after.

    Raises ValidationError that tells what shows it, as long as anything does or did: readers' versions are kept, and
    one without its picture would not be what readers saw.
    """
    locked = Image.objects.select_for_update().filter(pk=image.pk).first()
    if locked is None:
        return
    if reason := why_it_stays(locked, who_points_at(locked)):
        raise ValidationError(reason, code="used")
    audit.record("picture.deleted", locked, by=by)
    changed(keys.image(locked.pk), hides=True)  # the text of a page may name it, which holds it less
    enqueue_on_commit(remove_files, locked.file.name or "")
    locked.delete()


def _tell_licence(image: Image) -> None:
    """From the licence's end on nothing that shows the picture may be served, not even while the database is away."""
    if over := image.licence_over_at:
        changed(keys.image(image.pk), at=over, hides=True)


def why_it_stays(image: Image, pointers: Sequence[Model]) -> str:
    """What keeps it from being deleted, as a sentence; empty when nothing does. Titles aren't everybody's to read."""
    if not pointers:
        return ""
    words = ngettext(
        "“%(picture)s” can’t be deleted: %(count)d article uses it or was published with it.",
        "“%(picture)s” can’t be deleted: %(count)d articles use it or were published with it.",
        len(pointers),
    )
    return words % {"picture": image, "count": len(pointers)}
