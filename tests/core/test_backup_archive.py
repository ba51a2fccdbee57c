"""The backup's file: nothing in it can change unnoticed, nothing strange is unpacked."""

import hashlib
import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.core.ops.backup import BackupError, archive, verify
from newsroom.core.ops.backup.archive import Manifest, Writer

FILES = {
    "database.sqlite3": b"SQLite" * 100,
    "media/\u0635\u0648\u0631\u0629.jpg": b"jpeg" * 200,
    "media/vide": b"",
    "media/b": b"x",
}


def manifest(**changes: Any) -> Manifest:
    known = {
        "engine": "sqlite",
        "engine_version": "3",
        "made_at": "2026-03-03T14:05:00Z",
        "django": "5.2",
        "migrations": {},
    }
    return Manifest(**{"format": archive.FORMAT, **known, **changes})


def written(files: dict[str, bytes] = FILES, **changes: Any) -> bytes:
    out = io.BytesIO()
    writer = Writer(out)
    for name, content in files.items():
        writer.add(name, io.BytesIO(content), size=len(content), mtime=1_700_000_000)
    writer.seal(manifest(**changes))
    return out.getvalue()


def checked(content: bytes, folder: Path) -> Manifest:
    path = folder / "backup.tar"
    path.write_bytes(content)
    return verify(path)


def resealed(members: list[tarfile.TarInfo | tuple[str, bytes]]) -> bytes:
    """A file that holds what it likes and whose checksum is right."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for member in members:
            if isinstance(member, tarfile.TarInfo):
                tar.addfile(member)
            else:
                info = tarfile.TarInfo(member[0])
                info.size = len(member[1])
                tar.addfile(info, io.BytesIO(member[1]))
        content = out.getvalue()[: tar.offset]
    return content + archive._tail(hashlib.sha256(content).hexdigest())


ORIGINAL = written()


def test_what_was_written_is_found_whole(tmp_path: Path) -> None:
    assert [entry.name for entry in checked(ORIGINAL, tmp_path).files] == list(FILES)


def test_plain_tar_reads_it(tmp_path: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(ORIGINAL)) as tar:
        assert tar.getnames() == [*FILES, "manifest.json", "checksum"]


@settings(max_examples=150)
@given(st.integers(0, len(ORIGINAL) - 1), st.integers(1, 255))
def test_a_flipped_byte_is_refused_wherever_it_is(tmp_path_factory: pytest.TempPathFactory, at: int, mask: int) -> None:
    damaged = bytearray(ORIGINAL)
    damaged[at] ^= mask
    with pytest.raises(BackupError):
        checked(bytes(damaged), tmp_path_factory.getbasetemp())


@pytest.mark.parametrize("at", [*range(0, len(ORIGINAL), 211), len(ORIGINAL) - 1])
def test_a_flipped_bit_is_refused_in_every_part(tmp_path: Path, at: int) -> None:
    damaged = bytearray(ORIGINAL)
    damaged[at] ^= 1
    with pytest.raises(BackupError, match="damaged"):
        checked(bytes(damaged), tmp_path)


@pytest.mark.parametrize("name", ["database.sqlite3", "media/\u0635\u0648\u0631\u0629.jpg"])
def test_the_refusal_names_the_member(tmp_path: Path, name: str) -> None:
    damaged = ORIGINAL.replace(FILES[name], FILES[name][:-1] + b"?")
    with pytest.raises(BackupError, match=name):
        checked(damaged, tmp_path)


@pytest.mark.parametrize("size", [0, 1, 511, 512, 2000, len(ORIGINAL) // 2, len(ORIGINAL) - 2048, len(ORIGINAL) - 1])
def test_a_file_cut_off_is_refused(tmp_path: Path, size: int) -> None:
    with pytest.raises(BackupError):
        checked(ORIGINAL[:size], tmp_path)


@pytest.mark.parametrize("more", [b"\0", b"\0" * 8192, ORIGINAL])
def test_a_file_with_something_after_its_end_is_refused(tmp_path: Path, more: bytes) -> None:
    with pytest.raises(BackupError):
        checked(ORIGINAL + more, tmp_path)


@given(st.binary(max_size=3000))
def test_whatever_is_no_backup_is_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    with pytest.raises(BackupError):
        checked(content, tmp_path_factory.getbasetemp())


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "/etc/x",
        "media/../../x",
        "media/./x",
        "media//x",
        "media",
        "media/",
        "other",
        "database.dump/x",
        ".ssh/keys",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    listed = [{"name": "database.sqlite3", "size": 1, "sha256": ""}]
    rest = json.dumps({**vars(manifest()), "files": listed}).encode()
    with pytest.raises(BackupError, match="no place here"):
        checked(resealed([("database.sqlite3", b"x"), (name, b"x"), ("manifest.json", rest)]), tmp_path)


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE])
def test_links_devices_and_folders_are_refused(tmp_path: Path, kind: bytes) -> None:
    info = tarfile.TarInfo("media/x")
    info.type, info.linkname = kind, "/etc/passwd"
    with pytest.raises(BackupError, match="not a plain file"):
        checked(resealed([("database.sqlite3", b"x"), info]), tmp_path)


def test_the_same_name_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="no place here"):
        checked(resealed([("media/x", b"1"), ("media/x", b"2")]), tmp_path)


def test_a_newer_format_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match=r"format 2.*newer"):
        checked(written(format=2), tmp_path)


def test_an_unknown_engine_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="oracle"):
        checked(written(engine="oracle"), tmp_path)


def test_a_backup_without_a_database_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="holds no database"):
        checked(written({"media/x": b"1"}), tmp_path)


def test_a_file_that_shrinks_while_it_is_read_is_told() -> None:
    with pytest.raises(BackupError, match="media/x became shorter"):
        Writer(io.BytesIO()).add("media/x", io.BytesIO(b"1"), size=2, mtime=0)


def test_memory_does_not_grow_with_the_files(tmp_path: Path) -> None:
    class Zeros(io.RawIOBase):
        largest = 0

        def read(self, size: int = -1) -> bytes:
            self.largest = max(self.largest, size)
            return bytes(size)

    zeros = Zeros()
    with (tmp_path / "big.tar").open("wb") as out:
        Writer(out).add("media/x", zeros, size=50_000_000, mtime=0)
    assert zeros.largest <= archive.CHUNK
