"""What keeps the store in order: the fingerprint of the program, the sweep, the retention of the outbox."""

import hashlib
import os
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import django
from django.conf import settings
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from newsroom.core import registry
from newsroom.core.models import ChangedKey
from newsroom.core.pagestore import altering, cdn
from newsroom.core.pagestore.changes import changed
from newsroom.core.pagestore.files import PAGE, VARIANTS
from newsroom.core.pagestore.here import here
from newsroom.core.pagestore.keys import EVERYTHING
from newsroom.core.pagestore.store import Store
from newsroom.core.tasks import periodic

KEPT = timedelta(days=1)
ABANDONED = 600
"""Seconds after which nobody is still busy with a file that no page knows."""
_ROOMS, _KINDS = (
    ("newsroom", "articles", "comments", "newsletter", "templates", "locale"),
    {".py", ".html", ".txt", ".mo"},
)
_SETTINGS = (
    *("SITE_URL", "DEBUG", "LANGUAGE_CODE", "TIME_ZONE", "ARABIC_DIGITS", "STATIC_URL", "MEDIA_URL"),
    *("PAGE_CDN_KEYS", "PAGE_CDN"),
)


def serving(at: datetime) -> Store | None:
    """This machine's store, for a process that makes pages: what another version made is not shown any more."""
    store = here()
    if store is not None:
        store.serve(fingerprint(), at)
    return store


def start_over() -> None:
    """The database is another one now: every machine forgets every page, this one before the answer."""
    changed(EVERYTHING, hides=True)
    if (store := here()) is not None:
        store.begin_anew()


def register() -> None:
    if settings.PAGE_CDN is not None:
        periodic(name="pages.cdn", task=cdn.purge_left, every=cdn.AGAIN)
    registry.retention.register(
        registry.Retention("pages.changes", _("What stored pages were told of changes"), KEPT, forget_changes)
    )


def forget_changes(before: datetime) -> int:
    """All but the newest row: by that a store knows that the outbox is still the one that it followed."""
    newest = ChangedKey.objects.aggregate(pk=Max("pk"))["pk"]
    return ChangedKey.objects.over(before).exclude(pk=newest).delete()[0]


def fingerprint() -> str:
    """Changes with what pages are made with: code, templates, words, names of static files, libraries, settings."""
    digest = hashlib.sha256(django.get_version().encode())
    for name in _SETTINGS:
        digest.update(f"{name}={getattr(settings, name)!r}\n".encode())
    base = Path(settings.BASE_DIR)
    files = [path for room in _ROOMS for path in (base / room).rglob("*") if path.suffix in _KINDS]
    static = [Path(settings.STATIC_ROOT) / "staticfiles.json"]
    for path in sorted([*files, *static, *(base / "requirements").glob("*.txt"), *(base / "static").rglob("*")]):
        if path.is_file():
            state = path.stat()
            digest.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def sweep(store: Store, at: datetime) -> None:
    """Deletes what is left of those who died in the middle. A page that is just coming may have to come again."""
    with store.writing() as tables:
        announced = tables.all("SELECT id, path, token FROM page WHERE pending IS NOT NULL AND NOT fresh")
        altering.forget(tables, store.files, [row for row in announced if not row[2]])
        altering.make_stale(tables, store.files, [row for row in announced if row[2]])
    for root, kind in ((store.files.site, "fresh"), (store.files.last, "token IS NOT NULL")):
        for where, names in store.files.placed(root):
            _check(store, root / where, names, f"/{where}/" if where else "/", kind)
        _prune(root)
    _sweep_bodies(store, at)


def _check(store: Store, folder: Path, names: list[str], path: str, kind: str) -> None:
    """Below an address of no page there is nothing; below one of a page, nothing else."""
    question = f"SELECT 1 FROM page WHERE path = ? AND ({kind} OR pending IS NOT NULL)"  # noqa: S608  # ours
    ours = {PAGE + variant for variant in VARIANTS}
    with store.reading() as tables:
        strange = names if not tables.one(question, path) else [name for name in names if name not in ours]
    if strange:
        with store.writing() as tables:
            keep = ours if tables.one(question, path) else set()
            for name in set(strange) - keep:
                (folder / name).unlink(missing_ok=True)


def _prune(root: Path) -> None:
    """Empty folders, from the bottom; whoever needs one at this moment stores their page the next time."""
    for folder, _folders, _names in os.walk(root, topdown=False):
        if folder != str(root):
            with suppress(OSError):
                Path(folder).rmdir()


def _sweep_bodies(store: Store, at: datetime) -> None:
    with store.reading() as tables:
        known = {token for (token,) in tables.all("SELECT token FROM page")}
    for path in store.files.bodies():
        with suppress(FileNotFoundError):
            if path.name.partition(".")[0] not in known and at.timestamp() - path.stat().st_mtime > ABANDONED:
                path.unlink()
