import smtplib
import uuid
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

from newsroom.core import mail


class Command(BaseCommand):
    help = "Sends one mail at once, past the worker, and says what the mail server answered."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="who gets it")
        parser.add_argument(
            "--language", default=settings.LANGUAGE_CODE, choices=[code for code, _ in settings.LANGUAGES]
        )

    def handle(self, *, address: str, language: str, **options: Any) -> None:
        try:
            mail.refuse_address(address)
        except ValueError as problem:
            raise CommandError(str(problem)) from None
        try:
            mail.send_now("test", to=address, language=language, context={}, key=uuid.uuid4().hex)
        except (OSError, smtplib.SMTPException) as problem:
            raise CommandError(
                f"The mail could not be sent: {problem}. Check EMAIL_URL, and that this machine may reach that server."
            ) from None
        where = f"It is in {settings.OUTBOX_DIR}." if settings.DEMO else f"Look for it in the mailbox of {address}."
        self.stdout.write(f"Sent. {where}")
