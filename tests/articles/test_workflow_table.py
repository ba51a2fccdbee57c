"""Who may do what with a text in which state: the whole table, declared here, and held against buttons and verbs.

A row is a button of the writing page; it says who is allowed to press it at all, and in which states it is offered to
them. Everything that isn't declared is refused: the button isn't there, and pressing it all the same is answered as if
the address didn't exist.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.desk import verbs
from articles.ledger import line
from articles.ledger import verbs as ledger
from articles.models import Article, HeldChange, Stage
from articles.office.deeds import DEEDS, offered, standing
from articles.workflow import verbs as workflow
from newsroom.core.models import User
from tests import cast
from tests.articles import stories
from tests.articles.test_office_writing import address, draft, typed

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)

# -- people, by what they are to the text
WRITER, ASKED, COLLEAGUE = "its writer", "a writer who was asked to see to it", "another writer"
EDITOR, ABOVE, ELSEWHERE = "its editor", "the editor of the section above", "an editor of another section"
CHIEF, MODERATOR, LETTERS, KEEPER = "the chief", "a moderator", "the newsletter's editor", "an administrator"
DECIDE = {EDITOR, ABOVE, CHIEF}
PEOPLE = (WRITER, ASKED, COLLEAGUE, EDITOR, ABOVE, ELSEWHERE, CHIEF, MODERATOR, LETTERS, KEEPER)

# -- states
DRAFT, REVIEW, APPROVED, CHANGES = "draft", "in review", "approved", "changes requested"
PLANNED, LIVE, AGAIN, ENDED, GONE, HELD = "planned", "live", "live, an update in review", "ended", "withdrawn", "held"
STATES = (DRAFT, REVIEW, APPROVED, CHANGES, PLANNED, LIVE, AGAIN, ENDED, GONE, HELD)
WITH_WRITER = {DRAFT, CHANGES, PLANNED, LIVE, ENDED, GONE, HELD}
"""Published texts are their writer's again; only what waits for an editor isn't."""
WAITING = {REVIEW, APPROVED, AGAIN}
WAS_LIVE = {LIVE, AGAIN, ENDED, GONE, HELD}


@dataclass(frozen=True)
class Row:
    who: set[str]
    states: set[str]


EVERY = set(STATES)
TABLE: dict[str, Row] = {
    "submit": Row({WRITER, ASKED, *DECIDE}, WITH_WRITER),
    "take_back": Row({WRITER}, WAITING),
    "claim": Row(DECIDE, WAITING),
    "give_back": Row(set(), set()),  # whoever has it: see below
    "assign": Row(DECIDE, EVERY),
    "request_changes": Row(DECIDE, WAITING),
    "approve": Row(DECIDE, {REVIEW, AGAIN}),
    "publish": Row(DECIDE, EVERY - {GONE}),
    "plan": Row(DECIDE, EVERY - {GONE}),
    "correct": Row(DECIDE, {LIVE, AGAIN, HELD}),
    "plan_correction": Row(DECIDE, {LIVE, AGAIN, HELD}),
    "revise": Row(DECIDE, {PLANNED}),
    "reschedule": Row(DECIDE, {PLANNED}),
    "cancel": Row(DECIDE, {PLANNED}),
    "release": Row(DECIDE, {HELD}),
    "drop": Row(DECIDE, {HELD}),
    "withdraw": Row(DECIDE, WAS_LIVE - {GONE}),
    "reinstate": Row({CHIEF}, {GONE}),
    "reinstate_text": Row({CHIEF}, {GONE}),
    "embargo": Row(DECIDE, EVERY - WAS_LIVE),
    "end": Row(DECIDE, WAS_LIVE - {GONE}),
    "catch_up": Row(set(), set()),  # none of these texts is behind: see test_desk_verbs
}
ELSEWHERE_TESTED = {"give_back", "catch_up"}


@pytest.fixture
def people() -> dict[str, User]:
    top = stories.section("maroc")
    stories.section("rabat", parent=top)
    found = {
        WRITER: cast.reporter(),
        ASKED: cast.member("journalist", email="asked@example.ma"),
        COLLEAGUE: cast.member("journalist", email="colleague@example.ma"),
        EDITOR: cast.editor(stories.section("rabat")),
        ABOVE: cast.member("editor", email="above@example.ma"),
        ELSEWHERE: cast.member("editor", email="elsewhere@example.ma"),
        CHIEF: cast.chief(),
        MODERATOR: cast.moderator(),
        LETTERS: cast.newsletter_editor(),
        KEEPER: cast.administrator(),
    }
    found[ABOVE].edited_categories.set([top])
    found[ELSEWHERE].edited_categories.set([stories.section("sport")])
    return found


def one(article: Article) -> Any:
    return Article.objects.filter(pk=article.pk)


def brought_to(state: str, people: dict[str, User]) -> Article:
    """A text of the section's writer, in that state."""
    article = draft(people[WRITER], category=stories.section("rabat"))
    chief, rows = people[CHIEF], one(article)
    if state in {REVIEW, APPROVED, CHANGES}:
        verbs.submit(rows, by=people[WRITER])
    if state == APPROVED:
        verbs.approve(rows, by=chief)
    if state == CHANGES:
        verbs.request_changes(rows, by=chief, note="Vérifie.")
    if state == PLANNED:
        verbs.publish(rows, by=chief, at=timezone.now() + DAY)
    if state in WAS_LIVE:
        verbs.publish(rows, by=chief, now=timezone.now() - DAY)
        if state in AFTER:
            AFTER[state](article, people)
    workflow.assign(article, to=people[ASKED], due=None, by=chief)
    article.refresh_from_db()
    return article


