"""A draft takes anything; submitting, publishing and planning each ask for what is missing, and lead there."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, PublishedVersion
from newsroom.core.models import User
from tests import cast
from tests.articles import stories
from tests.articles.test_office_writing import address, draft, says, typed

pytestmark = pytest.mark.django_db
LACKING = [
    ("title", {"title": ""}, "Write a headline."),
    ("body", {"body": ""}, "Write the text."),
    ("category", {"category": ""}, "Choose a category."),
    ("authors_0", {"authors": []}, "Say who signs it."),
    ("body", {"body": '<p>Un</p><section data-link="https://a.ma/" data-title=""></section>'}, "Give each link card"),
    ("body", {"body": '<p>Un</p><figure data-image="999" data-alt="Un port"></figure>'}, "pictures has been deleted"),
]
DEEDS = {"submit": "reporter", "publish": "chief", "plan": "chief"}


def wanted(deed: str) -> dict[str, str]:
    later = timezone.localtime() + stories.HOUR
    return {"deed": deed, **({"at": later.strftime("%Y-%m-%dT%H:%M")} if deed == "plan" else {})}


def person(role: str) -> User:
    found: User = getattr(cast, role)()
    found.language = "en"
    found.save()
    return found


@pytest.mark.parametrize(("field", "change", "words"), LACKING, ids=str)
@pytest.mark.parametrize("deed", DEEDS)
def test_it_asks_for_what_is_missing_and_leads_there(
    deed: str, field: str, change: dict[str, object], words: str
) -> None:
    user = person(DEEDS[deed])
    client: Client = cast.signed_in(user)
    article = draft(user)
    answer = client.post(address(article), typed(article, **change) | wanted(deed))
    page = says(answer)
    found = re.search(rf'faults" role="alert">.*?<a href="#id_{field}">.*?</ul>', page, re.DOTALL)
    assert found is not None
    assert words in found.group()
    assert f'id="id_{field}"' in page
    article.refresh_from_db()
    assert article.stage == "draft"
    assert not PublishedVersion.objects.exists()


def test_what_is_typed_is_saved_all_the_same() -> None:
    user = cast.reporter()
    article = draft(user)
    cast.signed_in(user).post(address(article), typed(article, title="Autre", category="") | wanted("submit"))
    assert Article.objects.get().title == "Autre"


def test_every_place_that_the_page_leads_to_is_there() -> None:
    article = Article.objects.create()
    page = says(cast.signed_in(cast.chief()).get(address(article)))
    panel = page[page.index('id="p-checks"') :]
    leads = re.findall(r'<a href="#(id_\w+)">', panel[: panel.index("</section>")])
    assert len(leads) >= 4
    assert [place for place in leads if f'id="{place}"' not in page] == []


def test_headings_out_of_order_are_advised_on_and_hinder_nothing() -> None:
    user = person("chief")
    article = draft(user, body="<p>Un</p><h3>Le port</h3><p>Deux</p>")
    client = cast.signed_in(user)
    assert "“Le port” is a smaller heading" in says(client.get(address(article)))
    client.post(address(article), typed(article) | wanted("publish"))
    assert PublishedVersion.objects.filter(article=article).exists()
