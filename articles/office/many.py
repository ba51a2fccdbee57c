"""One decision about many articles of the list: each is done whole or left alone, and what was left is told."""

from collections.abc import Callable, Iterable
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
from articles.preflight.running import CONFIRMED
from articles.workflow.telling import together
from newsroom.core.models import User

DONE = {
    "submit": ngettext_lazy("%(count)d article is submitted.", "%(count)d articles are submitted.", "count"),
    "approve": ngettext_lazy("%(count)d article is approved.", "%(count)d articles are approved.", "count"),
    "publish": ngettext_lazy("%(count)d article is published.", "%(count)d articles are published.", "count"),
    "plan": ngettext_lazy(
        "The publication of %(count)d article is planned.", "The publication of %(count)d articles is planned.", "count"
    ),
    "move": ngettext_lazy(
        "%(count)d article is in its new category.", "%(count)d articles are in their new category.", "count"
    ),
    "tag": ngettext_lazy("%(count)d article has its tags.", "%(count)d articles have their tags.", "count"),
    "withdraw": ngettext_lazy("%(count)d article is withdrawn.", "%(count)d articles are withdrawn.", "count"),
}
TOLD = 8
"""So many of those that were left alone are named; the rest are counted."""


def chosen(request: HttpRequest, user: User) -> ArticleQuerySet:
    """What was ticked and this person may see, in whatever state it is by now."""
    return Article.objects.visible_to(user).filter(pk__in=_numbers(request.POST.getlist("_selected_action")))


def decide(request: HttpRequest, user: User, name: str, typed: Any = None) -> None:
    """Nobody has looked at what the checks say of each: what they warn of is left alone, unless `typed` confirms it."""

    def deed(article: Article) -> None:
        if not DEEDS[name].may(standing(article, user), user):
            raise ValidationError(_("That isn’t yours to decide."), code="scope")
        # What readers have is withdrawn, whatever the desk has written since.
        if name != "withdraw":
            refuse_stale(request, article)
        DEEDS[name].run(article, user, {CONFIRMED: (), **(typed or {})}, 0)

    each(request, user, deed, DONE[name])


def change(request: HttpRequest, user: User, name: str, deed: Callable[[Article], None]) -> None:
    """Change the working copies that this person may write on."""

    def checked(article: Article) -> None:
        if not Article.objects.editable_by(user).filter(pk=article.pk).exists():
            raise ValidationError(_("At this stage somebody else works on it."), code="scope")
        refuse_stale(request, article)
        deed(article)

    each(request, user, checked, DONE[name])


def each(request: HttpRequest, user: User, deed: Callable[[Article], None], words: Any) -> None:
    done, skipped = 0, []
    with together():
        for article in chosen(request, user).order_by("pk"):
            try:
                with transaction.atomic():
                    deed(Article.objects.select_for_update().get(pk=article.pk))
                done += 1
            except ValidationError as refusal:
                reason = " ".join(refusal.messages)
                skipped.append(_("“%(article)s” was left alone: %(reason)s") % {"article": article, "reason": reason})
    if done:
        messages.success(request, words % {"count": done})
    for left in skipped[:TOLD]:
        messages.warning(request, left)
    if more := len(skipped[TOLD:]):
        messages.warning(request, _("And %(count)d more were left alone.") % {"count": more})


def refuse_stale(request: HttpRequest, article: Article) -> None:
    if _seen(request).get(article.pk) != article.version:
        raise ValidationError(_("Somebody has changed it since this list was shown."), code="stale")


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
