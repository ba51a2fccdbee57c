import hashlib
import json
import sqlite3
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from articles.models import Category
from newsroom.core.models import AuditEntry, StaffSession, User
from newsroom.core.ops import backup
from newsroom.core.ops.backup import BackupError, archive, databases
from tests import cast
from tests.core import backups

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What was there before is put aside in the data folder; let it be the test's."""
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)


def site() -> None:
    cast.reporter()
    cast.category("Société")
    backups.media()


def test_a_restored_site_is_the_saved_one(tmp_path: Path) -> None:
    site()
    file = backups.saved(tmp_path)
    before = json.loads(dumped())
    User.objects.all().delete()
    Category.objects.all().delete()
    backups.media({"newer.jpg": b"1"})
    backups.restored(file)
    assert json.loads(dumped()) == before
    assert backups.contents(tmp_path / "media") == backups.FILES


def dumped() -> str:
    path = Path(settings.DATA_DIR) / "rows.json"
    call_command(
        "dumpdata", "core.user", "articles", "core.publication", "auth.group", natural_foreign=True, output=str(path)
    )
    return path.read_text()


@pytest.mark.slow
def test_another_empty_site_becomes_the_saved_one(tmp_path: Path) -> None:
    site()
    file, there = backups.saved(tmp_path), tmp_path / "there"
    there.mkdir()
    with backups.another_site(there) as environment:
        done = backups.manage(environment, "restore", str(file))
        assert done.returncode == 0, done.stderr
        again = backups.manage(environment, "restore", str(file))
        rows = backups.manage(environment, "dumpdata", "core.user", "articles")
    assert rows.returncode == 0, rows.stderr
    call_command("dumpdata", "core.user", "articles", output=str(tmp_path / "rows.json"))
    assert json.loads(rows.stdout) == json.loads((tmp_path / "rows.json").read_text())
    assert backups.contents(there / "media") == backups.FILES
    assert again.stderr.startswith("CommandError: This site is not empty")


def test_a_site_that_is_not_empty_is_not_replaced_unasked(tmp_path: Path) -> None:
    file = backups.saved(tmp_path)
    cast.reporter()
    with pytest.raises(BackupError, match="--replace"):
        backups.restored(file, replace=False)
    assert User.objects.count() == 1


def test_files_alone_make_a_site_not_empty(tmp_path: Path) -> None:
    file = backups.saved(tmp_path)
    backups.media()
    with pytest.raises(BackupError, match="there are files"):
        backups.restored(file, replace=False)


def test_what_was_there_before_is_kept_aside(tmp_path: Path) -> None:
    file = backups.saved(tmp_path)
    backups.media({"newer.jpg": b"1"})
    database, media = backups.restored(file).aside
    assert database.stat().st_size > 0
    assert database.stat().st_mode & 0o777 == 0o600
    assert backups.contents(media) == {"newer.jpg": b"1"}


def test_everybody_signs_in_again(tmp_path: Path) -> None:
    cast.signed_in(cast.reporter())
    backups.restored(backups.saved(tmp_path))
    assert not StaffSession.objects.exists()


def test_the_trail_says_that_the_site_was_restored(tmp_path: Path) -> None:
    backups.restored(backups.saved(tmp_path))
    assert AuditEntry.objects.get(verb="site.restored").detail == {"made_at": "2026-03-03T14:05:00Z"}


def test_roles_are_what_this_version_says(tmp_path: Path) -> None:
    user = cast.reporter()
    user.groups.all()[0].permissions.clear()
    backups.restored(backups.saved(tmp_path))
    assert User.objects.get().has_perm("articles.view_category")


def test_a_damaged_backup_touches_nothing(tmp_path: Path) -> None:
    file = backups.saved(tmp_path)
    site()
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(BackupError, match="damaged"):
        backups.restored(file)
    assert User.objects.count() == 1
    assert backups.contents(tmp_path / "media") == backups.FILES


