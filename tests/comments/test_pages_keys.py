"""What becomes of a comment is seen below its article at once, and nowhere else."""

from collections.abc import Callable

import pytest
from django.test import Client

from comments.models import Comment
from newsroom.core.models import ChangedKey
from newsroom.core.pagestore import keys
from tests import cast
from tests.articles.shelf import Shelf
from tests.comments import people

pytestmark = pytest.mark.django_db
QUEUE = "/admin/comments/comment/"


def told(deed: Callable[[], object]) -> list[tuple[str, bool]]:
    """The keys that a deed names, and whether it hides them."""
    last = ChangedKey.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    deed()
    return list(ChangedKey.objects.filter(pk__gt=last).order_by("pk").values_list("key", "hides"))


def below(comment: Comment) -> str:
    return keys.comments(comment.article_id)


def test_an_approved_one_is_told_and_nothing_is_hidden() -> None:
    comment = people.comment(people.article())
    assert told(lambda: Comment.objects.approve(by=None)) == [(below(comment), False)]


@pytest.mark.parametrize("decision", ["reject", "spam", "undo"])
def test_one_that_disappears_is_hidden_for_an_outage_too(decision: str) -> None:
    comment = people.approved(people.article())
    assert told(lambda: getattr(Comment.objects, decision)(by=None)) == [(below(comment), True)]


@pytest.mark.parametrize("decision", ["reject", "spam"])
def test_what_nobody_saw_and_nobody_will_see_changes_no_page(decision: str) -> None:
    people.comment(people.article())
    assert told(lambda: getattr(Comment.objects, decision)(by=None)) == []


def test_one_that_arrives_changes_no_page() -> None:
    version = people.article()
    assert told(lambda: people.send(version)) == []
    assert Comment.objects.count() == 1


def test_many_at_once_are_each_seen_below_their_own_article() -> None:
    versions = [people.article(f"§ {number}") for number in range(3)]
    for version in versions[:2]:
        people.comment(version)
    shelf = Shelf()
    shelf.look()
    Comment.objects.approve(by=None)
    assert set(shelf.look()) == {version.get_absolute_url() for version in versions[:2]}
    assert shelf.needless == []


def test_a_moderators_button_is_enough() -> None:
    comment = people.comment(people.article())
    moderator: Client = cast.signed_in(cast.moderator())
    decide = f"{QUEUE}{comment.pk}/decide/"
    assert told(lambda: moderator.post(decide, {"decision": "approve"})) == [(below(comment), False)]
