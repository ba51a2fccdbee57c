"""The pages that readers are owed are begun for the newsroom, and don't go out with what is meant for it."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.utils.html import escape

from articles import owed, static_pages
from articles.models import StaticPage
from articles.office.desk import has_what_is_owed
from newsroom.core.html import sanitise
from tests import cast

pytestmark = pytest.mark.django_db
ADD, LIST = "/admin/articles/staticpage/add/", "/admin/articles/staticpage/"
LANGUAGES = [code for code, _name in settings.LANGUAGES]
ALL = [owed.Owed(name, language) for name in owed.TITLES for language in LANGUAGES]
OWED = pytest.mark.parametrize("begun", ALL, ids=lambda begun: f"{begun.name}.{begun.language}")


@pytest.fixture
def chief() -> Client:
    return cast.signed_in(cast.chief())


def sent(page: owed.Owed, body: str, **more: str) -> dict[str, str]:
    return {"language": page.language, "title": page.title, "slug": page.slug, "body": body, **more}


@OWED
def test_each_is_begun_in_each_language(begun: owed.Owed) -> None:
    assert sanitise(begun.body) == begun.body
    assert begun.body.count("<h2>") >= 3
    assert owed.left_open(begun.body)


@OWED
def test_the_form_begins_with_it_and_saves_it_unpublished(chief: Client, begun: owed.Owed) -> None:
    form = chief.get(f"{ADD}?begin={begun.name}&language={begun.language}").content.decode()
    assert f'value="{escape(begun.title)}"' in form
    assert escape(owed.left_open(begun.body)[0]) in form
    assert chief.post(ADD, sent(begun, begun.body)).status_code == 302
    assert not StaticPage.objects.get(language=begun.language).is_published


def test_it_begins_as_the_translation_of_the_first_one(chief: Client) -> None:
    french, arabic = owed.Owed("privacy", "fr"), owed.Owed("privacy", "ar")
    assert arabic.original is None
    assert chief.post(ADD, sent(french, "<p>Mot.</p>")).status_code == 302
    first = StaticPage.objects.get()
    form = chief.get(f"{ADD}?begin=privacy&language=ar").context["adminform"].form
    assert form.initial["translation_of"] == arabic.original == first.pk
    assert french.original is None


def test_it_is_not_published_with_brackets_left_and_keeps_what_was_typed(chief: Client) -> None:
    page = owed.Owed("privacy", "fr")
    answer = chief.post(ADD, sent(page, page.body, is_published="on"))
    assert answer.status_code == 200
    assert escape("[adresse électronique]") in answer.content.decode()
    assert page.title in answer.content.decode()
    filled = re.sub(r"\[[^\]]*\]", "redaction@a.example [sic]", page.body)
    assert chief.post(ADD, sent(page, filled, is_published="on")).status_code == 302
    assert StaticPage.objects.get().is_published


@pytest.mark.parametrize("query", ["?begin=nothing&language=fr", "?begin=privacy&language=xx", "?begin=privacy"])
def test_what_is_no_draft_begins_empty(chief: Client, query: str) -> None:
    answer = chief.get(ADD + query)
    assert answer.status_code == 200
    assert "[" not in (answer.context["adminform"].form.initial.get("body") or "")


def test_the_list_offers_what_is_missing_and_no_more(chief: Client) -> None:
    assert chief.get(LIST).content.decode().count("?begin=") == len(ALL)
    for page in ALL:
        written = StaticPage(language=page.language, title=page.title, body="<p>Mot.</p>")
        written.clean()
        static_pages.write(written, by=None)
    assert "?begin=" not in chief.get(LIST).content.decode()


def test_the_first_step_is_done_when_readers_have_both(chief: Client) -> None:
    request = chief.get(LIST).wsgi_request
    for name, is_done in (("accessibility", False), ("privacy", True)):
        assert not has_what_is_owed(request)
        page = StaticPage(title=owed.TITLES[name]["fr"], body="<p>Mot.</p>")
        page.clean()
        static_pages.write(page, by=None)
        assert not has_what_is_owed(request)
        page.is_published = True
        static_pages.write(page, by=None)
        assert has_what_is_owed(request) is is_done
