"""nginx with one worker on loopback: the site as deploy/ configures it, and beside it nothing but a file."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from benchmarks.served import ROOT, wait_for

DEPLOY = ROOT / "deploy"
TYPES = (
    "text/html html; text/css css; text/javascript js; font/woff2 woff2;"
    " image/svg+xml svg; image/avif avif; image/webp webp; image/jpeg jpg; image/png png;"
)
OWN = frozenset(
    {"server", "date", "content-type", "content-length", "content-encoding", "etag", "last-modified", "vary"}
    | {"connection", "transfer-encoding", "accept-ranges"}
)
"""Headers that nginx makes itself."""


def is_there() -> bool:
    return shutil.which("nginx") is not None


def adapted(configuration: str, *, port: int, upstream: int, data: Path, folder: Path) -> str:
    """deploy/nginx.conf for one port of this machine: without TLS and the servers that only lead to another."""
    servers = re.findall(r"^server \{\n.*?^\}\n", configuration, re.MULTILINE | re.DOTALL)
    for server in servers:
        if "try_files" not in server:
            configuration = configuration.replace(server, "")
    configuration = re.sub(r"^\s*(ssl_\w+|listen) .*;\n", "", configuration, flags=re.MULTILINE)
    replaced = {
        "server_name example.ma;": f"listen 127.0.0.1:{port};",
        "server 127.0.0.1:8000;": f"server 127.0.0.1:{upstream};",
        "/var/lib/newsroom/": f"{data}/",
        "/var/log/nginx/": f"{folder}/",
        "/etc/nginx/": f"{folder}/",
    }
    for former, own in replaced.items():
        configuration = configuration.replace(former, own)
    return configuration


def alone(port: int, root: Path, headers: Mapping[str, str]) -> str:
    """A server that gives out the file index.html of a folder, with these headers: at `/` with the log of the site, at
    `/silent/` without one."""
    lines = [f'add_header {name} "{value}";' for name, value in headers.items() if name.lower() not in OWN]
    return "\n".join(
        [
            "server {",
            f"listen 127.0.0.1:{port}; root {root}; default_type text/html; charset utf-8; server_tokens off;",
            "gzip_static on; gzip_vary on;",
            f"access_log {root.parent}/alone.log newsroom;",
            *lines,
            f"location /silent/ {{ alias {root}/; access_log off; }}",
            "}",
        ]
    )


def _main(folder: Path, configuration: str) -> str:
    user = "user root;" if os.getuid() == 0 else ""
    places = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"{user} daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;\n"
        "events { worker_connections 1024; }\n"
        f"http {{ sendfile on; tcp_nopush on; keepalive_requests 1000000; types {{ {TYPES} }} {places}\n"
        f"{configuration}\n}}\n"
    )


@contextmanager
def fronted(port: int, upstream: int, data: Path, *, alone_at: int = 0, page: "Page | None" = None) -> Iterator[None]:
    """The site at `port`; `page` by itself at `alone_at`."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for path in DEPLOY.glob("*.conf"):
            # The site's address has a port here, and $host would leave it out.
            (folder / path.name).write_text(path.read_text().replace("Host $host;", "Host $http_host;"))
        text = (DEPLOY / "nginx.conf").read_text()
        configuration = adapted(text, port=port, upstream=upstream, data=data, folder=folder)
        if page:
            page.write(folder / "alone")
            configuration += alone(alone_at, folder / "alone", page.headers)
        (folder / "main.conf").write_text(_main(folder, configuration))
        command = ["nginx", "-p", str(folder), "-c", str(folder / "main.conf"), "-e", str(folder / "error.log")]
        process = subprocess.Popen(command)
        (folder / "error.log").touch()
        try:
            wait_for(port, process, folder / "error.log")
            yield
        finally:
            process.terminate()
            process.wait(timeout=10)


class Page:
    """What one address answered: its headers, and its body as it came and uncompressed."""

    def __init__(self, headers: Mapping[str, str], body: bytes, coded: bytes) -> None:
        self.headers, self.body, self.coded = headers, body, coded

    def write(self, folder: Path) -> None:
        folder.mkdir()
        (folder / "index.html").write_bytes(self.body)
        (folder / "index.html.gz").write_bytes(self.coded)
