"""The states of an article, by name, for whoever chooses one."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.compare.pages import readable
from articles.models import Article, PublishedVersion, Revision
from newsroom.core.models import User

MOST = 40
Named = tuple[int, str]


def states(article: Article, user: User, *, at: datetime, besides: Revision | None = None) -> list[Named]:
    """What somebody saved and this person may read, the latest first, each with what became of it.

    `besides`: one that is named too, however old it is.
    """
    rows = list(readable(article, user).filter(sitting=None).order_by("-pk")[:MOST])
    if besides is not None and besides not in rows:
        rows.append(besides)
    versions: defaultdict[int, list[PublishedVersion]] = defaultdict(list)
    for version in PublishedVersion.objects.filter(revision__in=rows).order_by("live_from").defer("data"):
        versions[version.revision_id].append(version)
    latest = article.revisions.saved().values_list("pk", flat=True).first()
    return [(row.pk, _name(row, versions[row.pk], is_now=row.pk == latest, at=at)) for row in rows]


def _name(row: Revision, versions: Sequence[PublishedVersion], *, is_now: bool, at: datetime) -> str:
    parts = [moment(row.made_at), str(row.made_by) if row.made_by else ""]
    if row.sitting is not None:
        parts.append(_("kept by itself, not saved"))
    if is_now:
        parts.append(_("On the desk now"))
    for version in versions[-2:]:
        if version.live_from > at:
            parts.append(_("Planned for %(day)s") % {"day": moment(version.live_from)})
        elif version.live_until and version.live_until <= at:
            ends = {"day": moment(version.live_from), "end": moment(version.live_until)}
            parts.append(_("Readers had it from %(day)s to %(end)s") % ends)
        else:
            parts.append(_("Readers have it since %(day)s") % {"day": moment(version.live_from)})
    return " · ".join(part for part in parts if part)


def moment(at: datetime) -> str:
    return str(date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT"))
