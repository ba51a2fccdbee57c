import uuid
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.ledger.document import Document, PictureUse
from articles.models.author import Author
from articles.models.category import Category
from articles.models.image import Image
from articles.models.tag import Tag
from newsroom.core.html import SanitisedField
from newsroom.core.models import User

if TYPE_CHECKING:
    from articles.models.ledger import Revision

POINTS, POINT = 6, 240
"""How many points “En bref” may have, and how many characters each."""


class Stage(models.TextChoices):
    """Where the desk is with its working copy. What readers see is not a stage: the ledger tells it."""

    DRAFT = "draft", gettext_lazy("Draft")
    IN_REVIEW = "review", gettext_lazy("In review")
    CHANGES_REQUESTED = "changes", gettext_lazy("Changes requested")
    APPROVED = "approved", gettext_lazy("Approved")

    @property
    def is_with_its_writer(self) -> bool:
        return self in {Stage.DRAFT, Stage.CHANGES_REQUESTED}


class Kind(models.TextChoices):
    NEWS = "news", gettext_lazy("News")
    ANALYSIS = "analysis", gettext_lazy("Analysis")
    OPINION = "opinion", gettext_lazy("Opinion")
    INTERVIEW = "interview", gettext_lazy("Interview")
    FACTCHECK = "factcheck", gettext_lazy("Fact check")
    SPONSORED = "sponsored", gettext_lazy("Sponsored")

    @property
    def label_for_readers(self) -> str:
        """What stands over the headline; plain news bears no label, what somebody paid for always does."""
        return "" if self is Kind.NEWS else str(self.label)


def validate_points(value: Any) -> None:
    if not isinstance(value, list) or not all(isinstance(point, str) and point.strip() for point in value):
        raise ValidationError(_("Write each point as a line of its own."), code="points")
    if len(value) > POINTS:
        words = ngettext("Keep it to %(number)d point.", "Keep it to %(number)d points.", POINTS)
        raise ValidationError(words, code="too_many", params={"number": POINTS})
    if any(len(point) > POINT for point in value):
        words = ngettext(
            "Keep each point under %(number)d character.", "Keep each point under %(number)d characters.", POINT
        )
        raise ValidationError(words, code="too_long", params={"number": POINT})


class ArticleQuerySet(models.QuerySet["Article"]):
    def drafts(self) -> Self:
        """With their writers, changes requested included."""
        return self.filter(stage__in=[stage for stage in Stage if stage.is_with_its_writer])

    def in_review(self) -> Self:
        """Waiting for an editor: submitted, or approved and not yet published."""
        return self.filter(stage__in=[Stage.IN_REVIEW, Stage.APPROVED])

    def of(self, user: User) -> Self:
        """Begun by this person, or signed by them."""
        signed = Byline.objects.filter(article=OuterRef("pk"), author__user=user)
        return self.filter(Q(created_by=user) | Exists(signed))

    def decided_by(self, user: User) -> Self:
        """Those that `user` publishes, withdraws and sends back: an editor's by the primary category, a chief's all.

        An article without a category is nobody's but the chief's, and its writer's.
        """
        if not user.has_perm("articles.publish_article"):
            return self.none()
        if user.has_perm("articles.edit_every_category"):
            return self.all()
        return self.filter(category__in=Category.objects.editable_by(user).values("pk"))

    def editable_by(self, user: User) -> Self:
        """Those whose working copy `user` may change: what they decide on, and, while it is with its writer, their own
        and what they were asked to see to.

        A text that its writer has submitted is read-only for them until it comes back or is published, so that what
        an editor read is what gets published.
        """
        if not user.has_perm("articles.change_article"):
            return self.none()
        rows = self.of(user)
        theirs = Q(pk__in=rows.values("pk")) | Q(assignee=user)
        own = theirs & Q(stage__in=[stage for stage in Stage if stage.is_with_its_writer])
        return self.filter(own | Q(pk__in=self.decided_by(user).values("pk")))

    def visible_to(self, user: User) -> Self:
        """Those that `user` may open: what they may edit, their own at every stage, everybody's in review, what they
        were asked to see to, and those that a colleague showed them by naming them in a note."""
        if not user.has_perm("articles.view_article"):
            return self.none()
        waiting = Q(stage__in=[Stage.IN_REVIEW, Stage.APPROVED])
        shown = Q(pk__in=_of(self.model, "notes").objects.filter(mentioned=user).values("article"))
        own, decided = self.of(user).values("pk"), self.decided_by(user).values("pk")
        return self.filter(waiting | shown | Q(assignee=user) | Q(pk__in=own) | Q(pk__in=decided))

    def with_standing(self, at: datetime | None = None) -> Self:
        """Adds what the ledger says at an instant: `is_live`, `is_planned`, `was_live`, `is_withdrawn`."""
        at = at or timezone.now()
        # By way of the relations: the ledger's models stand on this module.
        version, withdrawal = (_of(self.model, name) for name in ("versions", "withdrawals"))
        versions = version.objects.filter(article=OuterRef("pk"))
        return self.annotate(
            is_live=Exists(versions.live(at)),
            is_planned=Exists(versions.filter(live_from__gt=at)),
            was_live=Exists(versions.filter(live_from__lte=at)),
            is_withdrawn=Exists(withdrawal.objects.filter(article=OuterRef("pk"), until=None)),
        )

    def delete(self) -> tuple[int, dict[str, int]]:
        """Raises ValidationError, and deletes nothing, where one of them was ever published or is going to be."""
        with transaction.atomic():
            locked = list(self.select_for_update().order_by("pk").values_list("pk", flat=True))
            _refuse_published(self.model.objects.filter(pk__in=locked, versions__isnull=False).exists())
            return super().delete()


