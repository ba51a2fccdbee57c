"""What the desk does with its working copies. Each verb is one transaction under the articles' locks.

Whether that person may is the caller's to know: start from `Article.objects.editable_by(user)` for `save`, `submit`,
`take_back`, `load`, `catch_up`, and from `decided_by(user)` for the others. What a verb refuses is a ValidationError
with a code; one over several articles does all of it or nothing, and names the article that it stumbled over.
What readers get is decided in `articles.ledger.verbs`, with `current_revision(article)` as the revision to name.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.ledger import held
from articles.ledger import verbs as ledger
from articles.ledger.complete import refuse_incomplete, sanitised
from articles.ledger.document import Document, PictureUse, merge
from articles.models import Article, Category, Change, HeldChange, PublishedVersion, Revision, Stage, Tag
from articles.preflight import running as preflight
from articles.slugs import slugify, tidy
from articles.workflow.events import Event
from articles.workflow.telling import apart, tell
from newsroom.core import audit
from newsroom.core.models import User

WORDS = (
    *("language", "kind", "title", "slug", "standfirst", "points", "body"),
    *("picture", "picture_alt", "picture_caption", "category"),
)
"""What `save` writes of the row: never the ledger's fields, which may have moved since the form was opened."""
SLUG = 80


@transaction.atomic
def save(
    article: Article,
    *,
    by: User | None,
    seen: int | None = None,
    authors: Collection[int] | None = None,
    categories: Collection[int] | None = None,
    tags: Collection[int] | None = None,
    related: Collection[int] | None = None,
    sitting: UUID | None = None,
    now: datetime | None = None,
) -> Revision:
    """Keep the working copy as it is in hand, as a revision too; relations (ids, in order) where they are given.

    `seen` is the `version` that the person's form showed, `sitting` the opening of the page that it comes from. Saving
    nothing new makes no revision. An approval lapses. Raises ValidationError (stale) where somebody saved meanwhile.
    """
    created = article._state.adding
    article.title, article.slug, article.points = named(article.title, article.slug, article.points)
    if created:
        article.created_by = article.created_by or by
        article.save()
        audit.record("article.created", article, by=by)
    else:
        _refuse_stale(Article.objects.select_for_update().get(pk=article.pk), seen)
        article.save(update_fields=WORDS)
    if authors is not None:
        article.sign(authors)
    if related is not None:
        article.pick(related)
    if categories is not None:
        article.categories.set(Category.objects.filter(pk__in=[pk for pk in categories if pk != article.category_id]))
    if tags is not None:
        article.tags.set(Tag.objects.filter(pk__in=tags))
    return current_revision(article, by=by, sitting=sitting, now=now)


def named(title: str, slug: str, points: Iterable[str]) -> tuple[str, str, list[str]]:
    """Headline, address and points as they are stored."""
    title = tidy(title)
    return title, slug or slugify(title, longest=SLUG), [point for point in map(tidy, points) if point]


def current_revision(
    article: Article, *, by: User | None, sitting: UUID | None = None, now: datetime | None = None
) -> Revision:
    """The revision of the working copy as it is stored; made where none is, and then what was approved lapses."""
    fresh = Article.objects.get(pk=article.pk)
    document = fresh.document()
    latest = fresh.revisions.saved().first()
    if latest is None or latest.document != document:
        latest = ledger.save_revision(fresh, document, by=by, based_on=fresh.based_on, now=now)
        Revision.objects.filter(pk=latest.pk).update(number=fresh.version + 1, saved_in=sitting)
        Article.objects.filter(pk=fresh.pk).update(version=F("version") + 1, approved=None)
        Article.objects.filter(pk=fresh.pk, stage=Stage.APPROVED).update(stage=Stage.IN_REVIEW)
    article.refresh_from_db(fields=["version", "approved", "stage", "based_on", "body"])
    return latest


def _refuse_stale(article: Article, seen: int | None) -> None:
    if seen is not None and seen != article.version:
        words = _("Somebody saved this article while you had it open. Look at what is saved now, then save again.")
        raise ValidationError(words, code="stale")


@transaction.atomic
def submit(
    articles: QuerySet[Article],
    *,
    by: User | None,
    confirmed: Collection[str] | None = None,
    now: datetime | None = None,
) -> list[Article]:
    """Hand drafts to the editors of their category.

    Raises ValidationError: stage, or by field what readers would miss and what the checks say (`confirmed`: see
    `articles.preflight.running.refuse`): who wrote it knows that best.
    """
    now = now or timezone.now()

    def hand_in(article: Article) -> None:
        _refuse_stage(article, Stage.DRAFT, Stage.CHANGES_REQUESTED)
        _refuse_unready(article, article.document(), confirmed, now=now)
        current_revision(article, by=by)
        article.submitted_at = now
        _move(article, Stage.IN_REVIEW, changes_wanted="")
        audit.record("article.submitted", article, by=by)
        tell(Event.SUBMITTED, article, by=by)

    return _each(articles, hand_in)


