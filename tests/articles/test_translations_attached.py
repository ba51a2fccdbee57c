"""An article that was written by itself becomes the translation of another one, and may stop being it."""

import pytest
from django.test import Client

from articles.models import Article, Change, Translation
from articles.translations import verbs
from newsroom.core.models import AuditEntry, User
from tests import cast
from tests.articles.test_ledger import refused
from tests.articles.test_office_writing import address
from tests.articles.test_translations import again, is_behind, online, page, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief() -> User:
    return cast.chief()


def public(client: Client, article: Article) -> str:
    return client.get(article.versions.latest("pk").get_absolute_url()).content.decode()


class TestAttaching:
    def test_readers_of_each_are_led_to_the_other_at_once(self, chief: User, client: Client) -> None:
        french, arabic = online(), online("الميناء", language="ar")
        there = [row.versions.get().get_absolute_url() for row in (french, arabic)]
        assert there[1] not in public(client, french)
        verbs.attach(french, arabic, by=chief)
        assert there[1] in public(client, french)
        assert there[0] in public(client, arabic)

    def test_from_then_on_it_is_told_what_the_original_tells(self, chief: User) -> None:
        french, arabic = online(), online("الميناء", language="ar")
        again(french, Change.CORRECTION, note="Douze, et non dix.")
        verbs.attach(french, arabic, by=chief)
        assert not is_behind(arabic)
        again(french)
        assert is_behind(arabic)

    def test_what_does_not_fit_is_refused_and_changes_nothing(self, chief: User) -> None:
        french, other = online(), online("La gare")
        begun = verbs.begin(french, "ar", by=chief)
        with refused("language"):
            verbs.attach(french, other, by=chief)
        with refused("elsewhere"):
            verbs.attach(other, begun, by=chief)
        with refused("taken"):
            verbs.attach(french, written("ميناء", language="ar"), by=chief)
        assert Translation.objects.count() == 1
        assert not AuditEntry.objects.filter(verb="article.attached").exists()


class TestSeparating:
    def test_each_is_a_story_of_its_own_again(self, chief: User, client: Client) -> None:
        french, arabic = online(), online("الميناء", language="ar")
        verbs.attach(french, arabic, by=chief)
        public(client, french)
        for _twice in range(2):
            verbs.separate(arabic, by=chief)
        assert arabic.versions.get().get_absolute_url() not in public(client, french)
        assert not Translation.objects.exists()
        assert AuditEntry.objects.filter(verb="article.separated").count() == 1
        verbs.attach(french, arabic, by=chief)

    def test_not_while_another_was_translated_from_it(self, chief: User) -> None:
        arabic = verbs.begin(online(), "ar", by=chief)
        verbs.begin(arabic, "en", by=chief)
        with refused("original"):
            verbs.separate(arabic, by=chief)


class TestInTheOffice:
    def test_it_is_chosen_among_ones_own(self, chief: User) -> None:
        french, arabic, other = online(), written("الميناء", language="ar"), written("La gare")
        offered = page(cast.signed_in(chief), french, "translate")
        assert f'<option value="{arabic.pk} – الميناء">' in offered
        assert f"{other.pk} –" not in offered
        answer = cast.signed_in(chief).post(address(french, "translate"), {"existing": f"{arabic.pk} – الميناء"})
        assert answer["Location"] == address(french)
        assert Translation.objects.get().article_id == arabic.pk

    @pytest.mark.parametrize("typed", ["", "port", "999999", "0", "²", "9" * 400])
    def test_what_is_none_is_refused_and_stays(self, chief: User, typed: str) -> None:
        answer = cast.signed_in(chief).post(address(online(), "translate"), {"existing": typed})
        assert answer.status_code == 200
        assert answer.context["existing"].errors["existing"]
        assert answer.context["existing"]["existing"].value() == typed

    def test_nobody_takes_what_is_another_s(self, chief: User) -> None:
        reporter, french = cast.reporter(), online()
        Article.objects.filter(pk=french.pk).update(created_by=reporter)
        arabic = written("الميناء", language="ar")
        client = cast.signed_in(reporter)
        assert "الميناء" not in page(client, french, "translate")
        answer = client.post(address(french, "translate"), {"existing": str(arabic.pk)})
        assert answer.context["existing"].errors["existing"]
        verbs.attach(french, arabic, by=chief)
        assert client.post(address(arabic, "separate")).status_code == 404
        assert Translation.objects.count() == 1

    def test_a_button_separates_them(self, chief: User) -> None:
        french, arabic = online(), written("الميناء", language="ar")
        verbs.attach(french, arabic, by=chief)
        client = cast.signed_in(chief)
        assert address(arabic, "separate") in page(client, arabic, "original")
        assert client.post(address(arabic, "separate"))["Location"] == address(arabic)
        assert not Translation.objects.exists()
