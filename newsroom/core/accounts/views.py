"""The door: sign-in and sign-out."""

from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from newsroom.core.accounts import devices, signin, throttle
from newsroom.core.accounts.forms import SignInForm
from newsroom.core.accounts.pages import page, safe_path
from newsroom.core.accounts.sessions import open_session
from newsroom.core.models import User


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    target = safe_path(request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME, ""))
    if request.user.is_authenticated:
        return HttpResponseRedirect(reverse("admin:index"))
    form = SignInForm(request.POST or None)
    outcome = signin.Outcome()
    if form.is_valid():
        email: str = form.cleaned_data["username"]
        outcome = signin.attempt(request, email, form.cleaned_data["password"])
        if outcome.user is not None:
            return _let_in(request, outcome.user, target)
        refusal = _("The e-mail address or the password isn't right. Check both, then try again.")
        form.add_error(None, throttle.wait_in_words(outcome.wait) if outcome.wait else refusal)
    response = page(
        request,
        "admin/login.html",
        status=429 if outcome.wait else 200,
        title=_("Sign in"),
        form=form,
        next=target,
        app_path=reverse("admin:login"),
    )
    if outcome.wait:
        response["Retry-After"] = throttle.retry_after(outcome.wait)
    return response


@never_cache
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.success(request, _("You are signed out."))
    return HttpResponseRedirect(reverse("admin:login"))


def _let_in(request: HttpRequest, user: User, target: str) -> HttpResponse:
    open_session(request, user)
    response = HttpResponseRedirect(target)
    devices.remember(request, response, user.email)
    return response
