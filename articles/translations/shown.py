"""What the office shows of a story's languages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from articles.models import Article, Translation
from articles.models.article import ArticleQuerySet
from articles.models.translation import with_behind
from articles.office.admin.listing import state_of
from articles.translations.fitting import Lost, fit
from newsroom.core.models import User


@dataclass(frozen=True)
class Sibling:
    """An article that tells the same in another language; without `row` where this person doesn't see it."""

    language: str
    name: str
    row: Any = None
    state: str = ""


def siblings(article: Article, user: User, *, at: datetime) -> list[Sibling]:
    """In the order of the site's languages; two queries."""
    group = Article.objects.filter(translation_group=article.translation_group).exclude(pk=article.pk)
    there = dict(group.values_list("language", "pk"))
    rows = with_behind(group.visible_to(user).with_standing(at), at)
    by_language = {row.language: row for row in rows}
    return [_sibling(code, str(name), by_language.get(code)) for code, name in settings.LANGUAGES if code in there]


def _sibling(code: str, name: str, row: Article | None) -> Sibling:
    return Sibling(code, name, row, state_of(row)) if row else Sibling(code, name)


def free(article: Article) -> list[tuple[str, str]]:
    """The languages in which the story isn't told yet."""
    taken = Article.objects.filter(translation_group=article.translation_group).values_list("language", flat=True)
    known = set(taken)
    return [(code, str(name)) for code, name in settings.LANGUAGES if code not in known]


OFFERED = 30


def attachable(article: Article, user: User) -> ArticleQuerySet:
    """Articles that tell no story in several languages yet, in one that this one lacks: for `user` to attach to it."""
    others = Article.objects.filter(translation_group=OuterRef("translation_group")).exclude(pk=OuterRef("pk"))
    rows = concerning(user).filter(language__in=[code for code, _name in free(article)])
    return rows.filter(~Exists(others)).order_by("-pk")


def concerning(user: User) -> ArticleQuerySet:
    """The articles that are `user`'s to keep up to date: their own, and those that they decide on."""
    own, decided = Article.objects.of(user), Article.objects.decided_by(user)
    return Article.objects.visible_to(user).filter(Q(pk__in=own.values("pk")) | Q(pk__in=decided.values("pk")))


def not_translated(found: Translation, user: User, *, at: datetime) -> list[Lost]:
    """What of the original had no equal in the article's language, as of now."""
    return fit(found.revision.document, found.article.language, user=user, at=at).lost
