"""The demo's texts as files: one HTML body each, under a head of facts in TOML.

A file's name is its key, the same for one story in several languages. In the body and in `related`, other texts and
pictures are named by their keys; `<aside data-article="key"></aside>` and `<figure data-image="key"></figure>` get
their ids when they are loaded.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "texts"
FENCE = "+++\n"
MORNING = timedelta(hours=7, minutes=40)
"""Before this hour the paper of the day isn’t out; its latest text bears it, so there always is news of the day."""


class State(StrEnum):
    LIVE = "live"
    PLANNED = "planned"
    WITHDRAWN = "withdrawn"
    REVIEW = "review"
    DRAFT = "draft"


@dataclass(frozen=True)
class Slip:
    """What the first version said wrongly, and what told readers so, some hours later."""

    note: str
    right: str
    wrong: str
    hours: int

    def back_into(self, text: str) -> str:
        return text.replace(self.right, self.wrong)


@dataclass(frozen=True)
class Retreat:
    """A withdrawal, so many days after publication."""

    reason: str
    words: str
    days: int


@dataclass(frozen=True)
class Manuscript:
    key: str
    language: str
    title: str
    standfirst: str
    category: str
    authors: tuple[str, ...]
    day: int
    """Days before the demo is loaded; 0 is the latest day of the paper, -1 is tomorrow."""
    time: time
    body: str
    points: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    kind: str = "news"
    picture: str = ""
    state: State = State.LIVE
    correction: Slip | None = None
    withdrawal: Retreat | None = None

    def at(self, now: datetime, zone: tzinfo) -> datetime:
        """When it is due, if the demo is loaded now. What comes first is never early: yesterday's until MORNING."""
        here = now.astimezone(zone)
        today = (here if self.state is State.PLANNED else here - MORNING).date()
        return datetime.combine(today - timedelta(days=self.day), self.time, tzinfo=zone)


@dataclass(frozen=True)
class Picture:
    key: str
    name: str
    words: Mapping[str, tuple[str, str]]
    """Alternative text and caption by language."""
    focal: tuple[float, float] = (0.5, 0.5)


@dataclass(frozen=True)
class Signature:
    slug: str
    words: Mapping[str, tuple[str, str, str]]
    """Name, role and biography by language."""
    account: str = ""


@dataclass(frozen=True)
class Archive:
    texts: tuple[Manuscript, ...]
    """In the order of their publication."""
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    people: tuple[Signature, ...] = ()


@cache
def archive() -> Archive:
    pictures = {key: _picture(key, facts) for key, facts in _toml("pictures.toml").items()}
    people = tuple(_signature(slug, facts) for slug, facts in _toml("people.toml").items())
    texts = [_manuscript(path) for path in FOLDER.glob("*/*.html")]
    return Archive(tuple(sorted(texts, key=lambda text: (-text.day, text.time, text.language))), pictures, people)


def _toml(name: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads((FOLDER / name).read_text("utf-8"))


def _manuscript(path: Path) -> Manuscript:
    """Raises ValueError with the file's name for one that can't be read."""
    empty, _fence, rest = path.read_text("utf-8").partition(FENCE)
    head, fence, body = rest.partition(FENCE)
    try:
        if empty or not fence:
            raise ValueError("it has no head between two lines of +++")
        facts = tomllib.loads(head)
        for name in ("points", "also", "authors", "tags", "related"):
            facts[name] = tuple(facts.get(name, ()))
        facts["state"] = State(facts.get("state", "live"))
        facts["correction"] = Slip(**facts["correction"]) if "correction" in facts else None
        facts["withdrawal"] = Retreat(**facts["withdrawal"]) if "withdrawal" in facts else None
        return Manuscript(key=path.stem, language=path.parent.name, body=body.strip(), **facts)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{path.parent.name}/{path.name}: {error}") from error


def _picture(key: str, facts: dict[str, Any]) -> Picture:
    focal = facts.pop("focal", (0.5, 0.5))
    name = facts.pop("name")
    return Picture(key, name, {language: (alt, caption) for language, (alt, caption) in facts.items()}, tuple(focal))


def _signature(slug: str, facts: dict[str, Any]) -> Signature:
    account = facts.pop("account", "")
    words = {language: (name, role, biography) for language, (name, role, biography) in facts.items()}
    return Signature(slug, words, account)
