"""One decision about many articles of the list: each is done whole or left alone, and what was left is told."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from articles.models import Article
from articles.models.article import ArticleQuerySet
from articles.office.deeds import DEEDS, standing
from newsroom.core.models import User

DONE = {
    "submit": ngettext_lazy("%(count)d article is submitted.", "%(count)d articles are submitted.", "count"),
    "approve": ngettext_lazy("%(count)d article is approved.", "%(count)d articles are approved.", "count"),
    "publish": ngettext_lazy("%(count)d article is published.", "%(count)d articles are published.", "count"),
    "withdraw": ngettext_lazy("%(count)d article is withdrawn.", "%(count)d articles are withdrawn.", "count"),
}
TOLD = 8
"""So many of those that were left alone are named; the rest are counted."""


def chosen(request: HttpRequest, user: User) -> ArticleQuerySet:
    """What was ticked and this person may see, in whatever state it is by now."""
    return Article.objects.visible_to(user).filter(pk__in=_numbers(request.POST.getlist("_selected_action")))


def decide(request: HttpRequest, user: User, name: str, typed: Any = None) -> None:
    seen, done, skipped = _seen(request), 0, []
    for article in chosen(request, user).order_by("pk"):
        try:
            with transaction.atomic():
                _do(article, user, name, typed or {}, seen.get(article.pk))
            done += 1
        except ValidationError as refusal:
            reason = " ".join(refusal.messages)
            skipped.append(_("“%(article)s” was left alone: %(reason)s") % {"article": article, "reason": reason})
    if done:
        messages.success(request, DONE[name] % {"count": done})
    for words in skipped[:TOLD]:
        messages.warning(request, words)
    if more := len(skipped[TOLD:]):
        messages.warning(request, _("And %(count)d more were left alone.") % {"count": more})


def _do(article: Article, user: User, name: str, typed: Any, seen: int | None) -> None:
    locked = Article.objects.select_for_update().get(pk=article.pk)
    if not DEEDS[name].may(standing(locked, user), user):
        raise ValidationError(_("That isn’t yours to decide."), code="scope")
    # What readers have is withdrawn, whatever the desk has written since.
    if name != "withdraw" and seen != locked.version:
        raise ValidationError(_("Somebody has changed it since this list was shown."), code="stale")
    DEEDS[name].run(locked, user, typed, 0)


def _numbers(values: Iterable[str]) -> list[int]:
    return [int(value) for value in values if value.isascii() and value.isdecimal() and len(value) < 19]


def _seen(request: HttpRequest) -> dict[int, int]:
    """The version of each row that the list showed, by the article's number: `12:3`."""
    found = {}
    for entry in request.POST.getlist("seen"):
        pk, _colon, version = entry.partition(":")
        if len(numbers := _numbers([pk, version])) == len((pk, version)):
            found[numbers[0]] = numbers[1]
    return found
