import json
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import validate_email
from django.utils import translation

from newsroom.core import registry


class Command(BaseCommand):
    help = (
        "Writes down, as JSON, everything that the site knows about the person behind an e-mail address: what one has "
        "to answer to somebody who asks for their data. Every room names its own kinds of data in the registry."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="the person's e-mail address")
        parser.add_argument("--language", default="fr", help="of the headings: fr, ar or en (default: fr)")

    def handle(self, *args: Any, address: str, language: str, **options: Any) -> None:
        wanted = address.strip().lower()
        try:
            validate_email(wanted)
        except ValidationError as error:
            raise CommandError(f"{address!r} is not an e-mail address; write one like name@example.ma.") from error
        with translation.override(language):
            found = {str(kind.label): list(kind.find(wanted)) for kind in registry.personal_data}
            known = {label: rows for label, rows in found.items() if rows}
            text = json.dumps({wanted: known}, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder)
        self.stdout.write(text)
        if not known:
            self.stderr.write("Nothing is stored under this address.")
