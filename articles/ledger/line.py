"""One article's line of versions: inserting, removing, and recomputing what follows. Callers hold the lock."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest

from django.db.models import QuerySet

from articles.categories.lock import lock_tree
from articles.ledger.derived import columns, rebuild_listings, write_references
from articles.ledger.document import Document, changed, merge
from articles.models import Article, Change, Correction, HeldChange, PublishedVersion, Revision
from newsroom.core import audit
from newsroom.core.models import User

TICK = timedelta(microseconds=1)


@dataclass(frozen=True)
class Plan:
    """A version that is about to be."""

    revision: Revision
    live_from: datetime
    change: Change
    planned: bool
    by: User | None
    note: str = ""


def lock(article_id: int) -> Article:
    """The article, ours until the transaction ends, and the tree in which it gets listed.

    SQLite locks as a whole, when the transaction begins.
    """
    article = Article.objects.select_for_update().get(pk=article_id)
    lock_tree()
    return article


def present(article: Article, now: datetime) -> datetime:
    """`now` on this article's line: where the clock stepped back, the last thing that was done at once.

    What is decided comes after it, so that a newer version never stands before an older one.
    """
    last = article.versions.filter(planned=False).order_by("-live_from").first()
    return max(now, last.live_from) if last else now


def free_instant(article: Article, wanted: datetime) -> datetime:
    """`wanted`, or the first instant after it at which no version begins."""
    taken = set(article.versions.filter(live_from__gte=wanted).values_list("live_from", flat=True))
    while wanted in taken:
        wanted += TICK
    return wanted


def planned(article: Article, now: datetime) -> QuerySet[PublishedVersion]:
    """Versions decided for a time that hasn't come, in order."""
    rows = PublishedVersion.objects.filter(article=article, planned=True)
    return rows.to_come(present(article, now))


def before(article: Article, instant: datetime) -> PublishedVersion | None:
    """The version that begins last before an instant."""
    return article.versions.filter(live_from__lt=instant).order_by("-live_from").first()


def ancestor(article: Article, revision: Revision) -> Revision | None:
    """The nearest revision that this one goes back to and that a version of the line holds; None without one."""
    held = set(article.versions.values_list("revision", flat=True))
    here = revision.made_from or revision.based_on
    while here is not None and here.pk not in held:
        here = here.made_from or here.based_on
    return here


def insert(article: Article, plan: Plan, *, now: datetime) -> PublishedVersion:
    """Put a version into its place: the one before ends where it begins. `settle()` has to follow."""
    previous = before(article, plan.live_from)
    after = article.versions.filter(live_from__gt=plan.live_from).order_by("live_from").first()
    if previous and (previous.live_until is None or previous.live_until > plan.live_from):
        article.versions.filter(pk=previous.pk).update(live_until=plan.live_from)
    Revision.objects.filter(pk=plan.revision.pk).update(frozen=True)
    version = PublishedVersion.objects.create(
        article=article,
        revision=plan.revision,
        base=previous.revision if previous else None,
        data=plan.revision.data,
        change=plan.change,
        planned=plan.planned,
        decided_at=now,
        decided_by=plan.by,
        live_from=plan.live_from,
        live_until=after.live_from if after else None,
        first_published_at=plan.live_from,
        updated_at=plan.live_from,
        **columns(plan.revision.document),
    )
    if plan.note:
        Correction.objects.create(version=version, text=plan.note)
    write_references([version])
    return version


def remove(version: PublishedVersion) -> None:
    """Take out a version that never went live. `settle()` has to follow."""
    PublishedVersion.objects.filter(pk=version.pk).take_out()


def take_out(article: Article, version: PublishedVersion, *, now: datetime) -> None:
    """Take out a version to come, and what it brought from those that are planned after it."""
    previous = before(article, version.live_from)
    remove(version)
    if previous:
        rebase_planned(article, previous, now=now, taken_out=True)
    settle(article, now=now)


