"""What translations put into the office: the trail's words, a filter of the list, and the dashboard's panel."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.demo.parts import parts
from articles.models import Translation
from articles.translations.demo import TRANSLATIONS
from articles.translations.shown import concerning
from newsroom.core import audit, registry
from newsroom.core.models import User

SHOWN = 6
VERBS = {
    "article_translated": _("%(actor)s began a translation of %(target)s."),
    "article_attached": _("%(actor)s attached a translation to %(target)s."),
    "article_separated": _("%(actor)s separated %(target)s from what it was a translation of."),
    "article_up_to_date": _("%(actor)s said that %(target)s is up to date with its original."),
}


class TranslationFilter(admin.SimpleListFilter):
    title = _("translations")
    parameter_name = "translation"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:  # noqa: ARG002  # Django’s
        return [("behind", _("Behind their original")), ("all", _("All translations"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "behind":
            return queryset.filter(pk__in=Translation.objects.behind(timezone.now()).values("article"))
        return queryset.filter(translation__isnull=False) if self.value() == "all" else queryset


def behind(request: HttpRequest) -> dict[str, Any] | None:
    """For whom they concern; no panel where all is up to date."""
    user = request.user
    if not isinstance(user, User) or not user.has_perm("articles.view_article"):
        return None
    rows = Translation.objects.behind(timezone.now()).filter(article__in=concerning(user).values("pk"))
    found = list(rows.select_related("article").defer("article__body").order_by("since", "pk")[: SHOWN + 1])
    return {"translations": found[:SHOWN], "more": len(found) > SHOWN} if found else None


def register() -> None:
    audit.declare(**VERBS)
    parts.register(TRANSLATIONS)
    registry.panels.register(registry.Panel("behind", "articles/translations/behind.html", behind, position=27))
