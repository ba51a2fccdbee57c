"""What pages say to a CDN, within what it reads."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from newsroom.core.env_cdn import Cdn
from newsroom.core.pagestore import depends, keys, stored
from newsroom.core.pagestore.labels import LONGEST, SAYABLE, labels


def tags(*made_from: str, path: str = "/a/", query: str = "") -> list[str]:
    return labels(made_from, path, query)["Cache-Tag"].split(",")


def test_a_page_names_itself_and_what_all_are_made_from() -> None:
    assert tags("article:1") == sorted(["article:1", "everything", keys.address("/a/")])


def test_a_page_with_a_query_is_found_by_its_path_as_well() -> None:
    assert {keys.address("/a/"), keys.address("/a/?before=3")} < set(tags(query="before=3"))


def test_a_page_with_more_keys_than_a_header_takes_says_many() -> None:
    few = [f"article:{number}" for number in range(900)]
    assert set(few) < set(tags(*few))
    for too_many in ([f"article:{number}" for number in range(1000)], [f"t:{'x' * 100}{n}" for n in range(160)]):
        assert tags(*too_many) == sorted(["everything", "many", keys.address("/a/")])


@pytest.mark.parametrize("key", ["a b", "a,b", "Article:1", "é", "a\nb", "", "x" * 121])
def test_a_key_that_no_cdn_would_read_makes_it_many(key: str) -> None:
    assert "many" in tags("article:1", key)
    assert "article:1" not in tags("article:1", key)


def test_no_header_is_longer_than_what_is_read() -> None:
    longest = max((labels([f"article:{n}" for n in range(size)], "/", "") for size in range(880, 999)), key=str)
    assert all(len(value) <= LONGEST for value in longest.values())


def test_every_word_that_pages_are_made_from_can_be_said() -> None:
    words = [keys.article(1), keys.listing("category", 1, "fr"), keys.shell(), keys.page(1), keys.author(1), keys.MANY]
    words += [keys.tag(1), keys.image(1), keys.comments(1), keys.address("/é/"), keys.newsletter(), keys.EVERYTHING]
    assert all(SAYABLE.fullmatch(word) for word in words)


@pytest.mark.parametrize(
    ("kind", "names"),
    [("cloudflare", {"Cache-Tag"}), ("fastly", {"Surrogate-Key"}), ("own", {"Cache-Tag", "Surrogate-Key"})],
)
def test_each_cdn_gets_the_header_that_it_reads(settings: Any, kind: Any, names: set[str]) -> None:
    settings.PAGE_CDN = Cdn(kind, "https://cdn.example/purge", "token")
    assert labels(["article:1"], "/", "").keys() == names


def test_a_page_says_it_for_its_canonical_query(settings: Any) -> None:
    @stored(params=("before",))
    def page(request: HttpRequest) -> HttpResponse:
        depends("article:1")
        return HttpResponse("x")

    settings.PAGE_CDN_KEYS = True
    response = page(RequestFactory().get("/%C3%A9/?utm_source=x&before=3"))
    own = [keys.address("/é/"), keys.address("/é/?before=3")]
    assert response["Surrogate-Key"].split(" ") == sorted(["article:1", "everything", *own])
