"""The form of a backup file.

    database.sqlite3 | database.dump     first
    media/…                              as many as there are
    manifest.json                        what the others must be
    checksum                             SHA-256 of every byte before it, the last thing in the file

A plain tar, so that a person with nothing but `tar` gets everything out. Every byte counts: the checksum covers what
tar itself does not look at, and what follows the checksum must be exactly what we write there.
"""

import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any, Protocol

from newsroom.core.ops.backup.errors import BackupError, disk_trouble_told

FORMAT = 1
MANIFEST, CHECKSUM = "manifest.json", "checksum"
MEDIA = "media/"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
CHUNK = 1 << 20
TAIL = 4 * tarfile.BLOCKSIZE  # header and content of the checksum, then the two empty blocks that end a tar
Progress = Callable[[int, int], None]
"""Told the files and bytes done so far, often."""


def untold(_files: int, _size: int) -> None:
    """For those whom progress doesn't interest."""


@dataclass
class Entry:
    """One file: the name in the archive, and what it must be."""

    name: str
    size: int
    sha256: str


@dataclass
class Manifest:
    format: int
    engine: str
    engine_version: str
    made_at: str
    """ISO 8601, UTC."""
    django: str
    migrations: dict[str, list[str]]
    files: list[Entry] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()

    @classmethod
    def from_json(cls, content: bytes) -> "Manifest":
        """Raises BackupError for what isn't a manifest of a format that this version reads."""
        try:
            raw: dict[str, Any] = json.loads(content)
            if isinstance(raw.get("format"), int) and raw["format"] > FORMAT:
                raise BackupError(
                    f"{MANIFEST}: the backup has format {raw['format']}, this version reads up to {FORMAT}."
                    " Restore it with the version of Newsroom that made it, or a newer one."
                )
            manifest = cls(**{**raw, "files": [Entry(**entry) for entry in raw["files"]]})
            if manifest.engine not in DATABASES:
                raise BackupError(f"{MANIFEST}: the backup is of an unknown kind of database, {manifest.engine!r}.")
        except (ValueError, TypeError, KeyError, AttributeError):
            raise BackupError(f"{MANIFEST} is not the manifest of a backup.") from None
        return manifest


def _digest(file: IO[bytes], size: int) -> str:
    digest = hashlib.sha256()
    while size > 0 and (block := file.read(min(CHUNK, size))):
        digest.update(block)
        size -= len(block)
    return digest.hexdigest()


class Readable(Protocol):
    def read(self, size: int, /) -> bytes | None: ...


