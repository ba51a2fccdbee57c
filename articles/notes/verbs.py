"""What is done with notes. Whether that person may open the article is the caller's to know."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, Note
from articles.notes import people
from newsroom.core import audit, mail
from newsroom.core.links import absolute
from newsroom.core.models import User


@transaction.atomic
def write(
    article: Article,
    text: str,
    *,
    by: User,
    passage: str = "",
    ticked: Collection[int] = (),
    now: datetime | None = None,
) -> Note:
    """Leave a note, and tell those whom it names and those who work on the article.

    Whoever is named may open the article from then on. Raises ValidationError (empty).
    """
    text = text.strip()
    if not text:
        raise ValidationError({"text": ValidationError(_("Write what you want to say."), code="empty")})
    note = Note.objects.create(
        article=article, text=text, passage=" ".join(passage.split()), written_by=by, written_at=now or timezone.now()
    )
    named = people.named_in(text, people.colleagues(by), ticked=set(ticked))
    note.mentioned.set(named)
    audit.record("note.written", article, by=by, note=note.pk, named=sorted(person.pk for person in named))
    for person in _readers(note, named):
        _tell(note, person, named=person in named)
    return note


@transaction.atomic
def settle(note: Note, *, done: bool, by: User, now: datetime | None = None) -> Note:
    """Say that a note is done, or that it isn't after all. What is so already stays as it is."""
    row = Note.objects.select_for_update().get(pk=note.pk)
    if done != (row.done_at is not None):
        row.done_at, row.done_by = (now or timezone.now(), by) if done else (None, None)
        row.save(update_fields=["done_at", "done_by"])
        audit.record("note.done" if done else "note.reopened", row.article, by=by, note=row.pk)
    return row


def _readers(note: Note, named: Collection[User]) -> list[User]:
    """Those who are told, each once; nobody is told what they wrote, and nobody who may not open the article."""
    working = people.who_works_on(note.article).active().joined()
    found = {person.pk: person for person in [*named, *working] if person.pk != note.written_by_id}
    return [one for one in found.values() if Article.objects.visible_to(one).filter(pk=note.article_id).exists()]


def _tell(note: Note, person: User, *, named: bool) -> None:
    page = reverse("admin:articles_article_change", args=[note.article_id])
    facts = {
        "name": person.name,
        "by": str(note.written_by),
        "article": note.article.title,
        "text": note.text,
        "passage": note.passage,
        "named": named,
        "link": f"{absolute(page)}#notes",
    }
    mail.send("note", to=person.email, language=person.language, context=facts, task_key=f"note-{note.pk}-{person.pk}")
