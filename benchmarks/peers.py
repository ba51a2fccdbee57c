"""Pages of other systems that run on this machine, to be measured beside ours.

BENCH_PEERS="WordPress=http://127.0.0.1:8080/an-article/ Wagtail=http://127.0.0.1:8081/an-article/" make bench
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True)
class Peer:
    port: int
    path: str


def peers(environment: Mapping[str, str] = os.environ) -> dict[str, Peer]:
    """By name. Raises SystemExit for what isn't NAME=ADDRESS, or is an address of another machine."""
    return dict(map(_peer, environment.get("BENCH_PEERS", "").split()))


def _peer(item: str) -> tuple[str, Peer]:
    name, _equals, address = item.partition("=")
    try:
        parts = urlsplit(address)
        is_ours = parts.scheme == "http" and parts.hostname in LOOPBACK
        port = parts.port or 80
    except ValueError:
        is_ours, port = False, 0
    if not name or not is_ours:
        raise SystemExit(f"bench: {item!r} in BENCH_PEERS isn't NAME=http://127.0.0.1:PORT/PATH.")
    query = f"?{parts.query}" if parts.query else ""
    return name, Peer(port, (parts.path or "/") + query)
