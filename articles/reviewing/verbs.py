"""What is done with review links. Whether that person may share the article is the caller's to know.

`Article.objects.visible_to(user)` is where a page begins, `may_share` says who makes and revokes links of it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, ReviewLink, ReviewRemark, ReviewView, Revision
from articles.reviewing import tokens
from newsroom.core import audit, mail
from newsroom.core.links import absolute
from newsroom.core.models import User

LONGEST = timedelta(days=92)
TWICE = timedelta(hours=1)


@dataclass(frozen=True)
class Words:
    """What a reviewer sent, as the form has cleaned it."""

    name: str
    text: str = ""
    approves: bool = False


def may_share(article: Article, user: User) -> bool:
    """Their own articles at every stage, and those that they decide on."""
    rows = Article.objects.visible_to(user).filter(pk=article.pk)
    return rows.of(user).exists() or rows.decided_by(user).exists()


@transaction.atomic
def make(
    revision: Revision,
    *,
    by: User | None,
    reader: str,
    until: datetime,
    asked: str = "",
    now: datetime | None = None,
) -> ReviewLink:
    """Let somebody without an account see this revision until then; it is frozen and kept from now on.

    Raises ValidationError: unsaved (nobody pressed a button for it), past, long.
    """
    now = now or timezone.now()
    row = Revision.objects.select_for_update().select_related("article").get(pk=revision.pk)
    if row.sitting is not None:
        raise ValidationError(_("This text isn’t saved yet. Save it, then make the link."), code="unsaved")
    if until <= now:
        raise ValidationError(_("That time has passed. Choose a time to come."), code="past")
    if until > now + LONGEST:
        raise ValidationError(_("A review link is good for three months at most."), code="long")
    Revision.objects.filter(pk=row.pk).update(frozen=True)
    link = ReviewLink.objects.create(
        article=row.article,
        revision=row,
        key=tokens.fresh_key(),
        reader=reader,
        asked=asked,
        made_at=now,
        made_by=by,
        expires_at=until,
    )
    audit.record("review.linked", row.article, by=by, link=link.pk, revision=row.pk, until=until.isoformat())
    return link


@transaction.atomic
def revoke(link: ReviewLink, *, by: User | None, now: datetime | None = None) -> None:
    """From now on its address opens nothing. Done twice, it stays done."""
    row = ReviewLink.objects.select_for_update().get(pk=link.pk)
    if row.revoked_at is None:
        row.revoked_at, row.revoked_by = now or timezone.now(), by
        row.save(update_fields=["revoked_at", "revoked_by"])
        audit.record("review.revoked", row.article, by=by, link=row.pk)


def look(link: ReviewLink, *, device: str, place: str, at: datetime) -> ReviewView:
    """Write down that it was opened."""
    return ReviewView.objects.create(link=link, at=at, device=device, place=place)


@transaction.atomic
def remark(link: ReviewLink, words: Words, *, at: datetime | None = None) -> ReviewRemark:
    """Take in what a reviewer says, and tell whoever made the link. The same words sent twice are said once.

    Raises ValidationError (closed) for a link that has ended meanwhile.
    """
    at = at or timezone.now()
    # Two clicks at once wait for one another here.
    row = ReviewLink.objects.select_for_update(of=("self",)).select_related("article", "revision").get(pk=link.pk)
    if not row.is_open(at):
        raise ValidationError(_("This link opens nothing any more."), code="closed")
    same = row.remarks.filter(name=words.name, text=words.text, approves=words.approves, at__gt=at - TWICE)
    if known := same.first():
        return known
    found = ReviewRemark.objects.create(link=row, at=at, name=words.name, text=words.text, approves=words.approves)
    verb = "review.approved" if words.approves else "review.noted"
    audit.record(verb, row.article, by=None, link=row.pk, revision=row.revision_id, remark=found.pk)
    _tell(row, found)
    return found


def _tell(link: ReviewLink, found: ReviewRemark) -> None:
    """By mail to whoever made the link, while they may open the article. What the reviewer typed isn't in it."""
    person = link.made_by
    if person is None or not (person.is_active and person.email):
        return
    if not Article.objects.visible_to(person).filter(pk=link.article_id).exists():
        return
    facts = {
        "name": person.name,
        "reader": link.reader,
        "article": link.revision.document.title,
        "approves": found.approves,
        "noted": bool(found.text),
        "link": absolute(reverse("admin:articles_article_review", args=[link.article_id])) + f"#link-{link.pk}",
    }
    key = f"review-{found.pk}"
    mail.send("review_remark", to=person.email, language=person.language, context=facts, task_key=key)
