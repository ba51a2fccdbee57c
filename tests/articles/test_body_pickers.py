"""What the editor's pickers answer, to whom."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Image, ImageText, PublishedVersion
from newsroom.core.models import User
from tests import cast
from tests.articles.stories import picture, plan, published, section, text

pytestmark = pytest.mark.django_db
EARLIER, SOON = timedelta(hours=-1), timedelta(hours=1)


def writer() -> Client:
    user = User.objects.filter(email="plume@example.ma").first() or cast.member(email="plume@example.ma")
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_article", "view_image"]))
    return cast.signed_in(user)


def live(title: str, **fields: Any) -> Article:
    return published(text(title=title, **fields), now=timezone.now() + EARLIER)


def coming(title: str, by: User | None = None) -> Article:
    article = Article.objects.create(created_by=by)
    plan(article, timezone.now() + SOON, now=timezone.now(), title=title)
    return article


def asked(client: Client, kind: str = "article", **query: Any) -> list[dict[str, Any]]:
    answer = client.get(reverse(f"admin:articles_pick_{kind}"), query)
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()["found"]
    return found


def titles(client: Client, kind: str = "article", **query: Any) -> list[str]:
    return [row["title"] for row in asked(client, kind, **query)]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("energie", "L’Énergie du soleil"),
        ("ÉNERGIE soleil", "L’Énergie du soleil"),
        ("l'energie", "L’Énergie du soleil"),
        ("coeur", "Au cœur de Fès"),
        ("cœur fes", "Au cœur de Fès"),
        ("اخبار", "أخبار المدرسة"),
        ("المدرسه", "أخبار المدرسة"),
        ("مدرسة", "أخبار المُدَرِّسة"),
        ("100 %", "100 % des élus"),
        ("a.b*c", "a.b*c (fin"),
        ("(fin", "a.b*c (fin"),
    ],
)
def test_words_are_found_however_they_are_written(query: str, title: str) -> None:
    live(title)
    live("Tout autre chose")
    assert titles(writer(), q=query) == [title]


def test_an_empty_query_shows_the_latest() -> None:
    live("Un")
    live("Deux")
    assert titles(writer()) == ["Deux", "Un"]


def test_the_text_s_own_language_comes_first() -> None:
    live("غاز", language="ar", category=section("ghaz", language="ar").pk)
    live("Gaz")
    assert titles(writer(), language="ar") == ["غاز", "Gaz"]


def test_a_pasted_address_finds_its_article() -> None:
    article = live("Un")
    live("Deux")
    assert titles(writer(), q=f"https://example.ma/maroc/un-{article.pk}/?x=1") == ["Un"]


def test_a_row_says_what_there_is_to_know_before_choosing() -> None:
    article = live("Un")
    row = asked(writer(), q="un")[0]
    assert (row["id"], row["section"], row["state"], row["language"]) == (article.pk, "Maroc", "live", "fr")
    assert row["url"] == f"/maroc/un-titre-{article.pk}/"


def test_what_is_to_come_is_shown_to_those_who_may_open_it_only() -> None:
    nadia = cast.reporter()
    nadia.user_permissions.add(*Permission.objects.filter(codename="view_article"))
    coming("À venir", by=nadia)
    assert [row["state"] for row in asked(cast.signed_in(nadia))] == ["coming"]
    assert titles(writer()) == []


def test_a_planned_headline_isn_t_told_while_another_one_is_live() -> None:
    article = live("Aujourd’hui")
    plan(article, timezone.now() + SOON, now=timezone.now(), title="Demain")
    assert titles(writer()) == ["Aujourd’hui"]


def test_the_article_itself_isn_t_offered() -> None:
    article = live("Un")
    assert titles(writer(), besides=article.pk) == []
    assert titles(writer(), besides="x") == ["Un"]


def test_ids_tell_titles_but_none_of_somebody_s_draft() -> None:
    known, draft = live("Un"), Article.objects.create(title="Secret")
    assert titles(writer(), id=[known.pk, draft.pk, 999, "x"]) == ["Un"]
    draft.created_by = User.objects.get(email="plume@example.ma")
    draft.save()
    assert titles(cast.signed_in(draft.created_by), id=[draft.pk]) == ["Secret"]


def test_twenty_are_shown_at_most() -> None:
    for number in range(22):
        live(f"Numéro {number}")
    assert len(asked(writer(), q="numero")) == 20


def test_pictures_bring_the_words_of_the_language_asked_for() -> None:
    image = picture(name="Le port")
    ImageText.objects.create(image=image, language="ar", alt="ميناء", caption="الميناء")
    row = asked(writer(), "image", q="ميناء", language="ar")[0]
    assert (row["title"], row["alt"], row["caption"]) == ("Le port", "ميناء", "الميناء")
    assert asked(writer(), "image", language="fr")[0]["alt"] == ""


def test_pictures_whose_licence_has_ended_aren_t_offered_but_named() -> None:
    over = picture(name="Ancienne", licence_ends_on=date(2020, 1, 1))
    picture(name="Nouvelle", credit="Élan")
    client = writer()
    assert titles(client, "image") == ["Nouvelle"]
    assert titles(client, "image", q="elan") == ["Nouvelle"]
    assert [row["state"] for row in asked(client, "image", id=over.pk)] == ["over"]


@pytest.mark.parametrize("kind", ["article", "image"])
def test_those_who_don_t_write_find_no_such_address(kind: str) -> None:
    client, url = cast.signed_in(cast.moderator()), reverse(f"admin:articles_pick_{kind}")
    assert client.get(url).status_code == 404
    assert Client().get(url).status_code == 302


@pytest.mark.parametrize("kind", ["article", "image"])
def test_only_get_is_answered(kind: str) -> None:
    assert writer().post(reverse(f"admin:articles_pick_{kind}")).status_code == 405


@pytest.mark.parametrize("query", ["\0", "[", "\\", "(?:", "a" * 5000, "💥", "%" * 90, "{1}", "^$", "'", "\u0640"])
def test_odd_queries_are_no_error(query: str) -> None:
    live("Un")
    client = writer()
    assert asked(client, q=query) is not None
    assert asked(client, "image", q=query) is not None


def queries(client: Client, kind: str, **query: Any) -> int:
    with CaptureQueriesContext(connection) as caught:
        asked(client, kind, **query)
    tables = (PublishedVersion._meta.db_table, Image._meta.db_table, ImageText._meta.db_table)
    return sum(any(f'FROM "{table}"' in each["sql"] for table in tables) for each in caught)


def test_more_rows_cost_no_more_queries() -> None:
    client = writer()
    for number in range(5):
        live(f"Titre {number}")
        ImageText.objects.create(image=picture(), language="fr", alt="Port")
    assert queries(client, "article", q="titre") == 1
    assert queries(client, "image", q="port") == 2
