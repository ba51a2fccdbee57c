"""Pages change by the clock exactly when somebody has said so, and what is over then isn't kept either."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from articles.ledger import held, verbs
from articles.ledger.document import PictureUse
from articles.models import HeldChange, Image
from articles.pages import lists
from articles.pictures import renditions
from articles.pictures import verbs as library
from tests import pictures
from tests.articles import stories
from tests.articles.paper import Paper, change, live, nothing_hidden_is_kept, put
from tests.articles.shelf import TICK, Shelf, answer_to, instants

pytestmark = pytest.mark.django_db
HOUR = stories.HOUR


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(stories.NOON, tick=False) as traveller:
        yield traveller


def planned(newspaper: Paper) -> list[datetime]:
    """Something for each of the hours to come; answers when readers get to see it."""
    now = timezone.now()
    sport, politics = newspaper.sport.pk, newspaper.politics.pk
    put("Ce soir", at=now + 2 * HOUR, category=sport, tags=(newspaper.gas.pk,))
    change(newspaper.main, at=now + 3 * HOUR, title="§ Principal, ce soir")
    change(newspaper.named, at=now + 4 * HOUR, category=politics, authors=(newspaper.nadia.pk,))
    moved, cancelled = put("Reporté", at=now + 5 * HOUR), put("Annulé", at=now + 6 * HOUR)
    verbs.reschedule(moved.versions.get(), by=None, at=now + 7 * HOUR)
    verbs.cancel(cancelled.versions.get(), by=None)
    document = stories.text(language="ar", slug="الأول", category=newspaper.maroc.pk)
    verbs.publish(stories.revision(newspaper.sibling, document), by=None, at=now + 8 * HOUR)
    verbs.end(newspaper.below, by=None, at=now + 9 * HOUR)
    return [now + hours * HOUR for hours in (2, 3, 4, 7, 8, 9)]


def test_a_page_changes_when_somebody_said_so_and_at_no_other_time(clock: Any) -> None:
    newspaper, shelf = Paper(), Shelf()
    shelf.look()
    clock.shift(HOUR)
    edges = planned(newspaper)
    changes: dict[datetime, list[str]] = {}
    for moment in instants(shelf, edges, after=timezone.now()):
        clock.move_to(moment)
        changes[moment] = shelf.look()
        nothing_hidden_is_kept(shelf)
    assert [moment for moment in edges if not changes[moment]] == []
    assert [moment for moment in edges if changes[moment - TICK]] == []


@pytest.mark.parametrize("deed", ["publish", "withdraw"])
def test_a_page_made_by_a_clock_that_is_behind_does_not_outlive_that(clock: Any, deed: str) -> None:
    newspaper, shelf = Paper(), Shelf()
    shelf.look()
    clock.shift(HOUR)
    if deed == "publish":
        put("Dernière minute", category=newspaper.sport.pk)
    else:
        verbs.withdraw(newspaper.main, by=None, reason="x")
    clock.shift(-timedelta(seconds=1))
    shelf.look()
    clock.shift(timedelta(seconds=1))
    assert shelf.look()
    nothing_hidden_is_kept(shelf)


def test_what_is_over_is_not_kept_for_an_outage_even_where_nobody_looks(clock: Any) -> None:
    newspaper, shelf = Paper(), Shelf()
    verbs.end(newspaper.below, by=None, at=timezone.now() + HOUR)
    shelf.look()
    clock.shift(HOUR - TICK)
    assert any("§ Dessous" in body for body in shelf.copies_for_an_outage().values())
    clock.shift(TICK)
    nothing_hidden_is_kept(shelf)
    assert shelf.copies_for_an_outage()


def test_a_picture_leaves_every_copy_when_its_licence_ends(clock: Any) -> None:
    newspaper = Paper()
    over = newspaper.photo.licence_over_at
    assert over is not None
    clock.move_to(over - HOUR)
    shelf = Shelf()
    shelf.look()
    name = newspaper.photo.file.name or ""
    assert any(name in body for body in shelf.copies_for_an_outage().values())
    clock.move_to(over)
    assert not any(name in body for body in shelf.copies_for_an_outage().values())
    assert shelf.look()


def test_a_licence_that_is_prolonged_gives_the_picture_back(clock: Any) -> None:
    newspaper, shelf = Paper(), Shelf()
    clock.move_to(datetime(2026, 3, 12, 12, tzinfo=UTC))
    shelf.look()
    newspaper.photo.licence_ends_on = date(2026, 4, 1)
    library.change(newspaper.photo, ["licence_ends_on"], by=None)
    assert any(path.startswith("/maroc/t-") for path in shelf.look())


@pytest.mark.usefixtures("clock")
def test_older_parts_of_lists_are_pages_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "PAGE", 2)
    rows = [put(f"N° {number}", now=stories.NOON - number * HOUR) for number in range(7)]
    shelf = Shelf()
    shelf.look()
    assert sum("before=" in path for path in shelf.copies) == 9  # of the section's, the author's and the day's page
    verbs.withdraw(rows[3], by=None, reason="x")
    assert any("before=" in path for path in shelf.look())
    nothing_hidden_is_kept(shelf)


@pytest.mark.usefixtures("clock")
def test_a_part_of_a_list_that_nobody_leads_to_is_answered_and_not_kept() -> None:
    first, second = put("Premier", now=stories.NOON - HOUR), put("Second")
    begun = lists.written(live(second))
    known, made_up = answer_to(f"/maroc/?before={begun}"), answer_to(f"/maroc/?before={begun}1")
    assert known.recipe.until > timezone.now()
    assert made_up.recipe.until == timezone.now()
    assert live(first).title in known.content.decode()
    assert "§ Second" not in known.content.decode()


@pytest.mark.usefixtures("clock")
def test_sizes_that_were_made_are_shown_and_made_again_change_nothing() -> None:
    image = pictures.stored()
    article = put("Illustré", now=stories.NOON - HOUR, picture=PictureUse(image.pk, "Un quai"))
    shelf = Shelf()
    shelf.look()
    renditions.make(image)
    assert live(article).get_absolute_url() in shelf.look()
    renditions.make(Image.objects.get(pk=image.pk))
    assert (shelf.look(), shelf.needless) == ([], [])


def test_a_change_that_was_held_is_seen_when_it_comes_out(clock: Any) -> None:
    newspaper, shelf = Paper(), Shelf()
    clock.shift(HOUR)
    change(newspaper.main, at=timezone.now() + HOUR, title="§ Principal, prévu")
    change(newspaper.main, title="§ Principal, urgent")
    shelf.look()
    clock.shift(2 * HOUR)
    assert shelf.look() == []
    held.release_held(HeldChange.objects.waiting().get(), by=None)
    assert any("§ Principal, prévu" in shelf.copies[path].body for path in shelf.look())
