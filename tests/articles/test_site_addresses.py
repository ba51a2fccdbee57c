"""What machines ask for, outside the languages."""

from datetime import UTC, datetime

import pytest
from django.test import Client, RequestFactory

from articles.site import security
from newsroom.core.models import Publication

AT = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)


def test_robots_are_kept_out_of_the_office_and_the_outbox(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines == ["User-agent: *", "Disallow: /admin/", "Disallow: /outbox/"]


def test_the_icon_is_where_old_programs_look_for_it(client: Client) -> None:
    assert client.get("/favicon.ico")["Location"].endswith(".svg")


@pytest.mark.django_db
class TestSecurity:
    def test_without_an_address_there_is_none(self, client: Client) -> None:
        assert client.get("/.well-known/security.txt").status_code == 404

    def test_it_names_the_address_and_an_end(self) -> None:
        row = Publication.objects.current()
        row.contact_email = "redaction+x@example.ma"
        row.save()
        lines = security(RequestFactory().get("/"), at=AT).content.decode().splitlines()
        assert lines[0] == "Contact: mailto:redaction+x@example.ma"
        assert lines[1] == "Expires: 2027-02-21T00:00:00Z"


@pytest.mark.parametrize("path", ["/robots.txt", "/favicon.ico", "/.well-known/security.txt"])
def test_they_take_nothing_and_remember_nobody(client: Client, path: str) -> None:
    answer = client.post(path)
    assert answer.status_code == 405
    assert not answer.cookies
