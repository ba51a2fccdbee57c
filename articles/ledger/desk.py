"""What the floor is told of articles and what they point at; registered in the app's `ready()`."""

from collections.abc import Sequence

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.ledger.derived import GRACE, sweep_listings
from articles.models import Article, Author, Category, Reference, Tag, Target
from newsroom.core import registry

KINDS: dict[type[models.Model], tuple[Target, str]] = {
    Category: (Target.CATEGORY, "categories"),
    Author: (Target.AUTHOR, "authors"),
    Tag: (Target.TAG, "tags"),
}


def articles_with(target: models.Model) -> Sequence[models.Model]:
    """The articles that name a category, an author or a tag in any version or in the working copy, the latest first."""
    kind, relation = KINDS[type(target)]
    told = Reference.objects.to(kind, [target.pk]).values("version__article")
    here = Article.objects.filter(**{relation: target.pk}).values("pk")
    wanted = Q(pk__in=told) | Q(pk__in=here)
    if isinstance(target, Category):
        wanted |= Q(category=target)
    return list(Article.objects.filter(wanted).only("title"))


def register() -> None:
    for model in KINDS:
        name = f"articles-with-{model._meta.model_name}"
        registry.pointers.register(registry.Pointer(name, model._meta.label_lower, articles_with))
    words = _("Places in lists that articles have left")
    registry.retention.register(registry.Retention("articles.listings", words, GRACE, sweep_listings))
