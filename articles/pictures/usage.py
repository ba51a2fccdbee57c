"""Where a picture is used: by versions that readers get, got or will get, and by the desk's working copies."""

from collections.abc import Sequence

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from articles.models import Article, Image, PublishedVersion, Reference, Target
from newsroom.core.html import PICTURE
from newsroom.core.models import User

SHOWN = 50


def users_of(image: Image) -> "models.QuerySet[Article]":
    """The articles that hold it, in a version or in the working copy, with `in_version` telling which."""
    told = Reference.objects.filter(version__article=OuterRef("pk"), target=Target.IMAGE, target_id=image.pk)
    lead = Exists(PublishedVersion.objects.filter(article=OuterRef("pk"), picture=image))
    in_text = Q(body__contains=f'<{PICTURE.tag} {PICTURE.key}="{image.pk}"')
    rows = Article.objects.annotate(in_version=Exists(told) | lead)
    return rows.filter(Q(in_version=True) | Q(picture=image) | in_text).order_by("-pk")


def pointers(target: models.Model) -> Sequence[models.Model]:
    return list(users_of(target)) if isinstance(target, Image) else []


def used_in(image: Image, user: User) -> dict[str, object]:
    """What `user` is told: the articles that they may open, and how many there are beside these."""
    rows = users_of(image)
    visible = list(rows.filter(pk__in=Article.objects.visible_to(user).values("pk"))[:SHOWN])
    return {"articles": visible, "others": rows.count() - len(visible)}


def told(rows: Sequence[models.Model], user: User) -> list[str]:
    """What points at a picture, each in a few words; titles only of articles that `user` may open."""
    articles = [row.pk for row in rows if isinstance(row, Article)]
    visible = set(Article.objects.visible_to(user).filter(pk__in=articles).values_list("pk", flat=True))
    return [
        _("an article that you have no access to")
        if isinstance(row, Article) and row.pk not in visible
        else f"{row._meta.verbose_name}: {row}"
        for row in rows
    ]
