"""Addresses of the whole site, outside its languages: what machines ask for."""

from datetime import datetime, timedelta
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.templatetags.static import static
from django.urls import path, register_converter, reverse
from django.urls.converters import StringConverter
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles import looks
from articles.shell import COLOURS_AT_MOST
from newsroom.core.links import absolute
from newsroom.core.models import Publication
from newsroom.core.pagestore.negotiation import Coding
from newsroom.core.pagestore.page import codings

app_name = "site"
STATIC = settings.STATIC_URL.removeprefix("/")
FOR_EVER = "public, max-age=31536000, immutable"


class ColoursConverter(StringConverter):
    """Colours without their #, joined by hyphens."""

    regex = rf"[0-9a-f]{{6}}(?:-[0-9a-f]{{6}}){{0,{COLOURS_AT_MOST - 1}}}"


class ReleaseConverter(StringConverter):
    """What `articles.looks.release` answers here, or answered in another release of the site."""

    regex = "[0-9a-f]{12}"


register_converter(ColoursConverter, "colours")
register_converter(ReleaseConverter, "release")


@require_safe
def style(request: HttpRequest, release: str, colours: str) -> HttpResponse:
    """The site's looks in its sections' colours, for ever. Asked for another release's, as while machines are being
    renewed, it has ours, which is nearer than none, and nobody may keep it."""
    bodies, is_ours = looks.at(request.path, colours), release == looks.release()
    name, body = {
        Coding.IDENTITY: ("", bodies.body),
        Coding.GZIP: ("gzip", bodies.gzip),
        Coding.BROTLI: ("br", bodies.brotli),
    }[codings[request.headers.get("Accept-Encoding", "")]]
    answer = HttpResponse(body, content_type="text/css; charset=utf-8", headers={"Vary": "Accept-Encoding"})
    if name:
        answer["Content-Encoding"] = name
    answer["Cache-Control"] = FOR_EVER if is_ours else "no-store"
    return answer


@require_safe
@cache_control(public=True, max_age=86_400)
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /outbox/", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=86_400)
def favicon(request: HttpRequest) -> HttpResponse:
    """For what asks without reading the page, which names the picture itself."""
    return HttpResponsePermanentRedirect(static("site/icon.svg"))


@require_safe
@cache_control(public=True, max_age=3600)
def security(request: HttpRequest, at: datetime | None = None) -> HttpResponse:
    """RFC 9116: where to report a hole. Valid for three months, since a stale address is worse than none."""
    email = Publication.objects.values_list("contact_email", flat=True).first()
    if not email:
        raise Http404
    until = ((at or timezone.now()) + timedelta(days=90)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: mailto:{quote(email, safe='@.+-_')}",
        f"Expires: {until.astimezone(timezone.get_fixed_timezone(0)):%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: fr, ar, en",
        f"Canonical: {absolute(reverse('site:security'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


urlpatterns = [
    path(f"{STATIC}site/looks-<release:release>-<colours:colours>.css", style, name="looks"),
    path("robots.txt", robots, name="robots"),
    path("favicon.ico", favicon, name="favicon"),
    path(".well-known/security.txt", security, name="security"),
]
