"""Ten thousand words and two hundred pictures cost the desk no more questions than a brief."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Image, Revision
from newsroom.core.models import User
from tests import cast
from tests.articles.sittings import Page
from tests.articles.test_office_writing import draft

pytestmark = pytest.mark.django_db
WORDS, PICTURES = 10_000, 200


def body(words: int, pictures: int) -> str:
    facts = {"width": 9, "height": 9, "bytes": 9}
    first = Image.objects.count()
    rows = Image.objects.bulk_create(
        Image(name=f"{n}", file=f"images/{n}.jpg", sha256=f"{n:064x}", **facts) for n in range(first, first + pictures)
    )
    figures = [f'<figure data-image="{row.pk}" data-alt="A" data-caption="Une image"></figure>' for row in rows]
    text = "<p>" + " ".join(["mot"] * (words // pictures)) + ".</p>"
    return "".join(text + figure for figure in figures)


def looked_at(page: Page, what: str) -> Any:
    assert page.article
    answer = page.client.get(f"/admin/articles/article/{page.article.pk}/{what}/")
    assert answer.status_code == 200
    return answer


DEEDS: dict[str, Callable[[Page], Any]] = {
    "opening": lambda page: looked_at(page, "change"),
    "keeping": lambda page: page.keep(standfirst="Encore un mot."),
    "saving": lambda page: page.save(title="Un autre titre"),
    "previewing": lambda page: looked_at(page, "preview"),
    "comparing": lambda page: looked_at(page, "compare"),
}


@pytest.fixture
def nadia() -> User:
    return cast.reporter()


@pytest.mark.parametrize("deed", DEEDS)
def test_a_long_text_costs_the_questions_of_a_short_one(nadia: User, deed: str) -> None:
    costs = []
    for words, pictures in ((20, 1), (20, 1), (WORDS, PICTURES)):
        page = Page(nadia, draft(nadia, body=body(words, pictures)))
        page.keep(standfirst="Un mot.")
        with CaptureQueriesContext(connection) as queries:
            DEEDS[deed](page)
        costs.append(len(queries))
    assert costs[1] == costs[2], "the first one also asks what a process asks for once"


def test_nothing_of_it_is_lost_on_the_way(nadia: User) -> None:
    page = Page(nadia, draft(nadia))
    whole = body(WORDS, PICTURES)
    page.keep(body=whole)
    assert page.row.document.body == whole
    page.save(body=whole)
    assert Article.objects.get().body == Revision.objects.saved()[0].document.body == whole
