"""Where a request comes from, as coarsely as it is of use: a network and a kind of device, never an address."""

import re
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

BROWSERS = (
    ("Edge", r"\bEdgA?/|\bEdgiOS/"),
    ("Opera", r"\bOPR/|\bOPX/"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("Firefox", r"\bFirefox/|\bFxiOS/"),
    ("Chrome", r"\bChrome/|\bCriOS/|\bChromium/"),
    ("Safari", r"\bSafari/"),
)
SYSTEMS = (
    ("Android", r"\bAndroid\b"),
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("ChromeOS", r"\bCrOS\b"),
    ("Windows", r"\bWindows\b"),
    ("macOS", r"\bMac OS X\b"),
    ("Linux", r"\bLinux\b"),
)


def client_network(request: HttpRequest) -> str:
    """The client's network, cut to /24 (IPv4) or /48 (IPv6); `""` where the server names no address.

    With `TRUSTED_PROXIES` proxies of our own in front, the entry that the outermost of them appended to
    X-Forwarded-For is believed and nothing before it, because whatever stands there the client may have written.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    proxies = settings.TRUSTED_PROXIES
    entries = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    if proxies and len(entries) >= proxies:
        return _network(entries[-proxies]) or _network(direct)
    return _network(direct)


def device_summary(request: HttpRequest) -> str:
    """`Firefox · Windows`: what tells one's own devices apart; `""` for what names neither."""
    agent = str(request.META.get("HTTP_USER_AGENT", ""))[:400]
    found = (next((name for name, mark in table if re.search(mark, agent)), "") for table in (BROWSERS, SYSTEMS))
    return " · ".join(filter(None, found))


def _network(address: str) -> str:
    try:
        ip = ip_address(address.strip())
    except ValueError:
        return ""
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is None:
            return str(ip_network((ip.packed, 48), strict=False))
        ip = ip.ipv4_mapped
    return str(ip_network((ip.packed, 24), strict=False))
