"""Names that somebody typed, as tags."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.models import Tag
from articles.slugs import slugify, tidy
from newsroom.core import audit
from newsroom.core.models import User

NAME = Tag._meta.get_field("name").max_length or 80
SLUG = Tag._meta.get_field("slug").max_length or 60


def names_in(text: str) -> list[str]:
    """Between commas of either script, each once. Raises ValidationError (tag) for what can't be one."""
    names = [name for part in text.replace("،", ",").split(",") if (name := tidy(part))]
    for name in names:
        if len(name) > NAME or not slugify(name):
            words = _("“%(tag)s” can’t be a tag: up to 80 characters, and a letter or digit among them.")
            raise ValidationError(words, code="tag", params={"tag": name})
    return list(dict.fromkeys(names))


def rows_of(names: Iterable[str], *, language: str, by: User) -> list[Tag]:
    """Those there are, aliases followed; the others aren't saved yet. Raises ValidationError (tag) for new ones of
    somebody who may add none."""
    slugs = {slugify(name, longest=SLUG): name for name in names}
    rows = Tag.objects.filter(language=language, slug__in=slugs).select_related("merged_into")
    known = {row.slug: row.merged_into or row for row in rows}
    fresh = [Tag(language=language, name=name, slug=slug) for slug, name in slugs.items() if slug not in known]
    if fresh and not by.has_perm("articles.add_tag"):
        words = _("There is no tag “%(tag)s” yet. Ask an editor to add it.")
        raise ValidationError(words, code="tag", params={"tag": fresh[0].name})
    return [*known.values(), *fresh]


def kept(tags: Sequence[Tag], *, by: User) -> list[int]:
    """Their ids; those that are new are saved."""
    for tag in tags:
        if tag.pk is None:
            tag.save()
            audit.record("tag.added", tag, by=by)
    return [tag.pk for tag in tags]
