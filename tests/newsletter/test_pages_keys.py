"""What the newsroom changes of a newsletter is seen in the box on the pages of articles, and nowhere else."""

from typing import Any

import pytest
from django.test import Client

from articles.models import PublishedVersion
from newsletter.models import Newsletter
from newsroom.core.models import ChangedKey, User
from tests import cast
from tests.articles import stories
from tests.articles.shelf import Shelf
from tests.newsletter import letters

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(db: None) -> Client:
    return cast.signed_in(cast.newsletter_editor())


@pytest.fixture
def shelf(db: None) -> Shelf:
    """Stored pages, one article among them."""
    stories.published()
    letters.newsletter()
    found = Shelf()
    found.look()
    return found


def only_the_article() -> list[str]:
    return [PublishedVersion.objects.get().get_absolute_url()]


def write(editor: Client, newsletter: Newsletter, **fields: Any) -> None:
    names = ("name", "slug", "language", "description", "position")
    data = {**{name: getattr(newsletter, name) for name in names}, "is_open": "on", **fields}
    address = f"/admin/newsletter/newsletter/{newsletter.pk}/change/"
    assert editor.post(address, {name: value for name, value in data.items() if value is not None}).status_code == 302


@pytest.mark.parametrize("fields", [{"description": "Le matin."}, {"is_open": None}, {"language": "ar"}])
def test_another_box_is_seen_at_once(editor: Client, shelf: Shelf, fields: dict[str, Any]) -> None:
    write(editor, Newsletter.objects.get(), **fields)
    assert (shelf.look(), shelf.needless) == (only_the_article(), [])


def test_a_box_that_is_there_for_the_first_time_is_seen(editor: Client, shelf: Shelf) -> None:
    Newsletter.objects.all().delete()
    shelf = Shelf()
    shelf.look()
    data = {"name": "La lettre", "slug": "lettre", "language": "fr", "is_open": "on", "position": 0}
    assert editor.post("/admin/newsletter/newsletter/add/", data).status_code == 302
    assert shelf.look() == only_the_article()


def test_a_deleted_one_leaves_no_box(shelf: Shelf) -> None:
    root = cast.signed_in(User.objects.create_superuser("root@example.ma", cast.PASSWORD, name="Racine"))
    root.post(f"/admin/newsletter/newsletter/{Newsletter.objects.get().pk}/delete/", {"post": "yes"})
    assert shelf.look() == only_the_article()


def test_who_signs_up_confirms_and_leaves_changes_no_page(shelf: Shelf) -> None:
    before = ChangedKey.objects.count()
    letters.subscribe()
    letters.reader()
    assert ChangedKey.objects.count() == before
    assert (shelf.look(), shelf.needless) == ([], [])
