"""Readers' pages in a real browser: every width, light and dark, three languages, and texts that nobody planned for."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.demo.house import HOUSE
from articles.ledger import verbs
from articles.ledger.document import PictureUse
from articles.models import Address, Category, PublishedVersion, StaticPage
from tests import pictures
from tests.articles import stories
from tests.articles.wholly import TITLES, WORDS, document, full
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
LOOKS = [(360, "light"), (768, "dark"), (1440, "light"), (1440, "dark")]


@pytest.fixture
def paper() -> dict[str, str]:
    """A paper with a day's stories in three languages; answers the path of each language's full article."""
    HOUSE.load()
    now, paths = timezone.now(), {}
    for language in TITLES:
        for number in range(14):
            drawn = number % 3 == 0
            use = pictures.stored((800 + number, 500), name=f"{language}{number}") if drawn else None
            fields = {"picture": PictureUse(use.pk, "Une photo")} if use else {}
            kind = "opinion" if number == 5 else "news"
            text = document(language, number, kind=kind, **fields)
            other = stories.published(text, now=now - timedelta(hours=30 - 2 * number))
        article = stories.published(full(language, other), now=now - timedelta(hours=1))
        note = verbs.correct(
            article.revisions.earliest("pk"), by=None, note=WORDS[language], now=now - timedelta(minutes=5)
        )
        paths[language] = PublishedVersion.objects.get(pk=note.pk).get_absolute_url()
    page = StaticPage.objects.create(
        title="Qui sommes-nous", slug="qui", body="<h2>Nous</h2><p>Ici.</p>", is_published=True
    )
    Address.objects.claim(page, language="fr", slug="qui")
    return paths


@pytest.mark.parametrize(("language", "door"), [("fr", "/"), ("ar", "/ar/"), ("en", "/en/")])
def test_articles_and_front_pages_are_flawless(
    visitor: Visitor, paper: dict[str, str], language: str, door: str
) -> None:
    for width, theme in LOOKS:
        visitor.look(width=width, theme=theme).open(paper[language]).flawless().open(door).flawless()


@pytest.mark.parametrize(("width", "theme"), [(360, "dark"), (1440, "light")])
def test_every_other_page_is_flawless(visitor: Visitor, paper: dict[str, str], width: int, theme: str) -> None:
    gone = stories.published()
    verbs.withdraw(gone, by=None, reason="x", words="Ce texte a été retiré.")
    visitor.look(width=width, theme=theme)
    for path in ["/politique/", "/tags/ports/", "/auteurs/nora-el-idrissi/", "/qui/", "/colophon/", f"/x/{gone.pk}"]:
        visitor.open(path).flawless()


@pytest.mark.parametrize(
    "title", ["x" * 300, "Anticonstitutionnellement" * 3, "🌊" * 90, "Rabat و الرباط: 12 في 3", "Un mot " * 40]
)
def test_no_headline_bursts_a_page(visitor: Visitor, title: str) -> None:
    HOUSE.load()
    text = document("fr", 0, title=title, slug="x", tags=(), standfirst="", authors=(stories.author("N" * 60).pk,))
    for _round in range(5):
        article = stories.published(text)
    place = Category.objects.get(pk=text.category or 0).text("fr").slug
    for path in (PublishedVersion.objects.get(article=article).get_absolute_url(), "/", f"/{place}/"):
        visitor.look(width=360).open(path).flawless()


def test_the_address_is_copied_at_a_click(visitor: Visitor, paper: dict[str, str]) -> None:
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.open(paper["fr"])
    button = visitor.page.locator("[data-copy] button")
    words = button.inner_text()
    button.click()
    expect(button).not_to_have_text(words)
    assert paper["fr"] in visitor.page.evaluate("navigator.clipboard.readText()")


def test_a_reader_goes_from_the_front_page_to_a_story_and_to_its_section(
    visitor: Visitor, paper: dict[str, str]
) -> None:
    visitor.look(width=1440).open("/")
    visitor.page.locator(".lead h3 a").click()
    assert visitor.page.locator("h1").inner_text() == TITLES["fr"]
    visitor.page.locator(".crumb a").last.click()
    assert visitor.page.locator("h1").count() == 1
    assert TITLES["fr"] in visitor.page.locator("main").inner_text()
