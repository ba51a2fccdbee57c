"""What readers saw at an instant: the frame, in which it is chosen, and the page inside it."""

from datetime import datetime
from typing import Any

from csp.constants import SELF
from django import forms
from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from articles.history import past
from articles.models import Article
from articles.office.access import visible
from articles.pages.words import direction
from articles.previews.page import framed
from articles.previews.views import WIDTHS, instant
from articles.shell import shell_of
from newsroom.core.moments import MomentField


def urls(site: AdminSite) -> list[URLPattern]:
    """For `ArticleAdmin.get_urls`, before the stock ones."""

    def frame(request: HttpRequest, pk: int) -> HttpResponse:
        return seen(request, pk, site)

    return [
        path("<int:pk>/seen/", site.admin_view(require_safe(frame)), name="articles_article_seen"),
        path("<int:pk>/seen/page/", site.admin_view(require_safe(page)), name="articles_article_seen_page"),
    ]


class Moment(forms.Form):
    width = forms.ChoiceField(required=False, choices=WIDTHS, label=gettext_lazy("Width"))
    at = MomentField(required=False, label=gettext_lazy("Day and time"))


def seen(request: HttpRequest, pk: int, site: AdminSite) -> HttpResponse:
    article, _user = visible(request, pk)
    form, now = Moment(request.GET or None), timezone.now()
    typed = form.cleaned_data if form.is_valid() else getattr(form, "cleaned_data", {})
    at: datetime = instant(request.GET.get("exact", "")) or typed.get("at") or now
    if at > now:
        form.add_error("at", _("That time is still to come: the preview shows what readers would see then."))
        at = now
    found = past.answer(article.pk, at)
    context: dict[str, Any] = {
        "title": _("What readers saw"),
        "form": form,
        "width": typed.get("width") or "desktop",
        "widths": WIDTHS,
        "at": at,
        "answer": found,
        "typed": form["at"].value() or _local(at),
        "page": reverse("admin:articles_article_seen_page", args=[pk]) + "?" + urlencode({"at": at.isoformat()}),
    }
    facts = {**site.each_context(request), "opts": Article._meta, "object": article, "original": article, **context}
    request.current_app = site.name
    response = TemplateResponse(request, "articles/history/seen.html", facts)
    response._csp_update = {"frame-src": [SELF]}  # type: ignore[attr-defined]  # what django-csp's decorators set
    return response


def _local(at: datetime) -> datetime:
    return timezone.localtime(at, timezone.get_default_timezone())


def page(request: HttpRequest, pk: int) -> HttpResponse:
    """What readers were answered, status and all; without comments, whose own history isn't kept."""
    article, _user = visible(request, pk)
    now = timezone.now()
    at = min(instant(request.GET.get("at", "")) or now, now)
    found = past.answer(article.pk, at)
    if found.version is not None:
        with translation.override(found.version.language):
            story = past.load(found.version, shell_of(request).index, at=at)
            return framed(request, "articles/article.html", {"story": story, "past": True}, at=at)
    if found.gone is None:
        raise Http404
    language = found.gone.language
    with translation.override(language):
        words = {"withdrawal": found.gone.withdrawal, "language": language, "direction": direction(language)}
        response = framed(request, "articles/gone.html", words, at=at)
    response.status_code = found.status
    return response
