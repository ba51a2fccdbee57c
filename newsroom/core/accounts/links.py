"""What links in mails open: a password reset and an invitation.

The token leaves the address at once – the first request puts it into the session and leads to the same address with
`STEP` in its place – so that it stands in no history, no screenshot and no referrer. Looking at a link uses nothing up:
mail scanners open links too.
"""

from collections.abc import Callable
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from newsroom.core.accounts import devices, tasks, throttle, tokens, verbs
from newsroom.core.accounts.forms import JoinForm, NewPasswordForm, ResetForm
from newsroom.core.accounts.network import client_network
from newsroom.core.accounts.pages import page
from newsroom.core.accounts.sessions import open_session
from newsroom.core.accounts.throttle import Throttle
from newsroom.core.models import User

STEP = "open"
HOUR = timedelta(hours=1)
RESETS = Throttle("reset.account", 3, HOUR)
RESETS_FROM = Throttle("reset.network", 20, HOUR)
BAD_LINKS = Throttle("links.network", 30, HOUR)

Form = NewPasswordForm | JoinForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_reset(request: HttpRequest) -> HttpResponse:
    """The answer is one and the same for every address, for too many requests too."""
    form = ResetForm(request.POST or None)
    if form.is_valid():
        email: str = form.cleaned_data["email"]
        user = User.objects.active().filter(email=email).only("pk").first()
        refused = RESETS_FROM.hit(client_network(request)) or RESETS.hit(email)
        tasks.send_password_reset.enqueue(0 if user is None or refused else user.pk)
        return HttpResponseRedirect(reverse("admin:password_reset_sent"))
    return page(request, "accounts/reset.html", title=_("Choose a new password"), form=form)


@never_cache
@require_safe
def reset_sent(request: HttpRequest) -> HttpResponse:
    hours = int(tokens.RESET.lifetime / HOUR)
    return page(request, "accounts/reset_sent.html", title=_("Look into your mailbox"), hours=hours)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def choose_password(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    def use(user: User, known: str, form: Form) -> User:
        return verbs.reset_password(user, known, form.cleaned_data["new_password"])

    return _open(request, uid, token, tokens.RESET, NewPasswordForm, "accounts/choose_password.html", use)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    def use(user: User, known: str, form: Form) -> User:
        return verbs.join(user, known, form.cleaned_data["name"], form.cleaned_data["new_password"])

    return _open(request, uid, token, tokens.INVITATION, JoinForm, "accounts/join.html", use)


def _open(
    request: HttpRequest,
    uid: str,
    token: str,
    kind: tokens.Tokens,
    form_class: type[Form],
    template: str,
    use: Callable[[User, str, Form], User],
) -> HttpResponse:
    slot = f"link.{kind.purpose}"
    user = tokens.find(uid)
    known = request.session.get(slot, "") if token == STEP else token
    if user is None or not kind.opens(known, user):
        return _closed(request, kind)
    if token != STEP:
        if not request.user.is_authenticated:
            request.session.set_expiry(int(HOUR.total_seconds()))
        request.session[slot] = token
        return HttpResponseRedirect(request.path.replace(token, STEP))
    initial = {"name": user.name} if kind.for_invited else None
    form = form_class(user, request.POST or None, initial=initial)
    if form.is_valid():
        try:
            user = use(user, known, form)
        except ValidationError:
            return _closed(request, kind)  # somebody was faster: the same link in another window
        return _let_in(request, user)
    return page(
        request, template, title=_("Welcome") if kind.for_invited else _("Choose a new password"), form=form, owner=user
    )


def _let_in(request: HttpRequest, user: User) -> HttpResponse:
    open_session(request, user)
    response = HttpResponseRedirect(reverse("admin:index"))
    devices.remember(request, response, user.email)
    return response


def _closed(request: HttpRequest, kind: tokens.Tokens) -> HttpResponse:
    """One page for every link that opens nothing, whatever the reason: who guesses learns nothing from it."""
    wait = BAD_LINKS.hit(client_network(request))
    words = throttle.wait_in_words(wait) if wait else ""
    context = {"title": _("This link opens nothing any more"), "invitation": kind.for_invited, "wait": words}
    response = page(request, "accounts/closed_link.html", status=429 if wait else 410, **context)
    if wait:
        response["Retry-After"] = throttle.retry_after(wait)
    return response
