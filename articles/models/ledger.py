from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from articles import addresses
from articles.ledger.document import Document
from articles.models.article import Article, Kind
from articles.models.category import Category, CategoryText
from articles.models.image import Image

LEAVES = "Published versions leave through the ledger's verbs only."


class Change(models.TextChoices):
    """What a version changes for readers of the one before."""

    TYPO = "typo", _("Typo")
    UPDATE = "update", _("Update")
    CORRECTION = "correction", _("Correction")
    CLARIFICATION = "clarification", _("Clarification")

    @property
    def is_significant(self) -> bool:
        """Moves the date of the last update; a typo doesn't."""
        return self is not Change.TYPO

    @property
    def is_told(self) -> bool:
        """Never comes without a note to readers."""
        return self in {Change.CORRECTION, Change.CLARIFICATION}

    @property
    def bears_note(self) -> bool:
        """May come with a note, which stands below the article and among the corrections."""
        return self.is_significant


class HoldsDocument(models.Model):
    """A row that keeps one document, whole, as JSON with its schema number."""

    data = models.JSONField()

    class Meta:
        abstract = True

    @cached_property
    def document(self) -> Document:
        return Document.from_json(self.data)


class RevisionQuerySet(models.QuerySet["Revision"]):
    def saved(self) -> Self:
        """Those that a person saved, the latest first."""
        return self.filter(made_from=None, sitting=None).order_by("-pk")

    def autosaved(self) -> Self:
        """What sittings keep by themselves, the latest first."""
        return self.exclude(sitting=None).order_by("-made_at", "-pk")


class Revision(HoldsDocument):
    """A state of the article that a person saved. One that a version, an approval or a review link names is frozen."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="revisions")
    made_at = models.DateTimeField(_("saved"), default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    based_on = models.ForeignKey("self", on_delete=models.RESTRICT, null=True, related_name="+")
    """The published revision that the desk started from; publishing over a newer one is refused."""
    made_from = models.ForeignKey("self", on_delete=models.RESTRICT, null=True, related_name="+")
    """Nobody saved this one: the site made it from that one, by merging or by sanitising again."""
    frozen = models.BooleanField(default=False)
    number = models.PositiveIntegerField(null=True)
    """The article's `version` that saving this one made; empty for what nobody saved."""
    saved_in = models.UUIDField(null=True)
    """The sitting from which it was saved, so that a page which saves twice doesn't collide with itself."""

    sitting = models.UUIDField(null=True)
    """Set on an autosave: one row per person and sitting, rewritten in place, never loaded by a verb of the ledger."""
    seen = models.PositiveIntegerField(null=True)
    """The article's `version` that the sitting began from."""
    typed = models.JSONField(default=dict)
    """Of an autosave, the form's fields as they were typed, names to lists of values; the body is sanitised."""
    settled_at = models.DateTimeField(null=True)
    """Its words were saved or given up; from then on it is offered to nobody."""

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "made_by", "sitting"],
                condition=Q(sitting__isnull=False),
                name="one_autosave_per_person_and_sitting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document.title} ({self.made_at:%Y-%m-%d %H:%M})"


class Presence(models.Model):
    """Somebody has the article open in one window; who hasn't been seen for a while is gone."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sitting = models.UUIDField()
    since = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    wrote_at = models.DateTimeField(null=True)
    """The last time that something was typed in it."""

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(fields=["article", "user", "sitting"], name="present_once_per_sitting"),
        ]
        indexes = [models.Index(fields=["article", "seen_at"], name="who_is_here")]

    def __str__(self) -> str:
        return f"{self.user}: {self.article_id}"


class PublishedVersionQuerySet(models.QuerySet["PublishedVersion"]):
    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError(LEAVES)

    def take_out(self) -> None:
        """For the ledger's own functions, which know that these never went live."""
        super().delete()

    def live(self, at: datetime | None = None) -> Self:
        """What readers see at an instant (default: now). The only door to what is public."""
        at = at or timezone.now()
        return self.filter(live_from__lte=at).filter(Q(live_until=None) | Q(live_until__gt=at))

    def with_addresses(self) -> Self:
        """Brings what `get_absolute_url` needs: lists of addresses then cost nothing more."""
        named = CategoryText.objects.filter(category=OuterRef("category"), language=OuterRef("language"))
        return self.annotate(section_slug=Subquery(named.values("slug")[:1]))

    def to_come(self, at: datetime) -> Self:
        return self.filter(live_from__gt=at).order_by("live_from")

    def not_over(self, at: datetime) -> Self:
        """Live and to come."""
        return self.filter(Q(live_until=None) | Q(live_until__gt=at))


