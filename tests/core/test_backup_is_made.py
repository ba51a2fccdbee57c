import errno
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.utils import timezone

from newsroom.core.models import Attempt
from newsroom.core.ops import backup
from newsroom.core.ops.backup import BackupError, databases, saving
from tests import cast
from tests.core import backups

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_backup_is_whole_and_for_its_owner_only(tmp_path: Path) -> None:
    file = backups.saved(tmp_path)
    assert backup.verify(file).engine == connection.vendor
    assert file.stat().st_mode & 0o777 == 0o600


def test_nothing_but_the_backup_is_left_in_the_folder(tmp_path: Path) -> None:
    backups.saved(tmp_path)
    assert [path.name for path in tmp_path.iterdir() if path.name not in {"media", "outbox"}] == ["site.tar"]


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "site.tar").write_text("mine")
    with pytest.raises(BackupError, match="there already"):
        backups.saved(tmp_path)
    assert (tmp_path / "site.tar").read_text() == "mine"


def test_a_file_that_appears_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    def intrude(*_: Any) -> None:
        (tmp_path / "site.tar").write_text("theirs")

    with pytest.raises(BackupError, match="there already"):
        backup.make(tmp_path / "site.tar", at=backups.AT, progress=intrude) if backups.media() else None
    assert (tmp_path / "site.tar").read_text() == "theirs"


def test_a_folder_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="isn't there"):
        backups.saved(tmp_path / "nowhere")


@pytest.mark.parametrize("step", ["fsync", "link"])
def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, step: str) -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    folder = tmp_path / "here"
    folder.mkdir()
    with (
        mock.patch(f"os.{step}", side_effect=full),
        mock.patch.object(Path, "rename", side_effect=full),
        pytest.raises(BackupError, match="full"),
    ):
        backups.saved(folder)
    assert list(folder.iterdir()) == []


def test_a_picture_deleted_meanwhile_is_noted(tmp_path: Path) -> None:
    root = backups.media({"a.jpg": b"1", "b.jpg": b"2"})
    manifest = backup.make(
        tmp_path / "x.tar", at=backups.AT, progress=lambda *_: (root / "b.jpg").unlink(missing_ok=True)
    )
    assert manifest.notes == ["media/b.jpg was deleted meanwhile."]


def test_links_are_not_followed(tmp_path: Path) -> None:
    (backups.media({}) / "key").symlink_to("/etc/passwd")
    manifest = backup.make(tmp_path / "x.tar", at=backups.AT)
    assert len(manifest.files) == 1
    assert "key is a link" in manifest.notes[0]


def test_the_command_says_what_it_saved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    backups.media({"a.jpg": b"1"})
    call_command("backup", str(tmp_path / "x.tar"))
    assert capsys.readouterr().out.startswith("Saved 2 files,")


def test_only_the_newest_backups_of_ours_are_kept(tmp_path: Path) -> None:
    (tmp_path / "notes.tar").write_text("not ours")
    for day in range(4):
        backup.make_and_keep(tmp_path, keep=2, at=backups.AT + timedelta(days=day))
    left = sorted(path.name for path in tmp_path.glob("*.tar"))
    assert left == ["newsroom-20260305T140500Z.tar", "newsroom-20260306T140500Z.tar", "notes.tar"]


def test_a_backup_that_failed_removes_no_older_one(tmp_path: Path) -> None:
    backup.make_and_keep(tmp_path, keep=1, at=backups.AT)
    broken = mock.patch.object(saving, "_fill", side_effect=OSError(errno.EIO, "Input/output error"))
    with broken, pytest.raises(BackupError):
        backup.make_and_keep(tmp_path, keep=1, at=backups.AT + timedelta(days=1))
    assert [path.name for path in tmp_path.glob("*.tar")] == ["newsroom-20260303T140500Z.tar"]


def test_what_a_killed_backup_left_is_swept_a_day_later(tmp_path: Path) -> None:
    for name, age in (("old", 2 * 86400), ("young", 60)):
        workshop = tmp_path / f"{saving.WORKSHOP}{name}"
        workshop.mkdir()
        (workshop / "backup.tar").write_text("half")
        then = timezone.now().timestamp() - age
        os.utime(workshop, (then, then))
    backup.make_and_keep(tmp_path, keep=1, at=backups.AT)
    assert [path.name for path in tmp_path.glob(f"{saving.WORKSHOP}*")] == [f"{saving.WORKSHOP}young"]


@pytest.mark.skipif("os.geteuid() != 0", reason="needs root")
def test_root_makes_no_backup_in_the_folder_of_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    os.chown(tmp_path, 1, 1)
    with pytest.raises(BackupError, match="run this as that user"):
        backups.saved(tmp_path)


@pytest.mark.slow
def test_a_backup_killed_in_the_middle_leaves_no_file_that_looks_like_one(tmp_path: Path) -> None:
    there = tmp_path / "there"
    with backups.another_site(there) as environment:
        assert backups.manage(environment, "migrate", "--verbosity=0").returncode == 0
        huge = there / "media" / "huge"
        huge.parent.mkdir(exist_ok=True)
        huge.touch()
        os.truncate(huge, 2_000_000_000)
        process = backups.started(environment, "backup", str(tmp_path / "x.tar"))
        while not list(tmp_path.glob(f"{saving.WORKSHOP}*/backup.tar")) and process.poll() is None:
            time.sleep(0.05)
        process.kill()
        assert process.wait() == -9
    assert list(tmp_path.glob("*.tar")) == []


@pytest.mark.parametrize("arguments", [["x.tar", "--keep", "3"], ["x.tar", "--folder", "."], ["--keep", "0"]])
def test_arguments_that_contradict_each_other_are_refused(arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("backup", *arguments)


@contextmanager
def writing_pairs() -> Iterator[None]:
    """Meanwhile another thread adds rows in pairs, a pair in each transaction."""
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            with transaction.atomic():
                for side in ("left", "right"):
                    Attempt.objects.create(key=f"{side}-{number}", until=timezone.now())
            number += 1
        connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while Attempt.objects.count() < 20 and writer.is_alive():
            time.sleep(0.01)
        yield
    finally:
        stop.set()
        writer.join()


def test_a_backup_taken_while_the_site_is_written_to_holds_whole_transactions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    with writing_pairs():
        file = backups.saved(tmp_path)
        after = Attempt.objects.count()
    cast.reporter()
    backups.restored(file)
    found = Attempt.objects.filter(key__startswith="left").count()
    assert 10 <= found <= after
    assert Attempt.objects.filter(key__startswith="right").count() == found


@pytest.mark.postgres
def test_a_missing_pg_dump_is_named_with_its_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match="postgresql-client"):
        backups.saved(tmp_path)


@pytest.mark.postgres
def test_a_pg_dump_older_than_the_server_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases, "_postgresql_major", lambda: 99)
    with pytest.raises(BackupError, match="postgresql-client-99"):
        backups.saved(tmp_path)


@pytest.mark.postgres
def test_the_password_is_in_no_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "très secret")
    command, environment = databases._client("pg_dump")
    assert "très secret" not in " ".join(command)
    assert environment["PGPASSWORD"] == "très secret"
