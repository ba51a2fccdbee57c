from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.ledger import Revision
from newsroom.core.models import User

READER, ASKED, NAME, REMARK = 120, 1000, 80, 4000
"""How long they may be: for whom, what is asked, who answers, and what they say."""


class ReviewLinkQuerySet(models.QuerySet["ReviewLink"]):
    def open(self, at: datetime) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=at)

    def visible_to(self, user: User) -> Self:
        """The desk sees what was said to an article if it may open that."""
        return self.filter(article__in=Article.objects.visible_to(user).values("pk"))

    def told(self) -> Self:
        """The latest first, with what was said, and how often each was looked at: `looks`, `last_look`."""
        found = self.annotate(looks=Count("views"), last_look=Max("views__at")).order_by("-pk")
        return found.select_related("revision", "made_by").prefetch_related("remarks")


class ReviewLink(models.Model):
    """An address at which somebody without an account sees one revision, always the same, until it ends.

    The address is written down nowhere: it is `key`, signed (`articles.reviewing.tokens`). Written by the verbs in
    `articles.reviewing`, which freeze the revision; the database keeps it for as long as a link names it.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="review_links")
    revision = models.ForeignKey(Revision, on_delete=models.RESTRICT, related_name="review_links")
    key = models.CharField(max_length=32, unique=True)
    """Chance, so that no address comes to mean another row, not even after a restore from a backup."""
    reader = models.CharField(_("for whom"), max_length=READER)
    asked = models.TextField(_("what is asked of them"), max_length=ASKED, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField(_("good until"))
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = ReviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("review link")
        verbose_name_plural = _("review links")
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=~Q(reader=""), name="review_link_is_for_somebody")]

    def __str__(self) -> str:
        return self.reader

    def is_open(self, at: datetime) -> bool:
        return self.revoked_at is None and self.expires_at > at


class ReviewView(models.Model):
    """One opening of a review link: when, and with what kind of device; no address, no network in clear."""

    link = models.ForeignKey(ReviewLink, on_delete=models.CASCADE, related_name="views")
    at = models.DateTimeField(default=timezone.now, db_index=True)
    device = models.CharField(max_length=80, blank=True)
    place = models.CharField(max_length=16, blank=True)
    """A keyed hash of link and network: tells whether two openings came from one place, and no more."""

    class Meta:
        verbose_name = _("opening of a review link")
        verbose_name_plural = _("openings of review links")
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.link_id}: {self.at:%Y-%m-%d %H:%M}"


class ReviewRemark(models.Model):
    """What somebody said through a review link; the desk's alone."""

    link = models.ForeignKey(ReviewLink, on_delete=models.CASCADE, related_name="remarks")
    at = models.DateTimeField(default=timezone.now)
    name = models.CharField(_("name"), max_length=NAME)
    """As they typed it; nobody has checked it."""
    text = models.TextField(_("note"), max_length=REMARK, blank=True)
    approves = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("remark of a reviewer")
        verbose_name_plural = _("remarks of reviewers")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(approves=True) | ~Q(text=""), name="review_remark_says_something"),
        ]

    def __str__(self) -> str:
        return self.text[:60] or self.name
