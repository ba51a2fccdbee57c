from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from articles.ledger.derived import rebuild


class Command(BaseCommand):
    help = "Makes anew what is derived from published versions: columns, references, lists. Changes no word of them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("articles", nargs="*", type=int, metavar="ID", help="only these articles (default: all)")

    def handle(self, *args: Any, articles: list[int], **options: Any) -> None:
        count = rebuild(articles or None)
        self.stdout.write(f"{count} versions made anew.")
