"""Templates of recurring pieces in the office."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import PieceTemplate
from articles.recurring.forms import PieceTemplateForm
from newsroom.core.desk.base import DeskAdmin


@admin.register(PieceTemplate)
class PieceTemplateAdmin(DeskAdmin[PieceTemplate]):
    form = PieceTemplateForm
    fields = ("name", "language", "kind", "category", "title", "standfirst", "points", "body")
    list_display = ("name", "language", "changed", "use")
    list_filter = ("language",)
    search_fields = ("name",)
    sortable_by = ()
    add_words = gettext_lazy("New template")
    trail = "template"

    def get_fields(self, request: HttpRequest, obj: PieceTemplate | None = None) -> Any:
        return self.fields

    def has_view_permission(self, request: HttpRequest, obj: PieceTemplate | None = None) -> bool:
        """Whoever may look into a template may change it; everybody who writes begins with one."""
        return self.has_change_permission(request, obj)

    @admin.display(description=gettext_lazy("changed"))
    def changed(self, row: PieceTemplate) -> str:
        return date_format(timezone.localtime(row.changed_at), "SHORT_DATETIME_FORMAT")

    @admin.display(description=gettext_lazy("New article"))
    def use(self, row: PieceTemplate) -> SafeString:
        address = reverse("admin:articles_article_add")
        words = _("Begin an article")
        return format_html('<a class="btn small quiet" href="{}?template={}">{}</a>', address, row.pk, words)

    def save_model(self, request: HttpRequest, obj: PieceTemplate, form: Any, change: bool) -> None:
        obj.changed_at = timezone.now()
        super().save_model(request, obj, form, change)
