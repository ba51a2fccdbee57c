"""What readers are answered where an article isn't, at an instant."""

from dataclasses import dataclass
from datetime import datetime

from articles.models import PublishedVersion, Withdrawal


@dataclass(frozen=True)
class Gone:
    """Readers once had it: 410, with the words chosen for them and nothing of it."""

    language: str
    withdrawal: Withdrawal | None
    """None: it came to its end date."""


def gone(article: int, at: datetime) -> Gone | None:
    """None for what never was: 404."""
    last = PublishedVersion.objects.filter(article=article, live_from__lte=at).order_by("-live_from")
    language = last.values_list("language", flat=True).first()
    if language is None:
        return None
    open_then = Withdrawal.objects.filter(article=article, since__lte=at).exclude(until__lte=at)
    return Gone(language, open_then.first())
