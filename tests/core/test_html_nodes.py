"""Nodes of our own in a text: elements that hold an id, and are resolved when rendered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.core.html import ARTICLE, EMBED, PICTURE, parts, sanitise, text_of, uses

LINK = '<aside data-article="12"></aside>'
FIGURE = '<figure data-image="7" data-alt="Un port" data-caption="À l’aube"></figure>'
CARD = '<section data-link="https://a.ma/?x=1&amp;y=2" data-title="Un film" data-image="7"></section>'


@pytest.mark.parametrize(
    "html",
    [
        LINK,
        FIGURE,
        f"<p>un</p>{LINK}<p>deux</p>{FIGURE}",
        CARD,
        '<section data-link="https://a.ma/" data-title=""></section>',
        '<figure data-image="7" data-alt="a &gt; b &amp; c &quot;d&quot; l\'e"></figure>',
        "<figure><blockquote><p>Mot</p></blockquote><figcaption>Elle</figcaption></figure>",
    ],
)
def test_they_survive_as_they_are(html: str) -> None:
    assert sanitise(html) == html


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("<aside>mot</aside>", "mot"),
        ('<aside data-article="x">mot</aside>', "mot"),
        ('<aside data-article="012">mot</aside>', "mot"),
        ('<aside data-article="-1">mot</aside>', "mot"),
        ('<aside data-article="١٢">mot</aside>', "mot"),
        ('<aside data-article="9999999999999999999">mot</aside>', "mot"),
        ('<figure data-image="7;x">mot</figure>', "<figure>mot</figure>"),
        ('<aside data-image="7">mot</aside>', "mot"),
        ('<p data-article="12">mot</p>', "<p>mot</p>"),
        ("<section>mot</section>", "mot"),
        ('<section data-link="javascript:alert(1)">mot</section>', "mot"),
        ('<section data-link="/ici">mot</section>', "mot"),
        ('<section data-link="https://u:p@a.ma/">mot</section>', "mot"),
    ],
)
def test_without_a_proper_id_they_are_none(html: str, left: str) -> None:
    assert sanitise(html) == left


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ('<aside data-article="12"><p>Lire aussi : <b>x</b></p></aside>', LINK),
        ('<aside data-article="12" onclick="x" style="y" class="z"></aside>', LINK),
        ('<figure data-image="7"><img src="https://evil.example/"></figure>', '<figure data-image="7"></figure>'),
        ('<aside data-article="12"><aside data-article="13"></aside></aside>', LINK),
        ('<figure data-image="7"><figure>mot</figure></figure>', '<figure data-image="7"></figure>'),
    ],
)
def test_they_hold_nothing_but_their_attributes(html: str, left: str) -> None:
    assert sanitise(html) == left


def test_between_two_halves_of_a_paragraph_they_part_it() -> None:
    assert sanitise(f"<p>un{LINK}deux</p>").startswith(f"<p>un</p>{LINK}deux")


def test_words_are_one_line_of_limited_length_without_what_turns_text_around() -> None:
    html = sanitise(f'<figure data-image="7" data-alt="a\n\u202eb" data-caption="{"x" * 900}"></figure>')
    assert uses(html)[0].words == {"data-alt": "a b", "data-caption": "x" * 500}


def test_uses_come_in_the_order_of_the_text() -> None:
    found = uses(sanitise(f"<p>un</p>{FIGURE}<blockquote><p>x</p>{LINK}</blockquote>"))
    assert [(use.node, use.id) for use in found] == [(PICTURE, 7), (ARTICLE, 12)]


def test_a_card_points_at_its_picture_and_at_nothing_without() -> None:
    with_picture, without = uses(f'{CARD}<section data-link="https://a.ma/" data-title="" data-image="x"></section>')
    assert (with_picture.node, with_picture.key, with_picture.points) == (
        EMBED,
        "https://a.ma/?x=1&y=2",
        [(PICTURE, 7)],
    )
    assert without.points == []


def words(html: str) -> str:
    """A text without its nodes."""
    return "".join(part for part in parts(html) if isinstance(part, str))


def test_a_text_is_its_nodes_and_what_stands_around_them_as_it_is() -> None:
    first, link, last = parts(f"<p>un &amp; deux</p>{LINK}<p>trois</p>")
    assert (first, last) == ("<p>un &amp; deux</p>", "<p>trois</p>")
    assert not isinstance(link, str)
    assert (link.node, link.id) == (ARTICLE, 12)


def test_they_are_no_words_of_the_text() -> None:
    assert text_of(f"<p>un</p>{FIGURE}<p>deux</p>") == "un\n\ndeux"


PIECES = st.sampled_from(
    [
        LINK,
        FIGURE,
        "<p>",
        "</p>",
        "<aside>",
        "</aside>",
        "<figure>",
        "</figure>",
        "<aside data-article=x>",
        "<b>",
        "&lt;",
    ]
)


@given(st.lists(PIECES | st.text(alphabet="aé& \"'", max_size=4), max_size=25).map("".join))
def test_whatever_stands_around_them_every_node_is_found_and_replaced(html: str) -> None:
    cleaned = sanitise(html)
    assert sanitise(cleaned) == cleaned
    assert "data-" not in words(cleaned)
