from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from newsroom.core.management.commands.backup import Progress
from newsroom.core.ops.backup import BackupError, Restored, restore, verify


class Command(BaseCommand):
    help = """Puts a backup back, after checking every byte of it. Stop the site first.

What was there is kept: the media beside their folder, the database in NEWSROOM_DATA, both named before-restore-TIME.
The command says where; delete them when you are content. Everybody signs in again afterwards, and tasks that were
waiting when the backup was made are done by the worker, mails among them.
If the machine dies in the middle, run the same command again with --replace: it completes what it began. To go back
instead, rename the media folder back; the database is replaced last and in one transaction.
The settings are not in a backup: bring SECRET_KEY and the rest of the environment over yourself."""
    requires_migrations_checks = False
    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        return super().create_parser(prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--verify-only", action="store_true", help="check the file and touch nothing")
        parser.add_argument("--replace", action="store_true", help="put it in the place of a site that is not empty")

    def handle(self, *, file: Path, verify_only: bool, replace: bool, **options: Any) -> None:
        progress = Progress(quiet=options["verbosity"] == 0)
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        try:
            done = (
                Restored(verify(file, progress))
                if verify_only
                else restore(file, replace=replace, at=timezone.now(), progress=progress)
            )
        except BackupError as problem:
            raise CommandError(str(problem)) from None
        finally:
            progress.end()
        what = f"{len(done.manifest.files):,} files, saved on {done.manifest.made_at} from {done.manifest.engine}"
        self.stdout.write(f"The backup is whole: {what}." if verify_only else f"Restored {what}.")
        for note in done.manifest.notes:
            self.stdout.write(f"Note of the backup: {note}")
        for path in done.aside:
            self.stdout.write(f"What was there before is in {path}.")
