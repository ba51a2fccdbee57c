"""Whether a form was sent from a page of ours: what protects public forms, whose pages hold no cookie and no token."""

from django.http import HttpRequest
from django.utils.translation import gettext as _


def same_origin(request: HttpRequest) -> bool:
    """Whether the browser says that one of this site's own pages sent the request; silence is a no.

    No page can write `Sec-Fetch-Site` or `Origin` itself. Browsers leave out the first where the connection isn't
    safe, and send `null` as the second where somebody hides the referrer: then the other one decides. Where both
    speak, both must agree.
    """
    site = request.headers.get("Sec-Fetch-Site", "")
    origin = request.headers.get("Origin", "")
    is_ours = origin == f"{request.scheme}://{request.get_host()}"
    if site:
        return site == "same-origin" and (is_ours or origin in {"", "null"})
    return is_ours


def refusal() -> str:
    """What to tell the person whose form came from elsewhere, or whose browser didn't say."""
    return _(
        "We couldn’t make out that this form was sent from our own page, so nothing was done. Send it again from this "
        "page; if that fails too, use an up-to-date browser, or switch off what hides where you come from."
    )
