"""The discussion of one article, with its form; and the page that shows a writer their own comment.

Neither is ever stored. The article's own page, which is, holds the same form and posts it here.
"""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import PublishedVersion
from comments import doors, receipts, threads, verbs
from comments.forms import CommentForm, reply_number
from comments.models import Comment
from newsroom.core.accounts.network import client_network
from newsroom.core.accounts.throttle import Throttle, minutes_of, retry_after
from newsroom.core.origin import refusal, same_origin
from newsroom.core.public_forms import SeeOther

FORM = "comment-form"
FROM_NETWORK = Throttle("comments.network", 60, timedelta(hours=1))
FROM_PERSON = Throttle("comments.person", 6, timedelta(minutes=10))


def form_address(article_id: int) -> str:
    return reverse("comments:discussion", args=[article_id])


@csrf_exempt
@never_cache
@sensitive_post_parameters("email")
@require_http_methods(["GET", "HEAD", "POST"])
def discussion(request: HttpRequest, article_id: int) -> HttpResponse:
    at = timezone.now()
    door = doors.find(article_id, at=at)
    if door.version is None:
        return _closed(request)
    if request.method == "POST":
        return _receive(request, door.version, at)
    if door.version.language != translation.get_language():
        with translation.override(door.version.language):
            query = f"?{request.GET.urlencode()}" if request.GET else ""
            return HttpResponseRedirect(form_address(article_id) + query)
    number = reply_number(request.GET.get("reply", ""))
    form = CommentForm(action=form_address(article_id), css_id=FORM, initial={"reply": number or ""})
    return _page(request, door.version, form, reply=number)


@never_cache
@require_safe
def receipt(request: HttpRequest, signed: str) -> HttpResponse:
    comment = receipts.read(signed)
    if comment is None:
        raise Http404
    version = PublishedVersion.objects.live(timezone.now()).filter(article=comment.article_id).first()
    return TemplateResponse(request, "comments/receipt.html", {"comment": comment, "version": version})


def _receive(request: HttpRequest, version: PublishedVersion, at: datetime) -> HttpResponse:
    form = CommentForm(request.POST, action=form_address(version.article_id), css_id=FORM)
    if not same_origin(request):
        return _refuse(request, version, form, refusal(), status=403)
    if not form.is_valid():
        return _page(request, version, form, status=422, reply=reply_number(request.POST.get("reply", "")))
    known = verbs.twin(version.article_id, form.words(), at=at)
    if known is None:
        if wait := _wait(request, form.cleaned_data["email"], at):
            return _too_many(request, version, form, wait)
        try:
            known = verbs.post(version.article_id, form.words(), reply=form.cleaned_data["reply"], at=at)
        except ValidationError as error:
            if error.code == "closed":
                return _closed(request)
            form.as_one_of_its_own()
            return _refuse(request, version, form, " ".join(error.messages), status=422)
    return SeeOther(receipts.address(known))


def _wait(request: HttpRequest, email: str, at: datetime) -> timedelta | None:
    # The person's own counter comes last: who is held up by the network's doesn't fill it.
    return FROM_NETWORK.hit(client_network(request), at=at) or FROM_PERSON.hit(email, at=at)


def _too_many(request: HttpRequest, version: PublishedVersion, form: CommentForm, wait: timedelta) -> HttpResponse:
    minutes = minutes_of(wait)
    words = ngettext(
        "Many comments came from you or from your network in a short time. Wait %(minutes)d minute, then send again.",
        "Many comments came from you or from your network in a short time. Wait %(minutes)d minutes, then send again.",
        minutes,
    )
    response = _refuse(request, version, form, words % {"minutes": minutes}, status=429)
    response["Retry-After"] = retry_after(wait)
    return response


def _refuse(
    request: HttpRequest, version: PublishedVersion, form: CommentForm, words: str, *, status: int
) -> HttpResponse:
    """The page with the form as it was filled in, and the reason on top."""
    form.add_error(None, words)
    return _page(request, version, form, status=status, reply=reply_number(form["reply"].value() or ""))


def _page(
    request: HttpRequest, version: PublishedVersion, form: CommentForm, *, status: int = 200, reply: int | None = None
) -> HttpResponse:
    after = request.GET.get("after", "")
    answered = Comment.objects.visible().filter(article=version.article_id, pk=reply).first() if reply else None
    thread = threads.thread(version.article_id, after=after if threads.is_place(after) else "")
    context = {
        "version": version,
        "there": form_address(version.article_id),
        "form": form,
        "answered": answered,
        "is_gone": bool(reply) and answered is None,
        "count": thread.count,
        "thread": thread,
        "begun": bool(after),
    }
    return TemplateResponse(request, "comments/discussion.html", context, status=status)


def _closed(request: HttpRequest) -> HttpResponse:
    """410, with what was typed: it may have taken an hour to write."""
    context = {
        "typed": request.POST.get("comment", ""),
        "words": _("The article isn’t online any more, and takes no comments."),
    }
    return TemplateResponse(request, "comments/closed.html", context, status=410)
