"""Having one page made anew by hand, for when what is shown is wrong and nobody knows why."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from newsroom.core import audit
from newsroom.core.models import User
from newsroom.core.pagestore import cdn, keys
from newsroom.core.pagestore.address import LONGEST_PATH, params_of
from newsroom.core.pagestore.changes import changed

LONGEST = 2000
PORTS = {"http": 80, "https": 443}


class PurgeForm(forms.Form):
    address = forms.CharField(
        label=_("Address of the page"),
        max_length=LONGEST,
        help_text=_('As it stands in the browser’s address line, or its path: <bdi dir="ltr">/politique/</bdi>'),
        widget=forms.TextInput({"dir": "ltr", "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_address(self) -> str:
        return path_of(self.cleaned_data["address"])


def path_of(address: str) -> str:
    """The decoded path of a page of this site. Raises ValidationError for what is none."""
    site = urlsplit(settings.SITE_URL)
    try:
        parts = urlsplit(address)
        wanted = (parts.hostname, parts.port or PORTS.get(parts.scheme))
    except ValueError:
        parts, wanted = urlsplit(""), (None, None)
    ours = {(site.hostname, site.port or port) for port in PORTS.values()}
    is_path = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    if not is_path and (parts.scheme not in PORTS or wanted not in ours):
        raise ValidationError(
            _("This is no address of this site. Its addresses begin with %(site)s."), params={"site": settings.SITE_URL}
        )
    path = unquote(parts.path) or "/"
    if len(path) > LONGEST_PATH or not path.isprintable() or params_of(path) is None:
        raise ValidationError(_("Readers find no stored page at this address. Copy it from the page itself."))
    return path


def purge(path: str, *, by: User) -> None:
    """Every machine forgets this page, with its parameters and last good copies; this one before the answer."""
    with transaction.atomic():
        changed(keys.address(path), hides=True)
        audit.record("pages.purged", path, by=by)


def empty_cdn(*, by: User) -> None:
    """The CDN in front forgets everything, as soon as a worker gets to it."""
    with transaction.atomic():
        cdn.purge_everything.enqueue()
        audit.record("pages.emptied", by=by)


VERBS: dict[str, Any] = {
    "pages_purged": _("%(actor)s had the page %(target)s made anew."),
    "pages_emptied": _("%(actor)s had the CDN forget everything."),
}
