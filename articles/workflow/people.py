"""Who is told of what: by the rules of the desk, never whoever did it, and nobody who may not open the text."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import Q

from articles.models import Article, Byline, Category
from articles.models.article import ArticleQuerySet
from articles.workflow.events import Event
from newsroom.core.models import User
from newsroom.core.models.user import UserQuerySet

WRITES, EVERYWHERE = "change_article", "edit_every_category"
Assignees = Mapping[int, int | None]
"""Who saw to each article when it happened: publishing clears the desk."""


def holding(codename: str) -> UserQuerySet:
    """Accounts at work that one of their roles gives a permission of `articles`."""
    granted = {"groups__permissions__codename": codename, "groups__permissions__content_type__app_label": "articles"}
    rows: UserQuerySet = User.objects.active().joined().filter(**granted)
    return rows.distinct()


def can_see_to(article: Article | None = None) -> UserQuerySet:
    """Who may be asked to see to a text: everybody who writes, and whoever has it now."""
    has_it = Q(pk=article.assignee_id if article else None)
    rows: UserQuerySet = User.objects.filter(has_it | Q(pk__in=holding(WRITES).values("pk")))
    return rows


def told(
    event: Event, articles: Sequence[Article], assignees: Assignees, *, besides: int | None
) -> dict[User, list[Article]]:
    """Each person once, with the articles that it is about for them. A few queries for each person, however many
    articles there are."""
    if event.asks:
        return _deciding(articles, assignees, besides)
    found = defaultdict(set, _by_assignee(articles, assignees))
    if not event.is_for_its_assignee_alone:
        for article in articles:
            found[article.created_by_id or 0].add(article.pk)
        lines = Byline.objects.filter(article__in=articles).exclude(author__user=None)
        for pk, writer in lines.values_list("article", "author__user"):
            found[writer].add(pk)
    return {
        person: rows
        for person in _at_work(found, besides)
        if (rows := _within(articles, Article.objects.visible_to(person), found[person.pk]))
    }


def _deciding(articles: Sequence[Article], assignees: Assignees, besides: int | None) -> dict[User, list[Article]]:
    """Whoever has a text; where nobody who decides has it, the editors of its category and of those above; where there
    are none, the editors-in-chief. Whoever did it isn't told: where nobody else decides, the next in line are."""
    found: dict[User, list[Article]] = {}
    for line in (_by_assignee(articles, assignees), _by_category(articles), _everywhere(articles)):
        covered = {article.pk for rows in found.values() for article in rows}
        left = [article for article in articles if article.pk not in covered]
        for person in _at_work(line, besides) if left else ():
            if rows := _within(left, Article.objects.decided_by(person), line[person.pk]):
                found[person] = [*found.get(person, []), *rows]
    return found


def _by_assignee(articles: Sequence[Article], assignees: Assignees) -> dict[int, set[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    for article in articles:
        found[assignees.get(article.pk) or 0].add(article.pk)
    return found


def _everywhere(articles: Sequence[Article]) -> dict[int, set[int]]:
    return {chief: {article.pk for article in articles} for chief in holding(EVERYWHERE).values_list("pk", flat=True)}


def _by_category(articles: Sequence[Article]) -> dict[int, set[int]]:
    parents = dict(Category.objects.values_list("pk", "parent"))
    editors: defaultdict[int, set[int]] = defaultdict(set)
    for category, editor in Category.editors.through.objects.values_list("category_id", "user_id"):
        editors[category].add(editor)
    found: defaultdict[int, set[int]] = defaultdict(set)
    for article in articles:
        here, passed = article.category_id, set[int]()
        while here is not None and here not in passed:
            passed.add(here)
            for editor in editors[here]:
                found[editor].add(article.pk)
            here = parents.get(here)
    return found


def _at_work(wanted: Mapping[int, object], besides: int | None) -> list[User]:
    rows: UserQuerySet = User.objects.filter(pk__in=wanted).exclude(pk=besides or 0)
    return list(rows.active().joined().order_by("pk"))


def _within(articles: Sequence[Article], allowed: ArticleQuerySet, wanted: set[int]) -> list[Article]:
    """Those of the wanted that this person has to do with."""
    ids = set(allowed.filter(pk__in=wanted).values_list("pk", flat=True))
    return [article for article in articles if article.pk in ids]