def settle(article: Article, *, now: datetime) -> None:
    """Recompute what follows from the line, for all that isn't past: ends, dates of publication and update, lists."""
    rows = list(article.versions.order_by("live_from"))
    withdrawn = list(article.withdrawals.values_list("since", "until"))
    here = present(article, now)
    first, updated = None, None
    for row, following in zip_longest(rows, rows[1:]):
        first = first or row.live_from
        updated = row.live_from if updated is None or Change(row.change).is_significant else updated
        until = _end(row, following.live_from if following else None, article.ends_at, withdrawn)
        if row.live_until is not None and row.live_until <= here:
            # Past. Only a withdrawal that comes while the clock is back still cuts it short.
            until = min(until or row.live_until, row.live_until)
        facts = {"live_until": until, "first_published_at": first, "updated_at": updated}
        if any(getattr(row, name) != value for name, value in facts.items()):
            PublishedVersion.objects.filter(pk=row.pk).update(**facts)
    rebuild_listings([article.pk], at=now)


def _end(
    row: PublishedVersion,
    following: datetime | None,
    ends_at: datetime | None,
    withdrawn: list[tuple[datetime, datetime | None]],
) -> datetime | None:
    """The earliest of the next version's beginning, the article's end, and a withdrawal."""
    stops = [stop for stop in (following, ends_at, *(since for since, _until in withdrawn)) if stop]
    until = min((stop for stop in stops if stop > row.live_from), default=None)
    if any(since <= row.live_from and (end is None or row.live_from < end) for since, end in withdrawn):
        # It began while withdrawn: the clock stepped back between the two. An instant is the least there is.
        return row.live_from + TICK
    return until


def rebase_planned(article: Article, version: PublishedVersion, *, now: datetime, taken_out: bool = False) -> None:
    """What is planned for after `version` was made without it: merge where nothing collides, else hold and tell.

    Where a plan between the two was `taken_out`, nothing collides: readers will never have had what was overruled.
    """
    theirs = version.revision
    rows = article.versions.filter(planned=True, live_from__gt=version.live_from).order_by("live_from")
    for row in list(rows):
        if row.base_id == theirs.pk:
            theirs = row.revision
            continue
        note = note_of(row)
        merged, collisions = rebased(row, theirs.document)
        # Another revision of the same words has overtaken nothing.
        is_overtaken = row.base is None or row.base.document != theirs.document
        remove(row)
        if collisions and not taken_out:
            _hold(article, row, note, against=theirs, collisions=collisions, now=now)
        elif merged == theirs.document and is_overtaken and not note:
            audit.record("article.absorbed", article, by=None, at=row.live_from.isoformat(), revision=row.revision_id)
        else:
            theirs = _replace(article, row, merged, note, now=now).revision


def rebased(row: PublishedVersion, theirs: Document) -> tuple[Document, list[str]]:
    """The version's document as it would be after `theirs`, and the fields in which they collide."""
    if row.base is None:
        # Nothing was public when it was planned, so there is no common ground to merge on.
        return row.document, changed(theirs, row.document)
    return merge(row.base.document, row.document, theirs)


def note_of(version: PublishedVersion) -> str:
    correction = version.corrections.first()
    return correction.text if correction else ""


def _hold(
    article: Article,
    row: PublishedVersion,
    note: str,
    *,
    against: Revision,
    collisions: list[str],
    now: datetime,
) -> None:
    HeldChange.objects.create(
        article=article,
        revision=row.revision,
        base=row.base,
        change=row.change,
        note=note,
        against=against,
        wished_for=row.live_from,
        fields=collisions,
        held_at=now,
    )
    audit.record("article.held", article, by=None, revision=row.revision_id, fields=collisions)


def _replace(
    article: Article, row: PublishedVersion, merged: Document, note: str, *, now: datetime
) -> PublishedVersion:
    revision = variant(row.revision, merged, by=row.decided_by, now=now)
    plan = Plan(revision, row.live_from, Change(row.change), planned=True, by=row.decided_by, note=note)
    return insert(article, plan, now=now)


def variant(revision: Revision, document: Document, *, by: User | None, now: datetime) -> Revision:
    """The revision that holds `document` and takes this one's place; itself where nothing differs."""
    if document == revision.document:
        return revision
    return Revision.objects.create(
        article_id=revision.article_id,
        data=document.to_json(),
        made_at=now,
        made_by=by,
        made_from=revision,
        frozen=True,
    )
