"""What can be done to static pages. They share their addresses with the categories, hence the tree's lock."""

from django.db import transaction

from articles.categories.lock import lock_tree
from articles.models import Address, StaticPage
from newsroom.core import audit
from newsroom.core.models import User


@transaction.atomic
def write(page: StaticPage, *, by: User | None) -> StaticPage:
    """Save a page whose slug `clean()` has proved free; a former slug stays its own and leads to the new one."""
    lock_tree()
    if not page._state.adding:
        page.version = StaticPage.objects.values_list("version", flat=True).get(pk=page.pk) + 1
    page.save()
    for address in Address.objects.owned_by(page).filter(is_current=True).exclude(language=page.language):
        Address.objects.retire(page, language=address.language)
    Address.objects.claim(page, language=page.language, slug=page.slug)
    audit.record("page.written", page, by=by)
    return page


@transaction.atomic
def remove(page: StaticPage, *, by: User | None) -> None:
    """Delete a page; its addresses are free again."""
    lock_tree()
    audit.record("page.deleted", page, by=by)
    page.delete()
