"""Addresses that people type and addresses that we give out."""

import re
import unicodedata
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

MAX_LENGTH = 2000
UNSAFE = frozenset('\\<>"`')
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"})
"""Unicode categories of what can't be seen: nobody can check an address that holds one of them."""
_PATH = re.compile(r"/(?![/\\])")
_shape = URLValidator(schemes=["http", "https"])


def validate_link(value: str) -> None:
    """Refuses whatever a browser might run or that leads nowhere: only absolute http and https addresses pass.

    Names and passwords in the address are refused too: `https://bank.ma@example.net/` doesn't lead to a bank.
    """
    refusal = ValidationError(_("Enter a complete web address that begins with https:// or http://."), code="link")
    if len(value) > MAX_LENGTH:
        raise ValidationError(_("This address is too long; web addresses end before 2,000 characters."), code="link")
    if any(character in UNSAFE or unicodedata.category(character) in UNSEEN for character in value):
        raise refusal
    try:
        _shape(value)
        parts = urlsplit(value)
        port = parts.port
    except (ValidationError, ValueError):
        raise refusal from None
    if "@" in parts.netloc or port == 0:
        raise refusal


def is_link(value: str) -> bool:
    try:
        validate_link(value)
    except ValidationError:
        return False
    return True


def safe_href(value: str) -> str | None:
    """The target of a link in a text, as browsers will read it, or None for one that readers must not get.

    Allowed: what `validate_link` allows, `mailto:`, `tel:`, paths on this site and anchors on the page.
    """
    value = re.sub(r"[\t\n\r]", "", value).strip("".join(map(chr, range(33))))  # as browsers do
    value = "".join(quote(c) if c in UNSAFE or c in " '" else c for c in value)
    if any(unicodedata.category(character) in UNSEEN for character in value) or len(value) > MAX_LENGTH:
        return None
    if value.startswith("#") or re.match(r"/(?!/)", value):
        return value
    if re.fullmatch(r"mailto:[^\s@,?&]+@[^\s@,?&]+(\?subject=[^\s&]*)?|tel:\+?[0-9().-]+", value, re.IGNORECASE):
        return value
    return value if is_link(value) else None


def safe_next(url: str, request: HttpRequest) -> str:
    """`url` where it stays on this site, else an empty string: for the redirect after a form."""
    secure = request.is_secure()
    good = url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}, require_https=secure)
    return url if good else ""


def absolute(path: str) -> str:
    """`path` on the site's own address, for mails, feeds and metadata. Raises ValueError for what isn't a path."""
    if not _PATH.match(path):
        raise ValueError(f"{path!r} is not a path on this site; begin with one slash.")
    # What dots in it mean is worked out only where there are any.
    return urljoin(f"{settings.SITE_URL}/", path) if "/." in path else f"{settings.SITE_URL}{path}"


class LinkField(models.URLField[Any, Any]):
    """A URLField for links that readers get; see `validate_link`."""

    default_validators = [validate_link]

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        """What is typed without a scheme is taken for https."""
        return super().formfield(**{"assume_scheme": "https", **kwargs})