@transaction.atomic
def take_back(articles: QuerySet[Article], *, by: User | None) -> list[Article]:
    """Back to the writer, who wants to go on. Raises ValidationError (stage)."""

    def back(article: Article) -> None:
        _refuse_stage(article, Stage.IN_REVIEW, Stage.APPROVED)
        _move(article, Stage.DRAFT)
        audit.record("article.taken_back", article, by=by)
        tell(Event.TAKEN_BACK, article, by=by)

    return _each(articles, back)


@transaction.atomic
def request_changes(articles: QuerySet[Article], *, by: User | None, note: str) -> list[Article]:
    """Back to the writer with what is wanted. Raises ValidationError: stage, note (it is empty)."""
    if not note.strip():
        raise ValidationError(_("Say what should be changed."), code="note")

    def back(article: Article) -> None:
        _refuse_stage(article, Stage.IN_REVIEW, Stage.APPROVED)
        _move(article, Stage.CHANGES_REQUESTED, changes_wanted=note.strip())
        audit.record("article.changes_requested", article, by=by)
        tell(Event.RETURNED, article, by=by, note=note.strip())

    return _each(articles, back)


@transaction.atomic
def approve(articles: QuerySet[Article], *, by: User | None, seen: Mapping[int, int] | None = None) -> list[Article]:
    """Say that what is written now may go out; holds for exactly this revision.

    `seen` maps ids to the `version` that the editor read. Raises ValidationError: stage, stale.
    """

    def approve_one(article: Article) -> None:
        _refuse_stage(article, Stage.IN_REVIEW)
        _refuse_stale(article, (seen or {}).get(article.pk))
        revision = current_revision(article, by=by)
        Revision.objects.filter(pk=revision.pk).update(frozen=True)
        _move(article, Stage.APPROVED, approved=revision)
        audit.record("article.approved", article, by=by, revision=revision.pk)
        tell(Event.APPROVED, article, by=by)

    return _each(articles, approve_one)


@transaction.atomic
def publish(
    articles: QuerySet[Article],
    *,
    by: User | None,
    at: datetime | None = None,
    seen: Mapping[int, int] | None = None,
    change: Change = Change.UPDATE,
    note: str = "",
    confirmed: Collection[str] | None = None,
    now: datetime | None = None,
) -> list[Article]:
    """Let readers get the working copies as they are, now or from `at` on, for the first time or again.

    Raises ValidationError: stale, what the checks say, and what `ledger.verbs.publish` raises.
    """

    def publish_one(article: Article) -> None:
        _refuse_stale(article, (seen or {}).get(article.pk))
        revision = current_revision(article, by=by, now=now)
        _refuse_unready(article, revision.document, confirmed, now=now or timezone.now(), at=at)
        ledger.publish(revision, by=by, at=at, change=change, note=note, now=now)
        tell(Event.PLANNED if at else Event.PUBLISHED, article, by=by, at=at)

    return _each(articles, publish_one)


@transaction.atomic
def revise(
    version: PublishedVersion, *, by: User | None, confirmed: Collection[str] | None = None, now: datetime | None = None
) -> PublishedVersion:
    """The working copy in the place of a version to come.

    Raises ValidationError: what the checks say, and what `ledger.verbs.revise` raises.
    """
    article = Article.objects.select_for_update().get(pk=version.article_id)
    revision = current_revision(article, by=by, now=now)
    _refuse_unready(article, revision.document, confirmed, now=now or timezone.now(), at=version.live_from)
    return ledger.revise(version, revision, by=by, now=now)


@transaction.atomic
def reinstate(
    article: Article, *, by: User | None, confirmed: Collection[str] | None = None, now: datetime | None = None
) -> PublishedVersion:
    """Give a withdrawn article back to readers with the working copy as its text.

    Raises ValidationError: what the checks say, and what `ledger.verbs.reinstate` raises.
    """
    here = Article.objects.select_for_update().get(pk=article.pk)
    revision = current_revision(here, by=by, now=now)
    _refuse_unready(here, revision.document, confirmed, now=now or timezone.now())
    return ledger.reinstate(here, by=by, revision=revision, now=now)


@transaction.atomic
def release(
    change: HeldChange, *, by: User | None, confirmed: Collection[str] | None = None, now: datetime | None = None
) -> PublishedVersion:
    """Publish a change that was held. Raises ValidationError: what the checks say of it as readers would get it, and
    what `held.release_held` raises."""
    article, now = Article.objects.select_for_update().get(pk=change.article_id), now or timezone.now()
    document, _fields = held.preview(change, at=now)
    _refuse_unready(article, document, confirmed, now=now)
    version = held.release_held(change, by=by, now=now)
    tell(Event.PUBLISHED, article, by=by)
    return version


