"""What the editor's pickers ask for while somebody types, as JSON. They change nothing and tell no secret.

`?q=` searches; `?id=1&id=2` says what these are. Whoever may not write articles finds no such address.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import URLPattern, path
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.body import dropping, search
from newsroom.core.models import User

MOST_IDS = 200


def urls(site: AdminSite) -> list[URLPattern]:
    """For `ArticleAdmin.get_urls`, before the stock ones."""
    return [
        path("pick/article/", site.admin_view(_for_get(pick_article)), name="articles_pick_article"),
        path("pick/image/", site.admin_view(_for_get(pick_image)), name="articles_pick_image"),
        *dropping.urls(site),
    ]


def _for_get(view: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    return never_cache(require_safe(view))


def pick_article(request: HttpRequest) -> JsonResponse:
    user, at = _writer(request, "articles.view_article"), timezone.now()
    if "id" in request.GET:
        return _answer(search.articles_of(user, _ids(request), at=at))
    besides = next(iter(_numbers([request.GET.get("besides", "")])), None)
    language = _language(request) if "language" in request.GET else ""
    return _answer(search.articles(user, request.GET.get("q", ""), at=at, language=language, besides=besides))


def pick_image(request: HttpRequest) -> JsonResponse:
    _writer(request, "articles.view_image")
    today, language = timezone.localdate(), _language(request)
    if "id" in request.GET:
        return _answer(search.images_of(_ids(request), on=today, language=language))
    return _answer(search.images(request.GET.get("q", ""), on=today, language=language))


def _writer(request: HttpRequest, permission: str) -> User:
    user = request.user
    if not isinstance(user, User) or not user.has_perm(permission):
        raise PermissionDenied
    return user


def _answer(found: list[dict[str, Any]]) -> JsonResponse:
    return JsonResponse({"found": found})


def _language(request: HttpRequest) -> str:
    """The text's: the one asked for if texts are written in it, else the person's own."""
    asked = request.GET.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else translation.get_language() or settings.LANGUAGE_CODE


def _ids(request: HttpRequest) -> list[int]:
    return _numbers(request.GET.getlist("id")[:MOST_IDS])


def _numbers(values: list[str]) -> list[int]:
    return [int(value) for value in values if value.isascii() and value.isdecimal() and len(value) <= 18]
