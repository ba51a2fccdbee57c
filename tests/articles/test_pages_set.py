"""What a printer would see on readers' pages: dates, digits, names, and the words of a card in another language."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from articles import looks, static_pages
from articles.ledger import verbs
from articles.ledger.document import PictureUse
from articles.models import Article, Category, CategoryText, Kind, StaticPage
from articles.pages import words
from tests.articles import stories
from tests.articles.test_body_rendering import figure
from tests.articles.test_pages_article import part, shown

pytestmark = pytest.mark.django_db
FIRST = datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "how", "written"),
    [
        ("fr", "l j F Y", "mardi 1er décembre 2026"),
        ("fr", "j F", "1er décembre"),
        ("fr", "d/m", "01/12"),
        ("en", "j F Y", "1 December 2026"),
        ("ar", "j F Y", "1 دجنبر 2026"),
    ],
)
def test_the_first_of_a_month_is_the_first_in_french(language: str, how: str, written: str) -> None:
    with translation.override(language):
        assert words.written(FIRST, how) == written


def test_the_first_stands_on_the_page(client: Client) -> None:
    with time_machine.travel(FIRST):
        found = stories.published(now=FIRST).versions.get().get_absolute_url()
        page = client.get(found).content.decode()
    assert ">Mardi 1er décembre 2026</time>" in page
    assert "1er décembre 2026 à 10\u00a0h\u00a000</time>" in page


def test_every_number_of_an_arabic_page_has_the_digits_of_the_paper(client: Client, settings: Any) -> None:
    settings.ARABIC_DIGITS = "arabic"
    run = "".join(figure(stories.picture(credit=f"م {letter}").pk) for letter in "ابج")
    notes = '<p>نص<span data-footnote="مصدر">*</span>.</p>'
    place = stories.section("maroc-ar", language="ar")
    page = shown(client, language="ar", title="الميناء", category=place.pk, body=f"{run}{notes}")
    prose = part(page, '<div class="prose">', '<section class="letter"')
    text = re.sub(r"<[^>]*>", " ", prose)
    assert "٣/٣" in text
    assert not re.search("[0-9]", text)
    assert 'aria-label="3' not in page


def test_the_style_sheet_numbers_lists_with_them_too(settings: Any) -> None:
    settings.ARABIC_DIGITS = "arabic"
    looks.release.cache_clear()
    looks.sheet.cache_clear()
    other = looks.release()
    assert b"arabic-indic" in looks.sheet("00614a").body
    settings.ARABIC_DIGITS = "western"
    looks.release.cache_clear()
    looks.sheet.cache_clear()
    assert looks.release() != other
    assert b"arabic-indic" not in looks.sheet("00614a").body


def test_names_of_sections_tags_and_pages_are_set_like_headlines(client: Client) -> None:
    place = stories.section("afrique")
    CategoryText.objects.filter(category=place).update(name="Coupe d'Afrique")
    gas = stories.tag("L'eau", slug="eau")
    page = shown(client, category=place.pk, tags=(gas.pk,))
    assert page.count("Coupe d’Afrique") >= 3  # the navigation, the breadcrumb, over the headline
    assert ">L’eau</a>" in page
    assert "d'Afrique" not in page
    for path in ("/afrique/", "/tags/eau/"):
        assert "'" not in part(client.get(path).content.decode(), "<title>", "</title>")


def test_an_arabic_card_on_a_french_page_speaks_arabic(client: Client) -> None:
    place = stories.section("كتب", language="ar")
    arabic = stories.published(
        stories.text(language="ar", title="كتاب", kind=Kind.OPINION, category=place.pk), now=stories.NOON
    )
    card = part(shown(client, related=(arabic.pk,)), 'lang="ar" dir="rtl">', "</article>")
    assert '<span class="flag">رأي</span>' in card
    assert " · كتب</p>" in card
    assert "Temps de lecture" not in card
    assert "مدة القراءة" in card


def tops(number: int) -> list[Category]:
    return [stories.section(f"s{at}") for at in range(number)]


def test_what_was_paid_for_opens_no_band_of_the_front_page(client: Client) -> None:
    image = stories.picture(credit="N")
    for place in tops(3):
        for number in range(4):
            paid = {"kind": Kind.SPONSORED} if number == 3 else {}
            fields = {"title": f"{place.pk} {number}", "category": place.pk, "picture": PictureUse(image.pk, "Un quai")}
            at = stories.NOON + stories.HOUR * number
            stories.published(stories.text(**fields, **paid), now=at)
    bands = client.get("/").content.decode().split("page band")[1:]
    assert not any('class="story l top sponsored"' in band or 'class="story l sponsored"' in band for band in bands)


def test_the_picture_of_the_dark_band_leads_to_its_story(client: Client) -> None:
    image = stories.picture(credit="N")
    for place in tops(3):
        for number in range(6):
            fields = {"title": f"{place.pk} {number}", "category": place.pk, "picture": PictureUse(image.pk, "Un quai")}
            stories.published(stories.text(**fields), now=stories.NOON + stories.HOUR * number)
    night = part(client.get("/").content.decode(), 'class="bleed night band"', "</section>")
    first = re.search(r'<h3><a href="([^"]*)">', night)
    assert first
    assert f'<a class="pic" href="{first[1]}" tabindex="-1" aria-hidden="true">' in night


def test_what_is_gone_leads_to_its_sibling_in_another_language(client: Client) -> None:
    french, place = stories.published(), stories.section("سياسة", language="ar")
    arabic = Article.objects.create(language="ar", translation_group=french.translation_group)
    verbs.publish(stories.revision(arabic, stories.text(language="ar", category=place.pk)), by=None)
    path = french.versions.get().get_absolute_url()
    verbs.withdraw(french, by=None, reason="Erreur")
    answer = client.get(path)
    assert answer.status_code == 410
    sibling = arabic.versions.get().get_absolute_url()
    assert f'<a href="{sibling}" lang="ar"' in answer.content.decode()


@pytest.mark.parametrize(
    ("path", "sibling"), [("/newsletter/", "/ar/newsletter/"), ("/ar/newsletter/", "/newsletter/")]
)
def test_the_newsletters_page_leads_to_itself_in_other_languages(client: Client, path: str, sibling: str) -> None:
    found = client.get(path).content.decode()
    assert f'<a href="{sibling}" lang=' in found


@pytest.mark.parametrize("path", ["/newsletter/", "/nulle-part/"])
def test_every_page_says_the_day(client: Client, path: str) -> None:
    assert re.search(r'<div class="bar">\n<p><time datetime="\d{4}-\d\d-\d\d">', client.get(path).content.decode())


def test_the_foot_orders_its_pages_as_a_dictionary_does(client: Client) -> None:
    for title in ("Contact", "À propos", "Équipe", "Zones"):
        page = StaticPage(title=title, body="<p>Mot.</p>", is_published=True)
        page.clean()
        static_pages.write(page, by=None)
    foot = client.get("/").content.decode().partition("<footer")[2]
    assert re.findall(">(Contact|À propos|Équipe|Zones)<", foot) == ["À propos", "Contact", "Équipe", "Zones"]
