"""The demo's own delivery of pictures; in production nginx does it, by the same rules."""

from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

TYPES = {".avif": "image/avif", ".webp": "image/webp", ".jpg": "image/jpeg", ".png": "image/png"}
HEADERS = {
    # A name never comes to mean another picture.
    "Cache-Control": "public, max-age=31536000, immutable",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "cross-origin",  # mails and feed readers show them too
}


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponse:
    """One file of the media folder, if it is a picture; there is nothing else to be had and nothing to be listed."""
    found = TYPES.get(PurePosixPath(name).suffix)
    hidden = any(part.startswith(".") for part in name.split("/"))
    if not settings.DEMO or not found or hidden or "\0" in name or "\\" in name:
        raise Http404
    try:
        with default_storage.open(name) as file:
            content = file.read()
    except (OSError, SuspiciousFileOperation) as error:
        raise Http404 from error
    return HttpResponse(content, content_type=found, headers=HEADERS)


urlpatterns = [path("media/<path:name>", media, name="media")]
