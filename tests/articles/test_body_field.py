"""The form field that texts are written in."""

import contextlib
import json
import re
from time import perf_counter

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from articles.body.forms import LONGEST, MODULES, MOST_PARTS, BodyField
from articles.models import Article
from newsroom.core.html import sanitise
from tests import cast

NODES = '<aside data-article="3"></aside><figure data-image="7" data-alt="Un quai" data-caption=""></figure>'
CELL = '<td colspan="1" rowspan="1"><p>Un</p></td>'
TABLE = f"<table><tbody><tr>{CELL.replace('td', 'th')}</tr><tr>{CELL}</tr></tbody></table>"
EDITOR = st.lists(
    st.sampled_from(
        [
            "<p>Un <strong>mot</strong> et <em>un autre</em>.</p>",
            '<p>Un <a href="https://example.ma/?a=1&amp;b=2">lien</a><br>et <span lang="ar" dir="rtl">كلمة</span></p>',
            '<h2>Titre</h2><h3 id="a-b">Sous-titre</h3>',
            "<ul><li><p>Un</p></li><li><p>Deux</p></li></ul>",
            '<ol start="3"><li><p>Un</p></li></ol>',
            "<blockquote><p>Cité</p></blockquote>",
            "<figure><blockquote><p>« Oui »</p></blockquote><figcaption>Elle</figcaption></figure>",
            TABLE,
            NODES,
            "<pre><code>a &lt; b\n  c</code></pre>",
            "<p></p>",
        ]
    ),
    max_size=8,
).map("".join)


def clean(body: str) -> str:
    return BodyField(required=False).clean(body)


def refused(body: str) -> list[str]:
    with pytest.raises(ValidationError) as refusal:
        clean(body)
    return [error.code or "" for error in refusal.value.error_list]


@given(EDITOR)
def test_what_the_editor_writes_passes_unchanged(body: str) -> None:
    assert clean(body) == body


@given(st.text(alphabet="<>/apbtdsr figuredataimg-=\"'1&;", max_size=60))
def test_what_it_answers_goes_through_the_sanitiser_unchanged(body: str) -> None:
    assert sanitise(clean(body)) == clean(body)


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        '<p onclick="alert(1)">x</p>',
        '<a href="javascript:alert(1)">x</a>',
        '<a href="java&#10;script:alert(1)">x</a>',
        '<a href="data:text/html,x">x</a>',
        "<iframe src=//x></iframe>",
        '<aside data-article="1" onmouseover="alert(1)"></aside>',
        '<figure data-image="1&quot; onerror=&quot;x"></figure>',
        '<img src="x" onerror="alert(1)">',
        "<svg><script>alert(1)</script></svg>",
    ],
)
def test_nothing_that_runs_comes_through(body: str) -> None:
    found = clean(body)
    assert not any(
        word in found for word in ("script", "onclick", "onmouseover", "onerror", "data:", "<iframe", "<img")
    )


def test_too_long_a_text_is_refused_with_what_to_do() -> None:
    assert refused("<p>" + "a" * LONGEST) == ["too_long"]
    assert clean("a" * LONGEST) == "a" * LONGEST


def test_too_many_parts_are_refused_before_they_are_parsed() -> None:
    assert refused("<p>a</p>" * (MOST_PARTS + 1)) == ["too_many"]
    assert clean("<p>a</p>" * MOST_PARTS).count("<p>") == MOST_PARTS


def test_a_table_in_a_table_is_refused() -> None:
    inner = "<table><tbody><tr><td>x</td></tr></tbody></table>"
    assert refused(f"<table><tbody><tr><td>{inner}</td></tr></tbody></table>") == ["nested"]
    assert clean(inner + inner).count("<table>") == 2


@pytest.mark.django_db
def test_a_refused_text_is_still_in_the_form() -> None:
    article, body = Article.objects.create(title="Un"), "<p>" + "mot " * 250_000
    client = cast.signed_in(cast.chief())
    answer = client.post(
        f"/admin/articles/article/{article.pk}/change/", {"language": "fr", "title": "Un", "body": body}
    )
    assert answer.status_code == 200
    assert "mot mot mot" in answer.content.decode()
    assert Article.objects.get().body == ""


@pytest.mark.django_db
def test_the_page_s_policy_lets_the_names_of_the_scripts_through() -> None:
    answer = cast.signed_in(cast.chief()).get("/admin/articles/article/add/")
    nonce = re.search(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])
    assert nonce
    found = re.search(r'<script type="importmap" nonce="([^"]+)">(.*?)</script>', answer.content.decode())
    assert found
    assert found.group(1) == nonce.group(1)
    assert json.loads(found.group(2))["imports"].keys() == MODULES.keys()


def test_every_script_of_the_editor_is_known_by_name_and_there() -> None:
    rooms = (settings.BASE_DIR / "static/articles" / room for room in ("editor", "pictures"))
    ours = {f"articles/{room.name}/{path.name}" for room in rooms for path in room.glob("*.js")}
    begun = {"articles/editor/editor.js", "articles/pictures/lead.js"}
    assert ours - begun == {path for path in MODULES.values() if path.startswith("articles/")}
    assert all(finders.find(path) for path in MODULES.values())


@pytest.mark.parametrize("tag", ["b", "blockquote", "ul><li", "table><tr><td", "span lang=ar", "a href=/"])
def test_a_text_nested_as_deep_as_it_may_be_takes_no_time(tag: str) -> None:
    body, started = f"<{tag}>" * (MOST_PARTS // (tag.count(">") + 1)), perf_counter()
    with contextlib.suppress(ValidationError):
        clean(body)
    assert perf_counter() - started < 5
