"""Two addresses: the frame, with what can be chosen, and the page inside it."""

from datetime import datetime
from typing import Any

from csp.constants import SELF
from django import forms
from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from articles.compare.pages import readable
from articles.models import Article, Revision
from articles.office.access import visible
from articles.previews.page import page_of
from articles.previews.states import states
from newsroom.core.models import User
from newsroom.core.moments import MomentField

NONE = 0
"""The number of no row."""
WIDTHS = (
    ("phone", gettext_lazy("Phone")),
    ("tablet", gettext_lazy("Tablet")),
    ("desktop", gettext_lazy("Desktop")),
)


def urls(site: AdminSite) -> list[URLPattern]:
    """For `ArticleAdmin.get_urls`, before the stock ones."""

    def frame(request: HttpRequest, pk: int) -> HttpResponse:
        return preview(request, pk, site)

    return [
        path("<int:pk>/preview/", site.admin_view(require_safe(frame)), name="articles_article_preview"),
        path("<int:pk>/preview/page/", site.admin_view(require_safe(page)), name="articles_article_preview_page"),
    ]


class Choice(forms.Form):
    """What is looked at. Everything may be left out: then it is the working copy, now, as wide as a desktop."""

    width = forms.ChoiceField(required=False, choices=WIDTHS, label=gettext_lazy("Width"))
    revision = forms.IntegerField(required=False, min_value=1, max_value=2**62, label=gettext_lazy("Which text"))
    at = MomentField(
        required=False,
        label=gettext_lazy("As of"),
        help_text=gettext_lazy("What would stand around it then: related articles, links, pictures. Empty: now."),
    )


def preview(request: HttpRequest, pk: int, site: AdminSite) -> HttpResponse:
    """The frame: the real page at a width, at an instant; nothing of it is stored."""
    article, user = visible(request, pk)
    form, now = Choice(request.GET or None), timezone.now()
    typed = form.cleaned_data if form.is_valid() else getattr(form, "cleaned_data", {})
    revision = _revision(article, user, typed.get("revision"))
    at: datetime | None = typed.get("at")
    if at is not None and at < now:
        form.add_error("at", _("That time has passed. Choose a time to come; the history tells what readers had."))
        at = None
    named = {"revision": revision.pk if revision else "", "at": at.isoformat() if at else ""}
    query = urlencode({name: value for name, value in named.items() if value})
    context: dict[str, Any] = {
        "title": _("Preview"),
        "form": form,
        "width": typed.get("width") or "desktop",
        "widths": WIDTHS,
        "states": states(article, user, at=now, besides=revision),
        "revision": revision,
        "at": at,
        "page": reverse("admin:articles_article_preview_page", args=[pk]) + (f"?{query}" if query else ""),
    }
    facts = {**site.each_context(request), "opts": Article._meta, "object": article, "original": article, **context}
    request.current_app = site.name
    response = TemplateResponse(request, "articles/previews/frame.html", facts)
    response._csp_update = {"frame-src": [SELF]}  # type: ignore[attr-defined]  # what django-csp's decorators set
    return response


def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The page itself, for the frame."""
    article, user = visible(request, pk)
    form = Choice({"revision": request.GET.get("revision", "")})
    revision = _revision(article, user, form.cleaned_data["revision"] if form.is_valid() else NONE)
    at = instant(request.GET.get("at", "")) or timezone.now()
    return page_of(article, revision.document if revision else article.document(), request, at=at)


def _revision(article: Article, user: User, number: int | None) -> Revision | None:
    """None where none is asked for; 404 for one that isn't this article's, or not for these eyes."""
    if number is None:
        return None
    found = readable(article, user).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def instant(value: str) -> datetime | None:
    """What the frame wrote into the address; 404 for what it never writes."""
    if not value:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        raise Http404 from None
    if found.tzinfo is None:
        raise Http404
    return found
