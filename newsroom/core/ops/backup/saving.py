"""Making a backup: the database first, then the media, which are only ever added or deleted."""

import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO

import django
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from newsroom.core.ops.backup import databases
from newsroom.core.ops.backup.archive import DATABASES, FORMAT, MEDIA, Manifest, Progress, Writer, untold
from newsroom.core.ops.backup.errors import BackupError, disk_trouble_told, refuse_root_for_another

OURS = re.compile(r"newsroom-[0-9]{8}T[0-9]{6}Z\.tar")
WORKSHOP = ".newsroom-backup-"
LEFT_OVER = 24 * 3600


def make(target: Path, *, at: datetime, progress: Progress = untold) -> Manifest:
    """Write a backup to `target`, which appears whole or not at all, readable by its owner only.

    Raises BackupError, with everything half-made taken away, and refuses to overwrite.
    """
    refuse_root_for_another(settings.DATA_DIR)
    if target.exists() or target.is_symlink():
        raise BackupError(f"{target} is there already; name another file.")
    if not target.parent.is_dir():
        raise BackupError(f"The folder {target.parent} isn't there; make it first.")
    with disk_trouble_told(target.parent), tempfile.TemporaryDirectory(prefix=WORKSHOP, dir=target.parent) as workshop:
        unfinished = Path(workshop) / "backup.tar"
        engine = databases.current()
        dump = Path(workshop) / DATABASES[engine.name]
        engine.dump(dump)
        manifest = Manifest(
            format=FORMAT,
            engine=engine.name,
            engine_version=engine.version(),
            made_at=f"{at:%Y-%m-%dT%H:%M:%SZ}",
            django=django.get_version(),
            migrations=applied_migrations(),
        )
        with os.fdopen(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            _fill(Writer(file), dump, manifest, progress)
            file.flush()
            os.fsync(file.fileno())
        _publish(unfinished, target)
    return manifest


def _fill(writer: Writer, dump: Path, manifest: Manifest, progress: Progress) -> None:
    size = dump.stat().st_size
    with dump.open("rb") as file:
        writer.add(dump.name, file, size=size, mtime=0)
    dump.unlink()  # its room is the media's
    root = media_root()
    if root is None:
        manifest.notes.append("The media are not in a folder of this machine and not in this backup.")
    for path in _files(root, manifest.notes) if root else ():
        name = MEDIA + path.relative_to(root).as_posix() if root else ""
        try:
            file = path.open("rb")
        except FileNotFoundError:
            manifest.notes.append(f"{name} was deleted meanwhile.")
            continue
        with file:
            size += _add(writer, name, file)
        progress(len(writer.files), size)
    writer.seal(manifest)


def _add(writer: Writer, name: str, file: IO[bytes]) -> int:
    state = os.fstat(file.fileno())
    writer.add(name, file, size=state.st_size, mtime=state.st_mtime)
    return state.st_size


def _files(folder: Path, notes: list[str]) -> Iterator[Path]:
    """Every plain file below, by name; what is deleted meanwhile is passed over, links are not followed."""
    try:
        found = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    for entry in found:
        path = Path(entry.path)
        if entry.is_symlink():
            notes.append(f"{path.name} is a link; what it leads to is not in this backup.")
        elif entry.is_dir():
            yield from _files(path, notes)
        elif entry.is_file():
            yield path


def media_root() -> Path | None:
    """The folder of the default storage, or None where it keeps files elsewhere than on this machine."""
    try:
        return Path(default_storage.path(""))
    except NotImplementedError:
        return None


def applied_migrations() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        found.setdefault(app, []).append(name)
    return found


def _publish(unfinished: Path, target: Path) -> None:
    """Under its name at last, and never over a file that came there meanwhile."""
    try:
        os.link(unfinished, target)
    except FileExistsError:
        raise BackupError(f"{target} is there already; name another file.") from None
    except OSError:  # a file system without hard links
        unfinished.rename(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def make_and_keep(
    folder: Path, *, keep: int | None, at: datetime | None = None, progress: Progress = untold
) -> tuple[Path, Manifest, list[Path]]:
    """A backup named by its time, and away with those of ours beyond the newest `keep`; answers which went."""
    at = at or timezone.now()
    with disk_trouble_told(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / f"newsroom-{at:%Y%m%dT%H%M%SZ}.tar"
    manifest = make(target, at=at, progress=progress)
    old = sorted((path for path in folder.iterdir() if OURS.fullmatch(path.name)), reverse=True)[keep:] if keep else []
    with disk_trouble_told(folder):
        for path in old:
            path.unlink(missing_ok=True)
        _sweep(folder)
    return target, manifest, old


def _sweep(folder: Path) -> None:
    """Workshops of backups that were killed: younger ones may be at work."""
    for workshop in folder.glob(f"{WORKSHOP}*"):
        with suppress(OSError):
            if time.time() - workshop.stat().st_mtime > LEFT_OVER:
                for file in workshop.iterdir():
                    file.unlink()
                workshop.rmdir()
