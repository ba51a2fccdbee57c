from datetime import datetime, timedelta
from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Image
from articles.pictures import renditions
from articles.pictures.storage import remove
from newsroom.core.tasks import enqueue_on_commit, task

KEEP = timedelta(days=30)
"""Pages in caches and mails in boxes ask for a crop a while after its focal point was moved."""
LATE = timedelta(hours=1)
LOW = -10
"""Long work that nobody waits for: until it is done the stored picture is shown. Mails go first."""
FOLDERS = ("images", "renditions")


@task(retries=3, backoff=timedelta(seconds=30), priority=LOW, label=_("Make the sizes of a picture"))
def make_renditions(image_id: int) -> None:
    """Made once, however often it is asked for: files that are there are kept."""
    image = Image.objects.filter(pk=image_id).first()
    if image:
        renditions.make(image)


@task(label=_("Look for pictures without their sizes"))
def make_missing() -> None:
    """The nightly round: what was made by another recipe, and what failed or was lost."""
    lacking = ~Q(recipe=renditions.RECIPE) & Q(uploaded_at__lt=timezone.now() - LATE)
    for pk in Image.objects.filter(lacking).values_list("pk", flat=True):
        enqueue_on_commit(make_renditions, pk)


@task(label=_("Remove the files of a deleted picture"))
def remove_files(file_name: str) -> None:
    """The stored file and all its sizes, those of earlier focal points too. A row that names the file keeps it."""
    if Image.objects.filter(file=file_name).exists():
        return
    base = PurePosixPath(renditions.base_of(file_name))
    for name in _listed(str(base.parent)):
        if PurePosixPath(name).name.startswith(f"{base.name}-"):
            remove(name)
    remove(file_name)


def forget_orphans(before: datetime) -> int:
    """Files older than `before` that no row names: of crops that moved on, of uploads that were broken off."""
    known: set[str] = set()
    for file_name, noted in Image.objects.values_list("file", "renditions").iterator():
        known |= {file_name, *renditions.begun(noted)}
    orphans = [
        name
        for folder in FOLDERS
        for name in _walked(folder)
        if name not in known and name.rpartition("-")[0] not in known
    ]
    gone = [name for name in orphans if _is_older(name, before)]
    for name in gone:
        remove(name)
    return len(gone)


def _is_older(name: str, before: datetime) -> bool:
    try:
        return default_storage.get_modified_time(name) < before
    except FileNotFoundError:  # somebody was quicker
        return False


def _walked(folder: str) -> list[str]:
    try:
        folders, _files = default_storage.listdir(folder)
    except FileNotFoundError:
        return []
    return [name for below in folders for name in _listed(f"{folder}/{below}")]


def _listed(folder: str) -> list[str]:
    try:
        return [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
    except FileNotFoundError:
        return []
