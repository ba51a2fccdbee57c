"""What happens after a reader's form was sent."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from newsletter import verbs
from newsletter.models import Newsletter
from newsroom.core.tasks import task


@task(atomic=True, backoff=timedelta(seconds=30), label=_("Take a newsletter sign-up in"))
def sign_up(email: str, newsletter_id: int, language: str, source: str, asked_at: str) -> None:
    """The form answers before anybody looks the address up, so that not even the time it takes tells about it."""
    newsletter = Newsletter.objects.open().filter(pk=newsletter_id).first()
    if newsletter:
        verbs.subscribe(email, newsletter, language=language, source=source, at=datetime.fromisoformat(asked_at))
