"""Whatever the verbs do in whatever order, the ledger keeps its promises.

`Promise` tells them in the simplest words there are; the machine does the same things to it and to the ledger.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from articles.ledger import held, verbs
from articles.ledger.document import Document, merge
from articles.ledger.line import TICK
from articles.models import Article, Change, Correction, Listing, PublishedVersion, Target
from tests.articles.stories import text

START = datetime(2026, 2, 14, 8, tzinfo=UTC)
AHEAD = st.integers(1, 600).map(lambda n: timedelta(minutes=n))
STEPS = st.integers(1, 90).map(lambda n: timedelta(minutes=n))
WORDS = st.sampled_from(["un", "deux", "trois", "أربعة"])
FIELDS = st.sampled_from([["title"], ["standfirst"], ["body"], ["title", "body"], []])
EDITS = st.builds(dict[str, str].fromkeys, FIELDS, WORDS)
KINDS = st.sampled_from([Change.TYPO, Change.UPDATE])


@dataclass
class Entry:
    """One version: from when, what, and what it was made on top of."""

    at: datetime
    document: Document
    base: Document | None
    planned: bool
    note: str = ""


@dataclass
class Promise:
    line: list[Entry] = field(default_factory=list)
    end: datetime | None = None
    ended: dict[datetime, datetime] = field(default_factory=dict)
    """What has ended by a date that was taken away later: when it began, when it ended."""
    away: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    held: list[Entry] = field(default_factory=list)

    def present(self, now: datetime) -> datetime:
        return max([now, *(entry.at for entry in self.line if not entry.planned)])

    @property
    def is_away(self) -> bool:
        return any(until is None for _since, until in self.away)

    def coming(self, now: datetime) -> list[Entry]:
        return [entry for entry in self.line if entry.planned and entry.at > self.present(now)]

    def previous(self, at: datetime) -> Entry | None:
        return next((entry for entry in reversed(self.line) if entry.at < at), None)

    def readers(self, at: datetime) -> Document | None:
        entry = self.previous(at + TICK)
        if entry is None:
            return None
        stops = [self.end, self.ended.get(entry.at), *(since for since, _until in self.away)]
        over = any(stop is not None and entry.at < stop <= at for stop in stops)
        away = any(since <= entry.at and (until is None or entry.at < until) for since, until in self.away)
        return None if over or (away and at > entry.at) else entry.document

    def put(self, entry: Entry) -> None:
        previous = self.previous(entry.at)
        entry.base = previous.document if previous else None
        later = [row for row in self.line if row.at > entry.at]
        self.line = [*(row for row in self.line if row.at < entry.at), entry]
        self._rebase(later, entry.document)

    def take_out(self, entry: Entry) -> None:
        later = [row for row in self.line if row.at > entry.at]
        self.line = [row for row in self.line if row.at < entry.at]
        if self.line:
            self._rebase(later, self.line[-1].document, taken_out=True)
        else:
            self.line += later

    def _rebase(self, later: list[Entry], theirs: Document, *, taken_out: bool = False) -> None:
        """What comes later was made without `theirs`: it takes it over, is held, or has nothing more to say."""
        for row in later:
            merged, collisions = merge(row.base, row.document, theirs) if row.base else (row.document, ["all"])
            if row.document == theirs or row.base == theirs:
                merged, collisions = row.document, []
            if collisions and not taken_out:
                self.held.append(row)
            elif merged != theirs or row.note or row.base == theirs:
                self.line.append(replace(row, document=merged, base=theirs))
                theirs = merged


class Ledger(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.now, self.article, self.promise = START, Article.objects.create(), Promise()
        self.plain = text(title="zéro")
        self.seen: dict[datetime, Document | None] = {}

    @initialize(is_public=st.booleans(), plans=st.lists(EDITS, max_size=3))
    def begin(self, is_public: bool, plans: list[dict[str, str]]) -> None:
        if is_public:
            self.publish(edits={}, change=Change.UPDATE)
        for number, edits in enumerate(plans, start=1):
            self.plan(edits=edits, wait=timedelta(hours=3 * number), on_plans=True)

    def readers(self, at: datetime) -> Document | None:
        rows = list(PublishedVersion.objects.live(at).filter(article=self.article))
        assert len(rows) <= 1
        return rows[0].document if rows else None

    def edited(self, edits: dict[str, str], at: datetime | None = None) -> Document:
        """What the desk makes of what readers will have by then (default: now)."""
        last = self.promise.previous((at or self.promise.present(self.now)) + TICK)
        changes = {name: f"<p>{words}</p>" if name == "body" else words for name, words in edits.items()}
        return replace(last.document if last else self.plain, **changes)  # type: ignore[arg-type]  # texts only

    def attempt(self, allowed: bool, deed: Callable[[], object]) -> bool:
        """The verb does it exactly where the promise allows it."""
        try:
            deed()
        except ValidationError:
            assert not allowed
            return False
        assert allowed
        return True

    def may_begin(self, at: datetime) -> bool:
        return not self.promise.is_away and not (self.promise.end and self.promise.end <= at)

    def may_come(self, at: datetime, *, apart_from: Entry | None = None) -> bool:
        taken = {entry.at for entry in self.promise.coming(self.now) if entry is not apart_from}
        return at > self.promise.present(self.now) and at not in taken and self.may_begin(at)

    def at_once(self) -> datetime:
        instant = self.promise.present(self.now)
        while any(entry.at == instant for entry in self.promise.line):
            instant += TICK
        return instant

    @rule(edits=EDITS, change=KINDS)
    def publish(self, edits: dict[str, str], change: Change) -> None:
        document, at = self.edited(edits), self.at_once()
        revision = verbs.save_revision(self.article, document, by=None)
        allowed = self.may_begin(self.promise.present(self.now))
        if self.attempt(allowed, lambda: verbs.publish(revision, by=None, change=change, now=self.now)):
            self.promise.put(Entry(at, document, None, planned=False))

    @rule(edits=EDITS, wait=st.none() | AHEAD)
    def correct(self, edits: dict[str, str], wait: timedelta | None) -> None:
        document = self.edited(edits)
        at = self.now + wait if wait else None
        start = at or self.at_once()
        revision = verbs.save_revision(self.article, document, by=None)
        allowed = self.may_come(at) if at else self.may_begin(self.promise.present(self.now))
        allowed = allowed and self.promise.previous(start) is not None
        if self.attempt(allowed, lambda: verbs.correct(revision, by=None, note="Faux.", at=at, now=self.now)):
            self.promise.put(Entry(start, document, None, planned=at is not None, note="Faux."))

    @rule(edits=EDITS, wait=AHEAD, on_plans=st.booleans())
    def plan(self, edits: dict[str, str], wait: timedelta, on_plans: bool) -> None:
        at = self.now + wait
        document = self.edited(edits, at if on_plans else None)
        revision = verbs.save_revision(self.article, document, by=None)
        if self.attempt(self.may_come(at), lambda: verbs.publish(revision, by=None, at=at, now=self.now)):
            self.promise.put(Entry(at, document, None, planned=True))

    def drawn(self, data: st.DataObject) -> tuple[Entry, PublishedVersion]:
        entry = data.draw(st.sampled_from(self.promise.coming(self.now)))
        return entry, self.article.versions.get(live_from=entry.at)

    @precondition(lambda self: self.promise.coming(self.now))
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        entry, row = self.drawn(data)
        verbs.cancel(row, by=None, now=self.now)
        self.promise.take_out(entry)

    @precondition(lambda self: self.promise.coming(self.now))
    @rule(data=st.data(), wait=AHEAD)
    def reschedule(self, data: st.DataObject, wait: timedelta) -> None:
        entry, row = self.drawn(data)
        at, wished = self.now + wait, replace(self.promise, line=list(self.promise.line), held=list(self.promise.held))
        wished.take_out(entry)
        previous = wished.previous(at)
        document, collisions = entry.document, list[str]()
        if previous and previous.document != entry.base:
            document, collisions = (
                merge(entry.base, document, previous.document)
                if entry.base
                else (document, [] if document == previous.document else ["all"])
            )
        allowed = at == entry.at or (self.may_come(at) and not collisions)
        if self.attempt(allowed, lambda: verbs.reschedule(row, by=None, at=at, now=self.now)) and at != entry.at:
            wished.put(Entry(at, document, None, planned=True, note=entry.note))
            self.promise = wished

    @precondition(lambda self: self.promise.coming(self.now))
    @rule(data=st.data(), edits=EDITS)
    def revise(self, data: st.DataObject, edits: dict[str, str]) -> None:
        entry, row = self.drawn(data)
        document = replace(self.edited(edits), slug="revu")
        verbs.revise(row, verbs.save_revision(self.article, document, by=None), by=None, now=self.now)
        self.promise.line.remove(entry)
        self.promise.put(replace(entry, document=document))

    @rule(wait=st.none() | STEPS | AHEAD)
    def end(self, wait: timedelta | None) -> None:
        at, before = self.now + wait if wait else None, self.promise.end
        here = self.promise.present(self.now)
        allowed = at is None or (at > here and all(entry.at < at for entry in self.promise.coming(self.now)))
        if self.attempt(allowed, lambda: verbs.end(self.article, by=None, at=at, now=self.now)):
            entry = self.promise.previous(before) if before and before <= here else None
            if entry and before:
                self.promise.ended.setdefault(entry.at, before)
            self.promise.end = at

    @rule(sure=st.sampled_from([False, False, True]))
    def withdraw(self, sure: bool) -> None:
        if not sure:
            return  # else most stories would be over before they begin
        had = self.promise.previous(self.promise.present(self.now) + TICK)
        allowed = not self.promise.is_away and had is not None
        if self.attempt(allowed, lambda: verbs.withdraw(self.article, by=None, reason="Faux.", now=self.now)):
            coming = self.promise.coming(self.now)
            self.promise.line = [entry for entry in self.promise.line if entry not in coming]
            self.promise.away.append((self.now, None))

    @precondition(lambda self: self.promise.is_away)
    @rule()
    def reinstate(self) -> None:
        here = self.promise.present(self.now)
        since = self.promise.away[-1][0]
        over = self.promise.end is not None and self.promise.end <= max(here, since + TICK)
        if self.attempt(not over, lambda: verbs.reinstate(self.article, by=None, now=self.now)):
            at = max(here, since + TICK)
            while any(entry.at == at for entry in self.promise.line):
                at += TICK
            self.promise.away[-1] = (since, at)
            self.promise.put(Entry(at, self.promise.line[-1].document, None, planned=False))

    @precondition(lambda self: self.article.held_changes.filter(settled_at=None).exists())
    @rule()
    def release(self) -> None:
        change, at = self.article.held_changes.filter(settled_at=None).order_by("pk")[0], self.at_once()
        document, fields = held.preview(change, at=at)
        allowed = self.may_begin(self.promise.present(self.now))
        deed = lambda: held.release_held(change, by=None, overruling=fields, now=self.now)  # noqa: E731  # as below
        if self.attempt(allowed, deed):
            self.promise.put(Entry(at, document, None, planned=False, note=change.note))

    @rule(step=STEPS)
    def wait(self, step: timedelta) -> None:
        self.seen[self.now] = self.readers(self.now)
        self.now += step

    @rule(step=st.integers(1, 20).map(lambda n: timedelta(minutes=n)))
    def step_the_clock_back(self, step: timedelta) -> None:
        self.now -= step

    @invariant()
    def readers_get_what_was_promised_then_now_and_later(self) -> None:
        rows = list(self.article.versions.order_by("live_from"))
        edges = {self.now, *(row.live_from for row in rows), *(row.live_until for row in rows if row.live_until)}
        edges |= {entry.at for entry in self.promise.line} | {since for since, _until in self.promise.away}
        edges |= {*self.promise.ended.values(), self.promise.end or self.now}
        for at in sorted({moment for edge in edges for moment in (edge - TICK, edge, edge + TICK)}):
            live = [row for row in rows if row.live_from <= at and (row.live_until is None or at < row.live_until)]
            assert len(live) <= 1
            assert (live[0].document if live else None) == self.promise.readers(at), at

    @invariant()
    def the_door_agrees_with_the_line(self) -> None:
        assert self.readers(self.now) == self.promise.readers(self.now)

    @invariant()
    def the_past_never_changes(self) -> None:
        self.seen = {at: document for at, document in self.seen.items() if at < self.now}
        assert {at: self.promise.readers(at) for at in self.seen} == self.seen

    @invariant()
    def what_collided_waits_and_nothing_else(self) -> None:
        assert self.article.held_changes.count() == len(self.promise.held)

    @invariant()
    def every_note_stands_at_its_version(self) -> None:
        assert Correction.objects.filter(version__article=self.article).count() == sum(
            bool(entry.note) for entry in self.promise.line
        )

    @invariant()
    def lists_hold_what_is_live_and_to_come_and_nothing_else(self) -> None:
        fields = ("version", "live_from", "live_until")
        listed = Listing.objects.filter(article=self.article, target=Target.PAPER).values_list(*fields)
        not_over = (
            PublishedVersion.objects.filter(article=self.article)
            .not_over(self.now)
            .values_list("pk", "live_from", "live_until")
        )
        assert {row for row in listed if row[2] is None or row[2] > self.now} == set(not_over)


@pytest.mark.slow
class TestLedger(TestCase):
    def test_whatever_the_verbs_do_the_ledger_keeps_its_promises(self) -> None:
        """To see a failure's shortest story, add Phase.shrink: it takes minutes."""
        chosen = settings(
            max_examples=35,
            stateful_step_count=30,
            derandomize=True,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        run_state_machine_as_test(Ledger, settings=chosen)
