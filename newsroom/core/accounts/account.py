"""My account: what each member sees and changes of their own. All views stand behind the office's sign-in."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from newsroom.core.accounts import reauth, throttle, verbs
from newsroom.core.accounts.forms import PasswordForm, ProfileForm
from newsroom.core.accounts.pages import page
from newsroom.core.models import StaffSession, User
from newsroom.core.roles import labels


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    user = me(request)
    form = ProfileForm(request.POST or None, instance=me(request))
    if form.is_valid():
        if "email" in form.changed_data and (answer := reauth.demand(request)) is not None:
            return answer
        try:
            if verbs.change_account(user, by=user, **form.cleaned_data):
                messages.success(request, _("Your account is changed."))
            return HttpResponseRedirect(reverse("admin:account"))
        except ValidationError as error:  # somebody took the address between the form's check and now
            form.add_error(None, error)
    context = {
        "title": _("My account"),
        "form": form,
        "me": user,
        "roles": labels(list(user.groups.values_list("name", flat=True))),
        "sessions": StaffSession.objects.of(user.pk),
        "session_key": request.session.session_key,
    }
    return page(request, "accounts/account.html", **context)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    user = me(request)
    form, wait = PasswordForm(user, request.POST or None), None
    if form.is_valid():
        wait, right = reauth.verify(request, form.cleaned_data["old_password"])
        if right:
            return _change(request, user, form.cleaned_data["new_password"])
        wrong = throttle.wait_in_words(wait) if wait else _("This isn't your present password.")
        form.add_error("old_password", wrong)
    response = page(
        request, "accounts/password.html", status=429 if wait else 200, title=_("Change my password"), form=form
    )
    if wait:
        response["Retry-After"] = throttle.retry_after(wait)
    return response


@require_POST
def end_session(request: HttpRequest, handle: str) -> HttpResponse:
    """Ending one's own sessions takes no password: whoever is in doubt should be quick."""
    user = me(request)
    if verbs.revoke_session(user, handle, by=user):
        messages.success(request, _("That browser is signed out."))
    else:
        messages.info(request, _("That browser was signed out already."))
    return HttpResponseRedirect(reverse("admin:account"))


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    user = me(request)
    ended = verbs.revoke_sessions(user, by=user, except_key=request.session.session_key)
    words = ngettext("%(count)d other browser is signed out.", "%(count)d other browsers are signed out.", ended)
    messages.success(request, words % {"count": ended} if ended else _("You are signed in nowhere else."))
    return HttpResponseRedirect(reverse("admin:account"))


def me(request: HttpRequest) -> User:
    """The signed-in account, read anew: a form may scribble on it without renaming the person at the page's head."""
    user: User | None = User.objects.filter(pk=request.user.pk).first()
    if user is None:
        raise Http404
    return user


def _change(request: HttpRequest, user: User, new: str) -> HttpResponse:
    verbs.change_password(user, new, by=user, keep=request.session.session_key)
    update_session_auth_hash(request, user)
    messages.success(request, _("Your password is changed. Every other browser is signed out."))
    return HttpResponseRedirect(reverse("admin:account"))
