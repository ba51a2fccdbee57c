"""Collects the static files when they are missing or not those of this release."""

import hashlib
import logging
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

logger = logging.getLogger(__name__)
STAMP = ".collected-from"


def fingerprint() -> str:
    """Changes with every file that is added, removed or written; reads none of them."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            state = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect() -> bool:
    """Collect if need be; answers whether it was. Older files stay: pages that are out there still name them."""
    stamp, wanted = Path(settings.STATIC_ROOT) / STAMP, fingerprint()
    manifest = Path(settings.STATIC_ROOT) / getattr(staticfiles_storage, "manifest_name", STAMP)
    if manifest.exists() and stamp.exists() and stamp.read_text() == wanted:
        return False
    try:
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(wanted)
    except OSError as error:
        if not manifest.exists():
            raise
        logger.warning("The static files are not this release's and can't be collected: %s", error)
        return False
    return True
