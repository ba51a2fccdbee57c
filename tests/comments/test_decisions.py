"""Visibility and decision are two facts; decisions are made on many at once, and on what was seen."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from comments.models import Comment, Decision, Outcome
from newsroom.core.models import AuditEntry, User
from tests import cast
from tests.comments import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def imane() -> User:
    return cast.moderator()


def state(comment: Comment) -> tuple[str, bool]:
    comment.refresh_from_db()
    return comment.decision, comment.is_visible


@pytest.mark.parametrize(
    ("verb", "expected"),
    [("approve", ("approved", True)), ("reject", ("rejected", False)), ("spam", ("spam", False))],
)
def test_a_decision_sets_both_facts_who_and_when(imane: User, verb: str, expected: tuple[str, bool]) -> None:
    comment = people.comment(people.article())
    outcome: Outcome = getattr(Comment.objects.filter(pk=comment.pk), verb)(by=imane)
    assert (outcome.done, outcome.skipped, state(comment)) == ([comment.pk], [], expected)
    assert comment.decided_by == imane
    assert comment.decided_at is not None
    assert AuditEntry.objects.about(comment).get().actor == imane


def test_a_comment_waits_and_is_not_seen() -> None:
    comment = people.comment(people.article())
    assert (comment.decision, comment.is_visible) == ("pending", False)
    assert list(Comment.objects.pending()) == [comment]


def test_undoing_makes_it_wait_again(imane: User) -> None:
    comment = people.approved(people.article())
    Comment.objects.filter(pk=comment.pk).undo(by=imane)
    assert (state(comment), comment.decided_by, comment.decided_at) == (("pending", False), None, None)
    assert AuditEntry.objects.filter(verb="comment.undone").count() == 1


def test_many_are_decided_at_once_and_what_was_so_already_is_told(imane: User) -> None:
    version = people.article()
    first, second = people.approved(version, "Un."), people.comment(version, "Deux.")
    outcome = Comment.objects.all().approve(by=imane)
    assert outcome.done == [second.pk]
    assert [(skipped.comment, skipped.why) for skipped in outcome.skipped] == [(first, "same")]
    assert AuditEntry.objects.get(verb="comment.left").detail["comments"] == {str(first.pk): "same"}


def test_what_somebody_else_decided_meanwhile_is_left_alone_and_told(imane: User) -> None:
    comment = people.comment(people.article())
    other = cast.member("moderator", email="other@example.ma", name="Ilham Rami")
    rows = Comment.objects.filter(pk=comment.pk)
    rows.reject(by=other)
    outcome = rows.approve(by=imane, seen={comment.pk: "pending"})
    assert (outcome.done, state(comment)) == ([], ("rejected", False))
    assert "Ilham Rami" in outcome.skipped[0].words


def test_a_change_of_mind_is_allowed(imane: User) -> None:
    comment = people.decided(people.article(), Decision.SPAM)
    Comment.objects.filter(pk=comment.pk).approve(by=imane, seen={comment.pk: "spam"})
    assert state(comment) == ("approved", True)


@pytest.mark.parametrize("role", ["journalist", "editor", "newsletter", "administrator"])
def test_who_is_no_moderator_decides_nothing(role: str) -> None:
    comment = people.comment(people.article())
    with pytest.raises(ValidationError, match="moderators"):
        Comment.objects.filter(pk=comment.pk).approve(by=cast.member(role))
    assert state(comment) == ("pending", False)


@pytest.mark.parametrize(
    "values",
    [
        {"decision": "rejected", "is_visible": True, "decided_at": timezone.now()},
        {"decision": "approved", "is_visible": False, "decided_at": timezone.now()},
        {"decision": "approved", "is_visible": True},
    ],
    ids=["rejected and visible", "approved and hidden", "decided at no time"],
)
def test_the_database_refuses_what_must_never_be(values: dict[str, object]) -> None:
    comment = people.comment(people.article())
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(**values)


def test_the_trail_holds_no_word_of_the_reader(imane: User) -> None:
    comment = people.comment(people.article(), "Un secret.", name="Rachid", email="rachid@example.ma")
    Comment.objects.all().reject(by=imane)
    entry = AuditEntry.objects.about(comment).get()
    assert not any(word in f"{entry.target_label}{entry.detail}" for word in ("secret", "Rachid", "rachid"))


def test_deciding_on_many_costs_no_query_more_for_reading(imane: User, django_assert_num_queries: object) -> None:
    version = people.article()
    for number in range(12):
        people.comment(version, f"Numéro {number}.")
    outcome = Comment.objects.all().approve(by=imane)
    assert (len(outcome.done), Comment.objects.visible().count()) == (12, 12)


@pytest.mark.django_db(transaction=True)
def test_of_two_moderators_at_once_one_decides_and_the_other_is_told() -> None:
    comment = people.comment(people.article())
    team = [cast.member("moderator", email=f"m{number}@example.ma") for number in range(2)]
    outcomes: list[Outcome] = []
    barrier = threading.Barrier(2)

    def decide(by: User, verb: str) -> None:
        barrier.wait()
        outcomes.append(getattr(Comment.objects.filter(pk=comment.pk), verb)(by=by, seen={comment.pk: "pending"}))
        connection.close()

    threads = [threading.Thread(target=decide, args=pair) for pair in zip(team, ("approve", "spam"), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(len(outcome.done) for outcome in outcomes) == [0, 1]
    assert [skipped.why for outcome in outcomes for skipped in outcome.skipped] == ["meanwhile"]
