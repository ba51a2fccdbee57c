"""Addresses of readers' pages are made without reversing; they are what reversing makes."""

import pytest
from django.urls import reverse
from django.utils import translation

from articles import addresses


@pytest.mark.parametrize("slug", ["rabat", "الرباط", "a_b", "name-0", "{slug}", "50%25", "é~'(x)", "x&y=?"])
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_an_address_is_what_reversing_makes_of_it(language: str, slug: str) -> None:
    parts = {"section": slug, "name": f"{slug}-12"}
    with translation.override(language):
        wanted = [reverse("articles:place", kwargs={"slug": slug}), reverse("articles:article", kwargs=parts)]
    found = [addresses.in_language(language, "place", slug=slug), addresses.in_language(language, "article", **parts)]
    assert found == wanted


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_front_page_has_an_address_in_each_language(language: str) -> None:
    with translation.override(language):
        assert addresses.in_language(language, "front") == reverse("articles:front")
