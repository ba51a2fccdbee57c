"""What the environment says about the CDN in front of the site: who it is, and where and how it is told to forget."""

import re
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from newsroom.core.env import Environment, is_loopback

Kind = Literal["cloudflare", "fastly", "own"]
KINDS = ("none", "cloudflare", "fastly", "own")
APIS = {
    "cloudflare": "https://api.cloudflare.com/client/v4/zones/{service}/purge_cache",
    "fastly": "https://api.fastly.com/service/{service}",
}
SERVICES = {
    "cloudflare": (re.compile(r"[0-9a-f]{32}"), "Write the zone's ID: 32 digits and letters from a to f."),
    "fastly": (re.compile(r"[A-Za-z0-9]{16,32}"), "Write the service's ID: about 22 letters and digits."),
}
TOKEN = re.compile(r"[!-~]{16,512}", re.ASCII)
OF_A_VENDOR, OF_ONES_OWN = "NEWSROOM_CDN_SERVICE", "NEWSROOM_CDN_ADDRESS"


@dataclass(frozen=True)
class Cdn:
    kind: Kind
    address: str
    """Where it is told to forget."""
    token: str = field(repr=False)


def is_safe(address: str) -> bool:
    """Whether a token may travel there: over TLS, or without leaving this machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))


def read_cdn(env: Environment) -> Cdn | None:
    kind = env.choice("NEWSROOM_CDN", "none", KINDS)
    service, address = env.text("NEWSROOM_CDN_SERVICE"), env.text("NEWSROOM_CDN_ADDRESS")
    token = env.text("NEWSROOM_CDN_TOKEN")
    if kind == "none":
        for name in (OF_A_VENDOR, OF_ONES_OWN, "NEWSROOM_CDN_TOKEN"):
            if env.text(name):
                env.refuse(name, f"It is for a CDN, and none is named: set NEWSROOM_CDN ({', '.join(KINDS[1:])}) too.")
        return None
    if not TOKEN.fullmatch(token):
        env.refuse("NEWSROOM_CDN_TOKEN", "Write the token that the CDN gave you: 16 characters or more, no blanks.")
    if kind == "own":
        _check_own(env, address)
        return Cdn("own", address, token)
    pattern, remedy = SERVICES[kind]
    if not pattern.fullmatch(service):
        env.refuse(OF_A_VENDOR, remedy)
    if address:
        env.refuse(OF_ONES_OWN, f"Remove it: it is for NEWSROOM_CDN=own, and the address of {kind} is known.")
    return Cdn("fastly" if kind == "fastly" else "cloudflare", APIS[kind].format(service=service), token)


def _check_own(env: Environment, address: str) -> None:
    if env.text(OF_A_VENDOR):
        env.refuse(OF_A_VENDOR, f"Remove it: a cache of your own is found by {OF_ONES_OWN}.")
    remedy = "Write where your cache is told to forget: https://cache.example.ma/purge, or http://127.0.0.1:6081/purge."
    try:
        parts = urlsplit(address)
        is_address = bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_address = False
    extra = is_address and ("@" in parts.netloc or parts.query or parts.fragment)
    if not is_address or not address.isascii() or not address.isprintable() or " " in address or extra:
        env.refuse(OF_ONES_OWN, remedy)
    elif not is_safe(address):
        env.refuse(OF_ONES_OWN, f"The token would travel in the open. {remedy}")
