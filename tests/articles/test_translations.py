"""One story in several languages: a translation remembers what it was made from, and is told when that has changed."""

from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.db.models import RestrictedError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.desk import verbs as desk
from articles.ledger import verbs as ledger
from articles.ledger.document import PictureUse
from articles.models import Article, AuthorText, Change, ImageText, Stage, Tag, Translation
from articles.translations import verbs
from newsroom.core.models import AuditEntry, User
from tests import cast
from tests.articles import stories
from tests.articles.paper import also, figure
from tests.articles.stories import HOUR
from tests.articles.test_ledger import refused
from tests.articles.test_office_writing import LIST, address

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief() -> User:
    return cast.chief()


def written(title: str = "Le port", *, language: str = "fr", **fields: Any) -> Article:
    """A draft on the desk."""
    related, tags = fields.pop("related", []), fields.pop("tags", [])
    article = Article(title=title, language=language, body=fields.pop("body", "<p>Un texte.</p>"), **fields)
    article.category = article.category or stories.section(f"maroc-{language}", language=language)
    desk.save(article, by=None, authors=[stories.author().pk], related=related, tags=tags)
    return article


def online(title: str = "Le port", **fields: Any) -> Article:
    article = written(title, **fields)
    desk.publish(Article.objects.filter(pk=article.pk), by=None)
    article.refresh_from_db()
    return article


def again(article: Article, change: Change = Change.UPDATE, *, note: str = "", **fields: Any) -> Any:
    """Write something new and let readers have it."""
    article = Article.objects.get(pk=article.pk)
    for name, value in (fields or {"body": f"<p>{timezone.now()}</p>"}).items():
        setattr(article, name, value)
    revision = desk.save(article, by=None)
    return ledger.publish(revision, by=None, change=change, note=note)


def is_behind(article: Article) -> bool:
    return Translation.objects.behind().filter(article=article).exists()


class TestBeginning:
    def test_the_words_are_those_of_the_original_and_the_two_are_siblings(self, chief: User) -> None:
        original = online(standfirst="Un chapeau.", points=["Un", "Deux"])
        made = verbs.begin(original, "ar", by=chief)
        facts = (made.title, made.standfirst, made.points, made.body, made.slug, made.language)
        assert facts == ("Le port", "Un chapeau.", ["Un", "Deux"], "<p>Un texte.</p>", "", "ar")
        assert made.translation_group == original.translation_group
        assert [line.author_id for line in made.bylines.all()] == [stories.author().pk]
        assert (made.created_by, made.stage, made.versions.count()) == (chief, Stage.DRAFT, 0)

    def test_it_begins_with_what_readers_have_not_with_what_the_desk_writes(self, chief: User) -> None:
        original = online()
        original.title = "Pas encore"
        desk.save(original, by=None)
        made = verbs.begin(original, "ar", by=chief)
        assert made.title == "Le port"
        assert made.translation.since == original.versions.get().live_from

    def test_of_a_draft_it_begins_with_the_draft(self, chief: User) -> None:
        original = written("Un brouillon")
        made = verbs.begin(original, "en", by=chief)
        assert (made.title, made.translation.revision) == ("Un brouillon", original.revisions.saved().first())
        assert Translation.objects.get().revision.frozen

    def test_what_it_points_at_leads_to_its_sibling_or_is_left_out(self, chief: User) -> None:
        known, unknown = online("Connu"), online("Inconnu")
        other = verbs.begin(known, "ar", by=chief)
        body = f"<p>Mot.</p>{also(known)}{also(unknown)}"
        made = verbs.begin(online(body=body, related=[known.pk, unknown.pk]), "ar", by=chief)
        assert made.body == f"<p>Mot.</p>{also(other)}"
        assert [pick.picked_id for pick in made.picks.all()] == [other.pk]

    def test_links_in_the_text_lead_to_live_siblings_and_others_stay(self, chief: User) -> None:
        known, unknown = online("Connu"), online("Inconnu")
        other = verbs.begin(known, "ar", by=chief)
        place = stories.section("ar", language="ar").pk
        ledger.publish(stories.revision(other, stories.text(language="ar", slug="معروف", category=place)), by=None)
        paths = [row.versions.get().get_absolute_url() for row in (known, unknown, other)]
        links = "".join(f'<a href="{path}">x</a>' for path in (*paths[:2], "https://a.example/x-1/", "/x-999/"))
        made = verbs.begin(online(body=f"<p>{links}</p>"), "ar", by=chief)
        assert [paths[2] in made.body, paths[0] in made.body, paths[1] in made.body] == [True, False, True]
        assert "https://a.example/x-1/" in made.body

    def test_tags_of_one_address_and_the_words_of_pictures_are_taken_over(self, chief: User) -> None:
        image = stories.picture()
        ImageText.objects.create(image=image, language="en", alt="A harbour", caption="At dawn")
        tags = [stories.tag("onu").pk, stories.tag("pêche").pk]
        original = online(tags=tags, picture=image, picture_alt="Un port", body=f"<p>Mot.</p>{figure(image)}")
        twin = Tag.objects.create(language="en", name="ONU", slug="onu")
        document = verbs.begin(original, "en", by=chief).document()
        assert document.tags == (twin.pk,)
        assert document.picture == PictureUse(image.pk, "A harbour", "At dawn")
        assert 'data-alt="A harbour"' in document.body

    def test_a_category_without_a_name_there_stays_only_where_it_decides(self, chief: User) -> None:
        original = online()
        original.categories.add(stories.section("sport"))
        made = verbs.begin(original, "en", by=chief)
        assert (made.category_id, made.categories.count()) == (original.category_id, 0)

    def test_a_draft_that_somebody_may_not_open_is_no_sibling_for_them(self) -> None:
        known = online("Connu")
        verbs.begin(known, "en", by=cast.chief())
        made = verbs.begin(written(body=f"<p>Mot.</p>{also(known)}"), "en", by=cast.reporter())
        assert made.body == "<p>Mot.</p>"

    @pytest.mark.parametrize("language", ["fr", "xx", ""])
    def test_its_own_language_and_none_of_ours_are_refused(self, chief: User, language: str) -> None:
        with refused("language"):
            verbs.begin(online(), language, by=chief)

    def test_a_second_one_in_a_language_is_refused_and_leaves_nothing(self, chief: User) -> None:
        original = online()
        verbs.begin(original, "en", by=chief)
        with refused("taken"):
            verbs.begin(original, "en", by=chief)
        assert Article.objects.count() == 2

    def test_it_is_in_the_trail_of_the_original(self, chief: User) -> None:
        original = online()
        made = verbs.begin(original, "en", by=chief)
        entry = AuditEntry.objects.get(verb="article.translated")
        assert (entry.target_id, entry.detail["article"]) == (str(original.pk), made.pk)


