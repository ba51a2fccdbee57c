"""The form with which a reader reports an error, and the page afterwards. Neither is ever stored."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import PublishedVersion
from articles.models.report import PASSAGE
from articles.pages.story import current
from articles.reports import receipts, verbs
from articles.reports.forms import ReportForm
from newsroom.core.accounts.network import client_network
from newsroom.core.accounts.throttle import Throttle, minutes_of, retry_after
from newsroom.core.origin import refusal, same_origin
from newsroom.core.public_forms import PlainField, SeeOther

FORM = "report-form"
FROM_NETWORK = Throttle("reports.network", 30, timedelta(hours=1))
ABOUT_ARTICLE = Throttle("reports.article", 60, timedelta(hours=1))
"""One article gets no more than so many, whoever sends them from wherever: the desk has to read each."""


def form_address(article_id: int) -> str:
    return reverse("articles:report", args=[article_id])


@csrf_exempt
@never_cache
@sensitive_post_parameters("email")
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, article_id: int) -> HttpResponse:
    at = timezone.now()
    version = current(article_id, at) if article_id < 2**63 else None
    if version is None:
        return _closed(request, article_id, at)
    if request.method == "POST":
        return _receive(request, version, at)
    if version.language != translation.get_language():
        with translation.override(version.language):
            query = f"?{request.GET.urlencode()}" if request.GET else ""
            return HttpResponseRedirect(form_address(article_id) + query)
    passage = PlainField(required=False).clean(request.GET.get("passage", ""))[:PASSAGE]
    form = ReportForm(action=form_address(article_id), css_id=FORM, initial={"passage": passage})
    return _page(request, version, form)


@never_cache
@require_safe
def receipt(request: HttpRequest, signed: str) -> HttpResponse:
    found = receipts.read(signed)
    if found is None:
        raise Http404
    context = {"report": found, "version": current(found.article_id, timezone.now())}
    return TemplateResponse(request, "articles/reports/receipt.html", context)


def _receive(request: HttpRequest, version: PublishedVersion, at: datetime) -> HttpResponse:
    article = version.article_id
    form = ReportForm(request.POST, action=form_address(article), css_id=FORM)
    if not same_origin(request):
        return _refuse(request, version, form, refusal(), status=403)
    if not form.is_valid():
        return _page(request, version, form, status=422)
    known = verbs.twin(article, form.words(), at=at)
    if known is None:
        # The article's own counter comes last: who is held up by the network's doesn't fill it.
        wait = FROM_NETWORK.hit(client_network(request), at=at) or ABOUT_ARTICLE.hit(str(article), at=at)
        if wait:
            return _too_many(request, version, form, wait)
        try:
            known = verbs.receive(article, form.words(), at=at)
        except ValidationError:
            return _closed(request, article, at)
    return SeeOther(receipts.address(known))


def _too_many(request: HttpRequest, version: PublishedVersion, form: ReportForm, wait: timedelta) -> HttpResponse:
    minutes = minutes_of(wait)
    words = ngettext(
        "Many reports came in a short time. Wait %(minutes)d minute, then send again.",
        "Many reports came in a short time. Wait %(minutes)d minutes, then send again.",
        minutes,
    )
    response = _refuse(request, version, form, words % {"minutes": minutes}, status=429)
    response["Retry-After"] = retry_after(wait)
    return response


def _refuse(
    request: HttpRequest, version: PublishedVersion, form: ReportForm, words: str, *, status: int
) -> HttpResponse:
    """The page with the form as it was filled in, and the reason on top."""
    form.add_error(None, words)
    return _page(request, version, form, status=status)


def _page(request: HttpRequest, version: PublishedVersion, form: ReportForm, *, status: int = 200) -> HttpResponse:
    return TemplateResponse(request, "articles/reports/form.html", {"version": version, "form": form}, status=status)


def _closed(request: HttpRequest, article_id: int, at: datetime) -> HttpResponse:
    """410, with what was typed, for what was live once; what never was is 404, as a draft is."""
    rows = PublishedVersion.objects.filter(article=article_id, live_from__lte=at) if article_id < 2**63 else None
    if rows is None or not rows.exists():
        raise Http404
    context = {"typed": request.POST.get("text", "")}
    return TemplateResponse(request, "articles/reports/closed.html", context, status=410)
