"""The demo's articles go through the desk's own verbs, once; what people make of them afterwards is theirs."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from articles.demo.house import House
from articles.demo.stories import Stories
from articles.models import (
    Article,
    Author,
    AuthorText,
    Category,
    CategoryText,
    Image,
    ImageText,
    PublishedVersion,
    Stage,
    Tag,
)
from newsroom.core import html
from newsroom.core.models import AuditEntry, User

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 11, 20, 15, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def stories(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stories]:
    """The whole demo, loaded at NOW, once for those tests that only look at it or undo what they do."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), transaction.atomic():
        with media:
            House().load()
            loaded = Stories(NOW)
            loaded.load()
        yield loaded
        transaction.set_rollback(True)


def live() -> dict[str, PublishedVersion]:
    return {version.title: version for version in PublishedVersion.objects.live(NOW)}


def titled(words: str) -> Article:
    return Article.objects.get(title__contains=words)


def test_readers_get_what_was_published_and_nothing_else(stories: Stories) -> None:
    expected = {text.title for text in stories.archive.texts if text.state == "live"}
    assert set(live()) == expected
    assert len({version.first_published_at for version in live().values()}) == len(expected)
    assert NOW - timedelta(days=15) < min(version.first_published_at for version in live().values())


def test_one_is_planned_one_waits_one_is_begun_and_one_is_gone(stories: Stories) -> None:
    assert [row.article for row in PublishedVersion.objects.to_come(NOW)] == [titled("train de nuit")]
    assert list(Article.objects.filter(stage=Stage.IN_REVIEW)) == [titled("saumure")]
    assert titled("900 annonces").revisions.exists()
    assert not titled("900 annonces").versions.exists()
    gone = titled("cinéma du quartier")
    assert gone.withdrawals.get().words
    assert gone.versions.get().live_until == gone.withdrawals.get().since <= NOW


def test_the_correction_is_dated_told_and_mends_the_text(stories: Stories) -> None:
    first, second = titled("oued Zerka").versions.order_by("live_from")
    assert "70 %" in first.document.points[2]
    assert "70 %" in first.document.body
    assert "70 %" not in second.document.body + second.document.points[2]
    assert "70 %" in second.corrections.get().text
    assert second.updated_at > second.first_published_at


def test_every_article_was_written_submitted_approved_and_published(stories: Stories) -> None:
    verbs = list(AuditEntry.objects.about(titled("Maroc et Italie")).order_by("pk").values_list("verb", flat=True))
    assert verbs == ["article.created", "article.submitted", "article.approved", "article.published"]
    saved = titled("Maroc et Italie").revisions.order_by("pk").values_list("made_at", flat=True)
    assert all(before < after for before, after in pairwise(saved))


def test_siblings_share_a_translation_group(stories: Stories) -> None:
    group = titled("Maroc et Italie").translation_group
    assert set(Article.objects.filter(translation_group=group).values_list("language", flat=True)) == {"fr", "ar", "en"}


def test_everything_could_have_been_saved_by_a_person(stories: Stories) -> None:
    for model in (Author, AuthorText, Tag, Image, ImageText, Article, Category, CategoryText):
        for row in model._default_manager.all():
            row.full_clean()


def test_every_node_points_at_something_and_every_picture_is_told_in_words(stories: Stories) -> None:
    articles, images = (set(model.objects.values_list("pk", flat=True)) for model in (Article, Image))
    for article in Article.objects.all():
        assert article.body.count("<aside") + article.body.count("<figure data-image") == len(html.uses(article.body))
        for use in html.uses(article.body):
            assert use.id in (articles if use.node is html.ARTICLE else images)
        assert bool(article.picture) == bool(article.picture_alt)


def test_the_journalist_finds_her_articles_and_the_editor_decides_on_his(stories: Stories) -> None:
    ghita, omar = User.objects.get(email="ghita@demo.example"), User.objects.get(email="omar@demo.example")
    assert titled("900 annonces") in Article.objects.editable_by(ghita)
    assert titled("saumure") in Article.objects.in_review().decided_by(omar)
    assert titled("Laissez les enfants") not in Article.objects.decided_by(omar)


def test_people_who_left_leave_their_by_lines(stories: Stories) -> None:
    User.objects.get(email="ghita@demo.example").delete()
    assert Author.objects.get(slug="ghita-sebti").text("fr").name == "Ghita Sebti"
