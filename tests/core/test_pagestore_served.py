"""The page store in the real server, and behind nginx: what is published is seen, whatever else is down."""

import os
import random
import re
import shutil
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse

from articles.ledger import verbs
from articles.models import Article
from newsroom.core.pagestore import outage
from newsroom.core.pagestore.recipe import FOR_READERS
from tests.articles import paper
from tests.core.processes import ROOT, descendants, eventually, free_port
from tests.core.served import Served, ask, nginx, raw, served

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds processes through /proc"),
]
needs_nginx = pytest.mark.skipif(not shutil.which("nginx"), reason="needs nginx")


def path_of(article: Article) -> str:
    return paper.live(article).get_absolute_url()


@pytest.fixture
def site(tmp_path: Path, transactional_db: None) -> Iterator[Served]:
    with served(tmp_path / "site") as found:
        yield found


def test_what_is_published_is_seen_and_everything_else_comes_from_the_store(site: Served) -> None:
    article = paper.put("Premier")
    path = path_of(article)
    store_page(site, path)
    first = site.get(path)
    assert (first.status, "§ Premier" in first.text) == (200, True)
    chance = random.Random(7)
    for _time in range(200):
        assert site.get(f"{path}?utm_source={chance.random()}&x{chance.random()}=1").body == first.body
    head = site.get(path, "HEAD", Accept_Encoding="br")
    assert (head.headers["Content-Encoding"], head.body) == ("br", b"")
    paper.change(article, title="§ Corrigé")
    eventually(lambda: "§ Corrigé" in site.get(path).text, seconds=3)
    verbs.withdraw(article, by=None, reason="x")
    eventually(lambda: site.get(path).status == 410, seconds=3)


def test_requests_that_no_browser_writes_are_refused_or_answered_with_the_sites_own_page(site: Served) -> None:
    path = path_of(paper.put("Premier"))
    own = f"Host: 127.0.0.1:{site.port}\r\nConnection: close\r\n\r\n".encode()
    store_page(site, path)
    whole = site.get(path)
    absolute = raw(site.port, b"GET http://evil.example" + path.encode() + b" HTTP/1.1\r\n" + own)
    assert "evil.example" not in absolute
    assert absolute.endswith(whole.text)
    evil = f"GET {path} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n".encode()
    assert raw(site.port, evil).startswith("HTTP/1.1 400")
    twice = f"GET {path} HTTP/1.1\r\nHost: evil.example\r\n".encode() + own
    assert raw(site.port, twice).startswith("HTTP/1.1 400")
    assert raw(site.port, f"GET {path} HTTP/1.0\r\n\r\n".encode()).startswith("HTTP/1.0 400")
    assert site.get(path).body == whole.body


def store_page(site: Served, path: str) -> None:
    """It isn't stored while the word of what was published before is still on its way to the other process."""
    eventually(lambda: site.get(path).status == 200 and site.is_stored(path), seconds=5)


def gone_and_due(site: Served) -> tuple[str, str, str]:
    """Three paths: of a page that is stored, of one that has changed since, of one that was withdrawn."""
    articles = [paper.put(title) for title in ("Stocké", "Changé", "Retiré")]
    stored, due, gone = (path_of(article) for article in articles)
    store_page(site, gone)
    verbs.withdraw(articles[2], by=None, reason="x")
    eventually(lambda: not site.is_stored(gone), seconds=5)
    store_page(site, due)
    paper.change(articles[1], title="§ Nouveau")
    eventually(lambda: not site.is_stored(due), seconds=5)
    store_page(site, stored)  # last: it leads on to the others
    return stored, due, gone


@contextmanager
def stopped(pids: list[int]) -> Iterator[None]:
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in reversed(pids):
            os.kill(pid, signal.SIGCONT)


def postgres_processes() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        folder = Path(cursor.fetchone()[0])
    try:
        server = int((folder / "postmaster.pid").read_text().split()[0])
    except OSError:
        pytest.skip("the database server is on another machine")
    return [server, *descendants(server)]


