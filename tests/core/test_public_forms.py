"""Readers' forms: what people type is kept and made harmless, and what is wrong is said beside the field."""

import re
from collections.abc import Iterator

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.utils import translation

from newsroom.core.public_forms import DECOY, LineField, MailField, PlainField, PublicForm, blank


class Letter(PublicForm):
    name = LineField(label="Name", help_text="As you like to be called.")
    email = MailField(label="E-mail")
    text = PlainField(label="Text", required=False, widget=forms.Textarea)
    topics = forms.MultipleChoiceField(
        label="Topics", required=False, choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label="Agreed", required=False)


GOOD = {"name": "Lina", "email": "lina@example.ma"}


def letter(**data: str) -> Letter:
    return Letter({**GOOD, **data}, css_id="letter", action="/letters/")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def html(form: PublicForm) -> str:
    return str(render_crispy_form(form))


def test_a_form_that_is_right_is_taken() -> None:
    form = letter(text="Bonjour")
    assert form.is_valid()
    assert form.cleaned_data == {**GOOD, "text": "Bonjour", "topics": [], "agreed": False}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b", "ab"),
        ("\u202egnirts", "gnirts"),
        ("\u2066x\u2069", "x"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("e\u0301", "é"),
        ("z" + "\u0335" * 40, "z" + "\u0335" * 4),
        ("مُحَمَّد", "مُحَمَّد"),
    ],
)
def test_text_loses_what_can_not_be_seen_and_keeps_what_can(typed: str, kept: str) -> None:
    assert PlainField().clean(typed) == kept


def test_a_name_is_one_line() -> None:
    assert LineField().clean("  Lina\r\n\t El  Idrissi ") == "Lina El Idrissi"


def test_an_address_is_kept_in_lower_case() -> None:
    assert MailField().clean(" Lina@Example.MA\n") == "lina@example.ma"


@pytest.mark.parametrize("typed", ["lina", "lina@example.ma\nBcc: x@example.ma", "lina@example.ma\x00", "a@b@c.ma"])
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(forms.ValidationError):
        MailField().clean(typed)


def test_a_filled_decoy_is_refused_in_words_and_emptied() -> None:
    form = letter(**{DECOY: "Buy now"})
    assert not form.is_valid()
    page = html(form)
    assert "Buy now" not in page
    assert "send again" in page
    assert 'value="Lina"' in page


def test_the_decoy_is_out_of_the_way_of_everybody() -> None:
    field = re.search(r'<div class="row decoy">.*?</div>', html(Letter(css_id="letter")), re.DOTALL)
    assert field
    assert all(part in field[0] for part in ('tabindex="-1"', 'autocomplete="off"', "Leave this field empty"))


def test_a_form_sets_no_token() -> None:
    page = html(Letter(css_id="letter"))
    assert "csrf" not in page
    assert 'method="post"' in page


def test_errors_stand_on_top_and_beside_their_field() -> None:
    page = html(letter(email="lina"))
    assert '<a href="#letter-email">' in page
    assert 'aria-describedby="letter-email_error"' in page
    assert 'id="letter-email_error"' in page
    assert 'aria-invalid="true"' in page


def test_two_forms_share_no_id() -> None:
    first, second = (set(re.findall(r' id="([^"]+)"', html(Letter(css_id=name)))) for name in ("one", "two"))
    assert first
    assert not first & second


def test_every_label_leads_to_a_field() -> None:
    page = html(Letter(css_id="letter"))
    assert set(re.findall(r'<label for="([^"]+)"', page)) <= set(re.findall(r' id="([^"]+)"', page))
    assert "<legend>Topics" in page


def test_what_was_typed_comes_back_as_text() -> None:
    page = html(letter(name='"><script>alert(1)</script>', email="x"))
    assert "<script>" not in page


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("action", ["/letters/", '/a/?b=1&c=<">', "%s{0}"])
def test_a_blank_form_is_what_crispy_writes(language: str, action: str) -> None:
    with translation.override(language):
        whole = Letter(css_id="letter", action=action, initial={"name": '"é"'})
        assert blank(Letter, action=action, css_id="letter", name='"é"') == html(whole)
        assert blank(Letter, action=action, css_id="") == html(Letter(action=action))
