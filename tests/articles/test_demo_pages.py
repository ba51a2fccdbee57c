"""The demo's pages about itself: in every language, at their addresses, in the foot of every page."""

from urllib.parse import quote

import pytest
from django.test import Client

from articles import static_pages
from articles.demo.pages import TITLES, load
from articles.models import StaticPage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "front"), [("fr", "/"), ("ar", "/ar/"), ("en", "/en/")])
def test_each_is_linked_in_the_foot_and_opens(client: Client, language: str, front: str) -> None:
    load()
    foot = client.get(front).content.decode().partition("<footer")[2]
    for titles in TITLES.values():
        page = StaticPage.objects.get(language=language, title=titles[language])
        path = f"{front}{quote(page.slug)}/"
        assert foot.count(f">{page.title}</a>") == foot.count(f'<a href="{path}">{page.title}</a>') == 1
        answer = client.get(path)
        assert answer.status_code == 200
        assert f"<h1>{page.title}</h1>" in answer.content.decode()


def test_loading_again_leaves_what_was_written_since_alone() -> None:
    load()
    page = StaticPage.objects.get(title="À propos")
    page.body = "<p>Autre chose.</p>"
    static_pages.write(page, by=None)
    load()
    assert StaticPage.objects.count() == sum(map(len, TITLES.values()))
    assert StaticPage.objects.get(title="À propos").body == "<p>Autre chose.</p>"
