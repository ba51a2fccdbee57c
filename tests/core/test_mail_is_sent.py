import smtplib
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from unittest import mock

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMultiAlternatives
from django.core.management import CommandError, call_command
from django.template import TemplateDoesNotExist
from django.utils.translation import gettext_lazy

from newsroom.core import mail
from newsroom.core.models import Publication, PublicationText

pytestmark = pytest.mark.django_db
Captured = Callable[..., AbstractContextManager[list[Callable[[], Any]]]]


@pytest.fixture(autouse=True)
def queue(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """Stands in for the queue: what is enqueued is kept, to be delivered by `work()`."""
    waiting: list[tuple[Any, ...]] = []
    monkeypatch.setattr(mail, "enqueue_on_commit", lambda task, *args: waiting.append((task, *args)))
    return waiting


def send(**changes: Any) -> None:
    mail.send("test", **{"to": "salma@example.ma", "language": "fr", "context": {}, **changes})


def work(queue: list[tuple[Any, ...]]) -> None:
    for task, *args in queue:
        task.func(*args)


def sent(language: str = "fr", **changes: Any) -> EmailMessage:
    """As it goes over the wire and is read at the other end."""
    mail.send_now("test", to="salma@example.ma", language=language, context={}, key="k1", **changes)
    parsed = message_from_bytes(django_mail.outbox[-1].message().as_bytes(), policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert isinstance(body, EmailMessage)
    return str(body.get_content())


def test_nothing_is_sent_before_the_worker_comes(queue: list[tuple[Any, ...]]) -> None:
    send()
    assert django_mail.outbox == []


def test_the_worker_sends_what_was_asked_for(queue: list[tuple[Any, ...]]) -> None:
    send()
    work(queue)
    assert django_mail.outbox[0].to == ["salma@example.ma"]


def test_a_task_tried_again_repeats_the_message_id(queue: list[tuple[Any, ...]]) -> None:
    send()
    work(queue)
    work(queue)
    first, second = (message.extra_headers["Message-ID"] for message in django_mail.outbox)
    assert first == second


def test_two_mails_have_two_message_ids(queue: list[tuple[Any, ...]]) -> None:
    send()
    send()
    work(queue)
    assert len({message.extra_headers["Message-ID"] for message in django_mail.outbox}) == 2


def test_a_key_of_the_callers_makes_the_message_id(queue: list[tuple[Any, ...]]) -> None:
    send(task_key="invitation-7")
    work(queue)
    assert "<invitation-7@" in django_mail.outbox[0].extra_headers["Message-ID"]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "salma",
        "salma@example.ma, nadia@example.ma",
        "salma@example.ma\nBcc: x@example.net",
        "Salma <salma@example.ma>",
        "salma@example.ma\r\n",
        "salma@" + "a" * 60 + "." + "b" * 60 + "." + "c" * 60 + "." + "d" * 60 + "." + "e" * 20 + ".ma",
    ],
)
def test_a_mail_goes_to_exactly_one_address(address: str) -> None:
    with pytest.raises(ValueError):
        send(to=address)


@pytest.mark.parametrize(
    ("context", "named"),
    [
        ({"user": object()}, "context['user'] is a object"),
        ({"label": gettext_lazy("Open the site")}, "context['label'] is a __proxy__"),
        ({"list": [1, {"on": date(2026, 1, 1)}]}, "context['list'][1]['on'] is a date"),
        ({"n": float("nan")}, "context['n'] is a value that JSON can't hold"),
        ({"s": "\ud800"}, "context['s'] is a value that JSON can't hold"),
        ({"d": {1: 2}}, "context['d'] has the key 1, which is not a string"),
    ],
)
def test_a_context_that_can_not_wait_is_named(context: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError) as refusal:
        send(context=context)
    assert str(refusal.value).startswith(named)


@pytest.mark.parametrize(
    "headers", [{"Bcc": "x@example.ma"}, {"List-Id": "a\nb"}, {"X y": "1"}, {"message-id": "<a@b>"}]
)
def test_headers_that_are_ours_or_hold_line_breaks_are_refused(headers: dict[str, str]) -> None:
    with pytest.raises(ValueError):
        send(headers=headers)


def test_a_language_that_the_site_does_not_speak_is_refused() -> None:
    with pytest.raises(ValueError):
        send(language="de")


def test_a_template_that_is_missing_is_missed_at_once() -> None:
    with pytest.raises(TemplateDoesNotExist):
        mail.send("none", to="salma@example.ma", language="fr", context={})


def test_a_mail_says_that_no_person_wrote_it() -> None:
    assert sent()["Auto-Submitted"] == "auto-generated"


def test_a_mail_names_its_language() -> None:
    assert sent("ar")["Content-Language"] == "ar"


