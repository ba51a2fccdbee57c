import re
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client

from newsroom.core import outbox

pytestmark = pytest.mark.django_db
HTML = "<!doctype html><html><head><title>x</title></head><body><p>Bonjour</p><script>alert(1)</script></body></html>"


def deliver(
    subject: str = "Invitation", body: str = "Suivez http://127.0.0.1:8000/a/?b=1&c=2.", language: str = "fr"
) -> str:
    """One mail in the outbox; answers its name."""
    message = EmailMultiAlternatives(
        subject, body, "r@example.ma", ["nadia@example.ma"], headers={"Content-Language": language}
    )
    message.attach_alternative(HTML, "text/html")
    get_connection("newsroom.core.outbox.OutboxBackend").send_messages([message])
    return newest()


def newest() -> str:
    return max(file.stem for file in folder().glob("*.eml"))


def folder() -> Path:
    return Path(settings.OUTBOX_DIR)


def test_a_delivered_mail_is_one_whole_file() -> None:
    deliver("Objet é")
    (file,) = folder().iterdir()
    assert message_from_bytes(file.read_bytes(), policy=policy.default)["Subject"] == "Objet é"


def test_the_newest_mail_stands_first(client: Client) -> None:
    deliver("Premier")
    deliver("Second")
    page = client.get("/outbox/").content.decode()
    assert page.index("Second") < page.index("Premier")


def test_an_empty_outbox_says_what_to_do(client: Client) -> None:
    assert client.get("/outbox/").status_code == 200


def test_an_arabic_subject_is_shown_as_written(client: Client) -> None:
    deliver("دعوة إلى هيئة التحرير", language="ar")
    assert "دعوة إلى هيئة التحرير" in client.get("/outbox/").content.decode()


def test_a_subject_with_markup_is_text(client: Client) -> None:
    name = deliver("<script>alert(1)</script>")
    assert b"<script>alert" not in client.get("/outbox/").content + client.get(f"/outbox/{name}/").content


def test_only_the_newest_mails_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "KEPT", 2)
    names = [deliver() for _ in range(4)]
    assert sorted(file.stem for file in folder().iterdir()) == names[2:]


def test_a_long_outbox_has_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "PER_PAGE", 1)
    deliver("Premier")
    deliver("Second")
    assert "Premier" in client.get("/outbox/?page=2").content.decode()


def test_a_link_in_the_text_can_be_followed(client: Client) -> None:
    page = client.get(f"/outbox/{deliver()}/").content.decode()
    assert 'href="http://127.0.0.1:8000/a/?b=1&amp;c=2"' in page


def test_the_page_of_a_mail_may_frame_our_own_pages_and_no_others(client: Client) -> None:
    assert "frame-src 'self'" in client.get(f"/outbox/{deliver()}/")["Content-Security-Policy"]


def test_the_html_of_a_mail_can_run_and_fetch_nothing(client: Client) -> None:
    policy_header = client.get(f"/outbox/{deliver()}/html")["Content-Security-Policy"]
    assert "sandbox allow-popups allow-popups-to-escape-sandbox;" in policy_header
    assert "default-src 'none'" in policy_header
    assert "script-src" not in policy_header


def test_the_html_of_a_mail_can_be_framed_by_us_alone(client: Client) -> None:
    response = client.get(f"/outbox/{deliver()}/html")
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]


def test_links_in_the_html_open_beside_the_frame(client: Client) -> None:
    assert '<head><base target="_blank">' in client.get(f"/outbox/{deliver()}/html").content.decode()


@pytest.mark.parametrize("path", ["/outbox/", "/outbox/{}/", "/outbox/{}/html"])
def test_no_page_of_the_outbox_uses_a_session_or_a_cookie(client: Client, path: str) -> None:
    response = client.get(path.format(deliver()))
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("path", ["/outbox/", "/outbox/{}/", "/outbox/{}/html"])
def test_no_page_of_the_outbox_is_indexed_or_kept(client: Client, path: str) -> None:
    response = client.get(path.format(deliver()))
    assert "noindex" in response["X-Robots-Tag"]
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("path", ["/outbox/", "/outbox/{}/", "/outbox/{}/html"])
def test_the_outbox_is_only_read(client: Client, path: str) -> None:
    assert client.post(path.format(deliver())).status_code == 405


@pytest.mark.parametrize(
    "name",
    ["..%2f..%2fdb.sqlite3", "..", "%2e%2e%2f", "20260101T000000000000Z-0123456789abcdef", "x", "a%00b", "a%0ab"],
)
def test_no_other_file_can_be_read(client: Client, name: str) -> None:
    (folder().parent / "db.sqlite3").write_text("secret")
    deliver()
    assert client.get(f"/outbox/{name}/").status_code == 404


@pytest.mark.parametrize("path", ["/outbox/", "/outbox/{}/", "/outbox/{}/html"])
def test_outside_the_demo_there_is_no_outbox(client: Client, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    name = deliver()
    monkeypatch.setattr(settings, "DEMO", False)
    there, elsewhere = client.get(path.format(name)), client.get(path.format(name).replace("outbox", "nowhere"))
    assert (there.status_code, set(there.headers)) == (404, set(elsewhere.headers))


def test_mails_sent_at_once_are_all_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(deliver, [f"Mail {number}" for number in range(60)]))
    assert len({outbox.read(file.stem).subject for file in folder().iterdir()}) == 60  # type: ignore[union-attr]  # none is missing


def test_mails_sent_and_forgotten_at_once_disturb_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "KEPT", 3)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(deliver, [f"Mail {number}" for number in range(40)]))
    assert len(list(folder().iterdir())) == 3


def test_names_sort_by_time_and_never_meet() -> None:
    names = [deliver() for _ in range(20)]
    assert names == sorted(set(names))
    assert all(re.fullmatch(outbox.NAME, name) for name in names)
