"""What readers see when something is missing or broken: in their language, with a way on, telling nothing."""

import base64
import hashlib
import re

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.views import defaults

from articles.demo.house import House
from newsroom.core import fault
from newsroom.core.pagestore import outage
from tests import cast
from tests.articles import stories

DOORS = {"fr": "/", "ar": "/ar/", "en": "/en/"}


@pytest.mark.django_db
class TestNotFound:
    @pytest.mark.parametrize("language", DOORS)
    def test_it_speaks_the_language_of_the_address_and_leads_to_its_front_page(
        self, client: Client, language: str
    ) -> None:
        answer = client.get(f"{DOORS[language]}nowhere/")
        found = answer.content.decode()
        assert answer.status_code == 404
        assert f'<html lang="{language}"' in found
        assert f'class="on" href="{DOORS[language]}"' in found

    def test_it_is_the_same_for_every_address(self, client: Client) -> None:
        House().load()
        answers = [client.get(path) for path in ("/a", "/b/c/d/", "/sport/secret-99999/", "/<script>", "/%F0%9F%8C%8A")]
        assert len({answer.content for answer in answers}) == 1
        headers = [{**answer.headers, "X-Request-ID": ""} for answer in answers]
        assert headers == [headers[0]] * len(headers)

    def test_it_is_the_same_for_a_member_of_the_newsroom(self, client: Client) -> None:
        assert cast.signed_in(cast.chief()).get("/a").content == client.get("/a").content

    def test_it_is_not_to_be_found_by_search_engines(self, client: Client) -> None:
        assert '<meta name="robots" content="noindex">' in client.get("/a").content.decode()

    @pytest.mark.parametrize("path", ["/%00", "/%ff%fe", "/" + "a" * 5000, "/..%2f..%2fetc/passwd"])
    def test_an_odd_address_is_as_missing_as_any(self, client: Client, path: str) -> None:
        assert client.get(path).status_code == 404


def request() -> HttpRequest:
    return RequestFactory().get("/")


@pytest.mark.parametrize("language", DOORS)
def test_a_breakdown_asks_the_database_for_nothing(language: str, db: None) -> None:
    with CaptureQueriesContext(connection) as queries, translation.override(language):
        answer = defaults.server_error(request())
    found = answer.content.decode()
    assert len(queries) == 0
    assert f'<html lang="{language}"' in found
    assert f'class="on" href="{DOORS[language]}"' in found


def test_a_breakdown_without_a_database_still_has_its_page() -> None:
    assert defaults.server_error(request()).status_code == 500


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_a_fault_leads_to_every_language(name: str) -> None:
    page = render_to_string(name)
    assert all(f'hreflang="{language}"' in page for language in DOORS)


def test_a_broken_request_says_what_to_do() -> None:
    answer = defaults.bad_request(request(), Exception("inner secret"))
    assert answer.status_code == 400
    assert b"secret" not in answer.content


@pytest.mark.parametrize("name", ["400.html", "500.html", "503.html"])
def test_a_fault_needs_no_other_file(name: str) -> None:
    page = render_to_string(name)
    assert "<style>" in page
    assert not re.findall(r"<(?:link|script|img|picture)\b", page)


def test_a_fault_may_carry_its_style_and_nginx_knows_it() -> None:
    style = re.search("<style>(.*?)</style>", render_to_string("503.html"), re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"'sha256-{digest}'" == fault.HASH
    assert fault.HASH in (settings.BASE_DIR / "deploy/nginx.conf").read_text()
    assert f"style-src 'self' {fault.HASH}" in dict(outage.sorry("fr", sent=False).headers)["Content-Security-Policy"]


def test_a_page_that_is_not_there_leads_on(client: Client, db: None) -> None:
    stories.published(stories.text(title="Toujours là"), now=stories.NOON)
    found = client.get("/nulle-part/").content.decode()
    assert "Toujours là</a></h3>" in found
    assert 'href="/archives/"' in found
