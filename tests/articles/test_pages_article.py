"""The page of an article holds what its version says, and what that names is as it is now."""

import re
from dataclasses import replace
from datetime import date, datetime
from html import unescape
from urllib.parse import quote_plus
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.ledger import verbs
from articles.ledger.document import Document, PictureUse
from articles.models import Article, AuthorText, Change, Image, PublishedVersion
from newsroom.core.models import Publication, PublicationText, SocialAccount
from newsroom.core.typography import set_plain
from tests import cast
from tests.articles import stories
from tests.comments import people
from tests.newsletter import letters

pytestmark = pytest.mark.django_db
RABAT = ZoneInfo("Africa/Casablanca")
NIGHT = datetime(2026, 5, 4, 18, 20, tzinfo=RABAT)


def path(article: Article) -> str:
    return PublishedVersion.objects.live().get(article=article).get_absolute_url()


def page(client: Client, article: Article) -> str:
    answer = client.get(path(article))
    assert answer.status_code == 200
    return answer.content.decode()


def words(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def shown(client: Client, **fields: object) -> str:
    return page(client, stories.published(stories.text(**fields), now=NIGHT))


def part(markup: str, start: str, end: str) -> str:
    return markup.partition(start)[2].partition(end)[0]


def test_it_has_one_headline_and_its_parts_in_order(client: Client) -> None:
    SocialAccount.objects.create(publication=Publication.objects.current(), network="Réseau", url="https://a.example/")
    other = stories.published(stories.text(title="Une autre"))
    found = shown(
        client,
        standfirst="Le chapeau.",
        points=("Un point.",),
        body=f'<p>Rabat, lundi.</p><aside data-article="{other.pk}"></aside><h2>Un intertitre</h2><p>Suite.</p>',
        picture=PictureUse(stories.picture(credit="A. Photographe").pk, "Un quai", "La légende."),
    )
    order = ["Accueil", "Maroc", "Un titre</h1>", "Le chapeau.", 'alt="Un quai"', "La légende.", "A. Photographe"]
    order += ["Nadia Chraïbi", "Un point.", "Rabat, lundi.", "Une autre", "Un intertitre", "Réseau", "Une autre"]
    places, at = [], 0
    for piece in order:
        at = found.index(piece, at)
        places.append(at)
    assert places == sorted(places)
    assert found.count("<h1") == 1


def test_what_is_not_there_leaves_no_empty_box(client: Client) -> None:
    found = shown(client)
    for trace in (
        'class="brief"',
        'class="chapo"',
        "<figure",
        "<figcaption",
        'class="tags"',
        'class="errat',
        "related",
    ):
        assert trace not in found.replace('class="page band related"', "related")


def test_it_says_when_in_the_newsrooms_zone(client: Client) -> None:
    found = shown(client)
    assert '<time datetime="2026-05-04T18:20:00+01:00">4 mai 2026' in found
    assert "18\u00a0h\u00a020" in found
    assert "GMT+1" in found
    assert "updated" not in found.lower()


def test_during_ramadan_the_zone_is_another(client: Client) -> None:
    article = stories.published(now=datetime(2026, 3, 2, 9, 5, tzinfo=RABAT))
    found = page(client, article)
    assert 'datetime="2026-03-02T09:05:00+00:00"' in found
    assert "(GMT)" in found


def test_a_typo_is_no_update_and_a_correction_is_one_that_is_told(client: Client) -> None:
    article = stories.published(now=NIGHT)
    again = stories.revision(article, stories.text(body="<p>Un texte !</p>"))
    verbs.publish(again, by=None, change=Change.TYPO, now=NIGHT + stories.HOUR)
    assert "T19:20:00" not in page(client, article)
    right = stories.revision(article, stories.text(body="<p>Un autre texte.</p>"))
    verbs.correct(right, by=None, note="C’était douze <i>.", now=NIGHT + 2 * stories.HOUR)
    found = page(client, article)
    assert found.count("2026-05-04T20:20:00+01:00") == 3
    assert "C’était douze &lt;i&gt;." in found


def test_corrections_stay_with_later_versions_and_come_with_theirs(client: Client) -> None:
    article = stories.published(now=NIGHT)
    verbs.correct(stories.revision(article), by=None, note="Première.", now=NIGHT + stories.HOUR)
    verbs.publish(stories.revision(article, stories.text(title="Après")), by=None, now=NIGHT + 2 * stories.HOUR)
    assert "Première." in page(client, article)


def test_reading_time_is_the_same_on_page_and_card(client: Client) -> None:
    long = stories.published(stories.text(title="Long", body=f"<p>{'mot ' * 600}</p>"))
    other = stories.published()
    minutes = PublishedVersion.objects.live().get(article=long).reading_minutes
    assert minutes == 3
    assert f"{minutes} minutes" in words(part(page(client, long), 'class="sign"', "<ul"))
    assert f"{minutes} minutes" in words(part(page(client, other), 'class="page band related"', "</section>"))


def test_names_are_those_of_now_and_lead_to_their_pages(client: Client) -> None:
    author, tag = stories.author("Nadia C"), stories.tag("gaz")
    article = stories.published(stories.text(authors=(author.pk,), tags=(tag.pk,)))
    AuthorText.objects.filter(author=author).update(name="Nadia Chraïbi-Alami")
    tag.name = "Gaz naturel"
    tag.save()
    found = page(client, article)
    assert '<a href="/auteurs/nadia-c/" rel="author"><bdi>Nadia Chraïbi-Alami</bdi></a>' in found
    assert '<a href="/tags/gaz/" rel="tag">Gaz naturel</a>' in found


def test_a_picture_leaves_when_its_licence_is_over(client: Client) -> None:
    picture = stories.picture()
    article = stories.published(stories.text(picture=PictureUse(picture.pk, "Un quai", "La légende.")), now=NIGHT)
    assert "La légende." in page(client, article)
    Image.objects.update(licence_ends_on=date(2026, 5, 5))
    assert "La légende." not in page(client, article)


def test_share_links_load_nothing_and_say_the_address(client: Client) -> None:
    found = shown(client, title="L’eau & le sel")
    article = Article.objects.get()
    address = quote_plus(f"http://127.0.0.1:8000{path(article)}")
    for host in ("www.facebook.com", "x.com", "wa.me", "www.linkedin.com"):
        (link,) = re.findall(rf'href="(https://{host}/[^"]*)"', found)
        assert address in link
    assert re.findall(r'<(?:script|img|iframe)[^>]*src="http', found) == []


def test_a_hidden_button_copies_the_address_where_scripts_run(client: Client) -> None:
    found = shown(client)
    assert re.search(r'<li hidden data-copy="http://127.0.0.1:8000/maroc/un-titre-\d+/"><button type="button"', found)


@pytest.mark.parametrize(
    ("language", "direction", "section"),
    [("ar", "rtl", "سياسة"), ("en", "ltr", "politics"), ("fr", "ltr", "politique")],
)
def test_its_language_and_direction_are_its_own(client: Client, language: str, direction: str, section: str) -> None:
    place = stories.section(section, language=language)
    found = shown(client, language=language, category=place.pk)
    assert f'<html lang="{language}" dir="{direction}">' in found
    assert f'<article class="art news" lang="{language}" dir="{direction}"' in found


def test_siblings_are_alternates_while_they_are_live(client: Client) -> None:
    french, place = stories.published(), stories.section("سياسة", language="ar")
    sibling = Article.objects.create(language="ar", translation_group=french.translation_group)
    verbs.publish(stories.revision(sibling, stories.text(language="ar", category=place.pk)), by=None)
    found, there = page(client, french), path(sibling)
    assert f'<link rel="alternate" hreflang="ar" href="http://127.0.0.1:8000{there}">' in found
    assert f'<a href="{there}" lang="ar" dir="rtl" hreflang="ar">' in found
    assert f'hreflang="fr" href="http://127.0.0.1:8000{path(french)}"' in page(client, sibling)
    verbs.withdraw(sibling, by=None, reason="x")
    alone = page(client, french)
    assert 'rel="alternate"' not in alone
    assert '<a href="/ar/" lang="ar" dir="rtl" hreflang="ar">' in alone  # to that language's front page


def everything() -> Document:
    """A document that names one of everything."""
    picked, also = stories.published(), stories.published()
    picture, tags = stories.picture(), (stories.tag("gaz").pk, stories.tag("eau").pk)
    figure = f'<figure data-image="{stories.picture().pk}" data-alt="Un plan"></figure>'
    body = f'<p>Un.</p><aside data-article="{also.pk}"></aside>{figure}'
    return stories.text(body=body, related=(picked.pk,), tags=tags, picture=PictureUse(picture.pk, "Un quai"))


def cost(client: Client, article: Article) -> int:
    there = path(article)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(there).status_code == 200
    return len(queries)


def test_with_everything_it_costs_ten_queries_however_much_there_is(client: Client) -> None:
    PublicationText.objects.create(publication=Publication.objects.current(), language="fr", name="Le Jour")
    letters.newsletter()
    document = everything()
    article = stories.published(document, now=NIGHT)
    verbs.correct(stories.revision(article, document), by=None, note="Douze.", now=NIGHT + stories.HOUR)
    version = PublishedVersion.objects.live().get(article=article)
    assert cost(client, article) == 10
    for _round in range(2):
        people.approved(version, "Oui.", reply=people.approved(version, "Une question.").pk)
        for number in range(10):
            stories.published(replace(document, title=f"Autre {number}", authors=(stories.author(f"A {number}").pk,)))
        assert cost(client, article) == 10


@pytest.mark.parametrize(
    "title",
    [
        "x" * 300,
        "Anticonstitutionnellement" * 3,
        "🌊🇲🇦👨‍👩‍👧",
        "Rabat و الرباط: 12",
        "</title><script>alert(1)</script>",
        "{{ 7 }}",
    ],
)
def test_any_headline_is_shown_whole(client: Client, title: str) -> None:
    found = shown(client, title=title, slug="x")
    assert unescape(part(found, "<h1>", "</h1>")) == set_plain(title, "fr")
    assert "<script>alert" not in found


def test_a_label_tells_what_somebody_paid_for_and_plain_news_has_none(client: Client) -> None:
    assert '<span class="flag">' in part(shown(client, kind="sponsored"), '<article class="art ', "<h1>")
    assert '<span class="flag">' not in part(shown(client), '<article class="art ', "<h1>")


def test_a_member_sees_what_readers_see(client: Client) -> None:
    article = stories.published()
    assert cast.signed_in(cast.chief()).get(path(article)).content == client.get(path(article)).content
