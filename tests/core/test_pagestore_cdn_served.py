"""The CDN is told by the real site: settings, worker and request; and nginx passes on what pages say to it."""

import shutil
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from newsroom.core.pagestore import keys
from newsroom.core.pagestore.labels import LONGEST
from tests.articles import paper
from tests.core.cdns import TOKEN, cdn_here
from tests.core.processes import eventually, free_port
from tests.core.served import ask, nginx, served

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds processes through /proc"),
]


def test_a_cdn_hears_of_a_change_when_the_site_has_the_new_page(
    tmp_path: Path, transactional_db: None, settings: Any
) -> None:
    article = paper.put("Premier")
    path, key = paper.live(article).get_absolute_url(), keys.article(article.pk)
    with cdn_here() as cdn:
        told = cdn.named("own", "/purge")
        own = {"NEWSROOM_CDN": "own", "NEWSROOM_CDN_ADDRESS": told.address, "NEWSROOM_CDN_TOKEN": TOKEN}
        with served(tmp_path / "site", **own) as site:
            assert key in site.get(path).headers["Cache-Tag"].split(",")
            settings.PAGE_CDN = told
            paper.change(article, title="§ Corrigé")
            eventually(lambda: bool(cdn.asked), seconds=10)
            assert "§ Corrigé" in site.get(path).text
    assert key in cdn.asked[0].body
    assert cdn.asked[0].headers["Authorization"] == f"Bearer {TOKEN}"


@pytest.mark.skipif(not shutil.which("nginx"), reason="needs nginx")
def test_nginx_passes_on_all_that_a_page_says(tmp_path: Path) -> None:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            for name in ("Cache-Tag", "Surrogate-Key"):
                self.send_header(name, "k" * LONGEST)
            self.end_headers()

    site = HTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    try:
        with nginx(tmp_path, port := free_port(), site.server_port):
            found = ask(port, "/page/")
    finally:
        site.shutdown()
        site.server_close()
    assert found.status == 200
    assert [len(found.headers[name]) for name in ("Cache-Tag", "Surrogate-Key")] == [LONGEST, LONGEST]
