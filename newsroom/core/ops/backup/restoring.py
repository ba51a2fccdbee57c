"""Putting a backup back. Nothing is touched before every byte of it was checked and unpacked beside its place."""

import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO

from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from newsroom.core import audit
from newsroom.core.models import StaffSession, WorkerBeat
from newsroom.core.ops.backup import databases
from newsroom.core.ops.backup.archive import (
    CHUNK,
    DATABASES,
    MANIFEST,
    MEDIA,
    Manifest,
    Progress,
    members,
    untold,
    verify,
)
from newsroom.core.ops.backup.errors import BackupError, disk_trouble_told, refuse_root_for_another
from newsroom.core.ops.backup.saving import media_root
from newsroom.core.pagestore.maintenance import start_over

REFILLED = frozenset(
    {"contenttypes.contenttype", "auth.permission", "auth.group", "core.workerbeat", "core.periodicrun"}
)
"""What `migrate` and the worker write by themselves: a site that holds nothing else is empty."""


@dataclass
class Restored:
    manifest: Manifest
    aside: list[Path] = field(default_factory=list)
    """Where what was there before is now."""


def restore(source: Path, *, replace: bool, at: datetime, progress: Progress = untold) -> Restored:
    """Put the backup in this site's place. Raises BackupError, with the site as it was, where that can't be done."""
    refuse_root_for_another(settings.DATA_DIR)
    manifest = _acceptable(source, progress)
    media = _media()
    if not replace and (what := _what_is_here(media)):
        raise BackupError(f"This site is not empty: {what}. Add --replace to put the backup in its place.")
    with disk_trouble_told(settings.DATA_DIR):
        _refuse_small_disk(manifest, media.parent)
        with tempfile.TemporaryDirectory(prefix=".newsroom-restore-", dir=media.parent) as folder:
            staging = Path(folder)
            _unpack(source, staging, manifest)
            aside = _swap(staging, media, manifest, at)
    try:
        _bring_up_to_date(manifest)
    except (DatabaseError, CommandError) as problem:
        where = " and ".join(map(str, aside)) or "nowhere, since there was nothing"
        raise BackupError(
            f"The backup is in place, but `migrate` after it failed: {problem}. What was there before is in {where}."
        ) from problem
    return Restored(manifest, aside)


def _acceptable(source: Path, progress: Progress) -> Manifest:
    manifest = verify(source, progress)
    here = databases.current().name
    if manifest.engine != here:
        raise BackupError(
            f"The backup is of {manifest.engine}, this site uses {here}. Set DATABASE_URL to a database of the backup's"
            " kind and restore there; `dumpdata` and `loaddata` carry rows from one kind to the other."
        )
    known = set(MigrationLoader(None).disk_migrations)
    for app, names in manifest.migrations.items():
        if ahead := [name for name in names if (app, name) not in known]:
            raise BackupError(
                f"The backup was made by another version of the site: this one does not know the migration"
                f" {app}.{ahead[0]}. Restore with the version that made it, then update."
            )
    return manifest


def _media() -> Path:
    root = media_root()
    if root is None:
        raise BackupError("The media of this site are not in a folder of this machine; restore them where they are.")
    with disk_trouble_told(root):
        root.parent.mkdir(parents=True, exist_ok=True)
    return root


def _what_is_here(media: Path) -> str:
    if media.is_dir() and any(media.iterdir()):
        return f"there are files in {media}"
    try:
        tables = set(connection.introspection.table_names())
    except DatabaseError as problem:
        raise BackupError(f"The database can't be read: {problem}") from problem
    for model in apps.get_models():
        meta = model._meta
        if meta.db_table in tables and meta.label_lower not in REFILLED and model._default_manager.exists():
            return f"its database holds {meta.verbose_name_plural}"
    return ""


def _refuse_small_disk(manifest: Manifest, folder: Path) -> None:
    needed = sum(entry.size for entry in manifest.files)
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise BackupError(
            f"Restoring needs {needed / 1e6:,.0f} MB beside what is there;"
            f" the disk that holds {folder} has {free / 1e6:,.0f} MB left."
        )


def _unpack(source: Path, staging: Path, manifest: Manifest) -> None:
    (staging / "media").mkdir()
    with source.open("rb") as file:
        for info, content in members(file, source.stat().st_size):
            if info.name != MANIFEST:
                target = staging / info.name
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("xb") as out:
                    shutil.copyfileobj(content, out, CHUNK)
                    _settle(out)
                os.utime(target, (info.mtime, info.mtime))
    for entry in manifest.files:
        if (staging / entry.name).stat().st_size != entry.size:
            raise BackupError(f"{source} was changed while it was restored. The site is as it was.")


def _settle(out: IO[bytes]) -> None:
    out.flush()
    os.fsync(out.fileno())


def _swap(staging: Path, media: Path, manifest: Manifest, at: datetime) -> list[Path]:
    """Media by renaming, database by its engine's one transaction; if that fails, the media go back.

    Killed in between, the site has the backup's media and its former database; its former media are where the answer
    says. Restoring once more completes it.
    """
    stamp = f"before-restore-{at:%Y%m%dT%H%M%SZ}"
    engine = databases.current()
    former = settings.DATA_DIR / f"{stamp}.{DATABASES[engine.name]}"
    former_media = media.with_name(f"{media.name}.{stamp}")
    if former.exists() or former_media.exists():
        raise BackupError(f"A restore of this second left {former.name} behind; wait a second and start again.")
    aside = []
    if connection.introspection.table_names():
        engine.dump(former)
        former.chmod(0o600)
        aside.append(former)
    if media.exists():
        media.rename(former_media)
        aside.append(former_media)
    try:
        (staging / MEDIA).rename(media)
        engine.load(staging / DATABASES[manifest.engine])
    except BaseException:
        with suppress(FileNotFoundError):
            media.rename(staging / "media")
        if former_media.exists():
            former_media.rename(media)
        raise
    return aside


def _bring_up_to_date(manifest: Manifest) -> None:
    """Migrations that came after the backup, roles, and nobody signed in: sessions ended since must not live again."""
    call_command("migrate", interactive=False, verbosity=0)
    with transaction.atomic():
        StaffSession.objects.all().delete()
        WorkerBeat.objects.all().delete()
        start_over()
        audit.record("site.restored", by=None, made_at=manifest.made_at)
