"""What the office's navigation and dashboard show of articles; registered in the app's `ready()`."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import owed
from articles.agenda.coming import coming
from articles.models import Article, PublishedVersion, Revision, Stage
from articles.office import pointing
from newsroom.core import audit, registry
from newsroom.core.desk.lists import told, up_to_most
from newsroom.core.desk.steps import Step, steps
from newsroom.core.models import User

SHOWN = 6
SOON = timedelta(days=31)
LATE = timedelta(days=1)
"""What has waited longer is told in another colour."""
VERBS = {
    "author_added": _("%(actor)s added the author %(target)s."),
    "author_changed": _("%(actor)s changed the author %(target)s."),
    "author_deleted": _("%(actor)s deleted the author %(target)s."),
    "tag_added": _("%(actor)s added the tag %(target)s."),
    "tag_changed": _("%(actor)s changed the tag %(target)s."),
    "tag_deleted": _("%(actor)s deleted the tag %(target)s."),
}


def _user(request: HttpRequest, permission: str) -> User | None:
    user = request.user
    return user if isinstance(user, User) and user.has_perm(permission) else None


def waiting(request: HttpRequest) -> int:
    """How many articles wait for this person's review."""
    user = _user(request, "articles.publish_article")
    return up_to_most(Article.objects.decided_by(user).filter(stage=Stage.IN_REVIEW)) if user else 0


def to_review(request: HttpRequest) -> dict[str, Any] | None:
    """For whoever decides: what was submitted, the longest wait first."""
    user = _user(request, "articles.publish_article")
    if user is None:
        return None
    rows = Article.objects.decided_by(user).filter(stage=Stage.IN_REVIEW)
    saved = Revision.objects.saved().filter(article=OuterRef("pk")).values("made_at")[:1]
    since = Coalesce("submitted_at", Subquery(saved))
    first = rows.annotate(since=since).order_by("since", "pk").select_related("category", "assignee")
    first = first.defer("body").prefetch_related("category__texts")
    return {
        "count": told(number) if (number := up_to_most(rows)) else "",
        "first": first[:SHOWN],
        "late": timezone.now() - LATE,
    }


def my_drafts(request: HttpRequest) -> dict[str, Any] | None:
    user = _user(request, "articles.add_article")
    if user is None:
        return None
    rows = Article.objects.of(user).drafts().filter(versions=None)
    return {"drafts": rows[:SHOWN]}


def today(request: HttpRequest) -> dict[str, Any] | None:
    """What comes next by itself, and what went live since midnight."""
    user = _user(request, "articles.view_article")
    if user is None:
        return None
    now = timezone.now()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    events = coming(user, now=now, until=now + SOON)
    live = PublishedVersion.objects.live(now).filter(first_published_at__gte=midnight).with_addresses().defer("data")
    return {"coming": events[:SHOWN], "live": live.order_by("-first_published_at")[:SHOWN]}


def has_written(request: HttpRequest) -> bool:
    user = _user(request, "articles.add_article")
    return user is not None and Article.objects.of(user).exists()


def has_what_is_owed(request: HttpRequest) -> bool:
    return not owed.missing([settings.LANGUAGE_CODE], published=True)


PLACES = (
    registry.Place(
        "articles",
        _("Articles"),
        "article",
        "admin:articles_article_changelist",
        permission="articles.view_article",
        count=waiting,
        position=10,
    ),
    registry.Place(
        "coming",
        _("What comes"),
        "clock",
        "admin:articles_article_coming",
        permission="articles.view_article",
        position=11,
    ),
    registry.Place(
        "authors",
        _("Authors"),
        "user",
        "admin:articles_author_changelist",
        permission="articles.view_author",
        second=True,
        position=10,
    ),
    registry.Place(
        "tags",
        _("Tags"),
        "folder",
        "admin:articles_tag_changelist",
        permission="articles.view_tag",
        second=True,
        position=20,
    ),
    registry.Place(
        "pages",
        _("Pages"),
        "book",
        "admin:articles_staticpage_changelist",
        permission="articles.view_staticpage",
        second=True,
        position=30,
    ),
)
PANELS = (
    registry.Panel("to-review", "articles/desk/to_review.html", to_review, position=20),
    registry.Panel("my-drafts", "articles/desk/my_drafts.html", my_drafts, position=30),
    registry.Panel("articles-today", "articles/desk/today.html", today, column="side", position=10),
)
STEPS = (
    Step(
        "owed",
        _("Say what readers are owed"),
        _("Who can use the site, and what is kept about them: both pages are begun for you under Pages."),
        "book",
        "admin:articles_staticpage_changelist",
        permission="articles.add_staticpage",
        done=has_what_is_owed,
        position=25,
    ),
    Step(
        "write",
        _("Write an article"),
        _("A headline and a few words are enough to begin; it is saved incomplete."),
        "article",
        "admin:articles_article_add",
        permission="articles.add_article",
        done=has_written,
        position=30,
    ),
)


def register() -> None:
    audit.declare(**VERBS)
    audit.name_families(author=_("Authors"), tag=_("Tags"))
    for place in PLACES:
        registry.places.register(place)
    for panel in PANELS:
        registry.panels.register(panel)
    for step in STEPS:
        steps.register(step)
    pointing.register()
