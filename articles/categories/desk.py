"""What the office shows of categories outside their own pages."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.models import Category
from newsroom.core.models import User
from newsroom.core.registry import Panel, Place, Pointer

SHOWN = 8


def _children(target: models.Model) -> Sequence[models.Model]:
    return list(Category.objects.filter(parent=target.pk).with_texts())


def mine(request: HttpRequest) -> dict[str, Any] | None:
    """For an editor: the categories that were chosen for them."""
    user = request.user
    if not isinstance(user, User) or not user.has_perm("articles.change_category"):
        return None
    if user.has_perm("articles.edit_every_category"):
        return None
    rows = list(Category.objects.chosen_for(user).with_texts()[: SHOWN + 1])
    return {"categories": rows[:SHOWN], "more": len(rows) > SHOWN}


def untranslated(request: HttpRequest) -> dict[str, Any] | None:
    """For the editor-in-chief: the languages that some categories still lack, and the first of those categories."""
    if not request.user.has_perm("articles.edit_every_category"):
        return None
    gaps = []
    for code, name in settings.LANGUAGES:
        lacking = Category.objects.lacking(code)
        if count := lacking.count():
            gaps.append({"code": code, "language": name, "count": count, "first": lacking.with_texts()[:SHOWN]})
    return {"gaps": gaps} if gaps else None


PLACE = Place(
    name="categories",
    label=_("Categories"),
    icon="folder",
    view="admin:articles_category_changelist",
    permission="articles.view_category",
    second=True,
    position=5,
)
PANELS = (
    Panel("my-categories", "articles/desk/my_categories.html", mine, column="side", position=60),
    Panel("untranslated-categories", "articles/desk/untranslated.html", untranslated, column="side", position=70),
)
POINTER = Pointer("child-categories", "articles.category", _children, position=10)
VERBS = {
    "category_created": _("%(actor)s created the category %(target)s."),
    "category_changed": _("%(actor)s changed the category %(target)s."),
    "category_moved": _("%(actor)s moved the category %(target)s."),
    "category_deleted": _("%(actor)s deleted the category %(target)s."),
    "category_editors": _("%(actor)s changed the editors of the category %(target)s."),
    "demo_loaded": _("%(actor)s loaded a part of the demo."),
}
FAMILIES = {"category": _("Categories"), "demo": _("Demo")}
