"""Whether an article takes comments at an instant: only what is live does."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from articles.models import PublishedVersion


@dataclass(frozen=True)
class Door:
    article: int
    version: PublishedVersion | None
    """What readers see of the article now; None for one that was live and isn't any more."""


def find(article_id: int, *, at: datetime) -> Door:
    """Raises Http404 for what never was live: a draft, a planned article and no article look the same."""
    version = PublishedVersion.objects.live(at).filter(article=article_id).first()
    if version is None and not PublishedVersion.objects.filter(article=article_id, live_from__lte=at).exists():
        raise Http404
    return Door(article_id, version)
