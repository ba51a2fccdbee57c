"""Review links in the office: those of one article, with what was said; making one, and revoking it."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from articles.models import Article, ReviewLink
from articles.office.access import visible
from articles.previews.states import states
from articles.reviewing import shown, verbs
from articles.reviewing.forms import LinkForm
from newsroom.core.models import User

PAGE = "admin:articles_article_review"


def urls(site: AdminSite) -> list[URLPattern]:
    """For `ArticleAdmin.get_urls`, before the stock ones."""

    def page(request: HttpRequest, pk: int) -> HttpResponse:
        return links(request, pk, site)

    views = require_http_methods(["GET", "HEAD", "POST"])(page), require_POST(revoke)
    start = "<int:pk>/review/"
    return [
        path(start, site.admin_view(views[0]), name="articles_article_review"),
        path(f"{start}<int:number>/revoke/", site.admin_view(views[1]), name="articles_article_review_revoke"),
    ]


def links(request: HttpRequest, pk: int, site: AdminSite) -> HttpResponse:
    article, user = visible(request, pk)
    shares, now = verbs.may_share(article, user), timezone.now()
    if request.method == "POST" and not shares:
        raise Http404
    named = states(article, user, at=now)
    initial = {"revision": request.GET.get("revision", "")}
    form = LinkForm(request.POST if request.method == "POST" else None, states=named, initial=initial)
    if form.is_valid() and (link := _make(article, user, form)):
        words = _("The link for %(reader)s is made. Copy it below; it isn’t sent by itself.") % {"reader": link.reader}
        messages.success(request, words)
        return HttpResponseRedirect(f"{reverse(PAGE, args=[pk])}#link-{link.pk}")
    context: dict[str, Any] = {
        "title": _("Review links"),
        "form": form if shares and named else None,
        "links": shown.links(article, at=now),
        "may_share": shares,
    }
    facts = {**site.each_context(request), "opts": Article._meta, "object": article, "original": article, **context}
    request.current_app = site.name
    return TemplateResponse(request, "articles/reviewing/links.html", facts)


def _make(article: Article, user: User, form: LinkForm) -> ReviewLink | None:
    typed, now = form.cleaned_data, timezone.now()
    revision = article.revisions.filter(pk=typed["revision"]).first()
    if revision is None:
        raise Http404
    try:
        return verbs.make(
            revision, by=user, reader=typed["reader"], until=now + form.lifetime, asked=typed["asked"], now=now
        )
    except ValidationError as refused:
        form.add_error(None, refused)
        return None


def revoke(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    article, user = visible(request, pk)
    link = article.review_links.filter(pk=number).first() if number < 2**63 else None
    if link is None or not verbs.may_share(article, user):
        raise Http404
    verbs.revoke(link, by=user)
    messages.success(request, _("The link for %(reader)s opens nothing any more.") % {"reader": link.reader})
    return HttpResponseRedirect(reverse(PAGE, args=[pk]))
