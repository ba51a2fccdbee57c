"""Addresses of categories: made from their names, spelt one way, free of each other and of the site's own."""

import unicodedata
from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import include, path, re_path
from hypothesis import given
from hypothesis import strategies as st

from articles.checks import check_reserved_segments
from articles.models import Category, CategoryText
from articles.slugs import LONGEST, RESERVED, first_segments, numbered, slugify, tidy
from tests import cast

SPELT = {
    "Économie & société": "economie-societe",
    "L’Œuvre d'art": "l-oeuvre-d-art",
    "ŒUFS": "oeufs",
    "  Sport   et loisirs ": "sport-et-loisirs",
    "ثقافة": "ثقافة",
    "ثَقَافَةٌ": "ثقافة",
    "ريـــاضة": "رياضة",
    "الأرض والإنسان": "الأرض-والإنسان",
    "ﻻ": "لا",
    "a_b": "a-b",
    "🌊🌊": "",
    "Mer 🌊 bleue": "mer-bleue",
    "\u202eevil": "evil",
    "Straße": "strasse",
    "²": "2",
}


@pytest.mark.parametrize("words", SPELT)
def test_words_become_an_address(words: str) -> None:
    assert slugify(words) == SPELT[words]


@given(st.text(max_size=300))
def test_any_words_make_an_address_that_stays_what_it_is(words: str) -> None:
    slug = slugify(words)
    assert len(slug) <= LONGEST
    assert slugify(slug) == slug
    assert unicodedata.is_normalized("NFC", slug)


def test_an_accent_typed_in_two_ways_makes_one_address() -> None:
    assert slugify(unicodedata.normalize("NFD", "الآداب")) == slugify(unicodedata.normalize("NFC", "الآداب"))


def test_a_long_name_ends_at_a_whole_word() -> None:
    assert slugify("mot " * 75) == "-".join(["mot"] * 15)


def test_a_word_without_end_is_cut() -> None:
    assert slugify("a" * 300) == "a" * LONGEST


def test_a_number_fits_behind_the_longest_address() -> None:
    second = list(zip(numbered("a" * LONGEST), range(2), strict=False))[1][0]
    assert second == "a" * (LONGEST - 2) + "-2"


def test_names_lose_line_breaks_and_marks_that_turn_text_around() -> None:
    assert tidy(" Sport\n\u202eloisirs\u2066 ") == "Sport loisirs"


def test_a_name_keeps_the_no_break_spaces_within_it() -> None:
    assert tidy("\u00a0Rabat\u00a0: la rentrée\u202f? ") == "Rabat\u00a0: la rentrée\u202f?"


def clean(**fields: str) -> CategoryText:
    text = CategoryText(category=Category.objects.create(), **{"language": "fr", "name": "Sport", **fields})
    text.full_clean()
    return text


def refusal(**fields: str) -> str:
    with pytest.raises(ValidationError) as caught:
        clean(**fields)
    return " ".join(caught.value.message_dict["slug"])


@pytest.mark.django_db
class TestSlug:
    def test_an_empty_slug_is_made_from_the_name(self) -> None:
        assert clean(name="L’économie").slug == "l-economie"

    def test_an_empty_slug_goes_round_one_that_is_taken(self) -> None:
        cast.category("Sport")
        assert clean(name="Sport").slug == "sport-2"

    def test_a_taken_slug_is_refused_with_a_free_one(self) -> None:
        cast.category("Sport")
        cast.category("Autre", slug="sport-2")
        assert "“sport-3” is free" in refusal(slug="sport")

    def test_the_same_slug_in_another_language_is_free(self) -> None:
        cast.category("Sport")
        assert clean(language="en", slug="sport").slug == "sport"

    def test_a_category_keeps_its_own_slug(self) -> None:
        text = cast.category("Sport").texts.get()
        text.full_clean()
        assert text.slug == "sport"

    @pytest.mark.parametrize("segment", ["admin", "ar", "en", "static", "media", "outbox", "healthz"])
    def test_an_address_of_the_site_is_refused_with_a_free_one(self, segment: str) -> None:
        assert f"“{segment}-2” is free" in refusal(slug=segment)

    def test_a_name_that_would_take_an_address_of_the_site_goes_round_it(self) -> None:
        assert clean(name="Admin").slug == "admin-2"

    @pytest.mark.parametrize("typed", ["Mon Slug", "école", "a_b", "../etc", "<b>x</b>"])
    def test_a_slug_that_is_no_address_is_refused_with_the_one_it_could_be(self, typed: str) -> None:
        assert f"“{slugify(typed)}”" in refusal(slug=typed)

    @pytest.mark.parametrize("typed", ["🌊", "///", "…"])
    def test_a_slug_without_letters_is_refused(self, typed: str) -> None:
        assert "no letter or digit" in refusal(slug=typed)

    def test_a_name_without_letters_asks_for_a_slug(self) -> None:
        assert "write a slug" in refusal(name="🌊")

    def test_what_was_typed_is_kept_in_the_refusal(self) -> None:
        text = CategoryText(category=Category.objects.create(), language="fr", name="Sport", slug="admin")
        with pytest.raises(ValidationError):
            text.full_clean()
        assert text.slug == "admin"

    def test_the_database_refuses_an_empty_slug(self) -> None:
        category = Category.objects.create()
        with pytest.raises(IntegrityError), transaction.atomic():
            CategoryText.objects.create(category=category, language="fr", name="Sport", slug="")

    def test_the_database_refuses_a_second_owner_of_a_slug(self) -> None:
        cast.category("Sport")
        with pytest.raises(IntegrityError), transaction.atomic():
            cast.category("Sport")


def view(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse()


inner = [path("", view), path("jobs/<int:pk>/", view)]
urlpatterns = [
    path("shop/", include(inner)),
    path("", include(inner)),
    path("<slug:slug>/", view),
    re_path(r"^old/(?P<rest>.*)$", view),
    re_path(r"^plain\.txt$", view),
    path("exact", view),
]


@pytest.fixture
def other_urls() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__, STATIC_URL="/assets/x/", MEDIA_URL="https://cdn.example/"):
        yield


def test_first_segments_are_read_from_the_resolver_and_the_settings(other_urls: None) -> None:
    assert first_segments() == {"shop", "jobs", "old", "plain.txt", "exact", "assets"}


def test_the_site_reserves_every_first_segment_it_has() -> None:
    assert first_segments() <= RESERVED
    assert {"admin", "ar", "en", "static", "media", "healthz", "robots.txt"} <= first_segments()


def test_an_address_that_is_not_reserved_fails_the_check(other_urls: None) -> None:
    assert {error.id for error in check_reserved_segments(None)} == {"articles.E001"}
    assert any("/shop/" in error.msg for error in check_reserved_segments(None))


def test_the_check_is_silent_about_the_site_as_it_is() -> None:
    assert check_reserved_segments(None) == []
