"""What a reviewer gets: one text, always the same, and a form. Never stored, without cookie, told to no other site.

A link that was revoked, one that has ended, and one that never was are answered alike.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from articles.models import ReviewLink
from articles.pages.words import direction
from articles.previews import story
from articles.reviewing import tokens, verbs
from articles.reviewing.forms import RemarkForm
from articles.shell import shell_of
from newsroom.core.accounts.network import client_network, device_summary
from newsroom.core.accounts.throttle import Throttle, retry_after, wait_in_words
from newsroom.core.origin import refusal, same_origin
from newsroom.core.public_forms import SeeOther

FORM = "review-form"
FROM_LINK = Throttle("review.link", 20, timedelta(hours=1))
FROM_NETWORK = Throttle("review.network", 60, timedelta(hours=1))
HEADERS = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow, noarchive, nosnippet"}
View = Callable[..., HttpResponse]


def _for_reviewers(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        response = view(request, *args, **kwargs)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    methods: View = require_http_methods(["GET", "HEAD", "POST"])(guarded)
    return csrf_exempt(never_cache(methods))


@_for_reviewers
@sensitive_post_parameters()
def review(request: HttpRequest, token: str) -> HttpResponse:
    at = timezone.now()
    link = tokens.find(token, at=at)
    if link is None:
        return _closed(request)
    with translation.override(link.revision.document.language):
        return _receive(request, link, at) if request.method == "POST" else _look(request, link, at)


def _look(request: HttpRequest, link: ReviewLink, at: datetime) -> HttpResponse:
    """Each opening is written down but those of the newsroom itself, which looks whether the link works."""
    if request.method == "GET" and not request.user.is_authenticated:
        verbs.look(link, device=device_summary(request), place=_place(request, link), at=at)
    return _page(request, link, RemarkForm(action=tokens.path(link), css_id=FORM), at)


def _place(request: HttpRequest, link: ReviewLink) -> str:
    network = client_network(request)
    salt = f"articles.review.place.{link.key}"
    return salted_hmac(salt, network, algorithm="sha256").hexdigest()[:16] if network else ""


def _receive(request: HttpRequest, link: ReviewLink, at: datetime) -> HttpResponse:
    form = RemarkForm(request.POST, action=tokens.path(link), css_id=FORM)
    if not same_origin(request):
        form.add_error(None, refusal())
        return _page(request, link, form, at, status=403)
    if not form.is_valid():
        return _page(request, link, form, at, status=422)
    # The link's own counter comes last: who is held up by the network's doesn't fill it.
    if wait := FROM_NETWORK.hit(client_network(request), at=at) or FROM_LINK.hit(link.key, at=at):
        form.add_error(None, wait_in_words(wait))
        response = _page(request, link, form, at, status=429)
        response["Retry-After"] = retry_after(wait)
        return response
    try:
        verbs.remark(link, form.words(), at=at)
    except ValidationError:  # it ended while this was on its way
        return _closed(request)
    return SeeOther(f"{tokens.path(link)}#said")


def _page(request: HttpRequest, link: ReviewLink, form: RemarkForm, at: datetime, *, status: int = 200) -> HttpResponse:
    """Rendered here, in the language of the text."""
    document = link.revision.document
    context = {
        "link": link,
        "story": story.load(link.article, document, shell_of(request).index, at=at),
        "language": document.language,
        "direction": direction(document.language),
        "form": form,
        "remarks": list(link.remarks.all()),
    }
    return TemplateResponse(request, "articles/reviewing/text.html", context, status=status).render()


def _closed(request: HttpRequest) -> HttpResponse:
    """410, whatever the reason; with what was typed, which may have taken an hour to write."""
    language = get_language() or ""
    context = {"typed": request.POST.get("text", ""), "direction": direction(language)}
    return TemplateResponse(request, "articles/reviewing/closed.html", context, status=410).render()
