"""A page's file may go between nginx's look for it and its opening: no reader sees that."""

import http.client
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from benchmarks.nginx import fronted
from benchmarks.readers import Reader
from benchmarks.served import free_port

pytestmark = pytest.mark.skipif(not shutil.which("nginx"), reason="needs nginx")


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = b"made anew"
        self.send_response(http.client.OK)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        pass


@contextmanager
def site() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


def taken_away(folder: Path) -> None:
    """There when it is looked for, and no file when it is opened."""
    folder.mkdir(parents=True)
    os.mkfifo(folder / "index.html")


def test_a_page_that_goes_meanwhile_is_made_anew_by_the_site(tmp_path: Path) -> None:
    taken_away(tmp_path / "pages/site/a")
    port = free_port()
    with site() as upstream, fronted(port, upstream, tmp_path), closing(Reader(port, {})) as reader:
        answer = reader.get("/a/")
    assert (answer.status, answer.body) == (200, b"made anew")


def test_without_a_site_and_a_copy_that_goes_meanwhile_there_are_polite_words(tmp_path: Path) -> None:
    taken_away(tmp_path / "pages/site/a")
    taken_away(tmp_path / "pages/last/a")
    (tmp_path / "pages/sorry").mkdir()
    (tmp_path / "pages/sorry/fr.html").write_text("plus tard")
    port = free_port()
    with fronted(port, free_port(), tmp_path), closing(Reader(port, {})) as reader:
        answer = reader.get("/a/")
    assert (answer.status, answer.body) == (503, b"plus tard")
