import sys
import time
from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from newsroom.core.ops.backup import BackupError, make, make_and_keep


class Command(BaseCommand):
    help = """Saves the database and the media into one checksummed file, while the site goes on.

Not in it: SECRET_KEY and the other settings (keep a copy of the environment file elsewhere), the demo's outbox.
In it: accounts, addresses and everything unpublished. The file is readable by its owner only; keep it so,
keep a copy on another machine, and try `restore FILE --verify-only` there."""
    requires_migrations_checks = False

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        return super().create_parser(prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="the file to write; it must not be there yet")
        parser.add_argument("--folder", type=Path, help="write newsroom-TIME.tar here (default: NEWSROOM_DATA/backups)")
        parser.add_argument("--keep", type=int, metavar="N", help="with a folder: delete all but the newest N of these")

    def handle(self, *, file: Path | None, folder: Path | None, keep: int | None, **options: Any) -> None:
        if file and (folder or keep is not None):
            raise CommandError("Name either a file, or a folder with --folder and --keep.")
        if keep is not None and keep < 1:
            raise CommandError("--keep must leave at least 1 backup.")
        progress = Progress(quiet=options["verbosity"] == 0)
        removed: list[Path] = []
        try:
            if file:
                target, manifest = file, make(file, at=timezone.now(), progress=progress)
            else:
                target, manifest, removed = make_and_keep(
                    folder or settings.DATA_DIR / "backups", keep=keep, progress=progress
                )
        except BackupError as problem:
            raise CommandError(str(problem)) from None
        finally:
            progress.end()
        for note in manifest.notes:
            self.stderr.write(f"Note: {note}")
        for path in removed:
            self.stdout.write(f"Removed {path.name}.")
        self.stdout.write(f"Saved {len(manifest.files):,} files, {target.stat().st_size / 1e6:,.1f} MB, in {target}.")


class Progress:
    """One line on a terminal, renewed twice a second; nothing elsewhere, so that cron sends no mail for it."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.shown = not quiet and sys.stderr.isatty()
        self.last = time.monotonic()
        self.open = False

    def __call__(self, files: int, size: int) -> None:
        if self.shown and time.monotonic() - self.last > 0.5:
            print(f"\r{files:,} files, {size / 1e6:,.0f} MB ", end="", file=sys.stderr, flush=True)
            self.last, self.open = time.monotonic(), True

    def end(self) -> None:
        if self.open:
            print(file=sys.stderr)
