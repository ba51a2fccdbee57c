"""An office that has the editor's field on a form and nothing else around it: texts can be written and are stored."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern, path

from articles.body.forms import BodyField
from articles.body.pickers import urls
from articles.models import Article
from newsroom.core.desk.base import DeskAdmin
from newsroom.core.desk.site import DeskSite
from newsroom.urls import urlpatterns as house


class TextForm(forms.ModelForm[Article]):
    body = BodyField(required=False)


class TextAdmin(DeskAdmin[Article]):
    form = TextForm
    fields = ["language", "title", "body"]
    trail = ""

    def get_urls(self) -> list[URLPattern]:
        return [*urls(self.admin_site), *super().get_urls()]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_authenticated

    has_view_permission = has_add_permission = has_change_permission


site = DeskSite(name="admin")
site._registry = {**admin.site._registry}
if site.is_registered(Article):
    site.unregister(Article)
site.register(Article, TextAdmin)
urlpatterns = [path("admin/", site.urls), *(entry for entry in house if str(entry.pattern) != "admin/")]
