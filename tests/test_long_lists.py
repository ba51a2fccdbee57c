"""The office's lists of any length: a page costs few queries, none of them counts everything, all rows are reached."""

import re
from collections.abc import Callable

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Author, AuthorText, Image, PieceTemplate, Report, StaticPage, Tag
from comments.models import Comment
from newsletter.models import Edition, Newsletter, Subscriber, Subscription, Suppression
from newsletter.models.subscription import hashes
from newsroom.core import audit
from newsroom.core.models import User
from tests import cast
from tests.articles import stories
from tests.comments import people
from tests.core import task_samples
from tests.newsletter import letters

pytestmark = pytest.mark.django_db
ROWS = 120


def many_articles() -> None:
    Article.objects.bulk_create(Article(title=f"Titre {n}", category=stories.section()) for n in range(ROWS))


def many_authors() -> None:
    rows = Author.objects.bulk_create(Author(slug=f"a-{n:03}") for n in range(ROWS))
    AuthorText.objects.bulk_create(AuthorText(author=row, language="fr", name=row.slug) for row in rows)


def many_tags() -> None:
    Tag.objects.bulk_create(Tag(language="fr", name=f"tag {n}", slug=f"tag-{n}") for n in range(ROWS))


def many_pictures() -> None:
    facts = {"width": 9, "height": 9, "bytes": 9}
    Image.objects.bulk_create(
        Image(name=f"{n}", file=f"images/{n}.jpg", sha256=f"{n:064x}", **facts) for n in range(ROWS)
    )


def many_comments() -> None:
    one = people.comment(people.article())
    copied = ("article_id", "language", "name", "email", "text")
    fields = {name: getattr(one, name) for name in copied}
    Comment.objects.bulk_create(Comment(**fields, created_at=timezone.now()) for _n in range(ROWS))


def many_readers() -> None:
    of = letters.newsletter()
    rows = Subscriber.objects.bulk_create(Subscriber(email=f"r{n}@example.ma", language="fr") for n in range(ROWS))
    Subscription.objects.bulk_create(Subscription(newsletter=of, subscriber=row, wording="w") for row in rows)


def many_editions() -> None:
    of = letters.newsletter()
    Edition.objects.bulk_create(Edition(newsletter=of, subject=f"Lettre {n}") for n in range(ROWS))


def many_blocked() -> None:
    Suppression.objects.bulk_create(Suppression(address_hash=hashes(f"b{n}@example.ma")[0]) for n in range(ROWS))


def many_templates() -> None:
    PieceTemplate.objects.bulk_create(PieceTemplate(name=f"Modèle {n}") for n in range(ROWS))


def many_pages() -> None:
    StaticPage.objects.bulk_create(StaticPage(title=f"Page {n}", slug=f"page-{n}") for n in range(ROWS))


def many_people() -> None:
    User.objects.bulk_create(User(email=f"u{n}@example.ma", name=f"U {n}") for n in range(ROWS))


def many_reports() -> None:
    about = stories.published().versions.get()
    fields = {"article": about.article, "version": about, "language": "fr"}
    Report.objects.bulk_create(Report(text=f"Faux {n}.", **fields) for n in range(ROWS))


LISTS: dict[str, tuple[Callable[[], None], Callable[[], User]]] = {
    "articles/article/": (many_articles, cast.chief),
    "articles/author/": (many_authors, cast.chief),
    "articles/tag/": (many_tags, cast.chief),
    "articles/image/": (many_pictures, cast.chief),
    "articles/piecetemplate/": (many_templates, cast.chief),
    "articles/staticpage/": (many_pages, cast.chief),
    "articles/report/?state=waiting": (many_reports, cast.chief),
    "comments/comment/?decision__exact=pending": (many_comments, cast.chief),
    "newsletter/subscription/": (many_readers, cast.newsletter_editor),
    "newsletter/edition/": (many_editions, cast.newsletter_editor),
    "newsletter/suppression/": (many_blocked, cast.newsletter_editor),
    "core/user/": (many_people, cast.administrator),
}


