"""Links in mails: they do nothing by being looked at, work once and for all, and belong to one mailbox."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from newsletter import addresses, tokens, verbs
from newsletter.models import Subscription
from newsletter.models.subscription import State, Way
from tests.newsletter import letters

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def path(what: str, token: str, *, prefix: str = "") -> str:
    return f"{prefix}/newsletter/{what}/{token}/"


@pytest.fixture
def waiting() -> Subscription:
    return letters.reader("lina@example.ma", state=State.PENDING)


@pytest.fixture
def active() -> Subscription:
    return letters.reader("lina@example.ma")


def state(subscription: Subscription) -> str:
    return Subscription.objects.get(pk=subscription.pk).state


class TestConfirming:
    @pytest.mark.parametrize("method", ["get", "head"])
    def test_looking_confirms_nothing(self, client: Client, waiting: Subscription, method: str) -> None:
        response = getattr(client, method)(path("confirm", tokens.confirmation(waiting)))
        assert (response.status_code, state(waiting)) == (200, State.PENDING)

    def test_the_page_has_a_button_and_says_for_whom(self, client: Client, waiting: Subscription) -> None:
        page = client.get(path("confirm", tokens.confirmation(waiting))).content.decode()
        assert '<form method="post"><button' in page
        assert "lina@example.ma" in page

    def test_the_button_confirms(self, client: Client, waiting: Subscription) -> None:
        address = path("confirm", tokens.confirmation(waiting))
        response = client.post(address)
        assert (response.status_code, response["Location"], state(waiting)) == (303, address, State.ACTIVE)

    def test_twice_it_stays_done_and_keeps_its_time(self, client: Client, waiting: Subscription) -> None:
        address = path("confirm", tokens.confirmation(waiting))
        client.post(address)
        first = Subscription.objects.get().confirmed_at
        assert (client.post(address).status_code, Subscription.objects.get().confirmed_at) == (303, first)
        page = client.get(address)
        assert page.status_code == 200
        assert '<form method="post"><button' not in page.content.decode()

    @pytest.mark.parametrize("position", [0, 3, -1])
    def test_a_changed_link_opens_nothing(self, client: Client, waiting: Subscription, position: int) -> None:
        token = tokens.confirmation(waiting)
        at = position % len(token)
        forged = token[:at] + ("9" if token[at] != "9" else "8") + token[at + 1 :]
        for response in (client.get(path("confirm", forged)), client.post(path("confirm", forged))):
            assert response.status_code == 410
        assert state(waiting) == State.PENDING

    @pytest.mark.parametrize("token", ["x", "1", "1.2.3", "9" * 40 + ".a.b", "١.a.b", "-1.a.b", "0.a.b"])
    def test_nonsense_opens_nothing(self, client: Client, token: str) -> None:
        assert client.get(path("confirm", token)).status_code == 410
        assert client.get(path("unsubscribe", token)).status_code == 410

    def test_a_link_of_one_purpose_does_not_serve_the_other(self, client: Client, waiting: Subscription) -> None:
        assert client.post(path("confirm", tokens.unsubscription(waiting))).status_code == 410
        assert client.post(path("unsubscribe", tokens.confirmation(waiting))).status_code == 410
        assert state(waiting) == State.PENDING

    def test_after_seven_days_it_offers_a_new_one(self, client: Client, waiting: Subscription) -> None:
        address = path("confirm", tokens.confirmation(waiting))
        with time_machine.travel(timezone.now() + 7 * DAY + timedelta(minutes=1)):
            assert client.get(address).status_code == 410
            assert client.post(address)["Location"] == "/newsletter/asked/"
            letters.work()
            assert (state(waiting), letters.recipients()) == (State.PENDING, ["lina@example.ma"])

    def test_before_seven_days_it_works(self, client: Client, waiting: Subscription) -> None:
        address = path("confirm", tokens.confirmation(waiting))
        with time_machine.travel(timezone.now() + 7 * DAY - timedelta(minutes=1)):
            client.post(address)
        assert state(waiting) == State.ACTIVE

    def test_asking_twice_leaves_both_links_good(self, waiting: Subscription) -> None:
        first = tokens.confirmation(waiting)
        letters.subscribe(at=timezone.now())
        assert verbs.confirm(first).state == State.ACTIVE

    def test_a_link_of_before_one_left_puts_nobody_back(self, client: Client, waiting: Subscription) -> None:
        old = tokens.confirmation(waiting)
        verbs.confirm(old)
        verbs.unsubscribe(waiting, way=Way.LINK)
        assert client.post(path("confirm", old)).status_code == 410
        letters.subscribe(at=timezone.now())
        assert client.post(path("confirm", old)).status_code == 410
        assert state(waiting) == State.PENDING

    def test_the_link_of_somebody_erased_opens_nothing(self, client: Client, waiting: Subscription) -> None:
        token = tokens.confirmation(waiting)
        verbs.erase(waiting.subscriber, by=None)
        assert client.post(path("confirm", token)).status_code == 410

    def test_the_verb_says_why(self, waiting: Subscription) -> None:
        with pytest.raises(ValidationError) as refusal:
            verbs.confirm("1.x.y")
        assert refusal.value.code == "closed"


class TestLeaving:
    @pytest.mark.parametrize("method", ["get", "head"])
    def test_looking_unsubscribes_nobody(self, client: Client, active: Subscription, method: str) -> None:
        response = getattr(client, method)(path("unsubscribe", tokens.unsubscription(active)))
        assert (response.status_code, state(active)) == (200, State.ACTIVE)

    def test_the_button_unsubscribes(self, client: Client, active: Subscription) -> None:
        assert client.post(path("unsubscribe", tokens.unsubscription(active))).status_code == 200
        assert (state(active), Subscription.objects.get().left_by) == (State.UNSUBSCRIBED, Way.LINK)

    def test_twice_keeps_the_first_time(self, client: Client, active: Subscription) -> None:
        address = path("unsubscribe", tokens.unsubscription(active))
        client.post(address)
        first = Subscription.objects.get().unsubscribed_at
        assert (client.post(address).status_code, Subscription.objects.get().unsubscribed_at) == (200, first)

    @pytest.mark.parametrize("prefix", ["", "/ar", "/en"])
    @pytest.mark.parametrize("end", ["/", ""])
    def test_a_mail_program_needs_one_bare_post(self, active: Subscription, prefix: str, end: str) -> None:
        address = path("unsubscribe", tokens.unsubscription(active), prefix=prefix).rstrip("/") + end
        response = Client(enforce_csrf_checks=True).post(address, ONE_CLICK, HTTP_ORIGIN="https://mail.example")
        assert (response.status_code, dict(response.cookies)) == (200, {})
        assert (state(active), Subscription.objects.get().left_by) == (State.UNSUBSCRIBED, Way.ONE_CLICK)

    def test_the_address_in_the_header_is_the_one_that_answers(self, active: Subscription, settings: Any) -> None:
        link = addresses.unsubscription(active)
        assert link.startswith(f"{settings.SITE_URL}/newsletter/unsubscribe/")
        assert Client().post(link.removeprefix(settings.SITE_URL), ONE_CLICK).status_code == 200

    def test_it_works_after_years(self, client: Client, active: Subscription) -> None:
        token = tokens.unsubscription(active)
        with time_machine.travel(timezone.now() + 2000 * DAY):
            assert client.post(path("unsubscribe", token), ONE_CLICK).status_code == 200
        assert state(active) == State.UNSUBSCRIBED

    def test_an_old_link_takes_somebody_off_who_came_back(self, client: Client, active: Subscription) -> None:
        token = tokens.unsubscription(active)
        verbs.unsubscribe(active, way=Way.LINK)
        letters.subscribe()
        verbs.confirm(tokens.confirmation(Subscription.objects.get()))
        client.post(path("unsubscribe", token), ONE_CLICK)
        assert state(active) == State.UNSUBSCRIBED

    def test_to_somebody_erased_their_program_is_told_that_all_is_well(self, active: Subscription) -> None:
        token = tokens.unsubscription(active)
        verbs.erase(active.subscriber, by=None)
        assert Client().post(path("unsubscribe", token), ONE_CLICK).status_code == 200

    def test_somebody_who_never_confirmed_can_say_no_for_good(self, client: Client, waiting: Subscription) -> None:
        confirming = tokens.confirmation(waiting)
        client.post(path("unsubscribe", tokens.unsubscription(waiting)))
        assert client.post(path("confirm", confirming)).status_code == 410

    def test_a_link_takes_nobody_else_off(self, client: Client, active: Subscription) -> None:
        other = letters.reader()
        forged = tokens.unsubscription(active).replace(str(active.pk), str(other.pk), 1)
        assert client.post(path("unsubscribe", forged)).status_code == 410
        assert state(other) == State.ACTIVE


@pytest.mark.parametrize("what", ["confirm", "unsubscribe"])
def test_the_pages_of_links_are_never_stored_and_tell_no_other_site(client: Client, what: str) -> None:
    row = letters.reader(state=State.PENDING)
    token = tokens.confirmation(row) if what == "confirm" else tokens.unsubscription(row)
    response = client.get(path(what, token))
    assert "no-store" in response["Cache-Control"]
    assert (response["Referrer-Policy"], response["X-Robots-Tag"]) == ("same-origin", "noindex")
    assert not response.cookies
