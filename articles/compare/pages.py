"""Every state of an article, any two of them side by side, and putting one back."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles.compare.comparing import compare
from articles.compare.told import changed_fields, of_comparison
from articles.desk import verbs
from articles.models import Article, PublishedVersion, Revision
from articles.models.ledger import RevisionQuerySet
from articles.office.access import visible
from newsroom.core.desk.lists import BEFORE, read_mark
from newsroom.core.models import User

CHANGE, REVISIONS = "admin:articles_article_change", "admin:articles_article_revisions"
SHOWN = 20


def urls(site: AdminSite) -> list[URLPattern]:
    """For `ArticleAdmin.get_urls`, before the stock ones."""

    def own(route: str, view: Any, name: str) -> URLPattern:
        found: URLPattern = path(
            f"<int:pk>/{route}/", site.admin_view(view), {"site": site}, f"articles_article_{name}"
        )
        return found

    return [
        own("revisions", require_safe(revisions), "revisions"),
        own("compare", require_safe(comparison), "compare"),
        own("restore", require_POST(restore), "restore"),
    ]


def readable(article: Article, user: User) -> RevisionQuerySet:
    """Nobody reads what a colleague hasn't saved, but whoever decides on the article."""
    rows = Revision.objects.filter(article=article).select_related("made_by")
    if Article.objects.decided_by(user).filter(pk=article.pk).exists():
        return rows
    return rows.filter(Q(sitting=None) | Q(made_by=user))


def _may_edit(article: Article, user: User) -> bool:
    return Article.objects.editable_by(user).filter(pk=article.pk).exists()


# -- every state ------------------------------------------------------------------------------------------------------
@dataclass
class Entry:
    revision: Revision
    versions: list[PublishedVersion] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    """Compared with the saved state before it; empty for the first one."""
    is_now: bool = False
    """The working copy says exactly this."""
    before: int | None = None

    @property
    def is_kept(self) -> bool:
        """By itself, while somebody wrote; nobody pressed a button."""
        return self.revision.sitting is not None


def revisions(request: HttpRequest, pk: int, site: AdminSite) -> HttpResponse:
    article, user = visible(request, pk)
    rows, mark = readable(article, user).order_by("-made_at", "-pk"), request.GET.get(BEFORE, "")
    if mark:
        try:
            at, number = read_mark(mark)
        except IncorrectLookupParameters:
            raise Http404 from None
        rows = rows.filter(Q(made_at__lt=at) | Q(made_at=at, pk__lt=number))
    found = list(rows[: SHOWN + 1])
    last = found[SHOWN - 1] if len(found) > SHOWN else None
    context = {
        "title": _("Revisions"),
        "entries": _entries(article, found[:SHOWN]),
        "older": f"{last.made_at.isoformat()}_{last.pk}" if last else "",
        "begun": bool(mark),
        "may_edit": _may_edit(article, user),
        "now": timezone.now(),
    }
    return _page(request, site, article, "revisions", context)


def _entries(article: Article, rows: list[Revision]) -> list[Entry]:
    """Without what was kept by itself and then saved word for word: it is there as what somebody saved."""
    latest = article.revisions.saved().first()
    entries = {row.pk: Entry(row, is_now=latest is not None and row.pk == latest.pk) for row in rows}
    for version in PublishedVersion.objects.filter(revision__in=entries).order_by("live_from").defer("data"):
        entries[version.revision_id].versions.append(version)
    saved = list(article.revisions.saved().filter(pk__lte=max(entries, default=0))[: 2 * SHOWN + 1])
    for entry in entries.values():
        before = next((row for row in saved if row.pk < entry.revision.pk), None)
        if before is not None:
            entry.before = before.pk
            entry.changed = changed_fields(before.document, entry.revision.document)
    known = [row.data for row in saved]
    return [entry for entry in entries.values() if not (entry.is_kept and entry.revision.data in known)]


# -- two of them ------------------------------------------------------------------------------------------------------
def comparison(request: HttpRequest, pk: int, site: AdminSite) -> HttpResponse:
    article, user = visible(request, pk)
    rows = readable(article, user)
    saved = rows.filter(made_from=None, sitting=None).order_by("-pk")
    after = _asked(rows, request.GET.get("to")) or saved.first()
    before = _asked(rows, request.GET.get("from"))
    if before is None and after is not None:
        before = saved.filter(pk__lt=after.pk).first() or after
    if before is None or after is None:
        return revisions(request, pk, site)  # which says that nothing is saved yet
    found = compare(before.document, after.document)
    fields, text = of_comparison(found, before.document, after.document)
    facts = {"before": before, "after": after, "fields": fields, "text": text, "may_edit": _may_edit(article, user)}
    language = after.document.language
    way = "rtl" if get_language_info(language)["bidi"] else "ltr"
    context = {"title": _("Comparison"), "same": found.is_empty, "language": language, "direction": way, **facts}
    return _page(request, site, article, "compare", context)


def _asked(rows: RevisionQuerySet, value: str | None) -> Revision | None:
    """None where nothing was asked for; an answer of 404 where there is no such state."""
    if not value:
        return None
    found = rows.filter(pk=int(value)).first() if value.isascii() and value.isdecimal() and len(value) < 19 else None
    if found is None:
        raise Http404
    return found


# -- and back ---------------------------------------------------------------------------------------------------------
def restore(request: HttpRequest, pk: int, site: AdminSite) -> HttpResponse:  # noqa: ARG001  # as its neighbours
    article, user = visible(request, pk)
    if not _may_edit(article, user):
        raise Http404
    revision = _asked(readable(article, user), request.POST.get("revision") or "0")
    seen = request.POST.get("seen", "")
    assert revision is not None  # noqa: S101  # "0" is no number of a row
    try:
        verbs.load(article, revision, by=user, seen=int(seen) if seen.isdecimal() and len(seen) < 10 else 0)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(reverse(REVISIONS, args=[pk]))
    when = date_format(timezone.localtime(revision.made_at), "SHORT_DATETIME_FORMAT")
    words = _("The text of %(when)s is back on the desk. What was there before is kept among the revisions.")
    messages.success(request, words % {"when": when})
    return HttpResponseRedirect(reverse(CHANGE, args=[pk]))


def _page(request: HttpRequest, site: AdminSite, article: Article, name: str, context: dict[str, Any]) -> HttpResponse:
    request.current_app = site.name
    facts = {**site.each_context(request), "opts": Article._meta, "object": article, "original": article, **context}
    return TemplateResponse(request, f"articles/compare/{name}.html", facts)
