"""Readers' pages in a real browser: every width, light and dark, three languages, and texts that nobody planned for."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.demo.house import HOUSE
from articles.ledger import verbs
from articles.ledger.document import Document, PictureUse
from articles.models import Address, Article, AuthorText, Category, PublishedVersion, StaticPage
from tests import pictures
from tests.articles import stories
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
LOOKS = [(360, "light"), (768, "dark"), (1440, "light"), (1440, "dark")]
TITLES = {
    "fr": "Ports\u00a0: le plan à 40\u00a0milliards qui divise la majorité",
    "ar": "موانئ الأطلسي: مخطط بأربعين مليار درهم يقسم الأغلبية",
    "en": "Ports: the plan that splits the majority",
}
WORDS = {
    "fr": "Dans la salle, les applaudissements furent brefs.",
    "ar": "تتسع الخريطة لصفحة واحدة.",
    "en": "The map fits on a single page.",
}


def document(language: str, number: int, **fields: Any) -> Document:
    sections = Category.objects.filter(texts__language=language).order_by("pk")
    place = sections[number % sections.count()]
    signed = stories.author("Nora El Idrissi")
    AuthorText.objects.filter(author=signed).update(role="Correspondante à Rabat", biography=WORDS["fr"])
    plain = stories.text(
        language=language,
        title=f"{TITLES[language]} {number}",
        standfirst=WORDS[language] * 2,
        body=f"<p>{WORDS[language] * 20}</p>",
        category=place.pk,
        authors=(signed.pk, stories.author("Hamza Berrada").pk),
        tags=(stories.tag("ports").pk,) if language == "fr" else (),
    )
    return replace(plain, **fields)


def full(language: str, other: Article, **fields: Any) -> Document:
    """Everything that an article can hold."""
    plan = pictures.stored((900, 500), name=f"Plan {language}", credit="Atelier").pk
    port = pictures.stored((1600, 900), name=f"Port {language}", credit="Atelier").pk
    words = WORDS[language]
    body = (
        f"<p>{words * 4}</p><h2>{TITLES[language]}</h2><p><a href='/colophon/'>{words}</a></p>"
        f'<aside data-article="{other.pk}"></aside>'
        f'<figure data-image="{plan}" data-alt="Un plan" data-caption="Le tracé."></figure>'
        f"<figure><blockquote><p>{words}</p></blockquote><figcaption>Une députée</figcaption></figure>"
        f"<h3>{words}</h3><ul><li>{words}</li></ul><table><caption>Les ports</caption><thead><tr>"
        '<th scope="col">Port</th><th scope="col">Coût</th></tr></thead><tbody><tr><th scope="row">Safi</th>'
        f"<td>9</td></tr></tbody></table><p>{words * 9}</p>"
    )
    use = PictureUse(port, "Un quai", words)
    points = (WORDS[language],) * 3
    return document(language, 1, title=TITLES[language], body=body, points=points, picture=use, **fields)


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
