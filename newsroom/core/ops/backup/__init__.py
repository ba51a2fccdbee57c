"""A backup is one tar file: the database, the media, a manifest of both, and a checksum of all that came before it.

`saving` writes one, `restoring` puts one back, `archive` is the file's form, `databases` what differs between engines.
"""

from newsroom.core.ops.backup.archive import Manifest, verify
from newsroom.core.ops.backup.errors import BackupError
from newsroom.core.ops.backup.restoring import Restored, restore
from newsroom.core.ops.backup.saving import make, make_and_keep

__all__ = ["BackupError", "Manifest", "Restored", "make", "make_and_keep", "restore", "verify"]