class Article(models.Model):
    """The identity of an article, and the desk's one working copy of it, which may be incomplete.

    Readers never get these fields: they get a `PublishedVersion`. Written by the verbs in `articles.desk`.
    """

    language = models.CharField(gettext_lazy("language"), max_length=2, choices=settings.LANGUAGES, default="fr")
    kind = models.CharField(gettext_lazy("kind"), max_length=20, choices=Kind.choices, default=Kind.NEWS)
    title = models.CharField(gettext_lazy("headline"), max_length=300, blank=True)
    slug = models.CharField(
        gettext_lazy("slug"),
        max_length=100,
        blank=True,
        help_text=gettext_lazy("The words in its address. Left empty, they are made from the headline."),
    )
    standfirst = models.TextField(gettext_lazy("standfirst"), blank=True, validators=[MaxLengthValidator(600)])
    points = models.JSONField(gettext_lazy("in brief"), default=list, blank=True, validators=[validate_points])
    body = SanitisedField(gettext_lazy("text"), blank=True)
    picture = models.ForeignKey(
        Image, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("picture")
    )
    picture_alt = models.CharField(gettext_lazy("alternative text"), max_length=300, blank=True)
    picture_caption = models.TextField(gettext_lazy("caption"), blank=True, validators=[MaxLengthValidator(500)])
    category = models.ForeignKey(
        Category,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=gettext_lazy("category"),
        help_text=gettext_lazy("Its label, and whose editors decide on it."),
    )
    categories = models.ManyToManyField(
        Category, blank=True, related_name="+", verbose_name=gettext_lazy("other categories")
    )
    tags = models.ManyToManyField(Tag, blank=True, related_name="+", verbose_name=gettext_lazy("tags"))
    authors = models.ManyToManyField(
        Author, through="articles.Byline", related_name="articles", verbose_name=gettext_lazy("by-line")
    )
    related = models.ManyToManyField(
        "self",
        through="articles.RelatedPick",
        symmetrical=False,
        related_name="picked_by",
        verbose_name=gettext_lazy("related articles"),
    )

    translation_group = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    """Shared by the articles that tell one story in several languages, one each."""
    stage = models.CharField(
        gettext_lazy("stage"), max_length=10, choices=Stage.choices, default=Stage.DRAFT, editable=False, db_index=True
    )
    approved = models.ForeignKey(
        "articles.Revision", on_delete=models.RESTRICT, null=True, editable=False, related_name="+"
    )
    """The revision that an editor approved; lapses with the next edit."""
    based_on = models.ForeignKey(
        "articles.Revision", on_delete=models.RESTRICT, null=True, editable=False, related_name="+"
    )
    """The published revision that the working copy was made from: live, or planned. Empty before the first."""
    changes_wanted = models.TextField(gettext_lazy("changes requested"), blank=True, editable=False)
    """What an editor asked the writer for; empty once it is submitted again."""
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=gettext_lazy("who sees to it"),
    )
    """Who has taken it for review, or was asked to see to it; nobody's once it is published."""
    due_at = models.DateTimeField(gettext_lazy("due"), null=True, editable=False)
    submitted_at = models.DateTimeField(gettext_lazy("submitted"), null=True, editable=False)
    embargo_until = models.DateTimeField(gettext_lazy("embargo until"), null=True, blank=True, editable=False)
    ends_at = models.DateTimeField(gettext_lazy("ends"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    """Counts what was saved, so that a form opened before that is found out."""
    created_at = models.DateTimeField(gettext_lazy("created"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("article")
        verbose_name_plural = gettext_lazy("articles")
        ordering = ["-pk"]
        permissions = [
            ("submit_article", "Can submit articles for review"),
            ("publish_article", "Can approve and publish articles"),
            ("withdraw_article", "Can withdraw articles"),
            ("reinstate_article", "Can reinstate articles and lift embargoes"),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="articles_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["translation_group", "language"], name="one_article_per_language_in_a_translation_group"
            )
        ]

    def __str__(self) -> str:
        return self.title or f"#{self.pk}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises ValidationError for one that was ever published or is going to be."""
        with transaction.atomic():
            list(Article.objects.select_for_update().filter(pk=self.pk))
            _refuse_published(self.versions.exists())
            return super().delete(*args, **kwargs)

    def document(self) -> Document:
        """The working copy as a value. One query for each list of ids that isn't prefetched."""
        picture = None
        if self.picture_id:
            picture = PictureUse(image=self.picture_id, alt=self.picture_alt, caption=self.picture_caption)
        return Document(
            language=self.language,
            kind=self.kind,
            slug=self.slug,
            title=self.title,
            standfirst=self.standfirst,
            points=tuple(self.points),
            body=self.body,
            picture=picture,
            category=self.category_id,
            categories=tuple(sorted(category.pk for category in self.categories.all())),
            authors=tuple(line.author_id for line in self.bylines.all()),
            tags=tuple(sorted(tag.pk for tag in self.tags.all())),
            related=tuple(pick.picked_id for pick in self.picks.all()),
        )

    def load(self, revision: "Revision") -> None:
        """Put a revision back into the working copy, which from then on is made from what that one was made from."""
        self.based_on = revision if revision.frozen and self.versions.filter(revision=revision).exists() else None
        self.based_on = self.based_on or revision.made_from or revision.based_on
        self.put(revision.document)

    def put(self, document: Document) -> None:
        """Write a document into the working copy and its relations, saved; the caller holds the transaction.

        What has been deleted since the document was made is left out: a draft may be incomplete.
        """
        for name in ("language", "kind", "slug", "title", "standfirst", "body"):
            setattr(self, name, getattr(document, name))
        self.points = list(document.points)
        use = document.picture
        self.picture = Image.objects.filter(pk=use.image).first() if use else None
        self.picture_alt, self.picture_caption = (use.alt, use.caption) if use and self.picture else ("", "")
        self.category = Category.objects.filter(pk=document.category).first() if document.category else None
        self.save()
        self.categories.set(Category.objects.filter(pk__in=document.categories))
        self.tags.set(Tag.objects.filter(pk__in=document.tags))
        self.sign(document.authors)
        self.pick(document.related)

    def sign(self, authors: Collection[int]) -> None:
        """Make these the by-line, in this order."""
        known = set(Author.objects.filter(pk__in=authors).values_list("pk", flat=True))
        self.bylines.all().delete()
        wanted = [pk for pk in dict.fromkeys(authors) if pk in known]
        Byline.objects.bulk_create(Byline(article=self, author_id=pk, position=at) for at, pk in enumerate(wanted))

    def pick(self, articles: Collection[int]) -> None:
        """Make these the related articles chosen by hand, in this order."""
        known = set(Article.objects.filter(pk__in=articles).exclude(pk=self.pk).values_list("pk", flat=True))
        self.picks.all().delete()
        wanted = [pk for pk in dict.fromkeys(articles) if pk in known]
        RelatedPick.objects.bulk_create(
            RelatedPick(article=self, picked_id=pk, position=at) for at, pk in enumerate(wanted)
        )


def _of(model: type[models.Model], relation: str) -> Any:
    return model._meta.get_field(relation).related_model


def _refuse_published(published: bool) -> None:
    if published:
        words = _("An article that was published stays, so that nobody can say it never was. Withdraw it instead.")
        raise ValidationError(words, code="published")


class Byline(models.Model):
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="+", verbose_name=gettext_lazy("author"))
    position = models.PositiveSmallIntegerField(gettext_lazy("position"), default=0)

    class Meta:
        verbose_name = gettext_lazy("by-line")
        verbose_name_plural = gettext_lazy("by-lines")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "author"],
                name="author_signs_once",
                violation_error_message=gettext_lazy("This author signs the article already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.author)


class RelatedPick(models.Model):
    """An article that the desk chose to stand below another one, in order."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="picks")
    picked = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="+", verbose_name=gettext_lazy("article")
    )
    position = models.PositiveSmallIntegerField(gettext_lazy("position"), default=0)

    class Meta:
        verbose_name = gettext_lazy("related article")
        verbose_name_plural = gettext_lazy("related articles")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "picked"],
                name="article_picked_once",
                violation_error_message=gettext_lazy("This article is chosen already."),
            ),
            models.CheckConstraint(condition=~Q(article=F("picked")), name="article_does_not_pick_itself"),
        ]

    def __str__(self) -> str:
        return str(self.picked)