class PublishedVersion(HoldsDocument):
    """What readers get, valid over [live_from, live_until). Decided once: only `live_until` moves, and never the past.

    A version that never went live is replaced by another row, not changed. The database refuses two versions of one
    article at one instant, and changes of what was decided (see `constraints`).
    """

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="versions")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    base = models.ForeignKey(Revision, on_delete=models.PROTECT, null=True, related_name="+")
    """The revision that readers would have seen before this one when it was decided; clashes are found against it."""
    change = models.CharField(_("change"), max_length=15, choices=Change.choices, default=Change.UPDATE)
    planned = models.BooleanField(default=False)
    """Decided for a time to come. A version of now isn't, even where a clock that stepped back puts it ahead."""
    decided_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    live_from = models.DateTimeField(_("live from"))
    live_until = models.DateTimeField(_("live until"), null=True)
    first_published_at = models.DateTimeField()
    """When readers first got the article: set with the line, fixed once it has passed."""
    updated_at = models.DateTimeField()

    # Derived from the document by `articles.ledger.derived`, which can make them anew at any time.
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="fr")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.NEWS)
    title = models.CharField(max_length=300, blank=True)
    slug = models.CharField(max_length=100, blank=True)
    excerpt = models.CharField(max_length=300, blank=True)
    reading_minutes = models.PositiveSmallIntegerField(default=1)
    author_ids = models.JSONField(default=list)
    """Of the by-line, in its order."""
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, related_name="+")
    picture = models.ForeignKey(Image, on_delete=models.PROTECT, null=True, related_name="+")

    objects = PublishedVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("published version")
        verbose_name_plural = _("published versions")
        ordering = ["live_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(live_until=None) | Q(live_until__gt=F("live_from")), name="version_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["article"], condition=Q(live_until=None), name="one_open_version_per_article"
            ),
            models.UniqueConstraint(fields=["article", "live_from"], name="one_version_per_article_and_instant"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.live_from:%Y-%m-%d %H:%M})"

    def get_absolute_url(self) -> str:
        """In the article's own language; one query unless `with_addresses` was asked for."""
        if not hasattr(self, "section_slug"):
            named = CategoryText.objects.filter(category=self.category_id, language=self.language)
            self.section_slug: str | None = named.values_list("slug", flat=True).first()
        return addresses.of_article(
            self.article_id, language=self.language, section=self.section_slug or "", slug=self.slug
        )

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError(LEAVES)


class Correction(models.Model):
    """A note to readers; it belongs to the version that makes it and is dated by that version's `live_from`."""

    version = models.ForeignKey(PublishedVersion, on_delete=models.CASCADE, related_name="corrections")
    text = models.TextField(_("note to readers"))

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self) -> str:
        return self.text[:80]


