"""Signing up: the same answer for every address, one mail an hour, and nobody's words in it."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from newsletter import consent, verbs
from newsletter.models import Subscriber, Subscription, Suppression
from newsletter.models.subscription import State, hashes
from newsroom.core.models import BackgroundTask
from newsroom.core.public_forms import DECOY
from tests.newsletter import letters

pytestmark = pytest.mark.django_db
HERE = {"HTTP_ORIGIN": "http://testserver"}
HOUR = timedelta(hours=1)


def post(client: Client, email: str = "lina@example.ma", path: str = "/newsletter/", **typed: Any) -> Any:
    headers = {**HERE, **{key: typed.pop(key) for key in list(typed) if key.startswith("HTTP_")}}
    data = {"email": email, "newsletter": letters.newsletter().pk, **typed}
    return client.post(path, data, **headers)


def says(response: Any) -> str:
    return str(response.content.decode())


def test_the_mailbox_is_asked_and_nobody_is_on_the_list_yet(client: Client) -> None:
    assert post(client).status_code == 303
    letters.work()
    assert letters.recipients() == ["lina@example.ma"]
    assert Subscription.objects.get().state == State.PENDING


def test_what_was_agreed_to_is_on_record(client: Client) -> None:
    post(client, HTTP_REFERER="http://testserver/maroc/un-titre-1/?utm=x")
    letters.work()
    row = Subscription.objects.get()
    assert (row.wording, row.source, row.confirmed_at) == (consent.WORDING, "/maroc/un-titre-1/", None)
    assert timezone.now() - row.asked_at < HOUR


@pytest.mark.parametrize("page", ["http://elsewhere.example/x", "", "http://testserver/nothing/at/all/here/"])
def test_a_page_that_is_not_ours_is_not_recorded(client: Client, page: str) -> None:
    post(client, HTTP_REFERER=page)
    letters.work()
    assert Subscription.objects.get().source == ""


def test_the_token_of_a_link_is_not_recorded(client: Client) -> None:
    post(client, HTTP_REFERER="http://testserver/newsletter/confirm/1.abc.def/")
    letters.work()
    assert Subscription.objects.get().source == "/newsletter/"


def test_changed_words_beside_the_button_take_a_new_number() -> None:
    with override("en"):
        said = "|".join(map(str, (consent.TITLE, consent.INVITATION, consent.PROMISE)))
    known = {"2026-1": "48a86c2a945e9eea"}
    assert known[consent.WORDING] == hashlib.sha256(said.encode()).hexdigest()[:16]


def standing(name: str) -> str:
    """Makes what may be known of an address, and answers it."""
    email = "lina@example.ma"
    if name in {"pending", "active", "unsubscribed"}:
        letters.reader(email, state=State(name))
    elif name == "blocked":
        Suppression.objects.create(address_hash=hashes(email)[0])
    elif name == "mailed":
        letters.subscribe(email)
    return email


def cost(client: Client, email: str) -> tuple[int, str, bytes, int, int]:
    """What somebody sees who sends the form, and what it costs."""
    letters.newsletter()
    tasks = BackgroundTask.objects.count()
    with CaptureQueriesContext(connection) as queries:
        answer = post(client, email)
    more = BackgroundTask.objects.count() - tasks
    return answer.status_code, answer["Location"], answer.content, len(queries), more


@pytest.mark.parametrize("name", ["pending", "active", "unsubscribed", "blocked", "mailed"])
def test_the_answer_tells_nothing_about_the_address(client: Client, name: str) -> None:
    known = standing(name)
    post(client, "first.of.this.network@example.ma")
    assert cost(client, known) == cost(client, "nobody.knows@example.ma")


@pytest.mark.parametrize(
    ("name", "template"),
    [("unknown", "Confirm"), ("pending", "Confirm"), ("active", "already"), ("unsubscribed", "Confirm")],
)
def test_the_mailbox_alone_gets_to_know(name: str, template: str) -> None:
    email = standing(name)
    Subscriber.objects.update(language="en")
    letters.subscribe(email, language="en")
    letters.work()
    assert [template in message.subject for message in letters.mails()] == [True]


def test_a_blocked_address_gets_nothing() -> None:
    letters.subscribe(standing("blocked"))
    letters.work()
    assert letters.mails() == []
    assert not Subscriber.objects.exists()


def test_one_mail_an_hour_goes_to_one_address() -> None:
    now = timezone.now()
    for minutes in (0, 1, 59):
        letters.subscribe(at=now + timedelta(minutes=minutes))
    letters.work()
    assert len(letters.mails()) == 1
    letters.subscribe(at=now + timedelta(minutes=61))
    letters.work()
    assert len(letters.mails()) == 2


def test_the_same_address_in_capitals_is_the_same_mailbox(client: Client) -> None:
    post(client, "Lina@Example.MA")
    post(client, " lina@example.ma ")
    letters.work()
    assert [row.email for row in Subscriber.objects.all()] == ["lina@example.ma"]
    assert len(letters.mails()) == 1


def test_a_stranger_changes_nothing_for_somebody_on_the_list() -> None:
    row = letters.reader("lina@example.ma", source="/mine/")
    letters.subscribe(source="/theirs/", at=timezone.now() + HOUR)
    row.refresh_from_db()
    assert (row.state, row.source, row.turn) == (State.ACTIVE, "/mine/", 1)


def test_who_has_left_stays_out_until_they_confirm_again() -> None:
    row = letters.reader("lina@example.ma", state=State.UNSUBSCRIBED)
    letters.subscribe()
    row.refresh_from_db()
    assert (row.state, row.confirmed_at, row.turn) == (State.PENDING, None, 2)


BAD = [
    "",
    "lina",
    "lina@example.ma\nBcc: x@example.ma",
    "a" * 290 + "@example.ma",
    "لينا@example.ma",
    "lіna@example.ma",
    "lina@example.ma, x@example.ma",
    "<lina@example.ma>",
    "lina@exämple.ma",
]


@pytest.mark.parametrize("email", BAD)
def test_a_bad_address_is_refused_in_words_and_kept(client: Client, email: str) -> None:
    response = post(client, email)
    assert response.status_code == 422
    assert 'class="errs"' in says(response)
    assert BackgroundTask.objects.count() == 0
    if email.startswith("lina@exämple"):
        assert 'value="lina@exämple.ma"' in says(response)


def test_a_filled_decoy_is_refused_and_the_address_kept(client: Client) -> None:
    response = post(client, **{DECOY: "Buy"})
    assert response.status_code == 422
    assert 'value="lina@example.ma"' in says(response)


@pytest.mark.parametrize("chosen", ["", "99999", "x", "1; drop"])
def test_a_newsletter_that_does_not_exist_is_refused(client: Client, chosen: str) -> None:
    assert post(client, newsletter=chosen).status_code == 422


def test_a_closed_newsletter_takes_nobody(client: Client) -> None:
    closed = letters.newsletter("en", is_open=False)
    assert post(client, newsletter=closed.pk).status_code == 422


@pytest.mark.parametrize("headers", [{"HTTP_ORIGIN": "http://evil.example"}, {"HTTP_SEC_FETCH_SITE": "cross-site"}])
def test_a_form_from_elsewhere_is_refused_with_what_was_typed(client: Client, headers: dict[str, str]) -> None:
    response = post(client, **headers)
    assert response.status_code == 403
    assert 'value="lina@example.ma"' in says(response)
    assert BackgroundTask.objects.count() == 0


def test_one_network_may_sign_up_twenty_addresses_an_hour(client: Client) -> None:
    answers = [post(client, f"reader-{number}@example.ma") for number in range(21)]
    assert [answer.status_code for answer in answers] == [303] * 20 + [429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert 'value="reader-20@example.ma"' in says(answers[-1])


@pytest.mark.parametrize("path", ["/newsletter/", "/newsletter/asked/", "/ar/newsletter/", "/en/newsletter/"])
def test_the_pages_are_never_stored_and_set_no_cookie(client: Client, path: str) -> None:
    for language in ("fr", "ar", "en"):
        letters.newsletter(language)
    response = client.get(path)
    assert response.status_code == 200
    assert ("no-store" in response["Cache-Control"], response["X-Robots-Tag"]) == (True, "noindex")
    assert not response.cookies
    assert "csrf" not in says(response)
    assert "Cookie" not in response.get("Vary", "")


def test_the_box_stands_below_an_article_and_offers_its_language(client: Client) -> None:
    letters.newsletter("ar")
    row = letters.newsletter("fr", description="Chaque matin & rien d’autre.")
    page = says(client.get(letters.article().versions.get().get_absolute_url()))
    assert f'value="{row.pk}"' in page
    assert "Chaque matin &amp; rien d’autre." in page
    assert 'action="/newsletter/"' in page


def test_an_article_without_a_newsletter_has_no_box(client: Client) -> None:
    assert 'class="letter"' not in says(client.get(letters.article().versions.get().get_absolute_url()))


def test_a_page_costs_one_query_more_for_its_box(client: Client) -> None:
    address = letters.article().versions.get().get_absolute_url()
    letters.newsletter()
    for _warm in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
    assert sum('FROM "newsletter_newsletter"' in query["sql"] for query in queries) == 1


def test_a_reader_of_arabic_is_asked_in_arabic(client: Client) -> None:
    row = letters.newsletter("ar")
    assert post(client, path="/ar/newsletter/", newsletter=row.pk)["Location"] == "/ar/newsletter/asked/"
    letters.work()
    message = letters.mails()[0]
    assert '<html lang="ar" dir="rtl">' in letters.html(message)
    assert "/ar/newsletter/confirm/" in message.body


def test_nothing_of_what_readers_typed_but_the_address_is_kept(client: Client) -> None:
    post(client, name="Buy pills", text="http://spam.example", HTTP_REFERER="http://testserver/?q=pills")
    letters.work()
    assert not any("pills" in letters.html(message) + str(message.body) for message in letters.mails())
    assert Subscription.objects.get().source == "/"


def test_a_blocked_address_is_known_under_a_former_key(settings: Any) -> None:
    standing("blocked")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-key"
    assert Suppression.objects.of("LINA@example.ma").exists()


def test_two_people_typing_one_address_at_once_make_one_subscription() -> None:
    verbs.subscribe("lina@example.ma", letters.newsletter(), language="fr")
    verbs.subscribe("lina@example.ma", letters.newsletter(), language="fr", at=timezone.now() + 2 * HOUR)
    assert (Subscriber.objects.count(), Subscription.objects.count()) == (1, 1)
