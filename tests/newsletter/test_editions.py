"""Editions hold what is live, in one language, and nothing that readers must not get."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from articles.ledger import verbs as ledger
from articles.models import Article, Change
from newsletter import editions
from newsletter import letters as content
from newsletter.models import Edition
from newsletter.models.edition import EditionState
from newsletter.models.subscription import State
from newsroom.core.models import AuditEntry
from tests import cast
from tests.articles import stories
from tests.newsletter import letters

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
CANARY = "zaphir"


def chosen(edition: Edition) -> list[int]:
    return list(edition.items.values_list("article", flat=True))


def refused(code: str) -> "pytest.RaisesExc[ValidationError]":
    return pytest.raises(ValidationError, check=lambda error: error.code == code)


def withdrawn(title: str) -> Article:
    article = letters.article(title)
    ledger.withdraw(article, by=None, reason=title)
    return article


def text_of(edition: Edition) -> str:
    return str(content.context(edition, content.stories(edition)))


class TestAssembling:
    def test_it_takes_the_latest_of_the_day_in_its_language(self) -> None:
        now = timezone.now()
        old, first, last = (letters.article(f"n{hours}", at=now - hours * HOUR) for hours in (25, 5, 2))
        letters.article("العنوان", at=now - HOUR, language="ar")
        edition = letters.edition()
        assert editions.assemble(edition, by=None) == 2
        assert chosen(edition) == [last.pk, first.pk]
        assert old.pk not in chosen(edition)

    def test_what_readers_had_before_is_not_told_again(self) -> None:
        letters.reader()
        letters.sent(letters.article("Hier"))
        fresh = letters.article("Aujourd’hui")
        edition = letters.edition()
        editions.assemble(edition, by=None)
        assert chosen(edition) == [fresh.pk]

    def test_another_newsletter_may_tell_it_too(self) -> None:
        letters.reader()
        article = letters.article()
        letters.sent(article)
        other = letters.edition(of=letters.newsletter(slug="autre"))
        editions.assemble(other, by=None)
        assert chosen(other) == [article.pk]

    def test_sponsored_articles_are_not_taken_by_themselves(self) -> None:
        letters.article(kind="sponsored")
        with refused("empty"):
            editions.assemble(letters.edition(), by=None)

    def test_drafts_plans_and_withdrawn_articles_are_not_there(self) -> None:
        stories.revision(Article.objects.create(title=CANARY), stories.text(title=CANARY))
        stories.plan(Article.objects.create(), timezone.now() + HOUR, now=timezone.now(), title=CANARY)
        withdrawn(CANARY)
        live = letters.article()
        edition = letters.edition()
        editions.assemble(edition, by=None)
        assert chosen(edition) == [live.pk]
        assert CANARY not in text_of(edition)

    def test_a_quiet_day_leaves_the_draft_as_it_was(self) -> None:
        article = letters.article(at=timezone.now() - 30 * HOUR)
        edition = letters.edition(article)
        with refused("empty"):
            editions.assemble(edition, by=None)
        assert chosen(edition) == [article.pk]

    def test_it_costs_the_same_for_more_articles(self) -> None:
        costs = []
        for wanted in (3, 6):
            for number in range(wanted):
                letters.article(f"Titre {wanted}-{number}")
            edition = letters.edition()
            with CaptureQueriesContext(connection) as queries:
                editions.assemble(edition, by=None)
                text_of(Edition.objects.select_related("newsletter").get(pk=edition.pk))
            costs.append(len(queries))
        assert costs[0] == costs[1]


class TestChoosing:
    def test_an_article_comes_last_and_may_move(self) -> None:
        one, two, three = (letters.article(f"n{number}") for number in range(3))
        edition = letters.edition(one, two)
        editions.add(edition, three.pk, by=None)
        assert editions.move(edition, edition.items.get(article=three).pk, -1, by=None)
        assert chosen(edition) == [one.pk, three.pk, two.pk]

    def test_moving_over_the_edge_changes_nothing(self) -> None:
        one, two = letters.article("un"), letters.article("deux")
        edition = letters.edition(one, two)
        first, last = edition.items.all()
        assert not editions.move(edition, first.pk, -1, by=None)
        assert not editions.move(edition, last.pk, 1, by=None)
        assert not editions.move(edition, 99999, 1, by=None)
        assert chosen(edition) == [one.pk, two.pk]

    def test_removing_twice_is_told(self) -> None:
        edition = letters.edition(letters.article())
        item = edition.items.get().pk
        assert (editions.remove(edition, item, by=None), editions.remove(edition, item, by=None)) == (True, False)

    def test_an_item_of_another_edition_is_not_touched(self) -> None:
        mine, other = letters.edition(letters.article("un")), letters.edition(letters.article("deux"))
        assert not editions.remove(mine, other.items.get().pk, by=None)
        assert other.items.count() == 1

    def test_what_is_not_live_can_not_be_put_in(self) -> None:
        draft = Article.objects.create(title=CANARY)
        for article in (draft, withdrawn(CANARY), letters.article("العنوان", language="ar")):
            with refused("live"):
                editions.add(letters.edition(), article.pk, by=None)

    def test_an_article_is_in_it_once(self) -> None:
        article = letters.article()
        with refused("twice"):
            editions.add(letters.edition(article), article.pk, by=None)

    def test_twenty_are_enough(self) -> None:
        edition = letters.edition(*(letters.article(f"n{number}") for number in range(editions.MOST)))
        with refused("full"):
            editions.add(edition, letters.article("de trop").pk, by=None)


class TestSending:
    def test_the_versions_are_fixed(self) -> None:
        letters.reader()
        article = letters.article("Avant")
        edition = letters.sent(article)
        ledger.publish(stories.revision(article, stories.text(title="Après")), by=None, change=Change.UPDATE)
        assert edition.items.get().version == article.versions.order_by("live_from").first()
        assert "Avant" in text_of(edition)
        assert "Après" not in text_of(edition)

    def test_an_article_withdrawn_in_time_leaves(self) -> None:
        letters.reader()
        gone, stays = letters.article(CANARY), letters.article()
        edition = letters.edition(gone, stays)
        ledger.withdraw(gone, by=None, reason="Erreur")
        assert editions.send(edition, by=None) == 1
        assert chosen(edition) == [stays.pk]
        letters.work()
        assert CANARY not in letters.html(letters.mails()[0]) + str(letters.mails()[0].body)

    def test_an_article_withdrawn_while_mails_leave_is_in_none_of_the_rest(self) -> None:
        letters.reader()
        gone, stays = letters.article(CANARY), letters.article()
        letters.sent(gone, stays)
        ledger.withdraw(gone, by=None, reason="Erreur")
        letters.work()
        assert CANARY not in letters.html(letters.mails()[0]) + str(letters.mails()[0].body)

    def test_where_everything_was_withdrawn_nobody_gets_an_empty_mail(self) -> None:
        letters.reader()
        gone = letters.article(CANARY)
        edition = letters.sent(gone)
        ledger.withdraw(gone, by=None, reason="Erreur")
        letters.work()
        edition.refresh_from_db()
        assert (letters.mails(), edition.state) == ([], EditionState.SENT)

    def test_nothing_live_is_refused(self) -> None:
        letters.reader()
        with refused("empty"):
            editions.send(letters.edition(withdrawn(CANARY)), by=None)

    def test_nobody_on_the_list_is_refused(self) -> None:
        letters.reader(state=State.PENDING)
        edition = letters.edition(letters.article())
        with refused("nobody"):
            editions.send(edition, by=None)
        edition.refresh_from_db()
        assert (edition.state, edition.items.get().version) == (EditionState.DRAFT, None)

    def test_a_second_time_is_refused_in_words(self) -> None:
        letters.reader()
        edition = letters.sent(letters.article())
        with pytest.raises(ValidationError, match="Nobody gets it twice"), override("en"):
            editions.send(edition, by=None)

    def test_nothing_of_it_changes_any_more(self) -> None:
        letters.reader()
        edition = letters.sent(letters.article())
        item, other = edition.items.get().pk, letters.article("autre").pk
        for verb in (
            lambda: editions.assemble(edition, by=None),
            lambda: editions.add(edition, other, by=None),
            lambda: editions.remove(edition, item, by=None),
            lambda: editions.move(edition, item, 1, by=None),
        ):
            with refused("sent"):
                verb()

    def test_it_is_told_who_sent_it(self) -> None:
        letters.reader()
        editor = cast.newsletter_editor()
        editions.send(letters.edition(letters.article()), by=editor)
        assert AuditEntry.objects.get(verb="edition.sent").actor == editor
        assert Edition.objects.get().sent_by == editor

    def test_a_test_goes_to_oneself_alone(self) -> None:
        letters.reader()
        editor, of = cast.newsletter_editor(), letters.newsletter("en")
        editions.send_test(letters.edition(letters.article(language="en"), of=of), to=editor)
        letters.work()
        message = letters.mails()[0]
        assert (letters.recipients(), "[Test]" in message.subject) == ([editor.email], True)
        assert "List-Unsubscribe" not in message.extra_headers
        assert Edition.objects.get().is_draft
