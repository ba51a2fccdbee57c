"""The mail itself: in three languages, with the page's own figures, small, and legible without HTML."""

from html import unescape
from typing import Any

import pytest
from django.utils.translation import ngettext, override

from articles.models import PublishedVersion
from newsletter import addresses, editions
from newsletter import letters as content
from newsletter.models import Subscription
from newsroom.core.links import absolute
from tests.articles import stories
from tests.newsletter import letters

pytestmark = pytest.mark.django_db
LANGUAGES = {"fr": "ltr", "ar": "rtl", "en": "ltr"}


def received(language: str, *articles: Any, **fields: Any) -> tuple[str, str]:
    """The mail's HTML and text as a reader gets them."""
    of = letters.newsletter(language)
    letters.reader(of=of)
    edition = letters.edition(*articles, of=of, **fields)
    editions.send(edition, by=None)
    letters.work()
    message = letters.mails()[-1]
    return letters.html(message), str(message.body)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_reads_in_its_own_language_and_direction(language: str) -> None:
    html, _text = received(language, letters.article("Le port", language=language))
    assert f'<html lang="{language}" dir="{LANGUAGES[language]}">' in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_story_has_headline_excerpt_reading_time_and_link(language: str) -> None:
    article = letters.article("Le port", standfirst="Un chapeau.", language=language)
    version = PublishedVersion.objects.get(article=article)
    for part in received(language, article):
        assert all(word in part for word in ("Le port", "Un chapeau.", absolute(version.get_absolute_url())))


def test_the_reading_time_is_the_pages_own(client: Any) -> None:
    article = letters.article(body="<p>" + "mot " * 900 + "</p>")
    version = PublishedVersion.objects.get(article=article)
    with override("fr"):
        words = str(ngettext("Reading time: %(minutes)s minute", "Reading time: %(minutes)s minutes", 5))
    words %= {"minutes": 5}
    assert version.reading_minutes == 5
    assert words in unescape(client.get(version.get_absolute_url()).content.decode())
    assert all(words in unescape(part) for part in received("fr", article))


def test_it_says_why_one_gets_it_and_how_to_leave() -> None:
    html, text = received("fr", letters.article())
    link = addresses.unsubscription(Subscription.objects.get())
    assert f'href="{link}"' in html
    assert link in text


def test_what_somebody_paid_for_says_so() -> None:
    article = letters.article(kind="sponsored")
    with override("fr"):
        label = str(PublishedVersion.objects.get(article=article).get_kind_display())
    assert all(label in part for part in received("fr", article))


def test_markup_in_words_stays_words() -> None:
    html, text = received("fr", letters.article("<b>Gras</b> & cie"), intro="<script>alert(1)</script>")
    assert "<script" not in html
    assert "&lt;b&gt;Gras" in html
    assert "<b>Gras</b> & cie" in text


def test_the_longest_edition_is_not_clipped() -> None:
    long: dict[str, Any] = {"standfirst": "Une phrase du chapeau. " * 20, "slug": "x" * 60}
    articles = [letters.article(f"{number} " + "Titre & " * 34, **long) for number in range(editions.MOST)]
    html, _text = received("fr", *articles, intro="Bonjour & bienvenue. " * 70)
    assert html.count("Titre &amp;") > editions.MOST
    assert len(html.encode()) < 80_000


def test_nothing_is_fetched_and_nobody_is_followed() -> None:
    html, _text = received("fr", letters.article(picture=None))
    assert not any(word in html for word in ("<img", "src=", "url(", "@import", "<link", "utm_"))


def test_a_paper_on_a_bare_number_is_a_list_of_localhost(settings: Any) -> None:
    row = letters.newsletter()
    for site, domain in (("http://127.0.0.1:8000", "localhost"), ("https://www.example.ma", "www.example.ma")):
        settings.SITE_URL = site
        assert addresses.list_id(row) == f"<lettre-fr.newsletter.{domain}>"


def test_the_stories_are_loaded_in_two_queries(django_assert_num_queries: Any) -> None:
    edition = letters.edition(*(letters.article(f"n{number}") for number in range(4)))
    with django_assert_num_queries(2):
        told = content.stories(edition)
    with django_assert_num_queries(0):
        assert all(story.version and story.version.get_absolute_url() for story in told)


def test_a_section_is_named_in_the_mails_language() -> None:
    section = stories.section("maroc-ar", language="ar")
    html, _text = received("ar", letters.article("الميناء", language="ar"))
    assert section.text("ar").name in html


def test_its_words_are_set_as_a_printer_would() -> None:
    html, text = received("fr", letters.article("L'eau monte"), subject="L'essentiel: quoi?", intro="C'est dit!")
    for part in (unescape(html), text):
        assert all(words in part for words in ("L’eau monte", "L’essentiel\xa0: quoi\u202f?", "C’est dit\u202f!"))
