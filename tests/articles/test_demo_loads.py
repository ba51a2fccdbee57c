"""The demo's stories are loaded once, into whatever paper is there; what people make of them is theirs."""

import re
from datetime import UTC, datetime
from functools import cache

import pytest
from django.test import Client

from articles.categories import verbs as categories
from articles.demo import drawing
from articles.demo import stories as demo
from articles.demo.house import HOUSE, House
from articles.demo.parts import Part, load_missing
from articles.demo.stories import STORIES, Stories
from articles.desk import verbs as desk
from articles.ledger import verbs as ledger
from articles.models import (
    Article,
    Author,
    AuthorText,
    Category,
    CategoryText,
    Image,
    ImageText,
    PublishedVersion,
    Revision,
    Tag,
)
from newsroom.core.models import AuditEntry
from newsroom.core.registry import Registry

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 11, 20, 15, 30, tzinfo=UTC)
drawn = cache(demo.drawn)


@pytest.fixture(autouse=True)
def _two_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rooms above load more; that is theirs to test."""
    two: Registry[Part] = Registry("parts")
    two.register(HOUSE)
    two.register(STORIES)
    monkeypatch.setattr("articles.demo.parts.parts", two)
    monkeypatch.setattr(demo, "drawn", drawn)


def titled(words: str) -> Article:
    return Article.objects.get(title__contains=words)


def snapshot() -> list[object]:
    kept = (Article, Revision, PublishedVersion, Author, AuthorText, Tag, Image, ImageText, Category)
    return [list(model._default_manager.order_by("pk").values()) for model in kept]


def test_loading_again_makes_nothing_new() -> None:
    assert load_missing() == ["house", "stories"]
    before, trail = snapshot(), AuditEntry.objects.count()
    assert load_missing() == []
    assert (snapshot(), AuditEntry.objects.count()) == (before, trail)


def test_what_was_edited_published_and_deleted_since_stays() -> None:
    load_missing()
    article = titled("Maroc et Italie")
    article.title = "Un autre titre"
    ledger.publish(desk.save(article, by=None), by=None)
    desk.discard(Article.objects.filter(title__contains="900 annonces"), by=None)
    before = snapshot()
    load_missing()
    assert snapshot() == before


def test_it_comes_into_a_paper_that_has_lost_a_section_and_has_some_of_its_pictures() -> None:
    House().load()
    categories.remove(CategoryText.objects.get(slug="securite").category, by=None)
    Author.objects.create(slug="ghita-sebti")
    Stories(NOW).load()
    assert CategoryText.objects.get(slug="securite", language="fr").category.articles.exists()
    assert not Author.objects.get(slug="ghita-sebti").texts.exists()
    assert Image.objects.count() == len(drawing.SCENES)


def test_the_reference_page_shows_all_that_was_written(client: Client) -> None:
    load_missing()
    version = PublishedVersion.objects.live().with_addresses().get(article=titled("Maroc et Italie"))
    page = client.get(version.get_absolute_url()).content.decode()
    document = version.document
    for words in (document.title, document.standfirst, *document.points, "Ghita Sebti", "Yassir Tamanar", "Politique"):
        assert words in page
    assert page.count('class="also"') == 2
    related = page.partition('aria-labelledby="related"')[2].partition("</section>")[0]
    assert len(re.findall("<article", related)) == 8
    assert related.count("Sécurité</") >= 3
