"""A correction is a version with a note to readers; a held change waits until somebody decides."""

from typing import Any

import pytest

from articles.ledger import held, verbs
from articles.models import Article, Change, Correction, HeldChange
from tests.articles.stories import HOUR, NOON, published, revision, seen, text
from tests.articles.test_ledger import live, publish, refused

pytestmark = pytest.mark.django_db


def correct(article: Article, note: str = "Le chiffre était faux.", **fields: Any) -> Any:
    return verbs.correct(revision(article, text(**fields)), by=None, note=note, now=NOON + HOUR)


def test_its_note_comes_with_it() -> None:
    article = published()
    version = correct(article, body="<p>Le bon chiffre.</p>")
    assert (version.change, version.corrections.get().text) == ("correction", "Le chiffre était faux.")


@pytest.mark.parametrize("note", ["", "  "])
def test_without_words_for_readers_it_is_refused(note: str) -> None:
    article = published()
    with refused("note"):
        correct(article, note=note)


def test_an_update_is_no_correction() -> None:
    article = published()
    with refused("note"):
        verbs.correct(revision(article), by=None, note="Mot", change=Change.UPDATE, now=NOON)


def test_an_update_may_say_what_is_new() -> None:
    article = published()
    version = verbs.publish(revision(article), by=None, note="Avec la réponse du port.", now=NOON + HOUR)
    assert (version.change, version.corrections.get().text) == ("update", "Avec la réponse du port.")


def test_a_typo_bears_no_note() -> None:
    article = published()
    with refused("note"):
        verbs.publish(revision(article), by=None, change=Change.TYPO, note="Mot", now=NOON + HOUR)


def test_what_nobody_has_read_yet_bears_no_note() -> None:
    with refused("note"):
        verbs.publish(revision(Article.objects.create()), by=None, note="Mot", now=NOON)


def test_what_readers_never_had_is_not_corrected() -> None:
    article = Article.objects.create()
    with refused("note"):
        correct(article)


def test_a_planned_one_that_is_merged_keeps_its_note() -> None:
    article = published()
    verbs.correct(revision(article, text(title="Vendredi")), by=None, note="Faux.", at=NOON + 2 * HOUR, now=NOON)
    publish(article, 1, body="<p>Corrigé.</p>")
    assert live(article, 2).corrections.get().text == "Faux."


def test_a_planned_one_that_is_cancelled_leaves_no_note() -> None:
    article = published()
    change = verbs.correct(revision(article), by=None, note="Faux.", at=NOON + 2 * HOUR, now=NOON)
    verbs.cancel(change, by=None, now=NOON)
    assert not Correction.objects.exists()


def test_a_planned_one_keeps_its_note_when_it_moves() -> None:
    article = published()
    change = verbs.correct(revision(article), by=None, note="Faux.", at=NOON + 2 * HOUR, now=NOON)
    moved = verbs.reschedule(change, by=None, at=NOON + 3 * HOUR, now=NOON)
    assert moved.corrections.get().text == "Faux."


class TestHeld:
    def held(self) -> HeldChange:
        article = published()
        change = text(title="Vendredi", standfirst="Un chapeau")
        verbs.correct(revision(article, change), by=None, note="Faux.", at=NOON + 3 * HOUR, now=NOON)
        publish(article, 1, title="Jeudi", body="<p>Corrigé.</p>")
        return HeldChange.objects.get()

    def test_released_it_wins_where_it_collides_and_is_merged_elsewhere(self) -> None:
        change = self.held()
        document = held.release_held(change, by=None, now=NOON + 2 * HOUR).document
        assert (document.title, document.standfirst, document.body) == ("Vendredi", "Un chapeau", "<p>Corrigé.</p>")

    def test_released_it_keeps_its_note_and_kind(self) -> None:
        version = held.release_held(self.held(), by=None, now=NOON + 2 * HOUR)
        assert (version.change, version.corrections.get().text) == ("correction", "Faux.")

    def test_released_for_a_time_it_comes_then(self) -> None:
        change = self.held()
        held.release_held(change, by=None, at=NOON + 3 * HOUR, now=NOON + 2 * HOUR)
        assert [seen(change.article, NOON + n * HOUR) for n in (2, 3)] == ["Jeudi", "Vendredi"]

    def test_dropped_it_is_not_released(self) -> None:
        change = self.held()
        held.drop_held(change, by=None, now=NOON + 2 * HOUR)
        with refused("settled"):
            held.release_held(change, by=None, now=NOON + 2 * HOUR)
        assert seen(change.article, NOON + 4 * HOUR) == "Jeudi"

    def test_a_collision_that_nobody_was_shown_is_refused(self) -> None:
        change = self.held()
        publish(change.article, 2, title="Jeudi", body="<p>Corrigé.</p>", standfirst="Un autre")
        with refused("stale"):
            held.release_held(change, by=None, now=NOON + 3 * HOUR)

    def test_what_was_shown_may_be_overruled(self) -> None:
        change = self.held()
        publish(change.article, 2, title="Jeudi", standfirst="Un autre")
        _document, fields = held.preview(change, at=NOON + 3 * HOUR)
        version = held.release_held(change, by=None, overruling=fields, now=NOON + 3 * HOUR)
        assert version.document.standfirst == "Un chapeau"

    def test_a_withdrawn_article_gets_none(self) -> None:
        change = self.held()
        verbs.withdraw(change.article, by=None, reason="Une erreur.", now=NOON + 2 * HOUR)
        with refused("withdrawn"):
            held.release_held(change, by=None, now=NOON + 3 * HOUR)
