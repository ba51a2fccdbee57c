import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from newsroom.core.ops import supervisor


class Command(BaseCommand):
    help = "Runs the site: the web server and the task worker, restarted whenever one of them ends."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=settings.HOST)
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument("--workers", type=int, default=settings.WEB_WORKERS, help="Web processes, one per core.")

    def handle(self, *args: Any, **options: Any) -> None:
        sys.exit(supervisor.run(host=options["host"], port=options["port"], workers=options["workers"]))
