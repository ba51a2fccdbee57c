"""The real site on loopback, and nginx before it as deploy/ sets it up."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from functools import cache
from pathlib import Path

from django.conf import settings

from newsroom.core.ops.supervisor import answers
from tests.core.fronts import Got
from tests.core.processes import ROOT, descendants, eventually, free_port, manage

SETTINGS = {"DJANGO_SETTINGS_MODULE": "newsroom.settings"}


@dataclass
class Served:
    folder: Path
    port: int
    process: "subprocess.Popen[str]"

    def get(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Got:
        return ask(self.port, path, method, body, **headers)

    def is_stored(self, path: str) -> bool:
        return (self.folder / "pages/site" / path.strip("/") / "index.html").exists()

    def kill(self) -> None:
        """The whole site at once, as the kernel would."""
        for pid in [self.process.pid, *descendants(self.process.pid)]:
            os.kill(pid, signal.SIGKILL)
        eventually(lambda: not answers("127.0.0.1", self.port))


def ask(port: int, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Got:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        names = {name.title().replace("Etag", "ETag"): value for name, value in response.getheaders()}
        return Got(response.status, names, response.read())
    finally:
        connection.close()


def raw(port: int, words: bytes) -> str:
    """The whole answer to a request that no client would write."""
    with socket.create_connection(("127.0.0.1", port), timeout=4) as connection:
        connection.sendall(words)
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
        return b"".join(parts).decode(errors="replace")


@cache
def static_files() -> Path:
    """Collected once for all tests and runs, and again when one of them has changed: compressing takes its time."""
    data = Path(settings.DATA_DIR) / "served"
    data.mkdir(parents=True, exist_ok=True)
    collect = "import django; django.setup(); from newsroom.core.ops import assets; assets.collect()"
    with (data / "lock").open("w") as lock:
        flock(lock, LOCK_EX)
        own = os.environ | SETTINGS | {"NEWSROOM_DATA": str(data)}
        subprocess.run([sys.executable, "-c", collect], cwd=ROOT, env=own, check=True)
    return data / "static"


@contextmanager
def served(folder: Path, *, port: str = "", **variables: str) -> Iterator[Served]:
    """On a free port, or on that of one that has died."""
    folder.mkdir(exist_ok=True)
    (folder / "static").symlink_to(static_files())
    number = int(port or free_port())
    arguments = ("serve", "--port", str(number), "--workers", "1")
    with manage(*arguments, folder=folder, **SETTINGS, **variables) as process:
        site = Served(folder, number, process)
        below: list[int] = []
        try:
            eventually(lambda: answers("127.0.0.1", number), seconds=60)
            below = descendants(process.pid)
            yield site
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)
            eventually(lambda: not any(Path(f"/proc/{pid}/cmdline").exists() for pid in below))


def nginx_configuration(folder: Path, port: int, upstream: int) -> str:
    """deploy/nginx.conf with a loopback port for TLS and its folders in `folder`; nothing else is touched."""
    text = (ROOT / "deploy/nginx.conf").read_text()
    start = text.rindex("\nserver {")
    others = re.sub(r"\nserver \{.*?\n\}\n", "\n", text[:start] + "\n", flags=re.DOTALL)
    site = re.sub(r"\n *(ssl_\w+|listen \[::\]).*", "", text[start:])
    site = site.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};").replace("example.ma", "127.0.0.1")
    whole = (others + site).replace("127.0.0.1:8000", f"127.0.0.1:{upstream}")
    whole = whole.replace("/var/lib/newsroom", str(folder)).replace("/var/log/nginx", str(folder))
    proxy = (ROOT / "deploy/newsroom_proxy.conf").read_text()
    # Browsers leave a standard port out, which this one isn't.
    (folder / "proxy.conf").write_text(proxy.replace("Host $host;", "Host $http_host;"))
    whole = whole.replace("/etc/nginx/newsroom_proxy.conf", str(folder / "proxy.conf"))
    whole = whole.replace("/etc/nginx/newsroom_page.conf", str(ROOT / "deploy/newsroom_page.conf"))
    user = "user root;" if os.geteuid() == 0 else ""
    temporary = " ".join(
        f"{name}_temp_path {folder}/temp;" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    head = f"{user} daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log; events {{}}\n"
    return f"{head}http {{ {temporary}\n{whole} }}\n"


@contextmanager
def nginx(folder: Path, port: int, upstream: int) -> Iterator[None]:
    file = folder / "nginx.conf"
    file.write_text(nginx_configuration(folder, port, upstream))
    program = shutil.which("nginx")
    assert program
    with subprocess.Popen([program, "-e", str(folder / "nginx.log"), "-c", str(file)]) as process:
        try:
            eventually(lambda: is_open(port), seconds=10)
            yield
        finally:
            process.terminate()


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