def resealed(file: Path, **changes: Any) -> Path:
    """The backup with another manifest and a checksum that is right for it."""
    manifest = backup.verify(file)
    writer = None
    out = file.with_name("changed.tar")
    with file.open("rb") as source, out.open("wb") as target:
        writer = archive.Writer(target)
        for info, content in archive.members(source, file.stat().st_size):
            if info.name != archive.MANIFEST:
                name = changes.get("rename", info.name)
                writer.add(name, content, size=info.size, mtime=info.mtime)
        for key, value in changes.items():
            setattr(manifest, key, value)
        writer.seal(archive.Manifest(**{key: getattr(manifest, key) for key in archive.Manifest.__dataclass_fields__}))
    assert hashlib.sha256(out.read_bytes()).digest() != hashlib.sha256(file.read_bytes()).digest()
    return out


def test_a_backup_of_the_other_kind_of_database_is_refused_with_what_to_do(tmp_path: Path) -> None:
    other = "postgresql" if connection.vendor == "sqlite" else "sqlite"
    file = resealed(backups.saved(tmp_path), engine=other, rename=archive.DATABASES[other])
    with pytest.raises(BackupError, match="Set DATABASE_URL"):
        backups.restored(file)


def test_a_backup_of_a_newer_version_is_refused_with_what_to_do(tmp_path: Path) -> None:
    file = resealed(backups.saved(tmp_path), migrations={"core": ["9999_from_the_future"]})
    with pytest.raises(BackupError, match=r"core\.9999_from_the_future.*version that made it"):
        backups.restored(file)


def test_a_disk_too_small_is_told_before_anything_is_unpacked(tmp_path: Path) -> None:
    file = backups.saved(tmp_path)
    small = mock.patch("shutil.disk_usage", return_value=mock.Mock(free=10))
    with small, pytest.raises(BackupError, match="beside what is there"):
        backups.restored(file)


def test_a_database_that_can_not_be_put_in_place_leaves_the_site_as_it_was(tmp_path: Path) -> None:
    file = backups.saved(tmp_path)
    site()
    broken = databases.Engine(
        connection.vendor, databases.current().dump, mock.Mock(side_effect=BackupError("no")), str
    )
    with mock.patch.dict(databases.ENGINES, {connection.vendor: broken}), pytest.raises(BackupError, match="no"):
        backups.restored(file)
    assert User.objects.count() == 1
    assert backups.contents(tmp_path / "media") == backups.FILES


def test_a_restore_killed_between_media_and_database_is_completed_by_doing_it_again(tmp_path: Path) -> None:
    site()
    file = backups.saved(tmp_path)
    backups.media({"newer.jpg": b"1"})
    (tmp_path / "media").rename(tmp_path / "media.before-restore-killed")
    backups.restored(file)
    assert backups.contents(tmp_path / "media") == backups.FILES
    assert "newer.jpg" in backups.contents(tmp_path / "media.before-restore-killed")


def test_nothing_half_unpacked_is_left(tmp_path: Path) -> None:
    backups.restored(backups.saved(tmp_path))
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".newsroom")]


def test_checking_only_touches_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = backups.saved(tmp_path)
    cast.reporter()
    call_command("restore", str(file), "--verify-only")
    assert capsys.readouterr().out.startswith("The backup is whole: 1 files")
    assert User.objects.count() == 1


def test_the_command_says_where_the_former_site_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("restore", str(backups.saved(tmp_path)), "--replace")
    assert "What was there before is in" in capsys.readouterr().out


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no file"):
        call_command("restore", str(tmp_path / "none.tar"))


@pytest.mark.postgres
def test_tables_that_the_backup_does_not_know_are_gone(tmp_path: Path) -> None:
    file = backups.saved(tmp_path)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE of_a_later_version (id integer)")
    backups.restored(file)
    assert "of_a_later_version" not in connection.introspection.table_names()


@pytest.mark.sqlite
def test_a_process_that_still_has_the_database_open_sees_what_was_restored(tmp_path: Path) -> None:
    cast.reporter()
    file = backups.saved(tmp_path)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_user_groups")
        cursor.execute("DELETE FROM core_user")
    other = sqlite3.connect(connection.settings_dict["NAME"])
    assert other.execute("SELECT count(*) FROM core_user").fetchone() == (0,)
    backups.restored(file)
    assert other.execute("SELECT count(*) FROM core_user").fetchone() == (1,)
    other.close()
