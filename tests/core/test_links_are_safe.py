import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from newsroom.core.links import LinkField, absolute, is_link, safe_href, safe_next, validate_link


@pytest.mark.parametrize(
    "address",
    [
        "https://example.ma",
        "HTTPS://Example.MA/Chemin",
        "http://localhost:8000/",
        "https://example.ma:8443/a?b=c&d=é#fin",
        "https://xn--mgbaam7a8h.ma/",
        "https://مثال.إختبار/مقال",
        "https://[2001:db8::1]:8080/",
        "https://192.0.2.7/",
        "https://fr.wikipedia.org/wiki/L'Opinion_(journal)",
    ],
)
def test_a_complete_web_address_passes(address: str) -> None:
    validate_link(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "example.ma",
        "//example.ma/",
        "/chemin",
        "javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "ftp://example.ma/",
        "https://",
        "https:///chemin",
        "https:example.ma",
        "https:/example.ma",
        "https:\\\\example.ma",
        "https://example.ma\\@autre.example",
        "https://user@example.ma/",
        "https://user:secret@example.ma/",
        "https://@example.ma/",
        "https://example.ma:0/",
        "https://example.ma:70000/",
        "https://example.ma:port/",
        "https://[2001:db8::1/",
        "https://[::g]/",
        "https://example.ma/a b",
        " https://example.ma/",
        "https://example.ma/\n",
        "https://example.ma/\u00a0",
        "https://example.ma/\u202egnp.exe",
        "https://exam\u200bple.ma/",
        "https://example.ma/<script>",
        'https://example.ma/"onclick="x',
        "https://-example.ma/",
        "https://example.ma/\x00",
        "https://example.ma/\ud800",
        "https://example.ma/" + "a" * 3000,
    ],
)
def test_anything_else_is_refused(address: str) -> None:
    with pytest.raises(ValidationError):
        validate_link(address)


@given(st.text(max_size=60))
def test_no_text_breaks_the_check(text: str) -> None:
    assert is_link(text) in {True, False}


@given(st.text("/\\jJ:tps#@ \t\n.a[]é\u202e%'", max_size=30) | st.text(max_size=30))
def test_a_target_that_passed_passes_unchanged(text: str) -> None:
    target = safe_href(text)
    assert target is None or safe_href(target) == target


@given(st.text("/\\hHtTpPsS:@ \t\n.a", max_size=12))
def test_a_path_never_leads_to_another_site(text: str) -> None:
    assert not (safe_href(f"/{text}") or "").startswith(("//", "/\\"))


def test_a_link_typed_without_a_scheme_is_taken_for_https() -> None:
    field = LinkField().formfield()
    assert field is not None
    assert field.clean("example.ma/a") == "https://example.ma/a"


def test_a_form_refuses_an_address_that_runs() -> None:
    field = LinkField().formfield()
    assert field is not None
    with pytest.raises(ValidationError):
        field.clean("javascript:alert(1)")


@pytest.mark.parametrize(
    ("url", "answer"),
    [
        ("/admin/?a=1", "/admin/?a=1"),
        ("http://testserver/admin/", "http://testserver/admin/"),
        ("//autre.example/", ""),
        ("/\\autre.example/", ""),
        ("https://autre.example/", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_a_redirect_stays_on_this_site(url: str, answer: str) -> None:
    assert safe_next(url, RequestFactory().get("/")) == answer


def test_a_redirect_does_not_leave_https() -> None:
    assert safe_next("http://testserver/", RequestFactory().get("/", secure=True)) == ""


def test_an_absolute_address_is_on_our_own_site() -> None:
    assert absolute("/a/?b=c").endswith(":8000/a/?b=c")


@pytest.mark.parametrize("path", ["", "a", "//autre.example", "/\\autre.example", "https://autre.example/"])
def test_what_is_no_path_gets_no_absolute_address(path: str) -> None:
    with pytest.raises(ValueError):
        absolute(path)
