"""Which tags of different languages are the same theme."""

import uuid
from collections.abc import Collection, Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from articles.models import Tag
from articles.slugs import slugify, tidy
from newsroom.core.pagestore import changed, keys

SLUG = Tag._meta.get_field("slug").max_length or 60


def same_as(tag: Tag) -> list[Tag]:
    """The same theme in other languages."""
    if tag.same is None:
        return []
    return list(Tag.objects.filter(same=tag.same).exclude(pk=tag.pk).order_by("language"))


def told(tags: Iterable[Tag]) -> str:
    return ", ".join(tag.name for tag in tags)


def named(names: str, *, besides: str) -> list[Tag]:
    """The tags of other languages than `besides` that somebody names, separated by commas.

    Raises ValidationError: unknown (there is no such tag), twice (two of one language).
    """
    found: dict[str, Tag] = {}
    for name in filter(None, map(tidy, names.replace("،", ",").split(","))):
        rows = Tag.objects.filter(slug=slugify(name, longest=SLUG)).exclude(language=besides)
        shown = {row.merged_into or row for row in rows.select_related("merged_into")}
        if not shown:
            words = _("There is no tag “%(tag)s” in another language.")
            raise ValidationError(words, code="unknown", params={"tag": name})
        for tag in shown:
            if found.setdefault(tag.language, tag) != tag:
                words = _("“%(tag)s” and “%(other)s” are of one language; a theme has one tag in each.")
                raise ValidationError(words, code="twice", params={"tag": tag, "other": found[tag.language]})
    return list(found.values())


@transaction.atomic
def match(tag: Tag, others: Collection[Tag]) -> None:
    """Say that these, and no others, are the same theme. Whoever of them was something else’s before isn’t any more."""
    ids = sorted([tag.pk, *(other.pk for other in others)])
    list(Tag.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    themes = set(Tag.objects.filter(pk__in=ids).exclude(same=None).values_list("same", flat=True))
    concerned = Tag.objects.filter(Q(pk__in=ids) | Q(same__in=themes))
    changed(*(keys.tag(pk) for pk in concerned.values_list("pk", flat=True)))
    if tag.same is not None:
        Tag.objects.filter(same=tag.same).update(same=None)
    Tag.objects.filter(pk__in=ids).update(same=uuid.uuid4() if others else None)
    tag.refresh_from_db(fields=["same"])


def equals(tags: Collection[Tag], language: str) -> dict[int, Tag]:
    """What each of these is in a language, by its number: as the newsroom said, else by its address, which names of
    places and organisations often share. Two queries."""
    known = Tag.objects.pickable(language)
    by_theme = {row.same: row for row in known.filter(same__in=[tag.same for tag in tags if tag.same])}
    by_slug = {row.slug: row for row in known.filter(slug__in=[tag.slug for tag in tags])}
    pairs = ((tag.pk, by_theme.get(tag.same) or by_slug.get(tag.slug)) for tag in tags)
    return {pk: row for pk, row in pairs if row is not None}
