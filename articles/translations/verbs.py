"""What is done with translations. Whether that person may is the caller's to know."""

import uuid
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk.verbs import current_revision
from articles.ledger import told
from articles.models import Article, PublishedVersion, Revision, Translation
from articles.translations.fitting import fit
from newsroom.core import audit
from newsroom.core.models import User
from newsroom.core.pagestore import changed, keys


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
        raise _taken() from None
    made.put(fit(revision.document, language, user=by, at=now).document)
    current_revision(made, by=by, now=now)
    Revision.objects.filter(pk=revision.pk).update(frozen=True)
    Translation.objects.create(article=made, original=row, revision=revision, since=since)
    audit.record("article.translated", row, by=by, article=made.pk, language=language)
    return made


def _taken() -> ValidationError:
    return ValidationError(_("This story has an article in that language already."), code="taken")


@transaction.atomic
def attach(original: Article, article: Article, *, by: User, now: datetime | None = None) -> Translation:
    """Say that an article which is there already tells the same in another language, as of now.

    Raises ValidationError: language (both are in one), elsewhere (the article belongs to another story, or to this
    one), taken (another one tells this story in its language).
    """
    now = now or timezone.now()
    rows = {row.pk: row for row in Article.objects.select_for_update().filter(pk__in=[original.pk, article.pk])}
    original, article = rows[original.pk], rows[article.pk]
    before, story = article.translation_group, original.translation_group
    if article.language == original.language:
        raise ValidationError(_("Both are in the same language."), code="language")
    if Article.objects.filter(translation_group=before).exclude(pk=article.pk).exists():
        words = _("This article belongs to a story in several languages already. Separate it from that one first.")
        raise ValidationError(words, code="elsewhere")
    revision, since = source(original, by=by, at=now)
    try:
        with transaction.atomic():
            Article.objects.filter(pk=article.pk).update(translation_group=story)
    except IntegrityError:
        raise _taken() from None
    Revision.objects.filter(pk=revision.pk).update(frozen=True)
    found = Translation.objects.create(article=article, original=original, revision=revision, since=since)
    _tell(article, before, story)
    audit.record("article.attached", original, by=by, article=article.pk, language=article.language)
    return found


@transaction.atomic
def separate(article: Article, *, by: User) -> None:
    """Say that a translation is a story of its own. Twice is once.

    Raises ValidationError (original) while others were translated from it: they would lose what they are compared with.
    """
    row = Article.objects.select_for_update().get(pk=article.pk)
    if row.translations.exists():
        words = _("Another translation was made from this one. Separate that first.")
        raise ValidationError(words, code="original")
    if Translation.objects.filter(article=row).delete()[0]:
        alone = uuid.uuid4()
        Article.objects.filter(pk=row.pk).update(translation_group=alone)
        _tell(row, row.translation_group, alone)
        audit.record("article.separated", row, by=by)


def _tell(article: Article, *stories: uuid.UUID) -> None:
    """The pages of all that were, or are now, the same in another language."""
    changed(keys.article(article.pk), *map(told.siblings, stories))


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
