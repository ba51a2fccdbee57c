from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def page(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> TemplateResponse:
    """A page of the office or at its door, with what its frame needs. Its links tell no other site where they stood."""
    response = TemplateResponse(request, template, {**admin.site.each_context(request), **context}, status=status)
    response["Referrer-Policy"] = "same-origin"
    return response


def safe_path(wanted: str) -> str:
    """`wanted` where it is a path on this site, else the desk: nobody is led away by a link to the sign-in page."""
    local = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if local else reverse("admin:index")
