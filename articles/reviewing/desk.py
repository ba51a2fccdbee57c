"""What review links put into the office: the trail's words, whose data they hold, and how long openings are kept."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from articles.models import ReviewLink, ReviewView
from newsroom.core import audit, registry

KEPT = timedelta(days=180)
VERBS = {
    "review_linked": _("%(actor)s made a review link to %(target)s."),
    "review_revoked": _("%(actor)s revoked a review link to %(target)s."),
    "review_noted": _("Through a review link, somebody left a note on %(target)s."),
    "review_approved": _("Through a review link, somebody approved a text of %(target)s."),
}


def links_of(email: str) -> Sequence[dict[str, Any]]:
    """The links that somebody of the newsroom made."""
    rows = ReviewLink.objects.filter(made_by__email=email).order_by("pk")
    names = ("made_at", "article_id", "reader", "asked", "expires_at", "revoked_at")
    return list(rows.values(*names))


def forget(before: datetime) -> int:
    return ReviewView.objects.filter(at__lt=before).delete()[0]


def register() -> None:
    audit.declare(**VERBS)
    audit.name_families(review=_("Review links"))
    registry.personal_data.register(registry.PersonalData("review-links", _("Review links"), links_of, position=45))
    words = _("Openings of review links")
    registry.retention.register(registry.Retention("articles.review-views", words, KEPT, forget))
