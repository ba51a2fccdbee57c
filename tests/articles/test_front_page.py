"""The readers' door before the first edition: three languages, nothing invented, nothing remembered."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.demo.house import House
from articles.models import Category, CategoryText
from newsroom.core.models import Publication, PublicationText, SocialAccount
from tests import cast

pytestmark = pytest.mark.django_db
DOORS = {"fr": ("/", "ltr"), "ar": ("/ar/", "rtl"), "en": ("/en/", "ltr")}


@pytest.fixture
def paper() -> None:
    House().load()


def page(client: Client, path: str = "/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("language", DOORS)
def test_it_says_its_language_and_direction(client: Client, language: str) -> None:
    path, direction = DOORS[language]
    assert f'<html lang="{language}" dir="{direction}">' in page(client, path)


@pytest.mark.parametrize(
    ("path", "words"),
    [("/", ["L<i>’</i>Estran", "Économie"]), ("/ar/", ["المدّ", "اقتصاد"]), ("/en/", ["The Tideline", "Business"])],
)
def test_it_shows_the_paper_and_its_sections_in_its_language(
    client: Client, paper: None, path: str, words: list[str]
) -> None:
    found = page(client, path)
    assert all(word in found for word in words)


def test_a_section_is_not_shown_in_a_language_that_it_is_not_written_in(client: Client) -> None:
    cast.category("Sport")
    assert "Sport" in page(client, "/")
    assert "Sport" not in page(client, "/en/")


def test_it_leads_to_every_language_in_that_language(client: Client) -> None:
    found = page(client)
    assert '<a href="/ar/" lang="ar" dir="rtl" hreflang="ar">' in found
    assert '<a href="/" lang="fr" dir="ltr" hreflang="fr" aria-current="true">' in found
    assert found.count('rel="alternate" hreflang=') == 4  # and the one for everybody else


def test_every_link_leads_somewhere(client: Client, paper: None) -> None:
    found = page(client)
    own = set(re.findall(r'href="(/[^"]*)"', found))
    for path, _hash, anchor in (link.partition("#") for link in own if not link.startswith("/static/")):
        target = client.get(path)
        assert target.status_code == 200, path
        assert not anchor or f'id="{anchor}"' in target.content.decode()


@pytest.mark.parametrize("path", ["/", "/ar/", "/en/", "/nowhere", "/ar/nowhere/"])
def test_nothing_is_remembered_about_a_reader(client: Client, path: str) -> None:
    answer = client.get(path)
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_a_session_is_not_opened_for_somebody_who_is_signed_in(paper: None) -> None:
    answer = cast.signed_in(cast.editor()).get("/")
    assert "Salma" not in answer.content.decode()
    assert not answer.cookies


@pytest.mark.parametrize("path", [door for door, _direction in DOORS.values()])
def test_nothing_comes_from_elsewhere_and_nothing_runs(client: Client, paper: None, path: str) -> None:
    found = page(client, path)
    assert "<script" not in found
    assert not re.search(r"\s(style|on\w+)=", found)
    loaded = re.findall(r'<(?:link(?! rel="(?:alternate|canonical|icon)")|img)[^>]*(?:href|src)="([^"]*)"', found)
    assert loaded
    assert all(address.startswith("/") for address in loaded)


def test_it_answers_head_like_get_without_a_body(client: Client) -> None:
    answer = client.head("/")
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_takes_nothing(client: Client, method: str) -> None:
    assert getattr(client, method)("/").status_code == 405


def test_markup_in_what_the_newsroom_typed_is_shown_as_typed(client: Client) -> None:
    row, evil = Publication.objects.current(), "<img src=x onerror=alert(1)>’"
    PublicationText.objects.create(
        publication=row, language="fr", name=evil, strapline=evil, legal_notice=evil, contact=evil
    )
    SocialAccount.objects.create(publication=row, network=evil, url="https://a.example/")
    category = Category.objects.create()
    CategoryText.objects.create(category=category, language="fr", name=evil, slug="x", description=evil)
    assert "<img" not in page(client)


def test_a_paper_without_words_in_a_language_keeps_the_direction_of_those_it_has(client: Client) -> None:
    PublicationText.objects.create(publication=Publication.objects.current(), language="fr", name="Le Jour")
    assert '<h1 class="brand" lang="fr" dir="ltr">Le Jour</h1>' in page(client, "/ar/")


def test_a_paper_without_anything_has_a_door(client: Client) -> None:
    assert "Newsroom" in page(client)


def test_an_account_for_one_language_is_shown_in_that_one(client: Client) -> None:
    SocialAccount.objects.create(
        publication=Publication.objects.current(), network="Réseau", url="https://a.example/", language="fr"
    )
    assert "Réseau" in page(client, "/")
    assert "Réseau" not in page(client, "/en/")


def test_before_the_first_edition_it_costs_the_same_at_any_size(client: Client) -> None:
    PublicationText.objects.create(publication=Publication.objects.current(), language="fr", name="Le Jour")
    for number in range(30):
        cast.category(f"c{number}", parent=Category.objects.first() if number % 2 else None)
    with CaptureQueriesContext(connection) as queries:
        page(client)
    assert len(queries) == 3  # what every page says of the paper, sections, and that nothing is published


def test_many_sections_do_not_burst_the_bar_nor_the_style_sheets_address(client: Client) -> None:
    for number in range(80):
        row = cast.category(f"c{number}")
        Category.objects.filter(pk=row.pk).update(colour=f"#0000{number + 16:02x}")
    found = page(client)
    sheet = re.findall(r'href="(/static/site/looks-[^"]*)"', found)
    assert client.get(sheet[0]).status_code == 200
    bar = found.partition('<nav class="nav"')[2].partition("</nav>")[0]
    assert bar.count("<li") == 11
