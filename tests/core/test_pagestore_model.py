"""Whatever order things happen in, and whoever dies: no reader gets a page older than the last completed change."""

import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from newsroom.core.pagestore import Entry
from newsroom.core.pagestore.entry import Change
from newsroom.core.pagestore.maintenance import sweep
from newsroom.core.pagestore.store import Store
from tests.core.deaths import dies_at
from tests.core.shelves import AT, files_without_a_page, kept, put, served

KEYS = ["a", "b", "c"]
PAGES = {"/": {"a", "b", "c"}, "/ab/": {"a", "b"}, "/c/": {"c"}, "/c/?before=1": {"c"}, "/today/": {"a"}}
DAYS = {"/today/": 4}
"""Pages that say the day, and of how many seconds it is."""
keys, paths, who = st.sampled_from(KEYS), st.sampled_from(sorted(PAGES)), st.sampled_from([0, 1])
Shown = dict[str, int]


@dataclass(frozen=True)
class Happening:
    key: str
    at: float
    hides: bool


@dataclass(frozen=True)
class Render:
    path: str
    begun: int
    body: bytes
    until: datetime | None


class Readers(RuleBasedStateMachine):
    """A page's body says, for each of its keys, how many of its changes it knows: the truth is in `happened`."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.stores = [Store(self.folder / "pages") for _process in range(2)]
        self.now, self.ticked = AT, True
        self.happened: list[Happening] = []
        self.renders: list[Render] = []
        self.at_hand: list[tuple[int, Entry]] = []

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)

    def past(self, key: str) -> list[Happening]:
        """In the order of their instants; what was planned counts from its own on."""
        due = [one for one in self.happened if one.key == key and one.at <= self.now.timestamp()]
        return sorted(due, key=lambda one: one.at)

    def body(self, path: str) -> bytes:
        words = [f"{key}={len(self.past(key))}" for key in sorted(PAGES[path])]
        return " ".join([*words, f"day={self.day(path)}"]).encode()

    def day(self, path: str) -> int:
        return int((self.now - AT).total_seconds()) // DAYS[path] if path in DAYS else 0

    def until(self, path: str) -> datetime | None:
        return AT + timedelta(seconds=DAYS[path] * (self.day(path) + 1)) if path in DAYS else None

    def hidden(self, path: str, body: bytes) -> bool:
        """Whether the body shows something that was hidden since it was made."""
        shown: Shown = {key: int(number) for key, number in (word.split("=") for word in body.decode().split())}
        return any(one.hides for key in PAGES[path] for one in self.past(key)[shown[key] :])

    @rule(path=paths, process=who)
    def render_begins(self, path: str, process: int) -> None:
        self.renders.append(Render(path, self.stores[process].begin(), self.body(path), self.until(path)))

    @precondition(lambda self: self.renders)
    @rule(process=who, number=st.integers(0, 9), line=st.none() | st.integers(1, 90))
    def render_finishes(self, process: int, number: int, line: int | None) -> None:
        render = self.renders.pop(number % len(self.renders))

        def store() -> Entry | None:
            wanted = self.stores[process]
            facts = {"body": render.body, "begun": render.begun, "until": render.until}
            return put(wanted, render.path, *PAGES[render.path], at=self.now, **facts)  # type: ignore[arg-type]  # as put's

        if line is not None:
            dies_at(line, store)
        elif (entry := store()) is not None:
            self.at_hand.append((process, entry))

    @rule(process=who)
    def all_pages_are_made(self, process: int) -> None:
        for path, made_from in PAGES.items():
            entry = put(
                self.stores[process], path, *made_from, body=self.body(path), at=self.now, until=self.until(path)
            )
            if entry:
                self.at_hand.append((process, entry))

    @rule(key=keys, process=who, hides=st.booleans())
    def change_without_a_death(self, key: str, process: int, hides: bool) -> None:
        self.happened.append(Happening(key, self.now.timestamp(), hides))
        self.stores[process].remove({key}, self.now, hides=hides)

    @rule(key=keys, process=who, hides=st.booleans(), line=st.integers(1, 60))
    def change(self, key: str, process: int, hides: bool, line: int) -> None:
        self.happened.append(Happening(key, self.now.timestamp(), hides))
        row = Change(key, hides=hides, pk=len(self.happened), made_at=1.0)
        dies_at(line, lambda: self.stores[process].apply([row], self.now))
        if row.pk not in self.stores[1 - process].followed().seen:  # as a drain asks
            self.stores[1 - process].apply([row], self.now)

    @rule(key=keys, process=who, seconds=st.integers(1, 3), hides=st.booleans(), line=st.integers(0, 60))
    def plan(self, key: str, process: int, seconds: int, hides: bool, line: int) -> None:
        due_at = self.now + timedelta(seconds=seconds)
        self.happened.append(Happening(key, due_at.timestamp(), hides))
        if line:
            dies_at(line, lambda: self.stores[process].plan(key, due_at, self.now, hides=hides))
        self.stores[1 - process].plan(key, due_at, self.now, hides=hides)

    @rule(seconds=st.integers(1, 3))
    def clock_goes_on(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        self.ticked = False

    @rule(process=who, line=st.none() | st.integers(1, 90))
    def tick(self, process: int, line: int | None) -> None:
        if line is not None:
            dies_at(line, lambda: self.stores[process].tick(self.now))
        else:
            self.stores[process].tick(self.now)
            self.ticked = True

    @rule(process=who)
    def restart(self, process: int) -> None:
        self.at_hand = [(owner, entry) for owner, entry in self.at_hand if owner != process]
        self.stores[process] = Store(self.folder / "pages")

    @rule(process=who, ahead=st.sampled_from([0, 10**9]))
    def sweep(self, process: int, ahead: int) -> None:
        sweep(self.stores[process], self.now + timedelta(seconds=ahead))

    @rule(process=who, line=st.none() | st.integers(1, 40))
    def everything_is_forgotten(self, process: int, line: int | None) -> None:
        planned = [one for one in self.happened if one.at > self.now.timestamp()]
        if line is not None:
            dies_at(line, self.stores[process].begin_anew)
        self.stores[process].begin_anew()
        for one in planned:  # as the next drain does, which reads the whole outbox
            due_at = AT + timedelta(seconds=one.at - AT.timestamp())
            self.stores[process].plan(one.key, due_at, self.now, hides=one.hides)

    @rule(path=paths, process=who)
    def read(self, path: str, process: int) -> None:
        if entry := self.stores[process].get(path, self.now):
            self.at_hand.append((process, entry))

    @invariant()
    def pages_are_as_new(self) -> None:
        for store in getattr(self, "stores", ()):
            for path in PAGES:
                entry = store.get(path, self.now)
                assert entry is None or entry.body == self.body(path)
                last = store.last(path, self.now)
                assert last is None or not self.hidden(path, last.body)

    @invariant()
    def copies_in_memory_are_as_new(self) -> None:
        for process, entry in getattr(self, "at_hand", ()):
            if entry.word == self.stores[process].word.value() and self.now.timestamp() < entry.stale_at:
                assert entry.body == self.body(entry.path)

    @invariant()
    def files_are_as_new_after_a_tick_and_always_known(self) -> None:
        for store in getattr(self, "stores", ())[:1]:
            assert files_without_a_page(store) == []
            if self.ticked:
                assert all(body == self.body(path) for path, body in served(store).items())
                assert not any(self.hidden(path, body) for path, body in kept(store).items())


TestReaders = Readers.TestCase
TestReaders.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)