class Writer:
    """Writes the archive to a file object, front to back, in constant memory."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self.files: list[Entry] = []

    def add(self, name: str, source: Readable, *, size: int, mtime: float) -> None:
        """Raises BackupError where `source` ends before `size` bytes: the header, already written, would lie."""
        digest = hashlib.sha256()
        self._write(_info(name, size, int(mtime)).tobuf(tarfile.PAX_FORMAT))
        left = size
        while left:
            block = source.read(min(CHUNK, left))
            if not block:
                raise BackupError(f"{name} became shorter while it was read; start the backup again.")
            digest.update(block)
            self._write(block)
            left -= len(block)
        self._write(b"\0" * (-size % tarfile.BLOCKSIZE))
        self.files.append(Entry(name, size, digest.hexdigest()))

    def seal(self, manifest: Manifest) -> None:
        manifest.files = list(self.files)
        content = manifest.to_json()
        self.add(MANIFEST, io.BytesIO(content), size=len(content), mtime=0)
        self._file.write(_tail(self._digest.hexdigest()))

    def _write(self, data: bytes) -> None:
        self._file.write(data)
        self._digest.update(data)


def _info(name: str, size: int, mtime: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = size, max(mtime, 0), 0o600
    return info


def _tail(digest: str) -> bytes:
    content = f"{digest}\n".encode()
    header = _info(CHECKSUM, len(content), 0).tobuf(tarfile.USTAR_FORMAT)
    return (header + content.ljust(tarfile.BLOCKSIZE, b"\0")).ljust(TAIL, b"\0")


def verify(path: Path, progress: Progress = untold) -> Manifest:
    """Reads the whole file and answers its manifest; raises BackupError, naming the member, if any byte is not ours."""
    found: dict[str, Entry] = {}
    with disk_trouble_told(path), path.open("rb") as file:
        size = path.stat().st_size
        intact = _is_intact(file, size)
        try:
            manifest = _read(file, size, found, progress)
        except BackupError:
            if intact:
                raise
            manifest = None
    if not intact or manifest is None:
        raise BackupError(f"{_damaged(found, manifest)} Nothing was touched; take another backup file.")
    _compare(found, manifest)
    return manifest


def _read(file: IO[bytes], size: int, found: dict[str, Entry], progress: Progress) -> Manifest | None:
    manifest = None
    for info, source in members(file, size):
        if info.name == MANIFEST:
            manifest = Manifest.from_json(source.read())
        else:
            found[info.name] = Entry(info.name, info.size, _digest(source, info.size))
            progress(len(found), file.tell())
    return manifest


def _is_intact(file: IO[bytes], size: int) -> bool:
    digest, left = hashlib.sha256(), size - TAIL
    while left > 0 and (block := file.read(min(CHUNK, left))):
        digest.update(block)
        left -= len(block)
    intact = left == 0 and file.read() == _tail(digest.hexdigest())
    file.seek(0)
    return intact


def _damaged(found: dict[str, Entry], manifest: Manifest | None = None) -> str:
    """Names what is damaged, as nearly as the damage lets itself be found."""
    if manifest is None:
        after = f"after the member {list(found)[-1]}" if found else "at its beginning"
        return f"The backup is damaged or cut off {after}."
    for entry in manifest.files:
        if found.get(entry.name) != entry:
            return f"The backup is damaged: its member {entry.name} is not what was saved."
    return "The backup is damaged: its checksum, or the frame around one of its members, is not what was written."


def _compare(found: dict[str, Entry], manifest: Manifest) -> None:
    """An intact file that we didn't make may still say one thing and hold another."""
    listed = {entry.name: entry for entry in manifest.files}
    for name in [*found, *listed]:
        if found.get(name) != listed.get(name):
            raise BackupError(f"{name} is not what the backup's manifest says; this file was not made by `backup`.")
    if next(iter(found), "") != DATABASES[manifest.engine]:
        raise BackupError(f"The backup holds no {DATABASES[manifest.engine]}; this file was not made by `backup`.")


def members(file: IO[bytes], size: int) -> Iterator[tuple[tarfile.TarInfo, IO[bytes]]]:
    """Every member before the checksum with its content; raises BackupError for one that may not be unpacked."""
    file.seek(0)
    seen: set[str] = set()
    try:
        with tarfile.open(fileobj=file, mode="r:") as tar:
            while (info := tar.next()) is not None:
                tar.members = []  # type: ignore[attr-defined]  # or it would remember every header
                if info.name == CHECKSUM and info.offset == size - TAIL:
                    return
                _refuse_member(info, seen)
                source = tar.extractfile(info)
                if source is None or info.offset_data + info.size > size - TAIL:
                    raise BackupError(f"The backup is cut off within its member {info.name}.")
                yield info, source
    except (tarfile.TarError, EOFError, OSError, ValueError, OverflowError) as problem:
        raise BackupError(f"This is not a backup, or a damaged one: {problem}.") from problem
    raise BackupError("The backup is cut off.")


def _refuse_member(info: tarfile.TarInfo, seen: set[str]) -> None:
    path = PurePosixPath(info.name)
    if info.type != tarfile.REGTYPE or info.issparse() or info.size < 0:
        raise BackupError(f"The backup's member {info.name!r} is not a plain file; this file was not made by `backup`.")
    known = info.name in {MANIFEST, *DATABASES.values()} or (info.name.startswith(MEDIA) and len(path.parts) > 1)
    if not known or ".." in path.parts or str(path) != info.name or "\0" in info.name or info.name in seen:
        raise BackupError(f"The backup's member {info.name!r} has no place here; this file was not made by `backup`.")
    seen.add(info.name)
