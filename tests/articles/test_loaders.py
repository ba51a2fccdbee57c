"""Cards of live articles, and the next instant at which a list changes by itself."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import loaders
from articles.categories import verbs as categories
from articles.ledger import derived, verbs
from articles.ledger.document import PictureUse
from articles.loaders import Fate
from articles.models import (
    Article,
    Author,
    AuthorText,
    Category,
    CategoryText,
    Image,
    Listing,
    PublishedVersion,
    Reference,
)
from tests.articles.stories import HOUR, NOON, author, picture, plan, published, section, tag, text

pytestmark = pytest.mark.django_db
LATER = NOON + 100 * HOUR


def titles(answer: loaders.Answer[loaders.Card]) -> list[str]:
    return [card.version.title for card in answer.rows]


def story(number: int = 0, **fields: Any) -> Article:
    return published(text(title=f"Titre {number}", **fields), now=NOON + number * HOUR)


def queries(load: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        load()
    return len(captured)


class TestCards:
    def test_the_order_asked_for_is_kept_and_what_is_not_live_left_out(self) -> None:
        first, second, draft = story(1), story(2), Article.objects.create()
        assert titles(loaders.live([second.pk, draft.pk, first.pk, 999], at=LATER)) == ["Titre 2", "Titre 1"]

    def test_a_card_bears_its_primary_category_in_its_language(self) -> None:
        article = story()
        card = loaders.live([article.pk], at=LATER).rows[0]
        assert card.label == loaders.Label(section(), "Maroc", "maroc")

    def test_a_renamed_category_shows_its_new_name(self) -> None:
        article = story()
        CategoryText.objects.update(name="Royaume")
        card = loaders.live([article.pk], at=LATER).rows[0]
        assert card.label == loaders.Label(section(), "Royaume", "maroc")

    def test_a_merged_author_shows_whom_they_were_merged_into(self) -> None:
        article, real = story(), author("Amal Zaki")
        Author.objects.filter(slug="nadia-chraïbi").update(merged_into=real)
        card = loaders.live([article.pk], at=LATER).rows[0]
        assert [name.text.name for name in card.authors] == ["Amal Zaki"]

    def test_authors_stand_in_the_order_of_the_by_line(self) -> None:
        pair = author("Zineb Filali"), author("Amal Zaki")
        article = story(authors=tuple(person.pk for person in pair))
        card = loaders.live([article.pk], at=LATER).rows[0]
        assert [name.author for name in card.authors] == list(pair)

    def test_a_picture_goes_when_its_licence_ends(self) -> None:
        image = picture(licence_ends_on=NOON.date())
        article = story(picture=PictureUse(image.pk, alt="Un port"))
        over = image.licence_over_at
        assert over == datetime(2026, 3, 4, tzinfo=UTC)  # midnight in Casablanca, which is on UTC during Ramadan
        answer = loaders.live([article.pk], at=over - HOUR)
        assert (answer.rows[0].picture, answer.changes_at) == (image, over)
        assert loaders.live([article.pk], at=over).rows[0].picture is None


class TestLists:
    def test_a_category_lists_itself_and_what_is_below_the_latest_first(self) -> None:
        top = section("maroc")
        below = section("rabat", parent=top)
        story(1, category=top.pk), story(2, category=below.pk), story(3, category=section("monde").pk)
        assert titles(loaders.in_category(top, "fr", at=LATER)) == ["Titre 2", "Titre 1"]
        assert titles(loaders.in_category(below, "fr", at=LATER)) == ["Titre 2"]

    def test_other_categories_count_too(self) -> None:
        story(1, categories=(section("monde").pk,))
        assert titles(loaders.in_category(section("monde"), "fr", at=LATER)) == ["Titre 1"]

    def test_an_article_of_two_branches_is_listed_once_above_both(self) -> None:
        top = section("maroc")
        story(1, category=section("rabat", parent=top).pk, categories=(section("fes", parent=top).pk,))
        assert titles(loaders.in_category(top, "fr", at=LATER)) == ["Titre 1"]

    def test_languages_keep_apart(self) -> None:
        story(1)
        assert titles(loaders.front("ar", at=LATER)) == []

    def test_pages_join_without_gap_or_overlap(self) -> None:
        for number in range(7):
            story(number)
        found: list[str] = []
        after = None
        for _page in range(4):
            page = loaders.front("fr", at=LATER, size=3, after=after)
            found, after = found + titles(page), page.following
            if after is None:
                break
        assert found == [f"Titre {number}" for number in range(6, -1, -1)]

    def test_articles_of_one_instant_are_not_lost_between_pages(self) -> None:
        for number in range(5):
            published(text(title=f"Titre {number}"))
        first = loaders.front("fr", at=LATER, size=2)
        second = loaders.front("fr", at=LATER, size=3, after=first.following)
        assert len({*titles(first), *titles(second)}) == 5

    def test_authors_and_tags_list_what_was_merged_into_them(self) -> None:
        person, theme = author("Amal Zaki"), tag("gaz")
        alias, old = author("A. Zaki", merged_into=person), tag("gaz-naturel", merged_into=theme)
        story(1, authors=(alias.pk, person.pk), tags=(old.pk, theme.pk))
        assert titles(loaders.by_author(person, "fr", at=LATER)) == ["Titre 1"]
        assert titles(loaders.with_tag(theme, at=LATER)) == ["Titre 1"]

    def test_a_withdrawn_article_is_on_no_list(self) -> None:
        article = story(1)
        verbs.withdraw(article, by=None, reason="Une erreur.", now=NOON + 2 * HOUR)
        assert titles(loaders.front("fr", at=LATER)) == []

    def test_a_moved_category_takes_its_articles_along(self) -> None:
        below = section("rabat", parent=section("maroc"))
        story(1, category=below.pk)
        categories.move(below, section("monde"), by=None)
        assert titles(loaders.in_category(section("monde"), "fr", at=LATER)) == ["Titre 1"]
        assert titles(loaders.in_category(section("maroc"), "fr", at=LATER)) == []


class TestNextChange:
    def test_a_coming_article_changes_the_list(self) -> None:
        plan(Article.objects.create(), NOON + 9 * HOUR)
        assert loaders.front("fr", at=NOON).changes_at == NOON + 9 * HOUR

    def test_a_coming_version_changes_the_card(self) -> None:
        article = story()
        plan(article, NOON + 9 * HOUR, title="Ce soir")
        assert loaders.live([article.pk], at=NOON).changes_at == NOON + 9 * HOUR

    def test_an_end_changes_both(self) -> None:
        article = story()
        verbs.end(article, by=None, at=NOON + 5 * HOUR, now=NOON)
        assert loaders.live([article.pk], at=NOON).changes_at == NOON + 5 * HOUR
        assert loaders.front("fr", at=NOON).changes_at == NOON + 5 * HOUR

    def test_without_any_there_is_none(self) -> None:
        story()
        assert loaders.front("fr", at=NOON).changes_at is None


@pytest.mark.parametrize("load", ["live", "front", "in_category"])
def test_more_rows_cost_no_more_queries(load: str) -> None:
    """Ten, then twenty, each with authors and a category of their own."""
    top = section("maroc")

    def more() -> None:
        for number in range(10):
            signed = author(f"Plume {Author.objects.count()}")
            below = section(f"rubrique-{Category.objects.count()}", parent=top)
            story(number, authors=(signed.pk,), category=below.pk)

    loads = {
        "live": lambda: loaders.live(Article.objects.values_list("pk", flat=True), at=LATER),
        "front": lambda: loaders.front("fr", at=LATER, size=50),
        "in_category": lambda: loaders.in_category(top, "fr", at=LATER, size=50),
    }
    more()
    before = queries(loads[load])
    more()
    assert queries(loads[load]) == before


class TestFates:
    def test_each_address_knows_what_to_answer(self) -> None:
        live, ended, withdrawn, draft = story(), story(), story(), Article.objects.create()
        verbs.end(ended, by=None, at=NOON + HOUR, now=NOON)
        verbs.withdraw(withdrawn, by=None, reason="Une erreur.", now=NOON + HOUR)
        found = loaders.fates([live.pk, ended.pk, withdrawn.pk, draft.pk, 999], at=LATER)
        assert [found.get(row.pk) for row in (live, ended, withdrawn, draft)] == [
            Fate.LIVE,
            Fate.ENDED,
            Fate.WITHDRAWN,
            Fate.NEVER,
        ]
        assert 999 not in found

    def test_what_is_planned_was_never_there(self) -> None:
        article = Article.objects.create()
        plan(article, NOON + HOUR)
        assert loaders.fates([article.pk], at=NOON) == {article.pk: Fate.NEVER}


class TestRebuilding:
    def test_it_brings_back_what_was_lost(self) -> None:
        article = story(1, tags=(tag().pk,))
        before = self.state(article)
        PublishedVersion.objects.update(title="", excerpt="", reading_minutes=9, author_ids=[])
        Reference.objects.all().delete()
        Listing.objects.all().delete()
        call_command("rebuild_versions", verbosity=0)
        assert self.state(article) == before

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
