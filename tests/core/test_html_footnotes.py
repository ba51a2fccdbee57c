"""Footnotes stand in a text where their number will."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.core import footnotes
from newsroom.core.html import excerpt, sanitise, text_of

NOTE = '<small data-note="">Selon <a href="https://hcp.ma/x">le HCP</a>.</small>'


def number(at: int) -> str:
    return f"[{at}]"


@pytest.mark.parametrize("html", [f"<p>Un{NOTE} mot.</p>", f"<h2>Un{NOTE}</h2>", f"<table><tbody><tr><td>{NOTE}"])
def test_they_survive_as_they_are(html: str) -> None:
    assert NOTE in sanitise(html)


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("<p>Le <small>petit</small> mot</p>", "<p>Le petit mot</p>"),
        ('<p>Un<small data-note="x">deux</small></p>', "<p>Undeux</p>"),
        ('<p>Un<small data-note=""> &nbsp;<b></b></small></p>', "<p>Un \u00a0</p>"),
        (
            '<p>Un<small data-note="">deux<small data-note="">trois</small></small></p>',
            '<p>Un<small data-note="">deuxtrois</small></p>',
        ),
        ('<small data-note=""><p>Un</p></small>', "<p>Un</p>"),
        (
            '<p><small>a<small data-note="">b</small></small></p>',
            '<p>a<small data-note="">b</small></p>',
        ),
    ],
)
def test_what_is_no_note_leaves_its_words(html: str, left: str) -> None:
    assert sanitise(html) == left


def test_they_are_lifted_in_order() -> None:
    html = sanitise(f'<p>Un{NOTE} deux<small data-note="">B</small>.</p>')
    text, found = footnotes.lift(html, number)
    assert (text, found[1]) == ("<p>Un[1] deux[2].</p>", "B")
    assert found[0] == 'Selon <a href="https://hcp.ma/x">le HCP</a>.'


def test_what_refers_to_one_stands_behind_the_link_that_holds_it() -> None:
    html = '<p><a href="/x">un<small data-note="">A</small> deux<small data-note="">B</small></a> trois</p>'
    assert footnotes.lift(html, number) == ('<p><a href="/x">un deux</a>[1][2] trois</p>', ["A", "B"])


def test_they_are_no_words_of_the_text() -> None:
    assert text_of(f"<p>Un{NOTE} mot.</p>") == "Un mot."
    assert excerpt(f"<p>Un{NOTE} mot.</p>", 20) == "Un mot."


SOUP = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<small data-note>", "</small>", "<small>", "<a href=/x>", "</a>", "<b>", "<td>", "x"]
    ),
    max_size=30,
).map("".join)


@given(SOUP)
def test_whatever_is_written_every_note_is_lifted_and_nothing_else_goes(html: str) -> None:
    cleaned = sanitise(html)
    text, found = footnotes.lift(cleaned, lambda _number: "")
    assert "<small" not in text
    assert len(found) == cleaned.count("<small")
    assert sum(part.count("x") for part in [text, *found]) == cleaned.count("x")
