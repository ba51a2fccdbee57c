"""Who is on the lists. Addresses are for holders of `newsletter.view_subscriber`; the others see numbers."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from newsletter import verbs
from newsletter.models import Subscriber, Subscription, Suppression
from newsletter.models.subscription import Way
from newsroom.core.accounts.sudo import SudoAdmin
from newsroom.core.desk.base import DeskAdmin
from newsroom.core.models import User


def _sees_addresses(request: HttpRequest) -> bool:
    return request.user.has_perm("newsletter.view_subscriber")


@admin.register(Subscription)
class SubscriptionAdmin(SudoAdmin[Subscription]):
    """Readers sign up and confirm themselves; the newsroom takes them off, or erases them, when they ask for it."""

    trail = ""
    tabs_field = "state"
    list_filter = ["newsletter", "state"]
    search_help_text = _("The whole e-mail address.")
    list_select_related = ["newsletter", "subscriber"]
    sudo_actions = ("erase",)
    actions = ["unsubscribe", "erase"]
    show_full_result_count = False
    sortable_by = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Subscription]:
        return super().get_queryset(request).select_related("newsletter", "subscriber")

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        who = "address" if _sees_addresses(request) else "number"
        return [who, "newsletter", "status", "asked_at", "confirmed_at", "unsubscribed_at"]

    def get_fields(self, request: HttpRequest, obj: Subscription | None = None) -> list[Any]:
        who = "address" if _sees_addresses(request) else "number"
        times = ["asked_at", "confirmed_at", "unsubscribed_at", "left_by"]
        return [who, "newsletter", "status", *times, "wording", "source"]

    def get_readonly_fields(self, request: HttpRequest, obj: Subscription | None = None) -> list[Any]:
        return self.get_fields(request, obj)

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        return ["subscriber__email"] if _sees_addresses(request) else []

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Subscription], search_term: str
    ) -> tuple[QuerySet[Subscription], bool]:
        """One mailbox or none: nobody browses addresses by their beginnings."""
        if search_term and _sees_addresses(request):
            queryset = queryset.filter(subscriber__email=search_term.strip().lower())
        return queryset, False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Subscription | None = None) -> bool:
        """For the list's actions; what a reader agreed to isn't edited."""
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Subscription | None = None) -> bool:
        return False

    def has_erase_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("newsletter.delete_subscriber")

    @admin.display(description=_("reader"))
    def address(self, subscription: Subscription) -> str:
        return format_html('<bdi dir="ltr">{}</bdi>', subscription.subscriber.email)

    @admin.display(description=_("reader"))
    def number(self, subscription: Subscription) -> str:
        return str(subscription.subscriber)

    @admin.display(description=_("state"))
    def status(self, subscription: Subscription) -> str:
        words = subscription.get_state_display()
        return format_html('<span class="status status-{}">{}</span>', subscription.state, words)

    @admin.action(description=_("Take off the list, at the reader’s wish"), permissions=["change"])
    def unsubscribe(self, request: HttpRequest, queryset: QuerySet[Subscription]) -> None:
        by = _person(request)
        count = sum(verbs.unsubscribe(row, way=Way.OFFICE, by=by) for row in queryset)
        words = ngettext("%(count)d reader is off the list.", "%(count)d readers are off the list.", count)
        messages.success(request, words % {"count": count})

    @admin.action(
        description=_("Erase all data of these readers, and never write to them again"), permissions=["erase"]
    )
    def erase(self, request: HttpRequest, queryset: QuerySet[Subscription]) -> None:
        by, readers = _person(request), Subscriber.objects.filter(subscriptions__in=queryset).distinct()
        count = 0
        for reader in readers:
            verbs.erase(reader, by=by)
            count += 1
        words = ngettext("The data of %(count)d reader are erased.", "The data of %(count)d readers are erased.", count)
        messages.success(request, words % {"count": count})


@admin.register(Suppression)
class SuppressionAdmin(DeskAdmin[Suppression]):
    """Blocked addresses can't be read; whoever is asked by their owner finds one by typing it, and deletes the row."""

    trail = ""
    list_display = ["name", "since"]
    fields = ["name", "since"]
    readonly_fields = ["name", "since"]
    search_fields = ["address_hash"]
    search_help_text = _("The whole e-mail address. Delete the row that is found to allow mail to it again.")
    sortable_by = ()
    actions = None

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Suppression], search_term: str
    ) -> tuple[QuerySet[Suppression], bool]:
        found = Suppression.objects.of(search_term).values("pk")
        return (queryset.filter(pk__in=found) if search_term else queryset), False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Suppression | None = None) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: Suppression) -> None:
        verbs.unblock(obj, by=_person(request))

    @admin.display(description=_("address, as a hash"))
    def name(self, suppression: Suppression) -> str:
        return f"{suppression}…"


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  # admin_view lets nobody else through
    return request.user