@pytest.mark.postgres
def test_a_database_that_hangs_takes_no_page_away(site: Served) -> None:
    stored, due, gone = gone_and_due(site)
    with stopped(postgres_processes()):
        assert "§ Changé" in site.get(due).text, "the first one waits until it is clear that nobody answers"
        took = []
        for number in range(300):
            started = time.monotonic()
            path = (stored, due)[number % 2]
            answer = site.get(path)
            took.append(time.monotonic() - started)
            assert (answer.status, "Age" in answer.headers) == (200, path == due)
        assert sorted(took)[297] < 0.1
        assert site.get(gone).status == 503
        assert site.get("/admin/", "POST", b"x").status == 503
        assert site.get("/ar/x-1/").headers["Content-Language"] == "ar"
    eventually(lambda: "§ Nouveau" in site.get(due).text, seconds=5)
    assert site.get(gone).status == 410


@pytest.mark.sqlite
def test_a_lock_on_the_database_takes_no_page_away(site: Served) -> None:
    stored, due, gone = gone_and_due(site)
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        for _time in range(50):
            assert [site.get(path).status for path in (stored, due)] == [200, 200]
        assert site.get(gone).status in {410, 503}
        eventually(lambda: form_is_refused(site), seconds=20)
        assert [site.get(path).status for path in (stored, due)] == [200, 200]
        other.execute("ROLLBACK")
    eventually(lambda: not form_is_refused(site), seconds=5)
    assert site.get(gone).status == 410


def form_is_refused(site: Served) -> bool:
    """Politely, and not by a connection that hangs."""
    try:
        return site.get("/admin/login/", "POST", b"username=x", Content_Length="10").status == 503
    except TimeoutError:
        return False


def for_ever(port: int, page: str) -> None:
    """The style sheet of the page, and one of other colours, for which there is no file."""
    sheet = re.findall('href="(/static/site/looks-[^"]*)"', page)[0]
    for address in (sheet, sheet.replace(".css", "-123456.css")):
        answer = ask(port, address, Accept_Encoding="gzip")
        assert (answer.status, answer.headers["Content-Encoding"]) == (200, "gzip")
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@needs_nginx
def test_nginx_answers_with_what_the_site_would_say(tmp_path: Path, transactional_db: None) -> None:
    port, folder = free_port(), tmp_path / "site"
    own = {"NEWSROOM_SITE_URL": f"http://127.0.0.1:{port}", "NEWSROOM_TRUSTED_PROXIES": "1"}
    with served(folder, **own) as site, nginx(folder, port, site.port):
        path = path_of(paper.put("Premier"))
        eventually(lambda: "Last-Modified" in ask(port, path).headers, seconds=5)
        ours = ask(port, f"{path}?unknown=1")  # which the site itself answers
        assert "Last-Modified" not in ours.headers
        for target in (path, f"{path}?utm_source=x&fbclid=y"):
            assert ask(port, target).body == ours.body
            assert "Last-Modified" in ask(port, target).headers
        zipped = ask(port, path, Accept_Encoding="gzip").headers
        assert (zipped["Content-Encoding"], zipped["Vary"]) == ("gzip", "Accept-Encoding")
        theirs = ask(port, path).headers
        for name in set(ours.headers) - {"Date", "ETag", "Server", "Vary", "Content-Security-Policy"}:
            assert theirs[name] == ours.headers[name], name
        assert ask(port, path, "HEAD").headers["Content-Length"] == str(len(ours.body))
        assert ask(port, path, If_None_Match=theirs["ETag"]).status == 304
        for odd in (f"/{path}", f"{path};x", f"{path}?x=1", path.replace("/", "%2f"), f"{path}index.html", f"{path}."):
            assert "Last-Modified" not in ask(port, odd).headers, odd
        assert "Last-Modified" not in ask(port, path, Cookie="newsroom_session=x").headers
        for_ever(port, ask(port, path).text)


