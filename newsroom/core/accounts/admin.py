"""The team in the office. Everything that changes an account goes through the verbs."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from newsroom.core.accounts import verbs
from newsroom.core.accounts.admin_forms import MemberForm
from newsroom.core.accounts.sudo import SudoAdmin
from newsroom.core.models import User
from newsroom.core.models.user import State
from newsroom.core.roles import ROLES, labels

SENT = ngettext_lazy("%(count)d invitation is on its way.", "%(count)d invitations are on their way.", "count")
SIGNED_OUT = ngettext_lazy("%(count)d person is signed out.", "%(count)d people are signed out.", "count")
DEACTIVATED = ngettext_lazy("%(count)d account is deactivated.", "%(count)d accounts are deactivated.", "count")
REACTIVATED = ngettext_lazy("%(count)d account is active again.", "%(count)d accounts are active again.", "count")


class RoleFilter(admin.SimpleListFilter):
    title = gettext_lazy("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(role.code, str(role.label)) for role in ROLES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        value = self.value()
        return queryset.filter(groups__name=value) if value else queryset


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(state.value, str(state.label)) for state in State]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        value = self.value()
        return queryset.filter(State(value).condition) if value in State.values else queryset


@admin.register(User)
class UserAdmin(SudoAdmin[User]):
    form = MemberForm
    add_form_template = "accounts/invite.html"
    change_form_template = "accounts/member.html"
    add_words = gettext_lazy("Invite somebody")
    trail = ""  # the verbs record themselves
    list_display = ["person", "roles", "state", "seen_at"]
    list_filter = [RoleFilter, StateFilter]
    search_fields = ["name", "email"]
    search_help_text = gettext_lazy("Name or e-mail address")
    ordering = ["name", "email"]
    list_per_page = 50
    sudo_actions = ("resend_invitation", "sign_out_everywhere", "deactivate", "reactivate")
    actions = sudo_actions

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        assert isinstance(request.user, User)  # noqa: S101  # admin_view lets nobody else through
        people: QuerySet[User] = User.objects.manageable_by(request.user).prefetch_related("groups")
        return people.order_by(*self.get_ordering(request))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """People are deactivated: what they did keeps its author."""
        return False

    def get_form(self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.by = request.user
        return form

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> list[Any]:
        return ["email", "name", "language", "roles", *(["state", "invited_at", "joined_at", "seen_at"] if obj else [])]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        return ["state", "invited_at", "joined_at", "seen_at"] if obj else []

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        user = context.get("original")
        labels = {name: label for name, label in self.get_action_choices(request, []) if name in self.sudo_actions}
        context["title"] = user or self.add_words
        context["offered"] = [(name, labels[name]) for name in self._offers(request, user) if name in labels]
        return super().render_change_form(request, context, *args, **kwargs)

    def _offers(self, request: HttpRequest, user: User | None) -> list[str]:
        """What can be done with this one person, in the state that they are in."""
        if user is None or not self.has_change_permission(request, user):
            return []
        if user.state == State.DEACTIVATED:
            return ["reactivate"]
        first = "resend_invitation" if user.state == State.INVITED else "sign_out_everywhere"
        return [first] if user.pk == request.user.pk else [first, "deactivate"]

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm[User], change: bool) -> None:
        by, data = request.user, form.cleaned_data
        assert isinstance(by, User)  # noqa: S101  # as above
        if change:
            verbs.change_account(obj, name=data["name"], email=data["email"], language=data["language"], by=by)
            if "roles" in form.changed_data:
                verbs.set_roles(obj, data["roles"], by=by)
        else:
            made = verbs.invite(data["email"], data["name"], data["roles"], by=by, language=data["language"])
            obj.pk, obj._state.adding = made.pk, False

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: str | None = None) -> Any:
        words = _("An invitation is on its way to %(email)s. It is good for 7 days.") % {"email": obj.email}
        messages.success(request, words)
        more = "_addanother" in request.POST
        return HttpResponseRedirect(reverse("admin:core_user_add" if more else "admin:core_user_changelist"))

    @admin.display(description=gettext_lazy("person"), ordering="name")
    def person(self, user: User) -> str:
        return format_html('<bdi>{}</bdi> <span class="meta"><bdi>{}</bdi></span>', user.name, user.email)

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, user: User) -> str:
        return labels([group.name for group in user.groups.all()]) or "–"

    @admin.display(description=gettext_lazy("state"))
    def state(self, user: User) -> str:
        return format_html('<span class="status status-{}">{}</span>', user.state.value, user.state.label)

    @admin.action(description=gettext_lazy("Send the invitation again"), permissions=["change"])
    def resend_invitation(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._each(request, queryset, verbs.resend_invitation, SENT, "")

    @admin.action(description=gettext_lazy("Sign out everywhere"), permissions=["change"])
    def sign_out_everywhere(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._each(request, queryset, verbs.revoke_sessions, SIGNED_OUT, _("is signed in nowhere."))

    @admin.action(description=gettext_lazy("Deactivate"), permissions=["change"])
    def deactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._each(request, queryset, verbs.deactivate, DEACTIVATED, _("is deactivated already."))

    @admin.action(description=gettext_lazy("Reactivate"), permissions=["change"])
    def reactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._each(request, queryset, verbs.reactivate, REACTIVATED, _("is active already."))

    def _each(
        self, request: HttpRequest, queryset: QuerySet[User], verb: Callable[..., object], done: Any, unchanged: str
    ) -> None:
        """Verbs answer False or 0 where there was nothing to do; one refusal holds up none of the others."""
        count = 0
        for user in queryset:
            try:
                why = unchanged if verb(user, by=request.user) == 0 else ""
            except ValidationError as error:
                why = " ".join(error.messages)
            if why:
                messages.warning(request, _("%(name)s: %(why)s") % {"name": user, "why": why})
            else:
                count += 1
        if count:
            messages.success(request, done % {"count": count})
