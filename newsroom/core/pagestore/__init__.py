"""Pages as files: made once, shown until what they are made from changes, gone the moment it does.

Views carry `@stored`, loaders name what they read (`depends`, `until`), verbs what they changed (`changed`).
"""

from newsroom.core.pagestore import keys
from newsroom.core.pagestore.changes import changed
from newsroom.core.pagestore.entry import Entry
from newsroom.core.pagestore.here import here
from newsroom.core.pagestore.keys import EVERYTHING
from newsroom.core.pagestore.recipe import IN_ENVIRON, KNOWN, Recipe, collecting, depends, stored, until
from newsroom.core.pagestore.store import Store

__all__ = [
    "EVERYTHING",
    "IN_ENVIRON",
    "KNOWN",
    "Entry",
    "Recipe",
    "Store",
    "changed",
    "collecting",
    "depends",
    "here",
    "keys",
    "stored",
    "until",
]
