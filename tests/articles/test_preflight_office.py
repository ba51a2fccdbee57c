"""The writing page shows what the checks say, takes a confirmation of it; the chief chooses what blocks."""

import re
from typing import Any

import pytest
from django.test import Client

from articles.models import Article, PublishedVersion
from articles.preflight import policy
from newsroom.core.models import AuditEntry, User
from tests import cast
from tests.articles.test_office_completeness import person, wanted
from tests.articles.test_office_writing import address, draft, says, typed

pytestmark = pytest.mark.django_db
POLICY = "/admin/articles/article/checks/"
ASKED = {"confirmed_asked": "1"}


@pytest.fixture
def chief() -> User:
    return person("chief")


@pytest.fixture
def desk(chief: User) -> Client:
    client: Client = cast.signed_in(chief)
    return client


def sent(article: Article, deed: str, **more: Any) -> dict[str, Any]:
    article.refresh_from_db()
    return typed(article) | wanted(deed) | ASKED | more


def box(page: str) -> str:
    found = re.search(r'name="confirmed" id="id_confirmed" value="([^"]+)"', page)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("deed", ["publish", "plan", "submit"])
def test_a_warning_is_shown_asked_about_and_confirmed(desk: Client, chief: User, deed: str) -> None:
    article = draft(chief, standfirst="")
    page = says(desk.get(address(article)))
    assert '<a href="#id_standfirst">There is no standfirst.</a>' in page
    refused = says(desk.post(address(article), sent(article, deed)))
    assert '<a href="#id_confirmed">' in refused
    assert not PublishedVersion.objects.exists()
    answer = desk.post(address(article), sent(article, deed, confirmed=box(refused)))
    article.refresh_from_db()
    assert answer.status_code == 302
    assert PublishedVersion.objects.exists() or article.stage == "review"


def test_confirming_one_thing_confirms_no_other(desk: Client, chief: User) -> None:
    article = draft(chief, standfirst="")
    seen = box(says(desk.get(address(article))))
    refused = says(desk.post(address(article), sent(article, "publish", confirmed=seen, title="Douze (12")))
    assert "“12” isn’t in the text." in refused
    assert not PublishedVersion.objects.exists()
    desk.post(address(article), sent(article, "publish", confirmed=box(refused)))
    assert PublishedVersion.objects.count() == 1


def test_an_update_is_asked_about_too(desk: Client, chief: User) -> None:
    article = draft(chief)
    desk.post(address(article), sent(article, "publish"))
    assert PublishedVersion.objects.count() == 1
    for deed, more in (("publish", {}), ("correct", {"change": "correction", "note": "Le port."})):
        fields = {"title": "Tanger (nord", **more}
        assert 'href="#id_confirmed"' in says(desk.post(address(article), sent(article, deed, **fields)))
    assert PublishedVersion.objects.count() == 1


def test_what_blocks_can_not_be_confirmed_away(desk: Client, chief: User) -> None:
    article = draft(chief, standfirst="{{ chapeau }}")
    page = says(desk.get(address(article)))
    assert "Holds it back" in page
    refused = says(desk.post(address(article), sent(article, "publish", confirmed="x")))
    assert '<a href="#id_standfirst">Standfirst</a> “{{ chapeau }}” was left over.' in refused
    assert not PublishedVersion.objects.exists()


def test_a_text_with_nothing_to_say_about_shows_no_panel(desk: Client, chief: User) -> None:
    page = says(desk.get(address(draft(chief))))
    assert 'id="p-checks"' not in page
    assert 'name="confirmed_asked"' in page


class TestTheChoice:
    def test_the_chief_chooses_and_it_is_written_down(self, desk: Client, chief: User) -> None:
        assert "Credit of every picture" in says(desk.get(POLICY))
        assert desk.post(POLICY, {"blocking": ["credit", "links"]}).status_code == 302
        assert policy.blocking() == {"credit", "links"}
        assert AuditEntry.objects.get(verb="checks.chosen").actor == chief
        assert re.search(r'value="credit"[^>]* checked', says(desk.get(POLICY)))

    def test_what_is_no_check_is_refused(self, desk: Client) -> None:
        assert desk.post(POLICY, {"blocking": ["weather"]}).status_code == 200
        assert policy.blocking() == {"leftovers", "language"}

    @pytest.mark.parametrize("role", ["reporter", "administrator"])
    def test_nobody_else_does(self, role: str) -> None:
        answer = cast.signed_in(person(role)).post(POLICY, {"blocking": ["credit"]})
        assert answer.status_code in {403, 404}
        assert "credit" not in policy.blocking()

    def test_a_stranger_is_led_to_the_door(self) -> None:
        assert Client().post(POLICY, {"blocking": ["credit"]}).status_code == 302
        assert "credit" not in policy.blocking()

    def test_twice_is_once(self, desk: Client) -> None:
        for _twice in range(2):
            desk.post(POLICY, {"blocking": ["credit"]})
        assert AuditEntry.objects.filter(verb="checks.chosen").count() == 1
