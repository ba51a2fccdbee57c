"""What holds for every address under the office's, its sign-in page and its error pages included."""

from collections.abc import Callable
from functools import cache

from csp.constants import NONCE, SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control

METHODS = ["GET", "HEAD", "POST"]
POLICY = {"script-src": [SELF, NONCE]}
"""What the office's content security policy has instead of the public one's: scripts named by a nonce (the body
editor's import map is inline)."""


def in_office(request: HttpRequest) -> bool:
    return request.path.startswith(_office(settings.ROOT_URLCONF))


@cache
def _office(addresses: str) -> str:
    """Asked twice for each request, of the office or not."""
    return reverse("admin:index", urlconf=addresses)


def office_language(request: HttpRequest) -> str:
    """The signed-in person's own; else what the browser's cookie says, then what it asks for."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return str(user.language)
    return translation.get_language_from_request(request)


class DeskMiddleware:
    """The office: its language, its content security policy, never a copy in a cache, and three methods."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.elsewhere = get_response
        self.office = csp_replace(POLICY)(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not in_office(request):
            return self.elsewhere(request)
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        language = office_language(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.office(request)
        # Not `never_cache`: its Expires header tells the second, by which two answers that must be alike would differ.
        patch_cache_control(response, no_cache=True, no_store=True, must_revalidate=True, private=True)
        return response
