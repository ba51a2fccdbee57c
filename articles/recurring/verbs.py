"""Templates are written here. Whether that person may is the caller's to know."""

from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.ledger.document import Document
from articles.models import Article, PieceTemplate
from articles.slugs import tidy
from newsroom.core import audit
from newsroom.core.models import User


def fit(document: Document) -> Document:
    """What a template keeps of an article: neither who signed it nor the words of its address."""
    return replace(document, slug="", authors=())


@transaction.atomic
def keep(
    article: Article, name: str, *, by: User | None, over: bool = False, now: datetime | None = None
) -> PieceTemplate:
    """Make a template of the working copy as it is saved. `over`: one that bears the name is replaced.

    Raises ValidationError (taken).
    """
    name = tidy(name)
    row = PieceTemplate.objects.select_for_update().filter(name__iexact=name).first()
    if row is not None and not over:
        raise _taken(row.name)
    verb = "template.changed" if row else "template.added"
    row = row or PieceTemplate(name=name)
    row.language, row.data, row.changed_at = article.language, fit(article.document()).to_json(), now or timezone.now()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise _taken(name) from None  # somebody made one of this name at the same moment
    audit.record(verb, row, by=by, article=article.pk)
    return row


def _taken(name: str) -> ValidationError:
    words = _("There is already a template “%(name)s”. Choose another name, or replace it.")
    return ValidationError({"name": ValidationError(words, code="taken", params={"name": name})})