@needs_nginx
def test_nginx_never_tells_a_reader_that_an_older_page_is_the_newest(tmp_path: Path, transactional_db: None) -> None:
    """Changes within a second that change no page's length."""
    port, folder = free_port(), tmp_path / "site"
    own = {"NEWSROOM_SITE_URL": f"http://127.0.0.1:{port}", "NEWSROOM_TRUSTED_PROXIES": "1"}
    with served(folder, **own) as site, nginx(folder, port, site.port):
        article = paper.put("12 morts")
        path = path_of(article)
        for number in range(13, 20):
            eventually(lambda: "Last-Modified" in ask(port, path).headers, seconds=5)
            for coding in ("identity", "gzip"):
                had = ask(port, path, Accept_Encoding=coding).headers
                assert ask(port, path, Accept_Encoding=coding, If_None_Match=had["ETag"]).status == 304
            paper.change(article, title=f"§ {number} morts")
            eventually(partial(shows, port, path, f"§ {number} morts"), seconds=5)
            eventually(lambda: "Last-Modified" in ask(port, path).headers, seconds=5)
            assert ask(port, path, Accept_Encoding="gzip", If_None_Match=had["ETag"]).status == 200, number
            assert ask(port, path, If_Modified_Since=had["Last-Modified"]).status == 200, number


def shows(port: int, path: str, words: str) -> bool:
    return words in ask(port, path).text


@needs_nginx
def test_without_the_site_nginx_goes_on_with_the_last_good_copies(tmp_path: Path, transactional_db: None) -> None:
    port, folder = free_port(), tmp_path / "site"
    own = {"NEWSROOM_SITE_URL": f"http://127.0.0.1:{port}", "NEWSROOM_TRUSTED_PROXIES": "1"}
    with served(folder, **own) as site, nginx(folder, port, site.port):
        stored, due, gone = gone_and_due(Served(folder, port, site.process))
        site.kill()
        for path, title in ((stored, "§ Stocké"), (due, "§ Changé")):
            answer = ask(port, path, Cookie="newsroom_session=x")
            assert (answer.status, title in answer.text) == (200, True)
            sheet = re.findall('href="(/static/site/looks-[^"]*)"', answer.text)
            assert "@layer" in ask(port, sheet[0]).text  # the copy doesn't stand there without its clothes
        assert ask(port, due).headers["Cache-Control"] == "public, max-age=0, s-maxage=5"
        for path, method in ((gone, "GET"), ("/admin/", "GET"), (stored, "POST"), ("/ar/x/", "GET")):
            answer = ask(port, path, method, b"x" if method == "POST" else None)
            assert (answer.status, answer.headers["Retry-After"]) == (503, "30"), path
            assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert '<html lang="ar" dir="rtl">' in answer.text


def policy(header: str) -> dict[str, set[str]]:
    return {words[0]: set(words[1:]) for part in header.split(";") if (words := part.split())}


def test_nginx_says_the_same_security_headers_as_the_site(settings: Any) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://example.ma", ["example.ma"]
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_PRELOAD = 31_536_000, True
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    said = dict(outage.dressed(HttpResponse()).headers)
    del said["Content-Type"]
    lines = (ROOT / "deploy/newsroom_page.conf").read_text().splitlines()
    words = [line.split(maxsplit=2) for line in lines if line.startswith("add_header ")]
    found = {name: value.removesuffix(" always;").strip('"') for _add, name, value in words}
    assert found.pop("Content-Language") == "$newsroom_language"
    found["Content-Security-Policy"] = found["Content-Security-Policy"].replace("$newsroom_styles", "'self'")
    rules = (ROOT / "deploy/nginx.conf").read_text()
    assert """map $uri $newsroom_styles {\n    default "'self'";""" in rules
    assert policy(found.pop("Content-Security-Policy")) == policy(said.pop("Content-Security-Policy"))
    assert found == said
    assert f'add_header Cache-Control "{FOR_READERS}";' in rules
