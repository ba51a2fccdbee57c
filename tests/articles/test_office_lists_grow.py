"""The office's lists of authors, tags and pages cost the same however long they are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import static_pages
from articles.models import StaticPage
from tests import cast
from tests.articles import stories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", ["author", "tag", "staticpage"])
def test_a_longer_list_costs_no_further_query(model: str) -> None:
    client = cast.signed_in(cast.chief())
    client.get("/admin/")  # the session's first request is written down
    costs = []
    for size in (2, 12):
        for number in range(size):
            stories.author(f"Autrice {size} {number}", user=cast.member(email=f"{size}-{number}@example.ma"))
            stories.tag(f"tag-{size}-{number}")
            slug = f"page-{size}-{number}"
            static_pages.write(StaticPage(language="fr", title=slug, slug=slug), by=None)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/admin/articles/{model}/").status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]
