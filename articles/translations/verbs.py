"""What is done with translations. Whether that person may is the caller's to know."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk.verbs import current_revision
from articles.models import Article, PublishedVersion, Revision, Translation
from articles.translations.fitting import fit
from newsroom.core import audit
from newsroom.core.models import User


def source(article: Article, *, by: User | None, at: datetime) -> tuple[Revision, datetime]:
    """What is translated: what readers have, else the working copy; and from when on anything new isn't in it."""
    live = PublishedVersion.objects.live(at).select_related("revision").filter(article=article).first()
    return (live.revision, live.live_from) if live else (current_revision(article, by=by, now=at), at)


@transaction.atomic
def begin(original: Article, language: str, *, by: User, now: datetime | None = None) -> Article:
    """A draft in another language with the words of the original, for `by` to translate.

    Raises ValidationError: language (it is the original's own, or none of ours), taken (there is one already).
    """
    now = now or timezone.now()
    row = Article.objects.select_for_update().get(pk=original.pk)
    if language == row.language or language not in dict(settings.LANGUAGES):
        raise ValidationError(_("Choose another language."), code="language")
    revision, since = source(row, by=by, at=now)
    made = Article(language=language, translation_group=row.translation_group, created_by=by)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        words = _("This story has an article in that language already.")
        raise ValidationError(words, code="taken") from None
    made.put(fit(revision.document, language, user=by, at=now).document)
    current_revision(made, by=by, now=now)
    Revision.objects.filter(pk=revision.pk).update(frozen=True)
    Translation.objects.create(article=made, original=row, revision=revision, since=since)
    audit.record("article.translated", row, by=by, article=made.pk, language=language)
    return made


@transaction.atomic
def confirm(article: Article, *, seen: int, by: User | None, now: datetime | None = None) -> Translation:
    """Say that a translation tells what its original does as of the version `seen`; what is newer still waits.

    Raises ValidationError (seen) for what is no version of the original that readers have had. Twice is once.
    """
    row = Translation.objects.select_for_update().get(article=article)
    version = PublishedVersion.objects.filter(article=row.original_id, pk=seen, live_from__lte=now or timezone.now())
    shown = version.first()
    if shown is None:
        raise ValidationError(_("Look again at what has changed, then say so."), code="seen")
    if shown.live_from > row.since:
        row.since, row.revision_id = shown.live_from, shown.revision_id
        row.save(update_fields=["since", "revision"])
        audit.record("article.up_to_date", row.article, by=by, version=shown.pk)
    return row
