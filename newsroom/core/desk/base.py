"""The base of every ModelAdmin of the office."""

from typing import Any, TypeVar

from django.contrib import admin
from django.db import models
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django_stubs_ext import monkeypatch

monkeypatch([admin.ModelAdmin, admin.TabularInline, admin.StackedInline])
M = TypeVar("M", bound=models.Model)


class DeskAdmin(admin.ModelAdmin[M]):
    """What a person may not see is a 404: `get_queryset` narrows, and a missing row is not told from a hidden one."""

    show_facets = admin.ShowFacets.NEVER

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponseRedirect:
        raise Http404
