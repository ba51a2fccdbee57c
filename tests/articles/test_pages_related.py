"""Eight stories to go on with."""

import re

import pytest
from django.test import Client

from articles.ledger import verbs
from articles.models import Article, PublishedVersion
from tests.articles import stories

pytestmark = pytest.mark.django_db


def related(client: Client, article: Article) -> list[str]:
    """Their headlines, in order."""
    there = PublishedVersion.objects.live().get(article=article).get_absolute_url()
    part = client.get(there).content.decode().partition('class="page band related"')[2].partition("</section>")[0]
    return re.findall(r"<h3><a [^>]*>([^<]*)</a></h3>", part)


def put(title: str, hour: int = 0, **fields: object) -> Article:
    return stories.published(stories.text(title=title, **fields), now=stories.NOON + hour * stories.HOUR)


def test_hand_picked_come_first_in_their_order_then_shared_tags_then_the_section(client: Client) -> None:
    gas, water = stories.tag("gaz").pk, stories.tag("eau").pk
    elsewhere = stories.section("sport").pk
    put("Même rubrique", 5)
    one, two = put("Choisi un", category=elsewhere), put("Choisi deux", category=elsewhere)
    put("Un mot-clé", 2, category=elsewhere, tags=(gas,))
    put("Deux mots-clés", 1, category=elsewhere, tags=(gas, water))
    put("Ailleurs", 6, category=elsewhere)
    article = put("Le nôtre", 7, tags=(gas, water), related=(two.pk, one.pk))
    assert related(client, article) == [
        *("Choisi deux", "Choisi un", "Deux mots-clés", "Un mot-clé", "Même rubrique", "Ailleurs")
    ]


def test_what_the_category_lacks_comes_from_its_section_then_from_the_whole_paper(client: Client) -> None:
    top = stories.section("economie")
    ports, farms = (stories.section(slug, parent=top).pk for slug in ("ports", "fermes"))
    put("Sport", 9, category=stories.section("sport").pk)
    put("Économie", 3, category=top.pk)
    put("Fermes", 4, category=farms)
    put("Ports", 1, category=ports)
    article = put("Le nôtre", 10, category=ports)
    assert related(client, article) == ["Ports", "Fermes", "Économie", "Sport"]


def test_an_article_alone_in_its_category_has_eight_all_the_same(client: Client) -> None:
    for number in range(10):
        put(f"N {number}", number)
    article = put("Le nôtre", 11, category=stories.section("sport").pk)
    assert related(client, article) == [f"N {number}" for number in range(9, 1, -1)]


def test_there_are_eight_at_most_and_never_itself_nor_one_twice(client: Client) -> None:
    tag = stories.tag("gaz").pk
    rows = [put(f"N {number}", number, tags=(tag,)) for number in range(12)]
    article = put("Le nôtre", 13, tags=(tag,), related=(rows[3].pk,))
    found = related(client, article)
    assert found == ["N 3", "N 11", "N 10", "N 9", "N 8", "N 7", "N 6", "N 5"]


def test_one_that_is_not_live_makes_room(client: Client) -> None:
    gone, draft = put("Retiré"), Article.objects.create(title="Brouillon")
    verbs.withdraw(gone, by=None, reason="x")
    article = put("Le nôtre", related=(draft.pk,))
    again = stories.revision(article, stories.text(related=(gone.pk, draft.pk)))
    verbs.publish(again, by=None)
    assert related(client, article) == []


def test_other_languages_are_not_chosen_by_themselves(client: Client) -> None:
    place = stories.section("politics", language="en")
    put("In English", language="en", category=place.pk)
    assert related(client, put("Le nôtre")) == []


def test_a_card_has_its_label_its_time_and_an_excerpt_that_goes_on(client: Client) -> None:
    put("Une", standfirst="Douze députés veulent connaître les hypothèses.")
    article = put("Le nôtre")
    there = PublishedVersion.objects.live().get(article=article).get_absolute_url()
    card = client.get(there).content.decode().partition('<article class="story s"')[2].partition("</article>")[0]
    assert '<p class="kick">Maroc</p>' in card
    assert "connaître les hypothèses…</p>" in card
    assert "minute" in card
