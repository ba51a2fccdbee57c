"""The files of stored pages.

    body/ab/<token>, .gz, .br     what a page consists of; a token is never used twice, so these never change
    site/<path>/index.html …      the same files under their address, for nginx: pages as good as new
    last/<path>/index.html …      the last good copies, for when nobody is there to make a new one
    gone/…                        what was put aside at once, to be deleted at leisure

Nothing here knows what is fresh; the index does, and says so before a file comes and after it has gone.
"""

import os
import shutil
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

VARIANTS = ("", ".gz", ".br")
PAGE = "index.html"
_NAMES = frozenset(PAGE + variant for variant in VARIANTS)
LONGEST_NAME, LONGEST_PLACE, LONGEST_PATH = 255, 1024, 2000
_BLOCK = 4096


@dataclass(frozen=True)
class Bodies:
    body: bytes
    gzip: bytes
    brotli: bytes

    @property
    def size(self) -> int:
        """What it takes on the disk."""
        return sum(-(-len(part) // _BLOCK) * _BLOCK for part in (self.body, self.gzip, self.brotli))


def is_storable(path: str) -> bool:
    """Whether a page with this path, or path and query, can be found again by it."""
    try:
        length = len(path.encode())
    except UnicodeEncodeError:
        return False
    return path.startswith("/") and "\0" not in path and length <= LONGEST_PATH


def place(path: str) -> str | None:
    """The folder below site/ from which nginx finds the page; None for what it can't or mustn't find there."""
    if not path.endswith("/") or "?" in path or not is_storable(path) or len(path.encode()) > LONGEST_PLACE:
        return None
    names = path[1:-1].split("/") if path != "/" else []
    return "/".join(names) if all(map(_is_safe, names)) else None


def _is_safe(name: str) -> bool:
    return (
        0 < len(name.encode()) <= LONGEST_NAME
        and not name.startswith(".")
        and name not in _NAMES
        and name.isprintable()
        and "\\" not in name
        and unicodedata.is_normalized("NFC", name)
    )


class Files:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.site, self.last, self.body, self.gone = (folder / name for name in ("site", "last", "body", "gone"))

    def make_folders(self) -> None:
        for folder in (self.site, self.last, self.body, self.gone):
            folder.mkdir(parents=True, exist_ok=True)

    def write(self, token: str, bodies: Bodies) -> None:
        target = self._body(token)
        target.parent.mkdir(parents=True, exist_ok=True)
        for variant, content in zip(VARIANTS, (bodies.body, bodies.gzip, bodies.brotli), strict=True):
            target.with_name(token + variant).write_bytes(content)

    def read(self, token: str) -> Bodies:
        """Raises FileNotFoundError when the page was removed meanwhile."""
        target = self._body(token)
        return Bodies(*(target.with_name(token + variant).read_bytes() for variant in VARIANTS))

    def discard(self, token: str) -> None:
        target = self._body(token)
        for variant in VARIANTS:
            target.with_name(token + variant).unlink(missing_ok=True)

    def show(self, token: str, where: str, second: int) -> None:
        """Put the page at its address, each file at once, in the place of what was there.

        `second`: when it was made, as nginx says it. By that and the size alone it tells versions apart (ETag,
        Last-Modified), so none may have another one's.
        """
        body = self._body(token)
        for variant in VARIANTS:
            os.utime(body.with_name(token + variant), (second, second))
        for root in (self.last, self.site):
            folder = root / where
            folder.mkdir(parents=True, exist_ok=True)
            for variant in VARIANTS:
                hand = body.with_name(f"{token}{variant}.link")
                hand.unlink(missing_ok=True)
                _link(body.with_name(token + variant), hand)
                hand.replace(folder / (PAGE + variant))

    def hide(self, where: str) -> None:
        """nginx finds it no more, except as a last good copy."""
        _unlink(self.site / where)

    def forget(self, where: str) -> None:
        _unlink(self.site / where)
        _unlink(self.last / where)

    def put_aside(self, folders: Iterable[Path], name: str) -> None:
        """All of these folders' files at once; a moment later each is there again, and empty."""
        for folder in folders:
            with suppress(FileNotFoundError):
                self.gone.mkdir(parents=True, exist_ok=True)
                folder.rename(self.gone / f"{folder.name}-{name}")
            folder.mkdir(parents=True, exist_ok=True)

    def has_gone(self) -> bool:
        """Whether there is something that was put aside."""
        with suppress(FileNotFoundError):
            return any(True for _folder in self.gone.iterdir())
        return False

    def delete_gone(self) -> None:
        """What was put aside; others may be at it too."""
        with suppress(FileNotFoundError):
            for folder in self.gone.iterdir():
                shutil.rmtree(folder, ignore_errors=True)

    def placed(self, root: Path) -> Iterator[tuple[str, list[str]]]:
        """Every folder below `root` that holds something: its place and the names of its files."""
        for folder, _folders, names in os.walk(root):
            if names:
                place = Path(folder).relative_to(root).as_posix()
                yield "" if place == "." else place, names

    def bodies(self) -> Iterator[Path]:
        for folder in self.body.iterdir():
            yield from folder.iterdir()

    def _body(self, token: str) -> Path:
        return self.body / token[:2] / token


def _unlink(folder: Path) -> None:
    for variant in VARIANTS:
        (folder / (PAGE + variant)).unlink(missing_ok=True)


def _link(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except OSError:
        if target.exists() or not source.exists():
            raise
        shutil.copy2(source, target)  # a file system without hard links
