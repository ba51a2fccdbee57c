"""People are told by mail of what becomes of their texts: after the commit, by the worker, one mail each."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from articles.ledger.words import VERBS
from articles.models import Article
from articles.workflow.events import Event
from articles.workflow.people import told
from newsroom.core import mail
from newsroom.core.links import absolute
from newsroom.core.models import User
from newsroom.core.tasks import enqueue_on_commit, task

Story = tuple[int, int | None]
"""An article, and who saw to it when it happened."""
LISTED = 30
"""So many articles stand in one mail; of more, the number is told."""


@dataclass
class _Gathered:
    stories: dict[tuple[Event, int, str, str], list[Story]] = field(default_factory=dict)
    quiet: bool = False


_gathered: ContextVar[_Gathered | None] = ContextVar("gathered", default=None)


def tell(event: Event, article: Article, *, by: User | None, note: str = "", at: datetime | None = None) -> None:
    """Have those concerned told, if the transaction commits. What the system does by itself is told to nobody."""
    if by is None:
        return
    key, story = (event, by.pk, note, at.isoformat() if at else ""), (article.pk, article.assignee_id)
    gathered = _gathered.get()
    if gathered is None:
        _enqueue(key, [story])
    elif not gathered.quiet:
        gathered.stories.setdefault(key, []).append(story)


def _enqueue(key: tuple[Event, int, str, str], stories: list[Story]) -> None:
    event, by, note, at = key
    enqueue_on_commit(pass_on, str(event), [list(story) for story in stories], by, note, at, uuid.uuid4().hex)


@contextmanager
def together() -> Iterator[None]:
    """What happens to many articles in here is told in one mail to each person, at its end.

    What a savepoint inside it takes back must not have been told: see `apart`.
    """
    token = _gathered.set(_Gathered())
    try:
        yield
    finally:
        gathered = _gathered.get() or _Gathered()
        _gathered.reset(token)
        for key, stories in gathered.stories.items():
            _enqueue(key, stories)


@contextmanager
def apart() -> Iterator[None]:
    """One of many: an error takes back what it told."""
    gathered = _gathered.get()
    before = {key: list(stories) for key, stories in gathered.stories.items()} if gathered else {}
    try:
        yield
    except BaseException:
        if gathered:
            gathered.stories = before
        raise


@contextmanager
def quietly() -> Iterator[None]:
    """Nobody is told of what happens in here: a demo, an import."""
    token = _gathered.set(_Gathered(quiet=True))
    try:
        yield
    finally:
        _gathered.reset(token)


@task(retries=5, atomic=True, label=_("Tell the newsroom what became of texts"))
def pass_on(event: str, stories: Sequence[Sequence[int | None]], by: int, note: str, at: str, key: str) -> None:
    what, assignees = Event(event), {pk or 0: assignee for pk, assignee in stories}
    rows = list(Article.objects.filter(pk__in=assignees).defer("body").prefetch_related("category__texts"))
    actor = User.objects.filter(pk=by).first()
    for person, articles in told(what, rows, assignees, besides=by).items():
        if person.mails:
            with override(person.language):
                facts = _facts(what, articles, str(actor or "–"), at) | {"name": person.name, "note": note}
            task_key = f"{key}-{person.pk}"
            mail.send("desk_news", to=person.email, language=person.language, context=facts, task_key=task_key)


def _facts(event: Event, articles: list[Article], by: str, at: str) -> dict[str, Any]:
    """In the active language."""
    first = articles[0]
    moment = datetime.fromisoformat(at) if at else first.due_at if event is Event.ASSIGNED else None
    return {
        "what": str(event.label),
        "sentence": str(VERBS[f"article_{event}"]) % {"actor": _apart(by), "target": _apart(str(first))},
        "by": by,
        "count": len(articles),
        "stories": [_told(article) for article in articles[:LISTED]],
        "when": date_format(timezone.localtime(moment), "DATETIME_FORMAT") if moment else "",
        "is_due": event is Event.ASSIGNED,
        "link": _told(first)["link"] if len(articles) == 1 else absolute(reverse("admin:articles_article_changelist")),
    }


def _told(article: Article) -> dict[str, str]:
    page = absolute(reverse("admin:articles_article_change", args=[article.pk]))
    return {"title": str(article), "section": str(article.category or ""), "link": page}


def _apart(name: str) -> str:
    """A name between marks that keep it from turning the sentence around."""
    return f"\u2068{name}\u2069"
