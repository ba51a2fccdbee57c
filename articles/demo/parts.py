"""The demo, part by part. Each part is loaded once, ever: what people do with it afterwards is theirs.

Rooms above register their parts here in `ready()`; they are loaded in the order of their position.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from articles.categories.verbs import lock_tree
from newsroom.core import audit
from newsroom.core.models import AuditEntry
from newsroom.core.registry import Registry

LOADED = "demo.loaded"


@dataclass(frozen=True)
class Part:
    """`load` writes the part's rows through the rooms' own verbs, always the same ones."""

    name: str
    load: Callable[[], None]
    position: int = 100


parts: Registry[Part] = Registry("parts of the demo")


@transaction.atomic
def load_missing() -> list[str]:
    """Load the parts that this database has never had; answers their names. All or nothing, one process at a time."""
    lock_tree()
    known = {entry.detail.get("part") for entry in AuditEntry.objects.filter(verb=LOADED)}
    fresh = [part for part in parts if part.name not in known]
    for part in fresh:
        part.load()
        audit.record(LOADED, by=None, part=part.name)
    return [part.name for part in fresh]