def many_categories() -> None:
    for number in range(ROWS // 2):
        cast.category(f"R{number}", parent=cast.category(f"S{number}"))


def many_entries() -> None:
    for number in range(ROWS):
        audit.record("article.discarded", None, by=None, number=number)


def many_tasks() -> None:
    for number in range(ROWS):
        task_samples.failing.enqueue(str(number))


def many_newsletters() -> None:
    for number in range(ROWS):
        Newsletter.objects.create(name=f"Lettre {number}", slug=f"lettre-{number}")


OTHERS: dict[str, tuple[Callable[[], None], Callable[[], User]]] = {
    "articles/category/": (many_categories, cast.chief),
    "core/auditentry/": (many_entries, cast.administrator),
    "core/backgroundtask/": (many_tasks, cast.administrator),
    "newsletter/newsletter/": (many_newsletters, cast.newsletter_editor),
}
"""Whole on one page, or walked in a way of their own, which has tests of its own."""
ONE_ROW = {"core/publication/"}
ALL = LISTS | OTHERS


def at_a_list(address: str) -> tuple[Client, str]:
    fill, somebody = ALL[address]
    client = cast.signed_in(somebody())
    fill()
    client.get("/admin/")
    return client, f"/admin/{address}"


@pytest.fixture(params=list(LISTS))
def walk(request: pytest.FixtureRequest) -> tuple[Client, str]:
    """Somebody's browser at a long list."""
    return at_a_list(request.param)


@pytest.fixture(params=list(ALL))
def stand(request: pytest.FixtureRequest) -> tuple[Client, str]:
    return at_a_list(request.param)


def test_no_list_of_the_office_is_left_out() -> None:
    known = {f"{model._meta.app_label}/{model._meta.model_name}/" for model in admin.site._registry}
    assert known - ONE_ROW == {address.partition("?")[0] for address in ALL}


def counts_everything(sql: str, table: str) -> bool:
    """A COUNT over the list's table without a limit; one for the rows of the page alone is another matter."""
    return bool(re.search(rf'COUNT\(.*FROM "{table}"', sql)) and "LIMIT" not in sql and '"id" IN (' not in sql


def test_a_page_costs_few_queries_and_nobody_counts(stand: tuple[Client, str]) -> None:
    client, address = stand
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address)
    table = page.context["cl"].opts.db_table
    assert len(queries) < 20
    assert [found["sql"] for found in queries if counts_everything(found["sql"], table)] == []
    assert f">{ROWS}<" not in page.content.decode()


def test_every_row_is_reached_once_and_there_is_a_way_back(walk: tuple[Client, str]) -> None:
    client, address = walk
    seen: list[int] = []
    bare, query = address.partition("?")[0], "?" + address.partition("?")[2]
    while query:
        page = client.get(bare + query)
        found = page.context["cl"]
        assert bool(seen) == ('rel="prev"' in page.content.decode() or bool(getattr(found, "begun", False)))
        seen += [row.pk for row in found.result_list]
        query = found.next_page or getattr(found, "older", "")
    assert len(seen) == len(set(seen)) >= ROWS
    assert found.model.objects.count() == len(seen)


@pytest.mark.parametrize("page", ["0", "-1", "9", "999999999999999999999", "x", "٣"])
def test_a_page_that_is_not_there_is_no_error(page: str) -> None:
    many_tags()
    answer = cast.signed_in(cast.chief()).get(f"/admin/articles/tag/?p={page}", follow=True)
    assert answer.status_code == 200
    assert answer.context["cl"].result_list


def test_tabs_stop_counting_at_a_hundred() -> None:
    many_comments()
    page = cast.signed_in(cast.chief()).get("/admin/comments/comment/?decision__exact=pending")
    assert [tab["count"] for tab in page.context["tabs"]] == ["99+", "99+", "0", "0", "0"]
