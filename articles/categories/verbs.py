"""What can be done to the tree. Every verb takes the tree's lock, checks, writes and records in one transaction."""

from collections.abc import Iterable
from typing import overload

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max, Model, QuerySet
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.categories.lock import lock_tree as lock_tree
from articles.ledger.derived import rebuild_listings
from articles.models import Address, Category, CategoryText, Reference, Target
from newsroom.core import audit
from newsroom.core.models import User
from newsroom.core.pagestore import changed, keys
from newsroom.core.registry import who_points_at

NAMED = 5


def eligible_editors() -> QuerySet[User]:
    """Who may be chosen for a category: active members with the editor's role."""
    editors: QuerySet[User] = User.objects.active().with_role("editor")
    return editors


@transaction.atomic
def write(
    category: Category, texts: Iterable[CategoryText] = (), *, by: User | None, removed: Iterable[CategoryText] = ()
) -> Category:
    """Create `category` as its parent's last child, or save its colour; with it, texts that were written or removed.

    Raises ValidationError for a new category that the tree has no place for. Saving nothing new records nothing.
    """
    lock_tree()
    texts, removed = list(texts), list(removed)
    created = category._state.adding
    if created:
        category.parent = _fresh(category.parent)
        _refuse(category.why_not_under(category.parent))
        category.position = _after_last(category.parent)
        category.save()
    else:
        recoloured = Category.objects.filter(pk=category.pk).exclude(colour=category.colour)
        if not recoloured.update(colour=category.colour) and not texts and not removed:
            return category
    for text in removed:
        Address.objects.retire(category, language=text.language)
        text.delete()
    for text in texts:
        text.category = category
        text.save()
        Address.objects.claim(category, language=text.language, slug=text.slug)
    if not created:
        _count(category)
    if texts or not created:
        changed(keys.shell())
    languages = sorted({text.language for text in [*texts, *removed]})
    audit.record("category.created" if created else "category.changed", category, by=by, languages=languages)
    return category


@transaction.atomic
def move(category: Category, parent: Category | None, *, by: User | None) -> None:
    """Hang `category` with all below it under `parent` (None: at the top), behind what is there.

    Raises ValidationError where that would close a circle or make the tree too deep.
    """
    lock_tree()
    here, target = _fresh(category), _fresh(parent)
    if here.parent == target:
        return
    _refuse(here.why_not_under(target))
    facts = {"from": here.parent_id, "to": target.pk if target else None}
    here.position, here.parent = _after_last(target), target
    here.save(update_fields=["position", "parent"])
    _count(here)
    below = Reference.objects.to(Target.CATEGORY, Category.objects.under([here.pk]).values("pk"))
    rebuild_listings(list(below.values_list("version__article", flat=True).distinct()))
    category.refresh_from_db()
    changed(keys.shell())
    audit.record("category.moved", category, by=by, **facts)


@transaction.atomic
def shift(category: Category, step: int, *, by: User | None) -> bool:
    """Change places with the sibling before (-1) or after it (1); False when there is none."""
    lock_tree()
    row = list(Category.objects.filter(parent=_fresh(category).parent_id))
    index = next(at for at, sibling in enumerate(row) if sibling.pk == category.pk)
    if not 0 <= index + step < len(row):
        return False
    row[index], row[index + step] = row[index + step], row[index]
    moved = [(sibling, at) for at, sibling in enumerate(row) if sibling.position != at]
    for sibling, at in moved:
        sibling.position = at
    Category.objects.bulk_update([sibling for sibling, _at in moved], ["position"], batch_size=500)
    changed(keys.shell())
    audit.record("category.moved", category, by=by, step=step)
    return True


@transaction.atomic
def assign(category: Category, editors: Iterable[User], *, by: User | None) -> None:
    """Choose exactly these editors for `category` and all below it.

    Raises ValidationError for somebody who is no active editor.
    """
    lock_tree()
    wanted = set(editors)
    if strangers := wanted - set(eligible_editors()):
        names = get_text_list(sorted(str(user) for user in strangers), _("and"))
        raise ValidationError(_("%(names)s can’t be chosen: not an active editor."), params={"names": names})
    before = set(category.editors.all())
    if before == wanted:
        return
    category.editors.set(wanted)
    _count(category)
    added, taken = (sorted(user.pk for user in users) for users in (wanted - before, before - wanted))
    audit.record("category.editors", category, by=by, added=added, removed=taken)


@transaction.atomic
def remove(category: Category, *, by: User | None) -> None:
    """Delete `category` with its texts.

    Raises ValidationError that tells what is still there, as long as anything stands below it or points at it.
    """
    lock_tree()
    _refuse(why_it_stays(category, who_points_at(category)))
    audit.record("category.deleted", category, by=by)
    changed(keys.shell())
    category.delete()


def why_it_stays(category: Category, pointers: list[Model]) -> str:
    """What keeps `category` from being deleted, as a sentence; empty when nothing does."""
    if not pointers:
        return ""
    words = ngettext(
        "“%(category)s” can’t be deleted: %(things)s still belongs to it. Move or delete that first.",
        "“%(category)s” can’t be deleted: %(things)s still belong to it. Move or delete these first.",
        len(pointers),
    )
    names = [_("%(kind)s “%(name)s”") % {"kind": row._meta.verbose_name, "name": row} for row in pointers[:NAMED]]
    if more := len(pointers) - len(names):
        names.append(ngettext("%(count)d more", "%(count)d more", more) % {"count": more})
    return words % {"category": category, "things": get_text_list(names, _("and"))}


@overload
def _fresh(category: Category) -> Category: ...
@overload
def _fresh(category: None) -> None: ...
def _fresh(category: Category | None) -> Category | None:
    """The category as it is now. Raises ValidationError when it was deleted since it was loaded."""
    if category is None:
        return None
    found = Category.objects.filter(pk=category.pk).first()
    if found is None:
        raise ValidationError(_("This category was deleted meanwhile. Reload the list of categories."), code="gone")
    return found


def _refuse(reason: str) -> None:
    if reason:
        raise ValidationError(reason)


def _after_last(parent: Category | None) -> int:
    last: int | None = Category.objects.filter(parent=parent).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _count(category: Category) -> None:
    Category.objects.filter(pk=category.pk).update(version=F("version") + 1)
    category.version += 1
