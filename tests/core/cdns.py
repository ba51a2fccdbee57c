"""A CDN on this machine, for tests: it remembers what it was asked and answers what it is told."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from newsroom.core.env_cdn import Cdn, Kind

TOKEN = "T0kenOf-4nybody.who_may-purge"  # opens nothing


@dataclass
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: str


@dataclass
class FakeCdn:
    asked: list[Asked] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    """The next ones; afterwards it is content."""
    port: int = 0

    def says(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.answers.append((status, {name.replace("_", "-"): value for name, value in headers.items()}, body))

    def named(self, kind: Kind, path: str = "/zone") -> Cdn:
        return Cdn(kind, f"http://127.0.0.1:{self.port}{path}", TOKEN)


@contextmanager
def cdn_here() -> Iterator[FakeCdn]:
    fake = FakeCdn()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            fake.asked.append(Asked(self.command, self.path, dict(self.headers), body))
            status, headers, answer = fake.answers.pop(0) if fake.answers else (200, {}, b'{"success": true}')
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST  # noqa: N815  # the server's name for it

        def log_message(self, *_given: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    fake.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
