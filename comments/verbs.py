"""How a comment comes in. What people decide about it is in `Comment.objects…approve(by=)` and its sisters."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, PublishedVersion
from comments.models import Comment

TWICE = timedelta(hours=1)


@dataclass(frozen=True)
class Words:
    """What somebody wrote, as the form has cleaned it."""

    name: str
    email: str
    text: str


def twin(article_id: int, words: Words, *, at: datetime) -> Comment | None:
    """The same words of the same person below the same article, sent a moment ago."""
    same = Comment.objects.from_person(words.email).filter(article=article_id, text=words.text)
    return same.filter(created_at__gt=at - TWICE).order_by("pk").first()


@transaction.atomic
def post(article_id: int, words: Words, *, reply: int | None = None, at: datetime | None = None) -> Comment:
    """Take a comment in; it waits for a moderator. The same thing sent twice is one comment: the first.

    Raises ValidationError: closed (the article isn't live), parent (nobody sees the comment that is answered, or it
    belongs to another article).
    """
    at = at or timezone.now()
    # Two clicks at once wait for one another here.
    list(Article.objects.select_for_update().filter(pk=article_id).values_list("pk"))
    version = PublishedVersion.objects.live(at).filter(article=article_id).first()
    if version is None:
        raise ValidationError(_("This article takes no comments any more."), code="closed")
    if known := twin(article_id, words, at=at):
        return known
    parent = None
    if reply is not None:
        parent = Comment.objects.visible().filter(article=article_id, pk=reply).first()
        if parent is None:
            words_to_say = _("The comment that you answer isn’t here any more. Your text is kept: send it on its own.")
            raise ValidationError(words_to_say, code="parent")
    comment = Comment.objects.create(
        article_id=article_id,
        language=version.language,
        parent=parent,
        name=words.name,
        email=words.email,
        text=words.text,
        created_at=at,
    )
    comment.place = comment.place_below(parent)
    comment.save(update_fields=["place"])
    return comment