class TestBehind:
    @pytest.mark.parametrize(
        ("change", "behind"),
        [(Change.TYPO, False), (Change.UPDATE, True), (Change.CORRECTION, True), (Change.CLARIFICATION, True)],
    )
    def test_whatever_but_a_typo_leaves_it_behind(self, chief: User, change: Change, behind: bool) -> None:
        original = online()
        made = verbs.begin(original, "ar", by=chief)
        again(original, change, note="Faux." if change.is_told else "")
        assert is_behind(made) is behind

    def test_all_translations_are_left_behind_and_the_original_never_is(self, chief: User) -> None:
        original = online()
        made = [verbs.begin(original, language, by=chief) for language in ("ar", "en")]
        again(original)
        assert [is_behind(row) for row in (*made, original)] == [True, True, False]

    def test_publishing_the_very_draft_that_was_translated_changes_nothing(self, chief: User) -> None:
        original = written()
        made = verbs.begin(original, "en", by=chief)
        desk.publish(Article.objects.filter(pk=original.pk), by=None)
        assert not is_behind(made)

    def test_publishing_another_draft_does(self, chief: User) -> None:
        original = written()
        made = verbs.begin(original, "en", by=chief)
        again(original)
        assert is_behind(made)

    def test_a_planned_change_leaves_it_behind_when_its_time_has_come(self, chief: User) -> None:
        original = online()
        made = verbs.begin(original, "en", by=chief)
        at = timezone.now() + HOUR
        ledger.publish(stories.revision(original), by=None, at=at)
        assert [Translation.objects.behind(when).exists() for when in (timezone.now(), at)] == [False, True]
        assert not is_behind(made)

    def test_withdrawn_and_given_back_is_no_change(self, chief: User) -> None:
        original = online()
        made = verbs.begin(original, "en", by=chief)
        ledger.withdraw(original, by=None, reason="x")
        ledger.reinstate(original, by=None)
        assert not is_behind(made)

    def test_up_to_date_now_clears_it_until_the_next_change(self, chief: User) -> None:
        original = online()
        made = verbs.begin(original, "en", by=chief)
        seen = again(original)
        verbs.confirm(made, seen=seen.pk, by=chief)
        assert not is_behind(made)
        again(original)
        assert is_behind(made)

    def test_what_came_after_what_was_looked_at_still_waits(self, chief: User) -> None:
        original = online()
        made = verbs.begin(original, "en", by=chief)
        seen, _unseen = again(original), again(original)
        verbs.confirm(made, seen=seen.pk, by=chief)
        assert is_behind(made)

    def test_twice_is_once_and_an_older_state_takes_nothing_back(self, chief: User) -> None:
        original = online()
        first = original.versions.get()
        made = verbs.begin(original, "en", by=chief)
        seen = again(original)
        for version in (seen, seen, first):
            verbs.confirm(made, seen=version.pk, by=chief)
        assert not is_behind(made)
        assert AuditEntry.objects.filter(verb="article.up_to_date").count() == 1

    def test_a_version_of_another_article_or_of_tomorrow_is_refused(self, chief: User) -> None:
        original = online()
        made = verbs.begin(original, "en", by=chief)
        planned = ledger.publish(stories.revision(original), by=None, at=timezone.now() + HOUR)
        for number in (online("Autre").versions.get().pk, planned.pk, 0):
            with refused("seen"):
                verbs.confirm(made, seen=number, by=chief)

    def test_a_draft_that_was_translated_can_be_deleted_and_the_translation_stays(self, chief: User) -> None:
        original = written()
        made = verbs.begin(original, "en", by=chief)
        desk.discard(Article.objects.filter(pk=original.pk), by=chief)
        assert Article.objects.filter(pk=made.pk).exists()
        assert not Translation.objects.exists()

    def test_the_state_that_was_translated_is_not_deleted_alone(self, chief: User) -> None:
        made = verbs.begin(written(), "en", by=chief)
        with pytest.raises(RestrictedError):
            made.translation.revision.delete()


