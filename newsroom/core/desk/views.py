from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

from newsroom.core.models import User


def back_to(request: HttpRequest) -> str:
    """The page of the office that the form was on; the dashboard where the browser doesn't say or names another site.

    The page tells it by the Referer header and not in a field, so that no page has to repeat its own address.
    """
    came_from = request.META.get("HTTP_REFERER", "")
    office = reverse("admin:index")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    parts = urlsplit(came_from) if ours else urlsplit("")
    if not parts.path.startswith(office):
        return office
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """The office's language: on the account of whoever is signed in, and in this browser for the sign-in page."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES) or not check_for_language(language):
        return HttpResponseBadRequest()
    response = HttpResponseRedirect(back_to(request))
    if isinstance(request.user, User):
        request.user.language = language
        request.user.save(update_fields=["language"])
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    return response
