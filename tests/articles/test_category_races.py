"""Two people at once: whatever the database, the tree has no circle and no two owners of one address."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from articles.categories import verbs
from articles.models import Category, CategoryText
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], object]) -> list[Exception]:
    """Do all deeds at the same time, each on a connection of its own; answers what they raised."""
    start, raised = Barrier(len(deeds)), []

    def run(deed: Callable[[], object]) -> None:
        try:
            start.wait(timeout=10)
            deed()
        except Exception as error:  # noqa: BLE001  # whatever it is, the test wants to see it
            raised.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return raised


@pytest.mark.parametrize("_round", range(5))
def test_two_moves_that_would_close_a_circle_leave_one_refused(_round: int) -> None:
    one, two = cast.category("un"), cast.category("deux")
    errors = at_once(lambda: verbs.move(one, two, by=None), lambda: verbs.move(two, one, by=None))
    assert [type(error) for error in errors] == [ValidationError]
    assert Category.objects.filter(parent=None).count() == 1


def test_a_ring_of_moves_leaves_a_tree() -> None:
    ring = [cast.category(f"c{number}") for number in range(4)]
    moves = [lambda a=a, b=b: verbs.move(a, b, by=None) for a, b in zip(ring, ring[1:] + ring[:1], strict=True)]
    errors = at_once(*moves)
    assert errors
    assert all(isinstance(error, ValidationError) for error in errors)
    assert all(row.line()[-1].parent_id is None for row in Category.objects.all())


def test_a_child_that_comes_while_its_parent_goes_is_never_lost() -> None:
    top = cast.category("un")
    same = Category.objects.get(pk=top.pk)
    text = CategoryText(language="fr", name="deux", slug="deux")
    add = lambda: verbs.write(Category(parent=same), [text], by=None)  # noqa: E731  # a deed, like the other
    errors = at_once(lambda: verbs.remove(top, by=None), add)
    assert [type(error) for error in errors] == [ValidationError]
    assert Category.objects.count() in {0, 2}


def test_new_siblings_get_places_of_their_own() -> None:
    deeds = [
        lambda name=name: verbs.write(Category(), [CategoryText(language="fr", name=name, slug=name)], by=None)
        for name in ("un", "deux", "trois", "quatre")
    ]
    assert at_once(*deeds) == []
    assert sorted(Category.objects.values_list("position", flat=True)) == [0, 1, 2, 3]
