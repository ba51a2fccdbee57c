"""What somebody sees when an address, a right or a form's stamp is missing: the office's look or the public one."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import defaults

from newsroom.core.desk.middleware import in_office
from newsroom.core.desk.navigation import navigation
from newsroom.core.fault import allowed
from newsroom.core.pagestore.recipe import FOR_ABSENT


def _in_own_office(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return in_office(request) and user is not None and user.is_authenticated


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404. The office's page says the same of everything: nothing of the address or the exception is in it."""
    if not _in_own_office(request):
        response = defaults.page_not_found(request, exception)
        response["Cache-Control"] = FOR_ABSENT
        return response
    context = {**admin.site.each_context(request), "desk_nav": navigation(request, found=False)}
    return render(request, "desk/404.html", context, status=404)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What a person may not see doesn't exist, wherever it is."""
    return not_found(request, exception)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not in_office(request):
        return allowed(defaults.bad_request(request, exception))
    return render(request, "desk/400.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    return allowed(defaults.server_error(request))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 in words: what happened, and what to do so that nothing written is lost. What was posted isn't repeated."""
    return render(request, "desk/403_csrf.html", status=403)
