"""Readers' pages: signing up, confirming, leaving. None is ever stored, sets a cookie or asks who somebody is.

What links in mails open does nothing on GET or HEAD: mail scanners follow every link. The link's signature is all that
a POST to it needs: mail programs send theirs without cookies, from no page of ours (RFC 8058).
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from newsletter import tasks, tokens, verbs
from newsletter.forms import SignUpForm
from newsletter.models import Newsletter, Subscription
from newsletter.models.subscription import State, Way
from newsroom.core.accounts.network import client_network
from newsroom.core.accounts.throttle import Throttle, retry_after, wait_in_words
from newsroom.core.origin import refusal, same_origin
from newsroom.core.public_forms import SeeOther, blank

FORM = "letter"
FROM_NETWORK = Throttle("newsletter.network", 20, timedelta(hours=1))
LONGEST_SOURCE = 200
View = Callable[..., HttpResponse]


def _for_readers(view: View) -> View:
    """Never stored, without a token, and its address – which may be a link out of a mail – is told to no other site."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    methods: View = require_http_methods(["GET", "HEAD", "POST"])(guarded)
    return csrf_exempt(never_cache(methods))


def blank_form(newsletter: Newsletter | None) -> SignUpForm:
    return SignUpForm(action=reverse("newsletter:sign_up"), css_id=FORM, initial={"newsletter": newsletter})


def box_form(newsletter: Newsletter) -> SafeString:
    return blank(SignUpForm, action=reverse("newsletter:sign_up"), css_id=FORM, newsletter=newsletter.pk)


def offered() -> Newsletter | None:
    return Newsletter.objects.offered(get_language() or "")


@_for_readers
@sensitive_post_parameters("email")
def sign_up(request: HttpRequest) -> HttpResponse:
    """The answer is one and the same for every address, known or not."""
    if request.method != "POST":
        return _form(request, None)
    form = SignUpForm(request.POST, action=reverse("newsletter:sign_up"), css_id=FORM)
    if not same_origin(request):
        form.add_error(None, refusal())
        return _form(request, form, status=403)
    if not form.is_valid():
        return _form(request, form, status=422)
    if wait := FROM_NETWORK.hit(client_network(request)):
        form.add_error(None, wait_in_words(wait))
        response = _form(request, form, status=429)
        response["Retry-After"] = retry_after(wait)
        return response
    newsletter: Newsletter = form.cleaned_data["newsletter"]
    language, asked_at = get_language() or newsletter.language, timezone.now().isoformat()
    tasks.sign_up.enqueue(form.cleaned_data["email"], newsletter.pk, language, came_from(request), asked_at)
    return SeeOther(reverse("newsletter:asked"))


def _form(request: HttpRequest, form: SignUpForm | None, *, status: int = 200) -> HttpResponse:
    newsletter = offered()
    if form is None:
        form = blank_form(newsletter)
    else:
        newsletter = form.cleaned_data.get("newsletter") or newsletter
    context = {"form": form, "newsletter": newsletter, "elsewhere": _in_every_language("sign_up")}
    return TemplateResponse(request, "newsletter/sign_up.html", context, status=status)


def _in_every_language(name: str) -> dict[str, str]:
    """The paths of a page of this room, by language."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            found[code] = reverse(f"newsletter:{name}")
    return found


def came_from(request: HttpRequest) -> str:
    """The path of our page that the form stood on; a page of this room stands for itself, without the link's token."""
    parts = urlsplit(request.headers.get("Referer", ""))
    if f"{parts.scheme}://{parts.netloc}" != f"{request.scheme}://{request.get_host()}":
        return ""
    try:
        is_ours = resolve(parts.path).app_name == "newsletter"
    except Resolver404:
        return ""
    return reverse("newsletter:sign_up") if is_ours else parts.path[:LONGEST_SOURCE]


@never_cache
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    context = {"days": tokens.LIFETIME.days, "elsewhere": _in_every_language("asked")}
    return TemplateResponse(request, "newsletter/asked.html", context, headers={"X-Robots-Tag": "noindex"})


@_for_readers
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    if request.method == "POST":
        return _confirm(request, token)
    opened = tokens.open_confirmation(token)
    if opened is None or opened.subscription.state == State.UNSUBSCRIBED:
        return _closed(request)
    if opened.subscription.state == State.ACTIVE:
        return _page(request, "newsletter/confirmed.html", opened.subscription)
    if opened.is_expired:
        return _page(request, "newsletter/expired.html", opened.subscription, status=410)
    return _page(request, "newsletter/confirm.html", opened.subscription)


def _confirm(request: HttpRequest, token: str) -> HttpResponse:
    try:
        verbs.confirm(token)
    except ValidationError as error:
        if error.code == "expired":
            return _again(token)
        return _closed(request)
    return SeeOther(reverse("newsletter:confirm", args=[token]))


def _again(token: str) -> HttpResponse:
    """A fresh link to the mailbox that the old one went to; nobody has to type anything."""
    opened = tokens.open_confirmation(token)
    if opened:
        row, reader = opened.subscription, opened.subscription.subscriber
        now = timezone.now().isoformat()
        tasks.sign_up.enqueue(reader.email, row.newsletter_id, reader.language, row.source, now)
    return SeeOther(reverse("newsletter:asked"))


@_for_readers
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """A POST is answered at once and by the same address, whoever sends it: a person's button or a mail program."""
    subscription = tokens.open_unsubscription(token)
    if subscription is None:
        # Whoever was erased gets no mail; to their mail program that is success.
        return _closed(request, status=200 if is_one_click(request) else 410)
    if request.method == "POST":
        verbs.unsubscribe(subscription, way=Way.ONE_CLICK if is_one_click(request) else Way.LINK)
        return _page(request, "newsletter/left.html", subscription)
    if subscription.state == State.UNSUBSCRIBED:
        return _page(request, "newsletter/left.html", subscription)
    return _page(request, "newsletter/leave.html", subscription)


def is_one_click(request: HttpRequest) -> bool:
    return request.method == "POST" and request.POST.get("List-Unsubscribe") == "One-Click"


def _page(request: HttpRequest, template: str, subscription: Subscription, *, status: int = 200) -> HttpResponse:
    newsletter = subscription.newsletter
    again = newsletter if newsletter.is_open else None
    context = {
        "newsletter": newsletter,
        "email": subscription.subscriber.email,
        "days": tokens.LIFETIME.days,
        "form": blank_form(again) if again else None,
    }
    return TemplateResponse(request, template, context, status=status)


def _closed(request: HttpRequest, *, status: int = 410) -> HttpResponse:
    """One page for every link that opens nothing, whatever the reason: who guesses learns nothing from it."""
    newsletter = offered()
    context = {
        "newsletter": newsletter,
        "form": blank_form(newsletter) if newsletter else None,
        "words": _("This link opens nothing any more"),
    }
    return TemplateResponse(request, "newsletter/closed.html", context, status=status)
