import contextlib
import os
import secrets
from pathlib import Path


def demo_secret_key(folder: Path) -> str:
    """The demo's own key, made once and kept in `folder` so that sessions outlive a restart."""
    path = folder / "demo-secret-key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        fresh = folder / f"demo-secret-key.{os.getpid()}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(64))
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)  # two processes at a first start agree on one key
        fresh.unlink()
    return path.read_text()
