from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from newsletter.models import Newsletter
from newsletter.models.subscription import State
from newsroom.core.desk.base import DeskAdmin
from newsroom.core.pagestore import changed, keys


@admin.register(Newsletter)
class NewsletterAdmin(DeskAdmin[Newsletter]):
    trail = "newsletter"
    list_display = ["name", "language", "readers", "is_open"]
    list_filter = ["language"]
    fields = ["name", "slug", "language", "description", "is_open", "position"]
    prepopulated_fields = {"slug": ["name"]}
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Newsletter]:
        active = Count("subscriptions", filter=Q(subscriptions__state=State.ACTIVE))
        return super().get_queryset(request).annotate(active_readers=active)

    def get_readonly_fields(self, request: HttpRequest, obj: Newsletter | None = None) -> list[str]:
        """Mail programs sort by the slug, readers chose the language: neither moves once there are readers."""
        return ["slug", "language"] if obj and obj.subscriptions.exists() else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Newsletter | None = None) -> dict[str, Any]:
        return {} if obj else {"slug": ["name"]}

    def save_model(self, request: HttpRequest, obj: Newsletter, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        changed(keys.newsletter())

    def delete_model(self, request: HttpRequest, obj: Newsletter) -> None:
        super().delete_model(request, obj)
        changed(keys.newsletter())

    @admin.display(description=_("readers"))
    def readers(self, newsletter: Any) -> int:
        return int(newsletter.active_readers)
