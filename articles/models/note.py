from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from newsroom.core.models import User

LONGEST, PASSAGE = 2000, 500


class NoteQuerySet(models.QuerySet["Note"]):
    def waiting(self) -> Self:
        return self.filter(done_at=None)

    def done(self) -> Self:
        """The latest first."""
        return self.exclude(done_at=None).order_by("-done_at", "-pk")

    def visible_to(self, user: User) -> Self:
        """A note is read by whoever may open its article."""
        return self.filter(article__in=Article.objects.visible_to(user).values("pk"))

    def addressed_to(self, user: User) -> Self:
        """What waits for `user`: somebody named them, or wrote on an article of theirs."""
        named = self.model.mentioned.through.objects.filter(note=OuterRef("pk"), user=user)
        own = Article.objects.of(user).values("pk")
        wanted = Exists(named) | (Q(article__in=own) & ~Q(written_by=user))
        return self.visible_to(user).waiting().filter(wanted)


class Note(models.Model):
    """What colleagues say to each other about an article; written by the verbs in `articles.notes`, never public."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(_("note"), validators=[MaxLengthValidator(LONGEST)])
    passage = models.TextField(_("passage"), blank=True, validators=[MaxLengthValidator(PASSAGE)])
    """The words of the article that it is about, as they were."""
    mentioned = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    """Who was named. They may open the article from then on."""
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="note_not_empty")]
        indexes = [
            models.Index(fields=["article"], condition=Q(done_at=None), name="notes_waiting"),
            models.Index(fields=["done_at"], name="notes_done"),
        ]

    def __str__(self) -> str:
        return self.text[:60]
