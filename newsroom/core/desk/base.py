"""The base of every ModelAdmin of the office."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import js_asset
from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_stubs_ext import monkeypatch

from newsroom.core import audit
from newsroom.core.desk.lists import UncountedChangeList, status_tabs
from newsroom.core.models import AuditEntry, User
from newsroom.core.registry import Words
from newsroom.core.several import SeveralField

monkeypatch([admin.ModelAdmin, admin.TabularInline, admin.StackedInline])
M = TypeVar("M", bound=models.Model)

NATIVE: Mapping[type[models.Field[Any, Any]], Mapping[str, Any]] = {
    models.DateTimeField: {
        # The admin's own field splits date and time in two: the form class goes with the widget.
        "form_class": forms.DateTimeField,
        "widget": forms.DateTimeInput({"type": "datetime-local", "step": "60"}, format="%Y-%m-%dT%H:%M"),
    },
    models.DateField: {"widget": forms.DateInput({"type": "date"}, format="%Y-%m-%d")},
    models.TimeField: {"widget": forms.TimeInput({"type": "time"}, format="%H:%M")},
    models.URLField: {"widget": forms.URLInput({"class": "vURLField"})},
    models.ManyToManyField: {"form_class": SeveralField},
}
"""The browser's own inputs: they know the person's calendar, work on a phone and need no script. And numbers of rows
that no row can have are refused."""


WRITTEN = (forms.TextInput, forms.Textarea, forms.EmailInput, forms.URLInput)


class DeskFields:
    """Native inputs; and text takes the direction of what is typed: Arabic in a French office reads right to left."""

    formfield_overrides = NATIVE

    def formfield_for_dbfield(self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]  # a mix-in for the admin's classes
        if isinstance(field, forms.CharField) and isinstance(field.widget, WRITTEN):
            is_address = isinstance(field, forms.URLField | forms.EmailField)
            field.widget.attrs.setdefault("dir", "ltr" if is_address else "auto")
        return field


class DeskAdmin(DeskFields, admin.ModelAdmin[M]):
    """What a person may not see is a 404: `get_queryset` narrows, and a missing row is not told from a hidden one."""

    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    tabs_field = ""
    """A field with choices: the list gets a tab for each."""
    add_words: Words = ""
    """What the list's button says that leads to the form for a new row; empty: the plain words."""
    trail = "entry"
    """The family of audit verbs – `<trail>.added`, `.changed`, `.deleted` – by which the stock forms are recorded.
    Empty where the forms call verbs that record themselves."""

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponseRedirect:
        raise Http404

    # -- the list and the form ----------------------------------------------------------------------------------------
    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return UncountedChangeList

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        context: dict[str, Any] = {"title": capfirst(self.opts.verbose_name_plural)}
        if self.tabs_field and self.has_view_or_change_permission(request):
            context["tabs"] = status_tabs(self.get_queryset(request), self.tabs_field, request)
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        # Django 5.2 puts no nonce on a form's media, and an import map is an inline script.
        nonce = getattr(request, "csp_nonce", "")
        context["media"] = js_asset.Media.from_media(context["media"], nonce=nonce)
        return super().render_change_form(request, context, *args, **kwargs)

    # -- one trail: Django's own log stays empty ----------------------------------------------------------------------
    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """The names of what was changed: data of the audit entry, not words."""
        changed = list(form.changed_data)
        changed += [formset.prefix for formset in formsets or () if formset.has_changed()]
        return changed

    def log_addition(self, request: HttpRequest, obj: M, message: Any) -> None:  # type: ignore[override]  # no log entry
        self._record(request, "added", obj)

    def log_change(self, request: HttpRequest, obj: M, message: Any) -> None:  # type: ignore[override]  # as above
        if message:
            self._record(request, "changed", obj, fields=list(message))

    def log_deletions(self, request: HttpRequest, queryset: Sequence[M] | models.QuerySet[M]) -> None:  # type: ignore[override]  # as above
        for row in queryset:
            self._record(request, "deleted", row)

    def _record(self, request: HttpRequest, what: str, row: M, **detail: Any) -> None:
        if self.trail and isinstance(request.user, User):
            audit.record(f"{self.trail}.{what}", row, by=request.user, **detail)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What the audit trail tells about one row, the latest first."""
        row = self.get_object(request, unquote(object_id))
        if row is None or not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        paginator = Paginator(AuditEntry.objects.about(row), 50)
        page = paginator.get_page(request.GET.get(PAGE_VAR, 1))
        context = {
            **self.admin_site.each_context(request),
            "title": _("History"),
            "page": page,
            "entries": [(entry, self.field_names(entry)) for entry in page],
            "page_var": PAGE_VAR,
            "object": row,
            "opts": self.opts,
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, self.object_history_template or "admin/object_history.html", context)

    def field_names(self, entry: AuditEntry) -> list[str]:
        """What an entry's `fields` are called; related rows go by the name of their model."""
        names = entry.detail.get("fields", [])
        related = {relation.get_accessor_name(): relation for relation in self.opts.related_objects}
        return [self._field_name(name, related) for name in names if isinstance(name, str)]

    def _field_name(self, name: str, related: dict[str | None, Any]) -> str:
        if name in related:
            return str(related[name].related_model._meta.verbose_name_plural)
        try:
            return str(getattr(self.opts.get_field(name), "verbose_name", name))
        except FieldDoesNotExist:
            return name
