"""Where pictures lie. A name means one content for ever, and a file is there whole or not at all."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage

VISIBLE = 0o644
"""nginx reads what the site wrote, as another user."""


class AtomicStorage(FileSystemStorage):
    """Writes under a name of its own first: a process killed in the middle leaves nothing that anybody would serve."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:  # noqa: ARG002  # Storage's own signature
        """The name itself: names are made from contents, so whoever had it before wrote the same."""
        return name

    def _save(self, name: str, content: "File[bytes]") -> str:
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.parent / f".{secrets.token_hex(8)}.part"
        try:
            with unfinished.open("xb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            unfinished.chmod(VISIBLE)
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
        return name


def freshen(name: str) -> bool:
    """Whether the file is there; if so it counts as new again, and no sweep takes it for a month."""
    try:
        os.utime(default_storage.path(name))
    except FileNotFoundError:
        return False
    except NotImplementedError:  # not on this machine
        return default_storage.exists(name)
    return True


def remove(name: str) -> None:
    """Takes the file away; that it is gone already is fine."""
    with suppress(FileNotFoundError):
        default_storage.delete(name)
