from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import translation

from articles.demo import steps
from articles.demo.house import PASSWORD
from articles.demo.parts import load_missing
from articles.shell import editions
from newsroom.core.links import absolute
from newsroom.core.ops import supervisor


class Command(BaseCommand):
    help = "Loads the demo newspaper, once, and serves it with its worker; what was written since is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="load and print only")

    def handle(self, *args: Any, no_serve: bool = False, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "The demo has accounts whose password everybody knows, so it runs in demo mode only. "
                "Production starts with: manage.py serve"
            )
        if not no_serve:
            self._check_port()
        self._prepare()
        if no_serve:
            self.stdout.write(self._welcome())
        elif code := supervisor.run(announce=self._welcome()):
            raise SystemExit(code)

    def _check_port(self) -> None:
        """Before anything else: whoever has to choose another port should not wait for it."""
        try:
            supervisor.reserve(settings.HOST, settings.PORT).close()
        except supervisor.RefusedError as refusal:
            raise CommandError(str(refusal)) from refusal

    def _prepare(self) -> None:
        if steps.migrate():
            self.stdout.write("The database is ready.")
        with translation.override(settings.LANGUAGE_CODE):
            if load_missing():
                self.stdout.write("The demo newspaper is loaded. Starting the site…")

    def _welcome(self) -> str:
        """The addresses and the sign-ins, as tables."""
        pages = [(edition.name, edition.absolute) for edition in editions(settings.LANGUAGE_CODE)]
        pages += [("Office", absolute(reverse("admin:index"))), ("Outbox", absolute(reverse("outbox")))]
        with translation.override("en"):
            people = steps.sign_ins()
        heading = f"Sign in to the office with the password {PASSWORD} as:"
        return "\n".join(["", *_table(pages), "", heading, "", *_table(people), ""])


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  " + "   ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
