"""The store of this machine, as the settings say."""

import threading
from pathlib import Path

from django.conf import settings

from newsroom.core.pagestore.store import Store

_stores: dict[tuple[Path, int], Store] = {}
_lock = threading.Lock()


def here() -> Store | None:
    """None when it is turned off. Raises OSError or sqlite3.Error when its folder can't be written."""
    if settings.PAGE_STORE_DIR is None:
        return None
    wanted = (Path(settings.PAGE_STORE_DIR), settings.PAGE_STORE_MB)
    with _lock:
        if wanted not in _stores:
            _stores[wanted] = Store(wanted[0], megabytes=wanted[1])
        return _stores[wanted]
