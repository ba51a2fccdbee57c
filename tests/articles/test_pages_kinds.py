"""What sets kinds of articles apart, pictures in a row, and how a text is set for readers."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from articles import static_pages
from articles.ledger.document import PictureUse
from articles.models import Kind, StaticPage
from articles.pages import words
from newsroom.core.models import Publication, PublicationText
from tests.articles import stories
from tests.articles.test_body_rendering import figure
from tests.articles.test_body_rendering import shown as body
from tests.articles.test_pages_article import part, shown

pytestmark = pytest.mark.django_db
WIDE = "\u00a0"
PAID = "Ce texte a été payé par un annonceur."


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.NEWS])
def test_every_kind_but_news_says_what_it_is(client: Client, kind: Kind) -> None:
    with translation.override("fr"):
        label = str(kind.label)
    found = shown(client, kind=kind)
    assert f'<span class="flag">{label}</span>' in part(found, "<header>\n", "</header>").partition("<h1>")[0]
    assert f'<article class="art {kind}"' in found


def test_what_was_paid_for_says_so_before_its_headline_and_on_every_card(client: Client) -> None:
    found = shown(client, kind=Kind.SPONSORED, title="Payé")
    assert PAID in found.partition("<h1>Payé</h1>")[0]
    cards = [client.get(path).content.decode() for path in ("/", "/maroc/", "/auteurs/nadia-chraïbi/")]
    assert all('sponsored"' in card and ">Sponsorisé</span>" in card for card in cards)


def test_nothing_else_claims_to_be_paid_for(client: Client) -> None:
    assert PAID not in shown(client, kind=Kind.OPINION)


def test_a_paragraph_that_is_bold_from_end_to_end_is_a_question() -> None:
    assert body("<p><strong>Et vous?</strong></p>") == ('<p class="asked"><strong>Et vous\u202f?</strong></p>')
    assert "asked" not in body("<p><strong>Rabat</strong>, lundi</p>")
    assert "asked" not in body("<p><strong>Un</strong> et <strong>deux</strong></p>")


def test_pictures_one_after_the_other_are_a_gallery_that_can_be_walked_through() -> None:
    run = "\n".join(figure(stories.picture(credit=f"Photographe {number}").pk) for number in range(3))
    found = body(f"<p>Un.</p>{run}<p>Deux.</p>")
    assert re.findall(r'<section class="([^"]*)" aria-label="([^"]*)">', found) == [("gallery", "3 images")]
    assert re.findall(r"<bdi>([^<]*)</bdi>", found) == ["1/3", "2/3", "3/3"]
    ids = set(re.findall(r'<li id="([^"]*)"', found))
    assert set(re.findall(r'href="#([^"]*)"', found)) <= ids
    assert found.count("Photographe") == len(ids) == 3


def test_two_of_them_stand_beside_each_other_and_one_stands_alone() -> None:
    one, two = (figure(stories.picture().pk) for _number in range(2))
    assert 'class="gallery pair"' in body(one + two)
    assert "gallery" not in body(f"{one}<p>Entre.</p>{two}")


def test_a_picture_that_may_not_be_shown_leaves_no_place_in_the_row() -> None:
    there = [figure(stories.picture().pk) for _number in range(2)]
    assert 'class="gallery pair"' in body(there[0] + figure(987654) + there[1])


def test_every_line_of_an_article_is_set_and_nothing_else(client: Client) -> None:
    picture = PictureUse(stories.picture().pk, "Qui? Lui", "L'eau: enfin")
    found = shown(client, title="L'eau: enfin", standfirst="Quoi?", points=("5%",), picture=picture)
    assert f"<h1>L’eau{WIDE}: enfin</h1>" in found
    assert f"<title>L’eau{WIDE}: enfin – " in found
    assert '<p class="chapo">Quoi\u202f?</p>' in found
    assert f"<li>5{WIDE}%</li>" in found
    assert f"<figcaption>L’eau{WIDE}: enfin" in found
    assert 'alt="Qui? Lui"' in found


def test_an_arabic_card_on_a_french_page_is_set_its_own_way(client: Client) -> None:
    place = stories.section("مغرب", language="ar")
    arabic = stories.published(
        stories.text(language="ar", title="ماذا؟ نعم, الماء", category=place.pk), now=stories.NOON
    )
    found = shown(client, related=(arabic.pk,))
    card = part(found, 'class="page band related"', "</section>")
    assert re.search(r'<article class="story s" data-colour="[^"]*" lang="ar" dir="rtl">', card)
    assert "ماذا؟ نعم، الماء</a>" in card


@pytest.mark.parametrize(("digits", "date"), [("western", "3 مارس 2026"), ("arabic", "٣ مارس ٢٠٢٦")])
def test_arabic_pages_are_written_with_the_digits_of_the_paper(settings: Any, digits: str, date: str) -> None:
    settings.ARABIC_DIGITS = digits
    with translation.override("ar"):
        assert words.written(stories.NOON, "DATE_FORMAT") == date
        assert words.stamp(stories.NOON).startswith("2026-03-03T")
    with translation.override("fr"):
        assert words.written(stories.NOON, "DATE_FORMAT") == "3 mars 2026"


def test_a_story_stands_once_on_the_front_page(client: Client) -> None:
    stories.published(stories.text(title="Une"), now=stories.NOON)
    sport = stories.section("sport")
    both = (sport.pk,)
    for number in range(5):
        stories.published(stories.text(title=f"N° {number}", categories=both), now=stories.NOON - stories.HOUR)
    found = client.get("/").content.decode()
    headlines = re.findall(r"<h3><a[^>]*>([^<]*)</a></h3>", found)
    assert len(headlines) == len(set(headlines))


def test_the_contact_page_says_how_to_reach_the_newsroom(client: Client) -> None:
    row = Publication.objects.current()
    Publication.objects.filter(pk=row.pk).update(contact_email="redaction@a.example")
    PublicationText.objects.create(publication=row, language="fr", name="Le Jour")
    for title in ("Contact", "Mentions"):
        static_pages.write(StaticPage(title=title, slug=title.lower(), body="<p>Mot.</p>", is_published=True), by=None)
    found, other = (part(client.get(path).content.decode(), "<main", "</main>") for path in ("/contact/", "/mentions/"))
    assert "mailto:redaction@a.example" in found
    assert "mailto:" not in other
    foot = client.get("/contact/").content.decode().partition("<footer")[2]
    assert re.findall(r'href="([^"]*)">Contact<', foot) == ["/contact/"]


def test_a_link_to_what_was_paid_for_says_so() -> None:
    paid = stories.published(stories.text(kind=Kind.SPONSORED, title="Payé"))
    assert "<b>Lire aussi · Sponsorisé</b>" in body(f'<aside data-article="{paid.pk}"></aside>')


def test_a_fact_check_calls_its_points_what_it_found(client: Client) -> None:
    points = ("Aucune interdiction.",)
    assert ">Ce que nous avons établi</h2>" in shown(client, kind=Kind.FACTCHECK, points=points)
    assert ">En bref</h2>" in shown(client, points=points)


def test_an_excerpt_that_was_cut_after_a_sentence_ends_in_one_mark(client: Client) -> None:
    long = "Un deux trois quatre cinq six sept huit neuf dix onze douze. Treize."
    other = stories.published(stories.text(standfirst=f"{long} {long}"), now=stories.NOON)
    excerpt = part(
        part(shown(client, related=(other.pk,)), 'class="page band related"', "</section>"), '<p class="ex">', "<"
    )
    assert excerpt.endswith("…")
    assert ".…" not in excerpt
