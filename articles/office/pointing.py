"""Who points at articles: shown before they are taken from readers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.admin import AdminSite
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article, PublishedVersion, Reference, RelatedPick, Target
from newsroom.core import registry

NAMED = ("title", "language")
SHOWN = 20
"""So many of each kind are named; the rest are counted."""


@dataclass(frozen=True)
class Row:
    title: str
    url: str
    language: str = ""


@dataclass(frozen=True)
class Group:
    """What one registry entry found. `others`: how many more there are, or aren't for this person to see."""

    name: str
    label: registry.Words
    rows: list[Row]
    others: int


def groups(articles: Sequence[Article], request: HttpRequest, site: AdminSite) -> list[Group]:
    """Everything that any room says points at these, but themselves; a name is shown to who may know it."""
    found = []
    for pointer in registry.pointers:
        if pointer.model != Article._meta.label_lower:
            continue
        rows = {(type(row), row.pk): row for article in articles for row in pointer.find(article)}
        for article in articles:
            rows.pop((Article, article.pk), None)
        if rows:
            known = _known(list(rows.values()), request, site)
            shown = known[:SHOWN]
            found.append(Group(pointer.name, pointer.label, shown, len(rows) - len(shown)))
    return found


def _known(rows: Sequence[models.Model], request: HttpRequest, site: AdminSite) -> list[Row]:
    """With the page of the office for what this person may open, else with the public one where there is one."""
    open_to = _open_to(rows, request, site)
    ids = [row.pk for row in rows if isinstance(row, Article) and (Article, row.pk) not in open_to]
    live = PublishedVersion.objects.live().filter(article__in=ids).with_addresses().defer("data") if ids else []
    public = {version.article_id: version for version in live}
    found = []
    for row in rows:
        language = getattr(row, "language", "")
        if (type(row), row.pk) in open_to:
            name = f"{site.name}:{row._meta.app_label}_{row._meta.model_name}_change"
            found.append(Row(str(row), reverse(name, args=[row.pk]), language))
        elif isinstance(row, Article) and (version := public.get(row.pk)):
            found.append(Row(version.title, version.get_absolute_url(), version.language))
    return found


def _open_to(
    rows: Iterable[models.Model], request: HttpRequest, site: AdminSite
) -> set[tuple[type[models.Model], object]]:
    """One query for each kind of row."""
    ids: dict[type[models.Model], list[object]] = {}
    for row in rows:
        ids.setdefault(type(row), []).append(row.pk)
    found: set[tuple[type[models.Model], object]] = set()
    for model, pks in ids.items():
        if site.is_registered(model) and (admin := site.get_model_admin(model)).has_view_permission(request):
            seen = admin.get_queryset(request).filter(pk__in=pks).values_list("pk", flat=True)
            found |= {(model, pk) for pk in seen}
    return found


# -- what articles themselves say -------------------------------------------------------------------------------------
def articles_that_lead_to(target: models.Model) -> Sequence[models.Model]:
    """By “Also read” or as a related article: for readers, now or as planned, or on the desk."""
    told = Reference.objects.to(Target.ARTICLE, [target.pk])
    told = told.filter(version__in=PublishedVersion.objects.not_over(timezone.now()).values("pk"))
    picked = RelatedPick.objects.filter(picked=target.pk)
    node = f'<aside data-article="{target.pk}"'
    wanted = Q(pk__in=told.values("version__article")) | Q(pk__in=picked.values("article"))
    return list(Article.objects.filter(wanted | Q(versions=None, body__contains=node)).distinct().only(*NAMED))


def translations_of(target: models.Model) -> Sequence[models.Model]:
    if not isinstance(target, Article):
        return []
    group = Article.objects.filter(translation_group=target.translation_group).exclude(pk=target.pk)
    live = PublishedVersion.objects.not_over(timezone.now()).values("article")
    return list(group.filter(pk__in=live).only(*NAMED))


def register() -> None:
    model = Article._meta.label_lower
    leading = _("“Also read” and related articles: it disappears from them")
    siblings = _("The same in other languages: these stay online")
    registry.pointers.register(
        registry.Pointer("articles-leading-to-article", model, articles_that_lead_to, 20, leading)
    )
    registry.pointers.register(registry.Pointer("articles-in-other-languages", model, translations_of, 30, siblings))
