"""What is kept about people, for how long, and the demo's own readers."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from articles.demo.stories import group_of
from articles.models import Article, PublishedVersion
from comments.demo import load
from comments.models import KEPT_REFUSED, Comment, Decision
from newsroom.core import audit, registry
from newsroom.core.models import AuditEntry
from tests import cast
from tests.comments import people

pytestmark = pytest.mark.django_db


def of_person(email: str) -> list[str]:
    found = [kind for kind in registry.personal_data if kind.name == "comments"]
    return [row["text"] for row in found[0].find(email)]


def forget() -> int:
    found = [kind for kind in registry.retention if kind.name == "comments.refused"]
    return found[0].forget(timezone.now() - found[0].period)


def test_everything_that_one_person_wrote_is_found() -> None:
    version = people.article()
    people.comment(version, "Un.", email="Lina@example.ma")
    people.decided(version, Decision.SPAM, "Deux.")
    people.comment(version, "Trois.", email="rachid@example.ma")
    assert of_person("lina@example.ma") == ["Un.", "Deux."]


def test_what_was_refused_goes_after_a_while_and_the_rest_stays() -> None:
    version = people.article()
    old = timezone.now() - KEPT_REFUSED - timedelta(days=1)
    for decision in (Decision.SPAM, Decision.REJECTED, Decision.APPROVED):
        people.decided(version, decision, decision.value)
    people.comment(version, "pending")
    Comment.objects.exclude(decision=Decision.PENDING).update(decided_at=old, created_at=old)
    people.decided(version, Decision.SPAM, "young")
    assert forget() == 2
    assert set(Comment.objects.values_list("text", flat=True)) == {"approved", "pending", "young"}


def test_what_was_refused_and_answered_stays() -> None:
    version = people.article()
    first = people.approved(version, "Un.")
    people.approved(version, "Deux.", reply=first.pk)
    Comment.objects.filter(pk=first.pk).reject(by=None, at=timezone.now() - KEPT_REFUSED - timedelta(days=1))
    assert (forget(), Comment.objects.count()) == (0, 2)


def articles() -> list[PublishedVersion]:
    """Those of the demo that its readers speak of."""
    keys = {"fr": ("maroc-italie", "ecole-matin", "ports-delai"), "ar": ("maroc-italie",), "en": ("maroc-italie",)}
    found = []
    for language, many in keys.items():
        for key in many:
            version = people.article(key, language=language)
            Article.objects.filter(pk=version.article_id).update(translation_group=group_of(key))
            found.append(version)
    return found


def test_the_demo_has_comments_in_every_state_and_language() -> None:
    cast.moderator()
    articles()
    load()
    found = set(Comment.objects.values_list("language", "decision"))
    assert {decision for language, decision in found if language == "fr"} == set(Decision.values)
    assert {language for language, _decision in found} == {"fr", "ar", "en"}
    assert Comment.objects.exclude(parent=None).exists()
    for comment in Comment.objects.all():
        comment.full_clean()


def test_the_demo_speaks_of_the_story_that_is_above() -> None:
    articles()
    load()
    below = dict(Comment.objects.values_list("text", "article__title"))
    assert {title for text, title in below.items() if "collège" in text or "autobus" in text} == {"ecole-matin"}
    assert {title for text, title in below.items() if "Rabat" in text or "الرباط" in text} == {"maroc-italie"}


def test_the_demo_says_the_same_every_time() -> None:
    articles()
    load()
    said = list(Comment.objects.order_by("pk").values_list("text", "email", "decision"))
    load()
    assert list(Comment.objects.order_by("pk").values_list("text", "email", "decision")) == said


def test_a_demo_without_articles_has_no_comments() -> None:
    people.article("Quelqu’un d’autre l’a écrit")
    load()
    assert not Comment.objects.exists()


def test_the_trail_tells_of_comments_in_the_language_of_whoever_reads_it() -> None:
    comment = people.comment(people.article())
    with translation.override("en"):
        Comment.objects.filter(pk=comment.pk).approve(by=None)
    entry = AuditEntry.objects.get(verb="comment.approved")
    for language, words in (("fr", f"Commentaire nº {comment.pk}"), ("en", f"Comment no. {comment.pk}")):
        with translation.override(language):
            assert words in audit.in_words(entry)
