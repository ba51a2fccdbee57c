"""What can be done to static pages. They share their addresses with the categories, hence the tree's lock."""

from django.db import transaction

from articles.categories.lock import lock_tree
from articles.models import Address, StaticPage
from newsroom.core import audit
from newsroom.core.models import User
from newsroom.core.pagestore import changed, keys

IN_THE_FOOT = ("language", "title", "slug", "is_published")
"""What every other page shows of a page that is published."""


@transaction.atomic
def write(page: StaticPage, *, by: User | None) -> StaticPage:
    """Save a page whose slug `clean()` has proved free; a former slug stays its own and leads to the new one."""
    lock_tree()
    before = None if page._state.adding else StaticPage.objects.get(pk=page.pk)
    if before:
        page.version = before.version + 1
    page.save()
    for address in Address.objects.owned_by(page).filter(is_current=True).exclude(language=page.language):
        Address.objects.retire(page, language=address.language)
    Address.objects.claim(page, language=page.language, slug=page.slug)
    _tell(before, page)
    audit.record("page.written", page, by=by)
    return page


@transaction.atomic
def remove(page: StaticPage, *, by: User | None) -> None:
    """Delete a page; its addresses are free again."""
    lock_tree()
    audit.record("page.deleted", page, by=by)
    _tell(StaticPage.objects.filter(pk=page.pk).first(), None)
    page.delete()


def _tell(before: StaticPage | None, after: StaticPage | None) -> None:
    was, will = (page if page and page.is_published else None for page in (before, after))
    if was:
        changed(keys.page(was.pk), hides=will is None)
    if _switch(was) != _switch(will):
        others = StaticPage.objects.telling_the_same(*(page for page in (was, will) if page)).published()
        changed(*(keys.page(pk) for pk in others.values_list("pk", flat=True)))
    if _foot(was) != _foot(will):
        changed(keys.shell())


def _foot(page: StaticPage | None) -> list[object]:
    return [getattr(page, name) for name in IN_THE_FOOT] if page else []


def _switch(page: StaticPage | None) -> tuple[object, ...]:
    """What the same page in other languages shows of it."""
    return (page.language, page.slug, page.translation_of_id) if page else ()