def _update(article: Article, people: dict[str, User]) -> None:
    verbs.submit(one(article), by=people[WRITER])


def _end(article: Article, people: dict[str, User]) -> None:
    now = timezone.now()
    ledger.end(article, by=people[CHIEF], at=now - DAY / 2, now=now - DAY + DAY / 4)


def _withdraw(article: Article, people: dict[str, User]) -> None:
    ledger.withdraw(article, by=people[CHIEF], reason="Faux.")


def _hold(article: Article, _people: dict[str, User]) -> None:
    live = article.versions.get().revision
    now = timezone.now()
    facts: dict[str, Any] = {"revision": live, "against": live, "base": live, "fields": [], "held_at": now}
    HeldChange.objects.create(article=article, wished_for=now, **facts)


AFTER: dict[str, Callable[[Article, dict[str, User]], None]] = {
    AGAIN: _update,
    ENDED: _end,
    GONE: _withdraw,
    HELD: _hold,
}


def declared(person: str, state: str) -> set[str]:
    return {name for name, row in TABLE.items() if person in row.who and state in row.states}


def test_every_button_has_its_row_and_every_row_its_button() -> None:
    assert TABLE.keys() == DEEDS.keys()


@pytest.mark.parametrize("name", TABLE)
def test_a_row_speaks_of_people_and_states_there_are(name: str) -> None:
    row = TABLE[name]
    assert row.who <= set(PEOPLE)
    assert row.states <= EVERY
    assert bool(row.who and row.states) != (name in ELSEWHERE_TESTED)


@pytest.mark.parametrize("state", STATES)
def test_each_is_offered_exactly_what_is_declared(state: str, people: dict[str, User]) -> None:
    article = brought_to(state, people)
    found = {name: offered(standing(article, user), user) for name, user in people.items()}
    assert found == {name: declared(name, state) for name in people}


@pytest.mark.parametrize("state", [DRAFT, REVIEW, LIVE, GONE])
def test_what_is_not_theirs_is_nowhere_even_if_it_is_pressed(state: str, people: dict[str, User]) -> None:
    article = brought_to(state, people)
    for name in (COLLEAGUE, WRITER, ASKED, ELSEWHERE, MODERATOR, LETTERS, KEEPER):
        client = cast.signed_in(people[name])
        for deed in sorted({deed for deed, row in TABLE.items() if name not in row.who} - {"catch_up"}):
            answer = client.post(address(article), typed(article, deed=f"{deed}:1", wanted="x", reason="x"))
            assert answer.status_code == 404, (name, deed)
    before = (article.stage, article.version, article.assignee_id)
    article.refresh_from_db()
    assert (article.stage, article.version, article.assignee_id) == before


def test_giving_back_is_for_whoever_has_it(people: dict[str, User]) -> None:
    article = brought_to(REVIEW, people)
    workflow.claim(article, by=people[EDITOR], instead_of=people[ASKED].pk)
    article.refresh_from_db()
    having = {name for name, user in people.items() if "give_back" in offered(standing(article, user), user)}
    assert having == {EDITOR}
    assert "claim" not in offered(standing(article, people[EDITOR]), people[EDITOR])


VERBS: dict[str, tuple[Callable[[Article, User], object], set[Stage]]] = {
    # What each stage's own verb takes; the others are refused as (stage).
    "submit": (lambda article, by: verbs.submit(one(article), by=by), {Stage.DRAFT, Stage.CHANGES_REQUESTED}),
    "take_back": (lambda article, by: verbs.take_back(one(article), by=by), {Stage.IN_REVIEW, Stage.APPROVED}),
    "request_changes": (
        lambda article, by: verbs.request_changes(one(article), by=by, note="x"),
        {Stage.IN_REVIEW, Stage.APPROVED},
    ),
    "approve": (lambda article, by: verbs.approve(one(article), by=by), {Stage.IN_REVIEW}),
    "claim": (
        lambda article, by: workflow.claim(article, by=by, instead_of=article.assignee_id),
        {Stage.IN_REVIEW, Stage.APPROVED},
    ),
}


@pytest.mark.parametrize("state", [DRAFT, REVIEW, APPROVED, CHANGES])
@pytest.mark.parametrize("name", VERBS)
def test_a_verb_takes_the_stages_it_is_for_and_refuses_the_others(
    name: str, state: str, people: dict[str, User]
) -> None:
    article, (verb, stages) = brought_to(state, people), VERBS[name]
    if Stage(article.stage) in stages:
        verb(article, people[CHIEF])
    else:
        with pytest.raises(ValidationError) as caught:
            verb(article, people[CHIEF])
        assert caught.value.code == "stage"
    assert line.planned(article, timezone.now()).count() == 0
