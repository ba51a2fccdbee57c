"""Addresses that people type and addresses that we give out."""

from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

SCHEMES = frozenset({"http", "https"})


def validate_link(value: str) -> None:
    """Refuses whatever a browser might run or that leads nowhere: only absolute http and https addresses pass."""
    refusal = ValidationError(_("Enter a complete web address that begins with https:// or http://."), code="link")
    if any(ord(character) <= 32 or ord(character) == 127 or character in "\\<>\"'`" for character in value):
        raise refusal
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018  # raises ValueError for a port that is none
    except ValueError:
        raise refusal from None
    if parts.scheme.lower() not in SCHEMES or not parts.hostname or parts.username is not None:
        raise refusal


def absolute(path: str) -> str:
    """`path` on the site's own address, for mails, feeds and metadata."""
    return urljoin(settings.SITE_URL + "/", path)


class LinkField(models.URLField[Any, Any]):
    """A URLField for links that readers get; see `validate_link`."""

    default_validators = [validate_link]  # noqa: RUF012  # Django's own attribute
