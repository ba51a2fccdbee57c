"""What is derived from versions can be made anew at any time: columns, references, lists."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from articles.categories import verbs as categories
from articles.ledger import derived
from articles.models import Article, Author, AuthorText, Category, Image, Listing, PublishedVersion, Reference, Target
from newsroom.core.models import ChangedKey
from newsroom.core.pagestore import EVERYTHING
from tests.articles.stories import HOUR, NOON, author, picture, published, section, tag, text

pytestmark = pytest.mark.django_db
LATER = NOON + 100 * HOUR


def story(number: int = 0, **fields: Any) -> Article:
    return published(text(title=f"Titre {number}", **fields), now=NOON + number * HOUR)


def listed(category: Category) -> set[int]:
    return set(Listing.objects.of(Target.CATEGORY, category.pk, "fr").values_list("article", flat=True))


class TestPlaces:
    def test_an_article_of_two_branches_is_listed_once_above_both(self) -> None:
        top = section("maroc")
        story(1, category=section("rabat", parent=top).pk, categories=(section("fes", parent=top).pk,))
        assert Listing.objects.of(Target.CATEGORY, top.pk, "fr").count() == 1

    def test_a_moved_category_takes_its_articles_along(self) -> None:
        below = section("rabat", parent=section("maroc"))
        article = story(1, category=below.pk)
        categories.move(below, section("monde"), by=None)
        assert (listed(section("monde")), listed(section("maroc"))) == ({article.pk}, set())


class TestRebuilding:
    def test_it_brings_back_what_was_lost(self) -> None:
        article = story(1, tags=(tag().pk,))
        before = self.state(article)
        PublishedVersion.objects.update(title="", excerpt="", reading_minutes=9, author_ids=[])
        Reference.objects.all().delete()
        Listing.objects.all().delete()
        call_command("rebuild_versions", verbosity=0)
        assert self.state(article) == before

    def test_every_page_is_made_anew_then(self) -> None:
        story(1)
        call_command("rebuild_versions", verbosity=0)
        assert ChangedKey.objects.order_by("pk").last().key == EVERYTHING  # type: ignore[union-attr]  # there is one

    def test_doing_it_twice_changes_nothing(self) -> None:
        article = story(1)
        derived.rebuild(at=LATER)
        before = self.state(article)
        derived.rebuild(at=LATER)
        assert self.state(article) == before

    def state(self, article: Article) -> list[Any]:
        version = article.versions.values(*derived.COLUMNS).get()
        references = sorted(Reference.objects.values_list("target", "target_id"))
        listed = sorted(Listing.objects.values_list("target", "target_id", "language", "published_at"))
        return [version, references, listed]


def test_what_a_version_refers_to_is_written_down_body_included() -> None:
    image, other = picture(), story(1)
    body = f'<p>Mot</p><aside data-article="{other.pk}"></aside><figure data-image="{image.pk}" data-alt="x"></figure>'
    article = story(2, body=body, tags=(tag().pk,))
    found = set(Reference.objects.filter(version__article=article).values_list("target", "target_id"))
    assert found >= {("article", other.pk), ("image", image.pk), ("tag", tag().pk), ("category", section().pk)}


def test_the_licence_of_today_lasts_all_day_in_the_newsroom() -> None:
    image = Image(licence_ends_on=NOON.date())
    assert image.licence_over_at == datetime(2026, 3, 4, tzinfo=UTC)
    assert Image(licence_ends_on=NOON.date() + timedelta(days=90)).licence_over_at is not None


def test_an_author_without_words_in_a_language_is_shown_in_another() -> None:
    person = author("Amal Zaki")
    assert person.text("ar").name == "Amal Zaki"
    AuthorText.objects.create(author=person, language="ar", name="أمل زكي")
    assert Author.objects.get(pk=person.pk).text("ar").name == "أمل زكي"
