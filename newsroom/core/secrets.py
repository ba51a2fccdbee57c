import os
import secrets
from pathlib import Path


def demo_secret_key(folder: Path) -> str:
    """The demo's own key, made once and kept in `folder` so that sessions outlive a restart."""
    path = folder / "demo-secret-key"
    try:
        if key := path.read_text():
            return key
        path.unlink()  # empty: the machine went down before the disk had it
    except FileNotFoundError:
        pass
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"demo-secret-key.{os.getpid()}"
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(64))
    try:
        os.link(fresh, path)  # two processes at a first start agree on one key
    except FileExistsError:
        pass
    except OSError:  # a file system without hard links
        fresh.rename(path)
    fresh.unlink(missing_ok=True)
    return path.read_text()