class Withdrawal(models.Model):
    """From `since` until `until` (empty: still) the article is gone; readers get 410 with `words`."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="withdrawals")
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True)
    reason = models.TextField(_("reason, for the newsroom"))
    words = models.TextField(_("words for readers"), blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=Q(until=None), name="one_open_withdrawal_per_article"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="withdrawal_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article} ({self.since:%Y-%m-%d})"


class HeldChangeQuerySet(models.QuerySet["HeldChange"]):
    def waiting(self) -> Self:
        return self.filter(settled_at=None)


class HeldChange(models.Model):
    """A planned change that collided with one published before it: it waits here for `release_held` or `drop_held`."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="held_changes")
    revision = models.ForeignKey(Revision, on_delete=models.RESTRICT, related_name="+")
    against = models.ForeignKey(Revision, on_delete=models.RESTRICT, related_name="+")
    base = models.ForeignKey(Revision, on_delete=models.RESTRICT, null=True, related_name="+")
    """What the change was made from; empty where nothing was public then."""
    change = models.CharField(_("change"), max_length=15, choices=Change.choices, default=Change.UPDATE)
    note = models.TextField(_("note to readers"), blank=True)
    wished_for = models.DateTimeField(_("was planned for"))
    fields = models.JSONField(_("where they collide"))
    held_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    objects = HeldChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("held change")
        verbose_name_plural = _("held changes")
        ordering = ["held_at"]

    def __str__(self) -> str:
        return f"{self.revision} → {self.wished_for:%Y-%m-%d %H:%M}"


class Target(models.TextChoices):
    """What a version can refer to by id."""

    CATEGORY = "category", _("Category")
    AUTHOR = "author", _("Author")
    TAG = "tag", _("Tag")
    IMAGE = "image", _("Picture")
    ARTICLE = "article", _("Article")
    PAPER = "paper", _("The whole paper")
    """A list only: everything in one language; its id is 0."""


class ReferenceQuerySet(models.QuerySet["Reference"]):
    def to(self, target: Target, ids: Any) -> Self:
        """Those that point at one of `ids` (numbers or a subquery of them)."""
        return self.filter(target=target, target_id__in=ids)


class Reference(models.Model):
    """A version refers to something: answers "who points here", protects targets, gives page keys."""

    version = models.ForeignKey(PublishedVersion, on_delete=models.CASCADE, related_name="references")
    target = models.CharField(max_length=10, choices=Target.choices)
    target_id = models.BigIntegerField()

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        constraints = [
            models.UniqueConstraint(fields=["version", "target", "target_id"], name="reference_once_per_version")
        ]
        indexes = [models.Index(fields=["target", "target_id"], name="reference_by_target")]

    def __str__(self) -> str:
        return f"{self.target} {self.target_id}"


class ListingQuerySet(models.QuerySet["Listing"]):
    def live(self, at: datetime | None = None) -> Self:
        at = at or timezone.now()
        return self.filter(live_from__lte=at).filter(Q(live_until=None) | Q(live_until__gt=at))

    def of(self, target: Target, target_id: int, language: str) -> Self:
        return self.filter(target=target, target_id=target_id, language=language)

    def latest_first(self, *, after: tuple[datetime, int] | None = None) -> Self:
        """From behind the cursor (publication time, article): an index range at any depth."""
        rows = self
        if after:
            at, article = after
            rows = rows.filter(published_at__lte=at).exclude(published_at=at, article_id__gte=article)
        return rows.order_by("-published_at", "-article_id")


class Listing(models.Model):
    """One article in one list while one version is valid. Derived, for live and coming versions; see `listings`."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="listings")
    version = models.ForeignKey(PublishedVersion, on_delete=models.CASCADE, related_name="listings")
    target = models.CharField(max_length=10, choices=Target.choices)
    target_id = models.BigIntegerField()
    language = models.CharField(max_length=2)
    kind = models.CharField(max_length=20)
    live_from = models.DateTimeField()
    live_until = models.DateTimeField(null=True)
    published_at = models.DateTimeField()

    objects = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        indexes = [
            models.Index(fields=["target", "target_id", "language", "-published_at", "-article"], name="listing_page"),
            models.Index(fields=["target", "target_id", "language", "live_from"], name="listing_to_come"),
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.target_id}: {self.article_id}"
