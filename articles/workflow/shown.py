"""Who has a text and until when, as lists show it."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.models import Article


def told_of(article: Article, now: datetime | None = None) -> list[SafeString]:
    """Of a row whose `assignee` is at hand."""
    found = []
    if article.assignee is not None:
        found.append(format_html('<span class="tag who"><bdi>{}</bdi></span>', article.assignee))
    if article.due_at is not None:
        late = article.due_at < (now or timezone.now())
        when = _("due %(day)s") % {"day": date_format(timezone.localtime(article.due_at), "SHORT_DATETIME_FORMAT")}
        found.append(format_html('<span class="tag{}">{}</span>', " stop" if late else "", when))
    return found
