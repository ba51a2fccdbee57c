import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from newsroom.core.ops.kin import end_with_parent
from newsroom.core.tasks import worker


class Command(BaseCommand):
    help = "Does background work until it is stopped; several may run, on several machines."
    requires_system_checks = ()  # serve has checked, and a worker that is restarted should be back at once

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is due now, then end.")
        parser.add_argument("--id", default="", help="The worker's name; it must never have been used before.")
        parser.add_argument("--replaces", default="", metavar="ID", help="A worker that has ended: take over from it.")
        parser.add_argument(
            "--with-parent", type=int, metavar="PID", help="End when this process does, which started us."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["with_parent"]:
            end_with_parent(options["with_parent"])
        if options["once"]:
            done = worker.Worker().drain()
            self.stdout.write(f"Attempts made: {done}")
        else:
            sys.exit(worker.run(worker_id=options["id"], replaces=options["replaces"]))
