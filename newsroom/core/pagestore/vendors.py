"""How each CDN is told to forget: the request, and what its answer means.

Nothing that is raised or logged here holds the token, an answer's words, or anything else that somebody sent.
"""

import json
import ssl
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit

from newsroom.core.env_cdn import Cdn, is_safe
from newsroom.core.models import Problem
from newsroom.core.pagestore.keys import EVERYTHING

TIMEOUT = 10.0
"""Seconds for each step of a request."""
BATCHES = {"cloudflare": 100, "fastly": 256, "own": 256}
"""How many keys a request may name."""
LONGEST_ANSWER = 64 * 1024
LONGEST_WAIT = 600
MEANING = {
    401: Problem.REFUSED,
    403: Problem.REFUSED,
    404: Problem.UNKNOWN,
    408: Problem.BUSY,
    410: Problem.UNKNOWN,
    425: Problem.BUSY,
    429: Problem.BUSY,
}


class PurgeError(Exception):
    """It did not forget. `wait`: so many seconds it wants not to be asked."""

    def __init__(self, problem: Problem, *, status: int = 0, wait: int = 0) -> None:
        super().__init__(f"The CDN did not forget ({problem.value}{f', {status}' if status else ''}).")
        self.problem, self.status, self.wait = problem, status, wait


@dataclass(frozen=True)
class Order:
    """One POST; `below` is added to the address."""

    headers: dict[str, str]
    body: str = ""
    below: str = ""


def forget(cdn: Cdn, keys: Sequence[str]) -> None:
    """Pages with one of these keys, which fit one batch. Raises PurgeError."""
    if cdn.kind == "fastly":
        _send(cdn, Order({"Surrogate-Key": " ".join(keys)}, below="/purge"))
    else:
        _send(cdn, _in_json({"tags" if cdn.kind == "cloudflare" else "keys": list(keys)}))


def forget_everything(cdn: Cdn) -> None:
    """Whatever it holds of this site, with keys or without. Raises PurgeError."""
    if cdn.kind == "fastly":
        _send(cdn, Order({}, below="/purge_all"))
    elif cdn.kind == "cloudflare":
        _send(cdn, _in_json({"purge_everything": True}))
    else:
        forget(cdn, [EVERYTHING])


def batches(cdn: Cdn, keys: Sequence[str]) -> Iterator[Sequence[str]]:
    size = BATCHES[cdn.kind]
    for start in range(0, len(keys), size):
        yield keys[start : start + size]


def _in_json(content: dict[str, object]) -> Order:
    return Order({"Content-Type": "application/json"}, json.dumps(content))


def _send(cdn: Cdn, order: Order) -> None:
    if not is_safe(cdn.address):
        raise PurgeError(Problem.UNSAFE)
    own = {"Fastly-Key": cdn.token} if cdn.kind == "fastly" else {"Authorization": f"Bearer {cdn.token}"}
    headers = {"Accept": "application/json", "User-Agent": "newsroom", "Connection": "close", **order.headers, **own}
    try:
        status, wait, answer = _exchange(f"{cdn.address}{order.below}", headers, order.body)
    except (OSError, HTTPException, ValueError):
        # Without its cause: a header that can't be sent is quoted in the error.
        raise PurgeError(Problem.SILENT) from None
    if not 200 <= status < 300:
        raise PurgeError(_meaning(status), status=status, wait=wait)
    if cdn.kind == "cloudflare" and not _says_success(answer):
        raise PurgeError(Problem.REJECTED, status=status)


def _exchange(address: str, headers: dict[str, str], body: str) -> tuple[int, int, bytes]:
    """Status, seconds to wait, answer. A redirect is an answer like any other: it is not followed."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    connection: HTTPConnection
    if parts.scheme == "https":
        connection = HTTPSConnection(host, parts.port, timeout=TIMEOUT, context=ssl.create_default_context())
    else:
        connection = HTTPConnection(host, parts.port, timeout=TIMEOUT)
    try:
        connection.request("POST", parts.path or "/", body.encode(), headers)
        response = connection.getresponse()
        return response.status, _wait(response), response.read(LONGEST_ANSWER)
    finally:
        connection.close()


def _wait(response: HTTPResponse) -> int:
    """Of its Retry-After; 0 where there is none in seconds."""
    said = response.getheader("Retry-After", "")
    return min(int(said), LONGEST_WAIT) if said.isascii() and said.isdigit() and len(said) < 10 else 0


def _meaning(status: int) -> Problem:
    if status in MEANING:
        return MEANING[status]
    if 300 <= status < 400:
        return Problem.MOVED
    return Problem.REJECTED if 400 <= status < 500 else Problem.BROKEN


def _says_success(answer: bytes) -> bool:
    """Cloudflare says so in words too; where it says nothing, its status counts."""
    try:
        said = json.loads(answer)
    except ValueError:
        return True
    return not isinstance(said, dict) or said.get("success") is not False