def page(client: Client, article: Article, rest: str = "change") -> str:
    answer = client.get(address(article, rest))
    assert answer.status_code == 200
    return unescape(answer.content.decode())


class TestInTheOffice:
    def test_the_writing_page_leads_to_a_choice_of_languages_and_one_begins_it(self, chief: User) -> None:
        client, original = cast.signed_in(chief), online()
        assert address(original, "translate") in page(client, original)
        assert page(client, original, "translate").count('id="id_language_') == 2
        answer = client.post(address(original, "translate"), {"language": "ar"})
        made = Article.objects.get(language="ar")
        assert answer["Location"] == address(made)
        assert "Le port" in page(client, made)

    @pytest.mark.parametrize("typed", ["", "fr", "xx"])
    def test_without_a_language_of_the_choice_it_says_so(self, chief: User, typed: str) -> None:
        answer = cast.signed_in(chief).post(address(online(), "translate"), {"language": typed})
        assert answer.status_code == 200
        assert 'class="errorlist"' in answer.content.decode()
        assert Article.objects.count() == 1

    def test_twice_is_told(self, chief: User) -> None:
        client, original = cast.signed_in(chief), online()
        for _time in range(2):
            answer = client.post(address(original, "translate"), {"language": "ar"})
        assert answer.status_code == 200
        assert Article.objects.filter(language="ar").count() == 1

    def test_what_has_no_equal_is_listed_before_and_after(self, chief: User) -> None:
        client = cast.signed_in(chief)
        other = online("Sans jumeau")
        AuthorText.objects.filter(language="en").delete()
        original = online(body=f"<p>Mot.</p>{also(other)}", tags=[stories.tag("pêche").pk])
        made = verbs.begin(original, "en", by=chief)
        for shown in (page(client, original, "translate"), page(client, made)):
            part = shown.partition('<details class="lost"')[2]
            assert all(name in part for name in ("Sans jumeau", "pêche", "Nadia"))

    def test_siblings_lead_to_one_another_and_a_hidden_one_is_not_named(self, chief: User) -> None:
        original = online()
        made = verbs.begin(original, "en", by=chief)
        made.title = "Secret title"
        desk.save(made, by=chief)
        assert address(made) in page(cast.signed_in(chief), original)
        assert address(original) in page(cast.signed_in(chief), made)
        reporter = cast.reporter()
        Article.objects.filter(pk=original.pk).update(created_by=reporter)
        seen = page(cast.signed_in(reporter), original)
        assert ("Secret title" in seen, address(made) in seen) == (False, False)

    def test_behind_it_says_so_on_its_page_in_the_list_and_on_the_dashboard(self, chief: User) -> None:
        client, original = cast.signed_in(chief), online()
        made = verbs.begin(original, "en", by=chief)
        quiet = [page(client, made), client.get(LIST).content.decode(), client.get("/admin/").content.decode()]
        again(original)
        told = [page(client, made), client.get(LIST).content.decode(), client.get("/admin/").content.decode()]
        words = ("L’original a", 'class="status status-warn"', 'id="panel-behind"')
        assert [word in shown for word, shown in zip(words, quiet, strict=True)] == [False] * 3
        assert [word in unescape(shown) for word, shown in zip(words, told, strict=True)] == [True] * 3

    def test_the_list_is_narrowed_to_those_behind_and_to_all_of_them(self, chief: User) -> None:
        client = cast.signed_in(chief)
        original, still = online(), online("Calme")
        behind, calm = (verbs.begin(row, "en", by=chief) for row in (original, still))
        again(original)
        found = {
            value: {row.pk for row in client.get(LIST, {"translation": value}).context["cl"].result_list}
            for value in ("behind", "all")
        }
        assert found == {"behind": {behind.pk}, "all": {behind.pk, calm.pk}}

    def test_the_dashboard_tells_only_those_whom_it_concerns(self, chief: User) -> None:
        original = online()
        verbs.begin(original, "en", by=chief)
        again(original)
        seen = cast.signed_in(cast.reporter()).get("/admin/").content.decode()
        assert 'id="panel-behind"' not in seen

    def test_the_difference_is_shown_and_the_button_clears_it(self, chief: User) -> None:
        client, original = cast.signed_in(chief), online(body="<p>Dix bateaux.</p>")
        made = verbs.begin(original, "en", by=chief)
        version = again(original, Change.CORRECTION, note="Douze, et non dix.", body="<p>Douze bateaux.</p>")
        shown = page(client, made, "original")
        assert "Douze, et non dix." in shown
        assert all(word in shown for word in ("<del>", "Dix", "<ins>", "Douze"))
        answer = client.post(address(made, "up-to-date"), {"seen": version.pk})
        assert answer["Location"] == address(made)
        assert not is_behind(made)

    def test_who_confirms_what_they_have_not_seen_is_led_back_to_it(self, chief: User) -> None:
        client, original = cast.signed_in(chief), online()
        made = verbs.begin(original, "en", by=chief)
        version, _newer = again(original), again(original)
        for seen in (version.pk, "x", ""):
            assert client.post(address(made, "up-to-date"), {"seen": seen})["Location"] == address(made, "original")
        assert is_behind(made)

    def test_of_a_draft_original_that_is_not_theirs_no_word_is_shown(self, chief: User) -> None:
        original = written("Titre secret", body="<p>Mot secret.</p>")
        made = verbs.begin(original, "en", by=chief)
        reporter = cast.reporter()
        Article.objects.filter(pk=made.pk).update(created_by=reporter, title="A title")
        again(original, body="<p>Public.</p>")
        shown = page(cast.signed_in(reporter), made, "original")
        assert ("Mot secret" in shown, address(original) in shown) == (False, False)

    def test_a_stranger_to_it_gets_nothing(self, chief: User) -> None:
        made = verbs.begin(online(), "en", by=chief)
        client = cast.signed_in(cast.reporter())
        for rest in ("translate", "original"):
            assert client.get(address(made, rest)).status_code == 404
        assert client.post(address(made, "up-to-date"), {"seen": 1}).status_code == 404
        assert client.post(address(made, "translate"), {"language": "ar"}).status_code == 404

    def test_more_of_them_cost_the_list_and_the_dashboard_no_further_query(self, chief: User) -> None:
        client, costs = cast.signed_in(chief), []
        client.get("/admin/")
        for _round in range(2):
            for number in range(4):
                original = online(f"N {number}")
                verbs.begin(original, "en", by=chief)
                again(original)
            cost = 0
            for path in ("/admin/", f"{LIST}?translation=behind"):
                with CaptureQueriesContext(connection) as queries:
                    client.get(path)
                cost += len(queries)
            costs.append(cost)
        assert costs[0] == costs[1]
