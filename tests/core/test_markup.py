"""What is put into markup is text, whatever it looks like; only what is HTML already goes in as it is."""

import html
from typing import Any

import pytest
from django.utils.html import format_html
from django.utils.safestring import SafeString, SafeText
from django.utils.translation import gettext_lazy
from hypothesis import example, given
from hypothesis import strategies as st

from newsroom.core.markup import NOTHING, Markup, escaped, joined, said

HOSTILE = """<script>alert("1")</script>'"&{0}{name}%(name)s%s\\"""
LINK = Markup('<a href="{url}" title="{title}">{title}</a>')


@given(st.text())
@example(HOSTILE)
def test_text_stays_text_between_tags_and_quotes(text: str) -> None:
    found = LINK(url=text, title=text)
    inside = html.escape(text)
    assert found == f'<a href="{inside}" title="{inside}">{inside}</a>'
    assert not set(inside) & set("<>\"'")


class Page:
    def __html__(self) -> str:
        return "<b>1</b>"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (SafeString("<b>1</b>"), "<b>1</b>"),
        (format_html("<b>{}</b>", "<"), "<b>&lt;</b>"),
        (LINK(url="/", title="<"), '<a href="/" title="&lt;">&lt;</a>'),
        (Page(), "<b>1</b>"),
        (12, "12"),
        (gettext_lazy("<script>"), "&lt;script&gt;"),
        (type("Words", (str,), {})("<"), "&lt;"),
        (NOTHING, ""),
    ],
)
def test_html_goes_in_as_it_is_and_nothing_else_does(value: object, written: str) -> None:
    assert escaped(value) == written == Markup("{it}")(it=value)


def test_signs_of_formats_in_what_was_written_stay_signs() -> None:
    assert Markup("100 % {{a}} %s %(b)s {b}")(b="%(c)s {d}") == "100 % {a} %s %(b)s %(c)s {d}"


def test_what_comes_out_is_html() -> None:
    for found in (LINK(url="/", title="a"), joined(["<", NOTHING]), said("%(a)s", a="<")):
        assert type(found) is SafeText
    assert joined(["<", LINK(url="/", title="a")], between=", ") == '&lt;, <a href="/" title="a">a</a>'


def test_sentences_keep_their_tags_and_escape_their_values() -> None:
    assert said("<b>100 %% of %(name)s</b>", name=HOSTILE) == f"<b>100 % of {html.escape(HOSTILE)}</b>"


@pytest.mark.parametrize("text", ["{}", "{0}", "{a.b}", "{a[0]}", "{a!r}", "{a:>9}", "{a b}"])
def test_only_plain_names_stand_in_braces(text: str) -> None:
    with pytest.raises(ValueError, match="plain names"):
        Markup(text)


@pytest.mark.parametrize("values", [{}, {"url": "/"}, {"url": "/", "titel": ""}, {"url": "", "title": "", "more": ""}])
def test_each_place_gets_its_value(values: dict[str, Any]) -> None:
    with pytest.raises((TypeError, KeyError)):
        LINK(**values)
