"""The switch of languages on pages that no article is: it leads to the same page, or to that language's front page."""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from articles import static_pages
from articles.models import CategoryText, StaticPage, Tag
from articles.translations import tags
from tests import cast
from tests.articles import stories

pytestmark = pytest.mark.django_db
OFFICE = "/admin/articles/staticpage/"


def page(language: str, title: str, **fields: Any) -> StaticPage:
    row = StaticPage(language=language, title=title, **{"is_published": True, **fields})
    row.full_clean()
    return static_pages.write(row, by=None)


@pytest.fixture
def about() -> StaticPage:
    return page("fr", "Qui")


def switch(path: str) -> dict[str, str]:
    html = Client().get(path).content.decode()
    return dict(re.findall(r'<link rel="alternate" hreflang="(\w\w)" href="[^"]*//[^/"]*([^"]*)"', html))


def test_the_same_page_in_each_language_names_all_of_them(about: StaticPage) -> None:
    page("en", "Who", translation_of=about)
    page("ar", "nous", translation_of=about)
    every = {"fr": "/qui/", "en": "/en/who/", "ar": "/ar/nous/"}
    assert [switch(path) for path in every.values()] == [every] * 3


def test_one_that_is_not_published_is_named_by_none(about: StaticPage) -> None:
    page("en", "Who", translation_of=about, is_published=False)
    assert "en" not in switch("/qui/")


def test_tags_of_one_theme_lead_to_one_another_while_there_is_something_to_read() -> None:
    fr, en = stories.tag("gaz"), Tag.objects.create(language="en", name="Gas", slug="gas")
    stories.published(stories.text(tags=(fr.pk,)))
    tags.match(fr, [en])
    assert "en" not in switch("/tags/gaz/")
    CategoryText.objects.create(category=stories.section(), language="en", name="Morocco", slug="morocco")
    stories.published(stories.text(language="en", tags=(en.pk,)))
    assert switch("/tags/gaz/") == switch("/en/tags/gas/") == {"fr": "/tags/gaz/", "en": "/en/tags/gas/"}


@pytest.mark.parametrize("wrong", ["its own language", "a translation", "a second one"])
def test_what_is_no_original_for_it_is_refused_in_words(about: StaticPage, wrong: str) -> None:
    english = page("en", "Who", translation_of=about)
    row = {
        "its own language": StaticPage(language="fr", title="Autre", translation_of=about),
        "a translation": StaticPage(language="ar", title="nous", translation_of=english),
        "a second one": StaticPage(language="en", title="Whoever", translation_of=about),
    }[wrong]
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    assert "translation_of" in caught.value.message_dict


def test_it_is_said_in_the_office_and_a_refusal_keeps_what_was_typed(about: StaticPage) -> None:
    client, typed = (
        cast.signed_in(cast.chief()),
        {"title": "Who", "slug": "", "body": "<p>Us.</p>", "is_published": "on"},
    )
    answer = client.post(f"{OFFICE}add/", {**typed, "language": "fr", "translation_of": about.pk, "seen": 1})
    assert (answer.status_code, StaticPage.objects.count()) == (200, 1)
    assert "Who" in answer.content.decode()
    assert (
        client.post(f"{OFFICE}add/", {**typed, "language": "en", "translation_of": about.pk, "seen": 1}).status_code
        == 302
    )
    assert switch("/qui/")["en"] == "/en/who/"


def test_an_original_that_is_deleted_leaves_its_translation_alone(about: StaticPage) -> None:
    english = page("en", "Who", translation_of=about)
    static_pages.remove(about, by=None)
    english.refresh_from_db()
    assert english.translation_of is None
    assert switch("/en/who/") == {}
