import sqlite3
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from newsroom.core.pagestore import EVERYTHING, cdn, changed, here, keys
from newsroom.core.pagestore.index import AbsentError
from newsroom.core.pagestore.vendors import PurgeError


class Command(BaseCommand):
    help = (
        "The stored pages. `status` says what this machine holds; `purge ADDRESS` has one page made anew on all"
        " machines, `clear` all of them; `cdn` empties the CDN in front. None of these is needed when something is"
        " edited: pages follow by themselves."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="status | purge | clear | cdn")
        verbs.add_parser("status", help="what this machine holds")
        purge = verbs.add_parser("purge", help="forget one page, its last good copy too")
        purge.add_argument("address", help="as readers see it, or its path: /politique/")
        clear = verbs.add_parser("clear", help="have all pages made anew")
        clear.add_argument("--last", action="store_true", help="forget the last good copies too")
        verbs.add_parser("cdn", help="have the CDN forget everything now, and say whether it does")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        if verb == "status":
            self._status()
        elif verb == "purge":
            path = unquote(urlsplit(options["address"]).path)
            if not path.startswith("/"):
                raise CommandError("Write the page's address as readers see it, or its path beginning with /.")
            changed(keys.address(path), hides=True)
            self.stdout.write(f"{path} is made anew for the next reader.")
        elif verb == "cdn":
            self._empty_cdn()
        else:
            changed(EVERYTHING, hides=options["last"])
            self.stdout.write("All pages are made anew, each for its next reader.")

    def _empty_cdn(self) -> None:
        if settings.PAGE_CDN is None:
            raise CommandError("No CDN is named. Set NEWSROOM_CDN and what belongs to it.")
        try:
            cdn.purge_everything.call()
        except PurgeError as error:
            raise CommandError(f"{error} {error.problem.label} {error.problem.remedy}") from error
        self.stdout.write("The CDN has forgotten everything.")

    def _status(self) -> None:
        try:
            store = here()
            stats = store.stats(timezone.now()) if store else None
        except (AbsentError, OSError, sqlite3.Error) as problem:
            raise CommandError(f"The page store can't be read: {problem or 'it is being begun anew'}.") from problem
        if store is None or stats is None:
            self.stdout.write("The page store is off (NEWSROOM_PAGE_STORE_MB=0): every page is made for every reader.")
            return
        self.stdout.write(f"folder  {store.folder}")
        self.stdout.write(f"pages   {stats.pages}, of which {stats.fresh} are fresh")
        self.stdout.write(f"size    {stats.size / 1e6:.1f} MB of {stats.limit / 1e6:.0f} MB")
        if stats.oldest:
            self.stdout.write(f"oldest  {timezone.localtime(stats.oldest):%Y-%m-%d %H:%M:%S}")
        for name, number in sorted(stats.tally.items()):
            self.stdout.write(f"{name:<7} {number} in the last 24 hours")
