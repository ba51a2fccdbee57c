from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver

from newsroom.core.accounts import urls, views


class AccountPages(admin.AdminSite):
    """The part of the admin site that deals with accounts: our door in the place of the stock one, our addresses."""

    def get_urls(self) -> list[URLPattern | URLResolver]:
        return [*urls.urlpatterns(self.admin_view), *super().get_urls()]

    def login(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return views.sign_in(request)

    def logout(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> Any:
        return views.sign_out(request)
