"""Draft, in review, published: what the desk does with its working copies."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from articles.desk import verbs as desk
from articles.ledger import verbs as ledger
from articles.models import Article, PublishedVersion, Revision, Stage
from newsroom.core.models import AuditEntry
from tests import cast
from tests.articles.stories import HOUR, NOON, author, plan, published, section, seen, tag, text
from tests.articles.test_ledger import refused

pytestmark = pytest.mark.django_db


def draft(**fields: Any) -> Article:
    article = Article(title="Un titre", body="<p>Un texte.</p>", category=section(), **fields)
    desk.save(article, by=None, authors=[author().pk])
    return article


def only(article: Article) -> Any:
    return Article.objects.filter(pk=article.pk)


def stage(article: Article) -> str:
    article.refresh_from_db()
    return article.stage


class TestSaving:
    def test_it_keeps_a_revision(self) -> None:
        article = draft()
        article.title = "Un autre"
        desk.save(article, by=None)
        assert [row.document.title for row in article.revisions.saved()] == ["Un autre", "Un titre"]

    def test_nothing_new_makes_no_revision(self) -> None:
        article = draft()
        desk.save(article, by=None)
        assert article.revisions.count() == 1

    def test_a_relation_alone_is_new(self) -> None:
        article = draft()
        revision = desk.save(article, by=None, tags=[tag().pk])
        assert revision.document.tags == (tag().pk,)

    def test_the_by_line_keeps_its_order(self) -> None:
        article, second = draft(), author("Amal Zaki")
        desk.save(article, by=None, authors=[second.pk, author().pk])
        assert article.document().authors == (second.pk, author().pk)

    def test_a_form_that_was_opened_before_somebody_saved_is_refused(self) -> None:
        article = draft()
        opened = article.version
        article.title = "De Salma"
        desk.save(article, by=None, seen=opened)
        article.title = "De Nadia"
        with refused("stale"):
            desk.save(article, by=None, seen=opened)
        assert Article.objects.get().title == "De Salma"

    def test_the_slug_is_made_from_the_headline(self) -> None:
        assert draft().slug == "un-titre"

    def test_a_slug_stays_when_the_headline_changes(self) -> None:
        article = draft()
        article.title = "Un autre"
        desk.save(article, by=None)
        assert article.slug == "un-titre"

    def test_the_body_is_sanitised(self) -> None:
        article = Article(title="Un titre", body='<p onclick="x">mot</p><script>x</script>')
        assert desk.save(article, by=None).document.body == "<p>mot</p>"

    def test_it_leaves_alone_what_the_ledger_changed_meanwhile(self) -> None:
        article = draft()
        in_hand = Article.objects.get(pk=article.pk)
        ledger.publish(desk.current_revision(article, by=None), by=None, now=NOON)
        ledger.end(article, by=None, at=NOON + HOUR, now=NOON)
        in_hand.title = "Un autre"
        desk.save(in_hand, by=None)
        article.refresh_from_db()
        assert (article.ends_at, article.based_on is None) == (NOON + HOUR, False)


class TestReview:
    def test_submitted_it_is_in_review(self) -> None:
        article = draft()
        desk.submit(only(article), by=None)
        assert stage(article) == Stage.IN_REVIEW

    @pytest.mark.parametrize("fields", [{"title": ""}, {"category": None}], ids=["headline", "category"])
    def test_what_nobody_would_find_is_not_submitted(self, fields: dict[str, Any]) -> None:
        article = draft()
        Article.objects.update(**fields)
        with pytest.raises(ValidationError) as caught:
            desk.submit(only(article), by=None)
        assert set(caught.value.message_dict) == set(fields)

    def test_changes_come_with_what_is_wanted(self) -> None:
        article = draft()
        desk.submit(only(article), by=None)
        desk.request_changes(only(article), by=None, note="Deux sources, s’il te plaît.")
        assert (stage(article), article.changes_wanted) == (Stage.CHANGES_REQUESTED, "Deux sources, s’il te plaît.")

    def test_changes_without_words_are_refused(self) -> None:
        article = draft()
        desk.submit(only(article), by=None)
        with refused("note"):
            desk.request_changes(only(article), by=None, note=" ")

    def test_an_approval_names_its_revision(self) -> None:
        article = draft()
        desk.submit(only(article), by=None)
        desk.approve(only(article), by=None)
        assert (stage(article), article.approved) == (Stage.APPROVED, Revision.objects.get(frozen=True))

    def test_an_approval_lapses_with_the_next_edit(self) -> None:
        article = draft()
        desk.submit(only(article), by=None)
        desk.approve(only(article), by=None)
        article.refresh_from_db()
        article.title = "Un autre"
        desk.save(article, by=None)
        assert (stage(article), article.approved) == (Stage.IN_REVIEW, None)

    def test_what_changed_while_it_was_read_is_not_approved(self) -> None:
        article = draft()
        desk.submit(only(article), by=None)
        read = {article.pk: article.version}
        article.body = "<p>Tout autre chose.</p>"
        desk.save(article, by=None)
        with refused("stale"):
            desk.approve(only(article), by=None, seen=read)

    def test_a_draft_is_not_approved(self) -> None:
        with refused("stage"):
            desk.approve(only(draft()), by=None)

    def test_its_writer_may_take_it_back(self) -> None:
        article = draft()
        desk.submit(only(article), by=None)
        desk.take_back(only(article), by=None)
        assert stage(article) == Stage.DRAFT

    def test_submitting_twice_is_refused(self) -> None:
        article = draft()
        desk.submit(only(article), by=None)
        with refused("stage"):
            desk.submit(only(article), by=None)


class TestMany:
    def test_all_are_done_or_none_and_the_refusal_names_the_one(self) -> None:
        good, bad = draft(), draft()
        Article.objects.filter(pk=bad.pk).update(category=None, title="Sans rubrique")
        with pytest.raises(ValidationError, match="Sans rubrique"):
            desk.submit(Article.objects.all(), by=None)
        assert stage(good) == Stage.DRAFT

    def test_several_are_published_at_once(self) -> None:
        draft(), draft()
        desk.publish(Article.objects.all(), by=None, now=NOON)
        assert PublishedVersion.objects.live(NOON).count() == 2

    def test_the_trail_names_who_did_it(self) -> None:
        article, chief = draft(), cast.chief()
        desk.publish(only(article), by=chief, now=NOON)
        assert AuditEntry.objects.get(verb="article.published").actor == chief


class TestLoading:
    def test_what_is_live_can_be_corrected_while_a_change_is_planned(self) -> None:
        article = published()
        plan(article, NOON + 2 * HOUR, title="Vendredi")
        desk.load(article, PublishedVersion.objects.live(NOON).get().revision, by=None)
        article.refresh_from_db()
        article.body = "<p>Corrigé.</p>"
        desk.save(article, by=None)
        desk.publish(only(article), by=None, now=NOON + HOUR)
        assert [seen(article, NOON + n * HOUR) for n in (1, 2)] == ["Un titre", "Vendredi"]

    def test_it_brings_back_words_and_relations(self) -> None:
        article = draft()
        first = desk.save(article, by=None, tags=[tag().pk])
        article.title, article.points = "Un autre", ["Un point"]
        desk.save(article, by=None, tags=[], authors=[])
        desk.load(article, first, by=None)
        assert Article.objects.get().document() == first.document

    def test_what_was_there_stays_as_a_revision(self) -> None:
        article = draft()
        first = desk.current_revision(article, by=None)
        Article.objects.update(title="Pas encore gardé")
        desk.load(article, first, by=None)
        assert "Pas encore gardé" in [row.document.title for row in article.revisions.all()]

    def test_catching_up_merges_what_was_published_meanwhile(self) -> None:
        article = published()
        desk.load(article, article.versions.get().revision, by=None)
        mine = Article.objects.get()
        mine.title = "De Nadia"
        desk.save(mine, by=None)
        theirs = ledger.save_revision(article, text(body="<p>De Salma.</p>"), by=None)
        ledger.publish(theirs, by=None, now=NOON + HOUR)
        assert desk.catch_up(article, by=None, now=NOON + HOUR) == []
        desk.publish(only(article), by=None, now=NOON + 2 * HOUR)
        document = PublishedVersion.objects.live(NOON + 2 * HOUR).get().document
        assert (document.title, document.body) == ("De Nadia", "<p>De Salma.</p>")

    def test_catching_up_tells_where_both_changed(self) -> None:
        article = published()
        desk.load(article, article.versions.get().revision, by=None)
        mine = Article.objects.get()
        mine.title = "De Nadia"
        desk.save(mine, by=None)
        ledger.publish(ledger.save_revision(article, text(title="De Salma"), by=None), by=None, now=NOON + HOUR)
        assert desk.catch_up(article, by=None, now=NOON + HOUR) == ["title"]


class TestDeleting:
    def test_a_draft_may_go(self) -> None:
        article = draft()
        desk.approve(only(_submitted(article)), by=None)
        desk.discard(only(article), by=None)
        assert not Article.objects.exists()

    @pytest.mark.parametrize("how", ["verb", "row", "query"])
    def test_what_was_published_stays(self, how: str) -> None:
        article = published()
        deeds = {
            "verb": lambda: desk.discard(only(article), by=None),
            "row": article.delete,
            "query": only(article).delete,
        }
        with refused("published"):
            deeds[how]()
        assert Article.objects.exists()


def _submitted(article: Article) -> Article:
    desk.submit(only(article), by=None)
    return article