def test_a_header_of_the_callers_goes_along() -> None:
    assert sent(headers={"List-Id": "briefing"})["List-Id"] == "briefing"


def test_an_arabic_mail_reads_from_right_to_left() -> None:
    assert '<html lang="ar" dir="rtl">' in part(sent("ar"), "html")


def test_a_mail_has_a_text_part() -> None:
    assert "http" in part(sent(), "plain")


def test_the_style_sheet_is_in_the_elements() -> None:
    html = part(sent(), "html")
    assert "background: #00614a" in html.partition("</head>")[2]
    assert "prefers-color-scheme: dark" in html


def test_nothing_in_a_mail_is_fetched_from_elsewhere() -> None:
    html = part(sent(), "html")
    assert not any(word in html for word in ("<img", "src=", "url(", "@import", "<link"))


def test_the_sender_bears_the_publications_name_in_the_mails_language() -> None:
    PublicationText.objects.create(publication=Publication.objects.current(), language="ar", name="الجريدة, اليوم")
    assert sent("ar")["From"].addresses[0].display_name == "الجريدة, اليوم"


def test_a_publication_with_a_line_break_in_its_name_breaks_no_header() -> None:
    PublicationText.objects.create(publication=Publication.objects.current(), language="fr", name="Le\nJour")
    assert sent()["Subject"].startswith("Le Jour")


def test_an_ampersand_in_the_name_stays_one_in_plain_text() -> None:
    PublicationText.objects.create(publication=Publication.objects.current(), language="fr", name="Plume & Cie")
    message = sent()
    assert "Plume & Cie" in message["Subject"]
    assert "Plume & Cie" in part(message, "plain")


def test_markup_in_the_name_is_text_in_the_html() -> None:
    PublicationText.objects.create(publication=Publication.objects.current(), language="fr", name="<script>Jour")
    assert "<script" not in part(sent(), "html")


@pytest.mark.parametrize(
    ("site", "domain"),
    [
        ("https://example.ma", "example.ma"),
        ("http://127.0.0.1:8000", "[127.0.0.1]"),
        ("http://[::1]:8000", "[IPv6:::1]"),
    ],
)
def test_a_message_id_is_of_our_own_domain(settings: Any, site: str, domain: str) -> None:
    settings.SITE_URL = site
    assert sent()["Message-ID"] == f"<k1@{domain}>"


def refusing(code: int) -> Any:
    refusal = smtplib.SMTPRecipientsRefused({"salma@example.ma": (code, b"no")})
    return mock.patch.object(EmailMultiAlternatives, "send", side_effect=refusal)


def test_a_server_that_is_away_makes_the_task_come_back() -> None:
    with mock.patch.object(EmailMultiAlternatives, "send", side_effect=ConnectionRefusedError), pytest.raises(OSError):
        mail.deliver.func("test", "salma@example.ma", "fr", {}, {}, "k1")


def test_an_address_refused_for_now_makes_the_task_come_back() -> None:
    with refusing(451), pytest.raises(smtplib.SMTPRecipientsRefused):
        mail.deliver.func("test", "salma@example.ma", "fr", {}, {}, "k1")


def test_an_address_refused_for_good_is_not_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    with refusing(550):
        mail.deliver.func("test", "salma@example.ma", "fr", {}, {}, "k1")
    assert "refused for good" in caplog.text
    assert "salma" not in caplog.text


def test_the_operators_test_mail_goes_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("send_test_mail", "hamza@example.ma", "--language", "ar")
    assert django_mail.outbox[0].to == ["hamza@example.ma"]
    assert capsys.readouterr().out.startswith("Sent.")


def test_the_operator_is_told_what_the_server_answered() -> None:
    answer = mock.patch.object(EmailMultiAlternatives, "send", side_effect=ConnectionRefusedError("refused"))
    with answer, pytest.raises(CommandError, match=r"refused.*EMAIL_URL"):
        call_command("send_test_mail", "hamza@example.ma")


def test_the_operator_is_told_of_an_address_that_is_none() -> None:
    with pytest.raises(CommandError, match="complete e-mail address"):
        call_command("send_test_mail", "hamza")


def test_a_long_one_click_address_is_written_whole() -> None:
    link = f"<https://www.un-journal-au-nom-assez-long.ma/ar/newsletter/unsubscribe/123456.{'x' * 60}/>"
    message = mail.compose(
        "test", to="a@example.ma", language="fr", context={}, headers={"List-Unsubscribe": link}, key="k"
    )
    assert link.encode() in message.message().as_bytes()
    assert b"=?utf-8?" not in message.message().as_bytes().partition(b"List-Unsubscribe")[2].partition(b">")[0]
