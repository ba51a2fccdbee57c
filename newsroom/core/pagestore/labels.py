"""What a page says to a CDN about what it was made from."""

import re
from collections.abc import Collection

from django.conf import settings

from newsroom.core.pagestore import keys

LONGEST, MOST = 16_000, 1000
"""Bytes and keys that both Cloudflare and Fastly read of one header; what comes after they leave out without a word."""
SAYABLE = re.compile(r"[!-+\-./:;<=>?@\[\]^_`{|}~a-z0-9]{1,120}", re.ASCII)
"""No blank, no comma, no capital: Cloudflare doesn't tell these from small letters."""


def labels(made_from: Collection[str], path: str, query: str) -> dict[str, str]:
    """Headers for a page of this decoded path and canonical query.

    A page that has more to say than a header takes says `many`, by which it is forgotten with every change.
    """
    own = {keys.EVERYTHING, keys.address(path)}
    if query:
        own.add(keys.address(f"{path}?{query}"))
    named = sorted({*made_from, *own})
    can_be_said = all(SAYABLE.fullmatch(key) for key in named)
    if not can_be_said or len(named) > MOST or len(",".join(named)) > LONGEST:
        named = sorted({*own, keys.MANY})
    headers = {"Cache-Tag": ",".join(named), "Surrogate-Key": " ".join(named)}
    unread = {"cloudflare": "Surrogate-Key", "fastly": "Cache-Tag"}
    if settings.PAGE_CDN:
        headers.pop(unread.get(settings.PAGE_CDN.kind, ""), None)
    return headers
