"""Whatever the verbs do in whatever order, the ledger keeps its promises."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Q
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from articles.ledger import verbs
from articles.ledger.document import Document, merge
from articles.models import Article, Change, Listing, PublishedVersion

START = datetime(2026, 2, 14, 8, tzinfo=UTC)
MINUTES = st.integers(1, 240).map(lambda n: timedelta(minutes=n))
WORDS = st.sampled_from(["un", "deux", "trois", "أربعة"])
EDITS = st.fixed_dictionaries({}, optional={"title": WORDS, "standfirst": WORDS, "body": WORDS})


@dataclass
class Planned:
    at: datetime
    document: Document
    base: Document | None


@dataclass
class Model:
    """The promises, told in the simplest words there are: what is live, what is planned, what was."""

    live: Document | None = None
    plans: list[Planned] = field(default_factory=list)
    end: datetime | None = None
    withdrawn: bool = False
    last: Document | None = None
    past: list[tuple[datetime, Document | None]] = field(default_factory=list)

    def rebase(self, start: int, theirs: Document) -> None:
        kept = self.plans[:start]
        for plan in self.plans[start:]:
            merged, collisions = merge(plan.base or theirs, plan.document, theirs)
            if plan.base is None:
                collisions = [] if plan.document == theirs else ["everything"]
            if plan.base == theirs:
                merged, collisions = plan.document, []
            if not collisions and merged != theirs:
                kept.append(Planned(plan.at, merged, theirs))
                theirs = merged
        self.plans = kept

    def publish(self, document: Document) -> None:
        self.live = self.last = document
        self.rebase(0, document)

    def plan(self, at: datetime, document: Document) -> None:
        before = [plan for plan in self.plans if plan.at < at]
        base = before[-1].document if before else self.last
        self.plans = [*before, Planned(at, document, base), *(plan for plan in self.plans if plan.at > at)]
        self.rebase(len(before) + 1, document)

    def cancel(self, index: int) -> None:
        del self.plans[index]
        previous = self.plans[index - 1].document if index else self.last
        if previous is not None:
            self.rebase(index, previous)

    def reach(self, now: datetime) -> None:
        while self.plans and self.plans[0].at <= now:
            due = self.plans.pop(0)
            self.past.append((due.at, due.document))
            self.live = self.last = due.document
        if self.end and self.end <= now and self.live is not None:
            self.past.append((self.end, None))
            self.live = None


class Ledger(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.now, self.article, self.model = START, Article.objects.create(), Model()
        self.seen: dict[datetime, Document | None] = {}

    def readers(self, at: datetime) -> Document | None:
        rows = list(PublishedVersion.objects.live(at).filter(article=self.article))
        assert len(rows) <= 1
        return rows[0].document if rows else None

    def edited(self, edits: dict[str, str]) -> Document:
        return replace(self.model.last or Document(title="zéro"), **edits)

    def attempt(self, allowed: bool, verb: object, **arguments: object) -> bool:
        """The verb does it exactly where the model allows it."""
        try:
            verb(**arguments, by=None, now=self.now)  # type: ignore[operator]  # any of the verbs
        except ValidationError:
            assert not allowed
            return False
        assert allowed
        return True

    @property
    def open_for_now(self) -> bool:
        return not self.model.withdrawn and not (self.model.end and self.model.end <= self.now)

    @rule(edits=EDITS, change=st.sampled_from(Change))
    def publish(self, edits: dict[str, str], change: Change) -> None:
        document = self.edited(edits)
        revision = verbs.save_revision(self.article, document, by=None)
        if self.attempt(self.open_for_now, verbs.publish, revision=revision, change=change):
            self.model.publish(document)

    @rule(edits=EDITS, wait=MINUTES)
    def plan(self, edits: dict[str, str], wait: timedelta) -> None:
        document, at = self.edited(edits), self.now + wait
        taken = any(plan.at == at for plan in self.model.plans)
        allowed = not self.model.withdrawn and not taken and not (self.model.end and self.model.end <= at)
        revision = verbs.save_revision(self.article, document, by=None)
        if self.attempt(allowed, verbs.publish, revision=revision, at=at):
            self.model.plan(at, document)

    @precondition(lambda self: self.model.plans)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        index = data.draw(st.integers(0, len(self.model.plans) - 1))
        row = self.article.versions.get(live_from=self.model.plans[index].at)
        assert self.attempt(True, verbs.cancel, version=row)
        self.model.cancel(index)

    @rule(wait=st.none() | MINUTES)
    def end(self, wait: timedelta | None) -> None:
        at = self.now + wait if wait else None
        allowed = at is None or not any(plan.at >= at for plan in self.model.plans)
        if self.attempt(allowed, verbs.end, article=self.article, at=at):
            self.model.end = at

    @rule()
    def withdraw(self) -> None:
        allowed = not self.model.withdrawn and bool(self.model.last or self.model.plans)
        if self.attempt(allowed, verbs.withdraw, article=self.article, reason="Une erreur."):
            self.model.withdrawn, self.model.live, self.model.plans = True, None, []

    @rule()
    def reinstate(self) -> None:
        over = self.model.end is not None and self.model.end <= self.now
        allowed = self.model.withdrawn and self.model.last is not None and not over
        if self.attempt(allowed, verbs.reinstate, article=self.article):
            self.model.withdrawn, self.model.live = False, self.model.last

    @rule(step=MINUTES)
    def wait(self, step: timedelta) -> None:
        self.seen[self.now + timedelta(seconds=1)] = None  # filled below, once the instant has passed
        self.seen[self.now + timedelta(seconds=1)] = self.readers(self.now + timedelta(seconds=1))
        self.now += step
        self.model.reach(self.now)

    @invariant()
    def readers_get_what_the_history_says(self) -> None:
        assert self.readers(self.now + timedelta(seconds=1)) == self.model.live
        for plan in self.model.plans:
            assert self.readers(plan.at) == plan.document

    @invariant()
    def the_past_never_changes(self) -> None:
        assert all(self.readers(at) == document for at, document in self.seen.items() if at < self.now)
        assert all(self.readers(at) == document for at, document in self.model.past)

    @invariant()
    def lists_hold_what_is_live_and_to_come(self) -> None:
        rows = PublishedVersion.objects.filter(article=self.article).not_over(self.now)
        listed = Listing.objects.filter(article=self.article).filter(Q(live_until=None) | Q(live_until__gt=self.now))
        assert set(listed.values_list("version", flat=True)) <= set(rows.values_list("pk", flat=True))


@pytest.mark.slow
class TestLedger(TestCase):
    def test_whatever_the_verbs_do_the_ledger_keeps_its_promises(self) -> None:
        chosen = settings(
            max_examples=60, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
        )
        run_state_machine_as_test(Ledger, settings=chosen)
