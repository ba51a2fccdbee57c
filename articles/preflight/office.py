"""Where the newsroom chooses what blocks, for the editor-in-chief."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles.preflight import policy
from articles.preflight.checks import CHECKS
from articles.preflight.finding import Check
from newsroom.core.accounts.pages import page
from newsroom.core.models import User

ADDRESS = "admin:articles_checks"
RIGHTS = ("core.change_publication", "articles.reinstate_article")
"""Together the editor-in-chief’s alone."""


class PolicyForm(forms.Form):
    blocking = forms.MultipleChoiceField(
        required=False, label=gettext_lazy("What holds a publication back"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.MultipleChoiceField, self.fields["blocking"])
        field.choices = [(check.name, check.title) for check in CHECKS]

    def boxes(self) -> Iterable[tuple[Check, Any]]:
        return zip(CHECKS, self["blocking"], strict=True)


def urls(site: AdminSite) -> list[URLPattern]:
    """For `ArticleAdmin.get_urls`, before the stock ones."""
    view = site.admin_view(never_cache(require_http_methods(["GET", "HEAD", "POST"])(choose)))
    return [path("checks/", view, name=ADDRESS.removeprefix("admin:"))]


def choose(request: HttpRequest) -> HttpResponse:
    user = request.user
    if not isinstance(user, User) or not user.has_perms(RIGHTS):
        raise PermissionDenied
    initial = {"blocking": sorted(policy.blocking())}
    form = PolicyForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        policy.choose(set(form.cleaned_data["blocking"]), by=user)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse(ADDRESS))
    return page(request, "articles/preflight/policy.html", title=_("Checks before publication"), form=form)
