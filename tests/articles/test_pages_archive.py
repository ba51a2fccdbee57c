"""What came out by year, month and day, in the newsroom's zone."""

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.ledger import verbs
from articles.models import Article
from articles.pages import lists
from tests.articles import stories
from tests.articles.shelf import answer_to

pytestmark = pytest.mark.django_db


def put(title: str, *at: int, **fields: object) -> Article:
    return stories.published(stories.text(title=title, **fields), now=datetime(*at, tzinfo=UTC))  # type: ignore[misc,arg-type]  # year, month, day, hour


def get(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def content(markup: str) -> str:
    return markup.partition('<main id="content">')[2].partition("</main>")[0]


def headlines(markup: str) -> list[str]:
    return re.findall(r'<h3><a href="[^"]*">([^<]*)</a></h3>', markup)


def test_years_lead_to_months_and_months_to_days(client: Client) -> None:
    put("Ancien", 2024, 2, 29, 12)
    put("Nouveau", 2026, 3, 3, 12)
    years = content(get(client, "/archives/"))
    assert re.findall(r'<li><a href="(/archives/\d+/)">', years) == ["/archives/2026/", "/archives/2024/"]
    assert re.findall(r'href="(/archives/2024/\d+/)"', content(get(client, "/archives/2024/"))) == [
        "/archives/2024/02/"
    ]
    month = content(get(client, "/archives/2024/02/"))
    assert re.findall(r'href="(/archives/2024/02/\d+/)"', month) == ["/archives/2024/02/29/"]
    assert headlines(get(client, "/archives/2024/02/29/")) == ["Ancien"]


def test_a_day_begins_and_ends_at_the_newsrooms_midnight(client: Client) -> None:
    put("Avant minuit", 2026, 1, 9, 22)
    put("Après minuit", 2026, 1, 9, 23)  # one o'clock of the tenth would be 00:00 UTC: Casablanca is at GMT+1
    assert headlines(get(client, "/archives/2026/01/09/")) == ["Avant minuit"]
    assert headlines(get(client, "/archives/2026/01/10/")) == ["Après minuit"]


def test_a_month_counts_and_begins_on_its_weekday(client: Client) -> None:
    put("Un", 2026, 3, 3, 9)
    put("Deux", 2026, 3, 3, 10)
    found = content(get(client, "/archives/2026/03/"))
    assert "2 articles" in found
    assert found.partition("<tbody>")[2].startswith(
        "<tr><td></td><td></td><td></td><td></td><td></td><td></td><td>1</td>"
    )


def test_a_day_leads_to_the_day_before_and_after_where_there_is_anything(client: Client) -> None:
    for day in (2, 3, 4, 9):
        put(f"Le {day}", 2026, 3, day, 12)
    found = get(client, "/archives/2026/03/03/")
    assert '<a href="/archives/2026/03/02/" rel="prev">' in found
    assert 'href="/archives/2026/03/04/" rel="next"' in found
    assert 'rel="next"' not in content(get(client, "/archives/2026/03/04/"))


@pytest.mark.parametrize(
    "path", ["1999/", "2026/03/04/", "2026/3/", "2026/02/30/", "2026/13/", "20260/", "0000/", "٢٠٢٦/", "2026/03/0x/"]
)
def test_what_is_no_day_of_ours_is_not_there(client: Client, path: str) -> None:
    put("Seul", 2026, 3, 3, 12)
    assert client.get(f"/archives/{path}").status_code == 404


def test_what_was_withdrawn_leaves_and_takes_its_day_along(client: Client) -> None:
    article = put("Retiré", 2026, 3, 3, 12)
    verbs.withdraw(article, by=None, reason="x", now=datetime(2026, 3, 4, tzinfo=UTC))
    assert client.get("/archives/2026/03/03/").status_code == 404
    assert client.get("/archives/").status_code == 200


def test_languages_lead_to_each_other_where_they_have_something(client: Client) -> None:
    put("Français", 2026, 3, 3, 12)
    put("English", 2026, 3, 3, 12, language="en", category=stories.section("politics", language="en").pk)
    found = get(client, "/archives/2026/03/03/")
    assert 'href="/en/archives/2026/03/03/" lang="en"' in found
    assert 'href="/ar/" lang="ar"' in found


def test_a_full_day_goes_on_behind_a_cursor(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "PAGE", 2)
    for hour in range(5):
        put(f"Numéro {hour}", 2026, 3, 3, 10 + hour)
    found = get(client, "/archives/2026/03/03/")
    link = re.search(r'<a class="older" href="(\?before=[^"]*)"', found)
    assert link
    assert headlines(get(client, f"/archives/2026/03/03/{link[1]}")) == ["Numéro 2", "Numéro 1"]


@pytest.mark.parametrize("path", ["", "2026/", "2026/03/", "2026/03/03/"])
def test_pages_cost_the_same_however_much_came_out(client: Client, path: str) -> None:
    def cost(number: int) -> int:
        for minute in range(number):
            stories.published(stories.text(), now=datetime(2026, 3, 3, 12, minute, tzinfo=UTC))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            get(client, f"/archives/{path}")
        return len(queries)

    assert cost(4) == cost(10) <= 8


def test_each_page_is_made_from_its_own_time_alone() -> None:
    put("Seul", 2026, 3, 3, 12)
    keys = {path: answer_to(f"/archives/{path}").recipe.keys for path in ("", "2026/", "2026/03/", "2026/03/03/")}
    assert "archive:fr:" in keys[""]
    assert "archive:fr:2026" in keys["2026/"]
    assert {"archive:fr:2026-02", "archive:fr:2026-03", "archive:fr:2026-04"} <= keys["2026/03/"]
    assert "archive:fr:2026-03-03" in keys["2026/03/03/"]
    assert not any(key.startswith("list:") for found in keys.values() for key in found)
