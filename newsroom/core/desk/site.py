"""Our AdminSite: navigation, dashboard, and one answer for what is hidden and what doesn't exist."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.views.i18n import JavaScriptCatalog

from newsroom.core.accounts.site import AccountPages
from newsroom.core.desk import views
from newsroom.core.desk.dashboard import board
from newsroom.core.desk.navigation import navigation
from newsroom.core.models import PublicationText
from newsroom.core.pagestore.desk import stored_pages

V = TypeVar("V", bound=Callable[..., HttpResponseBase])

REPLACED = {"password_change/", "password_change/done/", "r/<path:content_type_id>/<path:object_id>/"}
"""Stock routes that the office has its own for, or none."""


class DeskSite(AccountPages):
    index_title = _("Today")
    empty_value_display = "–"

    def __init__(self, name: str = "admin") -> None:
        """Deleting many rows at once goes round the verbs; a list whose rows may go that way names the action."""
        super().__init__(name)
        self.disable_action("delete_selected")

    def admin_view(self, view: V, cacheable: bool = False) -> V:
        def hiding(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return view(request, *args, **kwargs)
            except PermissionDenied as error:
                raise Http404 from error

        return super().admin_view(update_wrapper(hiding, view), cacheable)  # type: ignore[return-value]  # a view all the same

    def get_urls(self) -> list[URLPattern | URLResolver]:
        stock = [entry for entry in super().get_urls() if str(entry.pattern) not in REPLACED]
        own: list[URLPattern | URLResolver] = [
            path("language/", views.choose_language, name="language"),
            path("pages/", self.admin_view(stored_pages), name="core_pages"),
            path("r/<int:content_type_id>/<path:object_id>/", self.admin_view(self.view_on_site), name="view_on_site"),
        ]
        return own + stock

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Names and navigation are read from the database when a template asks for them, not before."""
        name = SimpleLazyObject(PublicationText.objects.masthead)
        return {
            **super().each_context(request),
            "site_header": name,
            "site_title": name,
            "desk_nav": SimpleLazyObject(lambda: navigation(request)),
        }

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Asking every model for its permissions takes long, and of the pages that have the list only one shows it."""
        found = super().get_app_list
        return found(request, app_label) if app_label else SimpleLazyObject(lambda: found(request))  # type: ignore[return-value]  # a list, once it is looked at

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        mine = {"now": timezone.localtime(), "board": board(request)}
        return super().index(request, {**mine, **(extra_context or {})})

    def i18n_javascript(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The words of every installed app's scripts, not of the admin's alone: the body editor has its own."""
        return JavaScriptCatalog().get(request)

    def view_on_site(self, request: HttpRequest, content_type_id: int, object_id: str) -> HttpResponseBase:
        """Stock leads anybody to any row's public address; here it takes the right to see the row in the office."""
        content_type = ContentType.objects.filter(pk=content_type_id).first()
        model = content_type.model_class() if content_type else None
        model_admin = self._registry.get(model) if model else None
        row = model_admin.get_object(request, object_id) if model_admin else None
        if model_admin is None or row is None or not model_admin.has_view_permission(request, row):
            raise Http404
        return shortcut(request, content_type_id, object_id)