def _refuse_unready(
    article: Article,
    document: Document,
    confirmed: Collection[str] | None,
    *,
    now: datetime,
    at: datetime | None = None,
) -> None:
    """What is missing first: whoever fills that in changes what the checks find."""
    document = sanitised(document)
    refuse_incomplete(document, at=at or now)
    preflight.refuse(article, document, now=now, at=at, confirmed=confirmed)


@transaction.atomic
def discard(articles: QuerySet[Article], *, by: User | None) -> list[Article]:
    """Delete drafts for good. Raises ValidationError (published) for what readers have had or will have."""

    def discard_one(article: Article) -> None:
        audit.record("article.discarded", article, by=by)
        article.delete()

    return _each(articles, discard_one)


@transaction.atomic
def load(
    article: Article, revision: Revision, *, by: User | None, seen: int | None = None, now: datetime | None = None
) -> Revision:
    """Put a revision back into the working copy – to correct what is live, or to undo.

    What was there stays as a revision. Raises ValidationError: stale, and what a form would say to words that an
    autosave keeps as they were typed.
    """
    here = Article.objects.select_for_update().get(pk=article.pk)
    _refuse_stale(here, seen)
    if revision.sitting is not None:
        _refuse_unfit(revision.document)
    current_revision(here, by=by, now=now)
    here.load(revision)
    audit.record("article.loaded", here, by=by, revision=revision.pk)
    return current_revision(here, by=by, now=now)


def _refuse_unfit(document: Document) -> None:
    use = document.picture or PictureUse(0)
    words = {name: getattr(document, name) for name in ("title", "slug", "standfirst")}
    words |= {"points": list(document.points), "picture_alt": use.alt, "picture_caption": use.caption}
    try:
        Article(**words).clean_fields(exclude={field.name for field in Article._meta.fields} - words.keys())
    except ValidationError as refusal:
        faults = refusal.message_dict.items()
        said = [
            f"{getattr(Article._meta.get_field(name), 'verbose_name', name)}: {' '.join(why)}" for name, why in faults
        ]
        raise ValidationError(said, code="unfit") from refusal


@transaction.atomic
def catch_up(
    article: Article, *, by: User | None, at: datetime | None = None, now: datetime | None = None
) -> list[str]:
    """Bring the working copy up to what readers have (or will have at `at`): merged, ours where both changed.

    Answers the fields that collided, for the person to look at. Nothing to do answers an empty list.
    """
    now = now or timezone.now()
    here = Article.objects.select_for_update().get(pk=article.pk)
    current_revision(here, by=by, now=now)
    version = PublishedVersion.objects.filter(article=here, live_from__lte=at or now).order_by("-live_from").first()
    if version is None or version.revision_id == here.based_on_id:
        return []
    ours = here.document()
    merged, collisions = merge(here.based_on.document, ours, version.document) if here.based_on else (ours, [])
    here.based_on = version.revision
    here.put(merged)
    current_revision(here, by=by, now=now)
    audit.record("article.caught_up", here, by=by, revision=version.revision_id, fields=collisions)
    return collisions


def _refuse_stage(article: Article, *allowed: Stage) -> None:
    if article.stage not in allowed:
        words = _("It is at the stage “%(stage)s” by now. Reload the page.")
        raise ValidationError(words, code="stage", params={"stage": article.get_stage_display()})


def _move(
    article: Article, stage: Stage, *, changes_wanted: str | None = None, approved: Revision | None = None
) -> None:
    article.stage, article.approved = stage, approved
    if changes_wanted is not None:
        article.changes_wanted = changes_wanted
    article.save(update_fields=["stage", "approved", "changes_wanted", "submitted_at"])


def _each(articles: QuerySet[Article], deed: Callable[[Article], None]) -> list[Article]:
    """Do it to each, locked in one order, so that two people's selections never wait for each other."""
    ids = sorted(articles.order_by().values_list("pk", flat=True).distinct())
    rows = list(Article.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    for article in rows:
        with apart(), _named(article, several=len(rows) > 1):
            deed(article)
    return rows


@contextmanager
def _named(article: Article, *, several: bool) -> Iterator[None]:
    """Of several articles, a refusal says which one it is about."""
    try:
        yield
    except ValidationError as error:
        if not several:
            raise
        words = _("“%(article)s”: %(reason)s")
        facts = {"article": str(article), "reason": " ".join(error.messages)}
        raise ValidationError(words, code=getattr(error, "code", None), params=facts) from error
