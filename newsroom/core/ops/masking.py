"""Takes out of a text what a log must not hold: e-mail addresses, secret parts of links, query strings."""

import re

HIDDEN = "[…]"
_EMAIL = re.compile(r"[\w.+\-]{1,64}(?:@|%40)[\w\-]{1,63}(?:\.[\w\-]{1,63})+", re.IGNORECASE)
_QUERY = re.compile(r"(/[^\s?\"'<>]*)\?[^\s\"'<>]+")
_WORDS = re.compile(r"[A-Za-z0-9_\-:=~]{16,}")
_RUN = re.compile(r"(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{20,}|(?=[a-f]*\d)[0-9a-f]{16,}")


def _hide_token(found: re.Match[str]) -> str:
    """Whether a long run of characters was made by chance: slugs, identifiers and UUIDs are not."""
    text = found.group()
    mixed = any(c.islower() for c in text) and any(c.isupper() for c in text) and any(c.isdigit() for c in text)
    return HIDDEN if mixed or _RUN.search(text) else text


def masked(text: str) -> str:
    """`text` without e-mail addresses, query strings, and what looks like the token of a link."""
    text = _EMAIL.sub(HIDDEN, text)
    text = _QUERY.sub(rf"\1?{HIDDEN}", text)
    return _WORDS.sub(_hide_token, text)
