"""A public form counts only when the browser says that it was sent from a page of ours."""

import pytest
from django.test import RequestFactory

from newsroom.core.origin import same_origin

OURS = "http://testserver"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": OURS},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "same-origin", "Origin": OURS},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    ],
    ids=str,
)
def test_our_own_pages_are_believed(headers: dict[str, str]) -> None:
    assert same_origin(RequestFactory().post("/", headers=headers))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://testserver"},
        {"Origin": "http://testserver.example"},
        {"Origin": "http://testserver:8080"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": OURS},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://elsewhere.example"},
    ],
    ids=str,
)
def test_strangers_and_silence_are_not(headers: dict[str, str]) -> None:
    assert not same_origin(RequestFactory().post("/", headers=headers))


def test_the_scheme_counts() -> None:
    assert same_origin(RequestFactory().post("/", headers={"Origin": "https://testserver"}, secure=True))
