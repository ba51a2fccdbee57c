"""The moderators' queue: the list of comments as cards, each with its decisions, alone or many at once."""

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, TextField
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import linebreaks_filter
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.decorators.http import require_POST

from articles.models import PublishedVersion
from comments.desk import LATE
from comments.models import Comment, CommentQuerySet, Decision, Outcome
from newsroom.core.desk.base import DeskAdmin
from newsroom.core.models import User

DONE = {
    "approve": ngettext_lazy("%(count)d comment is approved.", "%(count)d comments are approved.", "count"),
    "reject": ngettext_lazy("%(count)d comment is rejected.", "%(count)d comments are rejected.", "count"),
    "spam": ngettext_lazy("%(count)d comment is marked as spam.", "%(count)d comments are marked as spam.", "count"),
    "undo": ngettext_lazy("%(count)d comment waits again.", "%(count)d comments wait again.", "count"),
}
TOLD = 5
"""So many of those that were left alone are named; the rest are counted."""
RECENT = 5
LOOKUPS = frozenset({"decision__exact", "language__exact", "article__id__exact"})
SHOWN = ("text_as_written", "name", "below", "parent", "created_at", "is_visible", "decision", "decided_by")


@admin.register(Comment)
class CommentAdmin(DeskAdmin[Comment]):
    tabs_field = "decision"
    trail = ""  # the verbs record themselves
    list_display = ("name", "created_at")
    list_filter = ("language",)
    list_per_page = 25
    show_full_result_count = False
    actions = ("approve", "reject", "spam", "undo")
    actions_selection_counter = False

    class Media:
        css = {"all": ["comments/queue.css"]}
        js = ["comments/queue.js"]

    # -- what is seen, and by whom ------------------------------------------------------------------------------------
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        """What was refused goes by itself after a while; nobody makes a comment disappear by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        """People decide on comments and don't edit them: nobody is made to say what they didn't."""
        return obj is None and super().has_change_permission(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        if not self.has_view_permission(request):
            return Comment.objects.none()
        seen = PublishedVersion.objects.filter(article=OuterRef("article"), live_from__lte=timezone.now())
        approved = Comment.objects.filter(email=OuterRef("email"), decision=Decision.APPROVED).order_by()
        number = approved.values("email").annotate(n=Count("pk")).values("n")
        rows: QuerySet[Comment] = super().get_queryset(request)
        return rows.select_related("decided_by").annotate(
            headline=Subquery(seen.order_by("-live_from").values("title")[:1], output_field=TextField()),
            approved_before=Coalesce(Subquery(number, output_field=IntegerField()), 0),
        )

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """What has waited longest comes first; of what is decided, the latest."""
        waits = request.GET.get("decision__exact") == Decision.PENDING
        return ("created_at", "pk") if waits else ("-created_at", "-pk")

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        may_see = request.user.has_perm("comments.view_email")
        return ("name", "text", "email") if may_see else ("name", "text")

    def get_fields(self, request: HttpRequest, obj: Comment | None = None) -> list[Any]:
        return [*SHOWN, *(["email"] if request.user.has_perm("comments.view_email") else [])]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Nothing else narrows the list: who may not see addresses must not guess them by filtering."""
        return lookup in LOOKUPS

    @admin.display(description=gettext_lazy("comment"))
    def text_as_written(self, comment: Comment) -> SafeString:
        return format_html('<div class="as-written" dir="auto">{}</div>', linebreaks_filter(comment.text))

    @admin.display(description=gettext_lazy("article"))
    def below(self, comment: Comment) -> SafeString:
        """What readers saw; the desk may be writing something else."""
        title = getattr(comment, "headline", "") or comment.article_id
        return format_html('<bdi lang="{}">{}</bdi>', comment.language, title)

    def get_readonly_fields(self, request: HttpRequest, obj: Comment | None = None) -> list[Any]:
        return self.get_fields(request, obj)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "POST" and not request.GET:
            return HttpResponseRedirect(f"?decision__exact={Decision.PENDING.value}")
        context = {
            "title": _("Comments"),
            "recent": Comment.objects.filter(decided_by=request.user.pk).order_by("-decided_at", "-pk")[:RECENT],
            "may_decide": self.has_change_permission(request),
            "may_see_email": request.user.has_perm("comments.view_email"),
            "late": timezone.now() - LATE,
            **(extra_context or {}),
        }
        return super().changelist_view(request, context)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        context["may_decide"] = self.has_change_permission(request)
        return super().render_change_form(request, context, *args, **kwargs)

    # -- deciding -----------------------------------------------------------------------------------------------------
    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(require_POST(self.decide))
        return [path("<int:pk>/decide/", decide, name="comments_comment_decide"), *super().get_urls()]

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One decision about one comment, then back to the list as it was."""
        what = request.POST.get("decision", "")
        rows = Comment.objects.filter(pk=pk)
        if not self.has_change_permission(request) or what not in DONE or not rows.exists():
            raise Http404
        self._decide(request, rows, what)
        back = request.POST.get("back", "") or f"decision__exact={Decision.PENDING.value}"
        return HttpResponseRedirect(f"{reverse('admin:comments_comment_changelist')}?{back}")

    @admin.action(description=gettext_lazy("Approve"), permissions=["change"])
    def approve(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self._decide(request, self._chosen(request), "approve")

    @admin.action(description=gettext_lazy("Reject"), permissions=["change"])
    def reject(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self._decide(request, self._chosen(request), "reject")

    @admin.action(description=gettext_lazy("Mark as spam"), permissions=["change"])
    def spam(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self._decide(request, self._chosen(request), "spam")

    @admin.action(description=gettext_lazy("Take the decision back"), permissions=["change"])
    def undo(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self._decide(request, self._chosen(request), "undo")

    def _chosen(self, request: HttpRequest) -> CommentQuerySet:
        """What was ticked, in whatever state it is by now: the action's own rows lack what has left the tab."""
        ticked = [int(pk) for pk in request.POST.getlist("_selected_action") if pk.isascii() and pk.isdigit()]
        return Comment.objects.filter(pk__in=[pk for pk in ticked if pk < 2**63])

    def _decide(self, request: HttpRequest, comments: CommentQuerySet, what: str) -> None:
        by = cast(User, request.user)  # admin_view lets nobody else through
        outcome: Outcome = getattr(comments, what)(by=by, seen=_seen(request))
        if outcome.done:
            messages.success(request, DONE[what] % {"count": len(outcome.done)})
        for skipped in outcome.skipped[:TOLD]:
            messages.warning(request, skipped.words)
        if more := len(outcome.skipped[TOLD:]):
            messages.warning(request, _("And %(count)d more were left alone.") % {"count": more})


def _seen(request: HttpRequest) -> dict[int, str]:
    """The state in which each card was shown, by the comment's number: `12:pending`."""
    pairs = (entry.partition(":") for entry in request.POST.getlist("seen"))
    return {int(pk): state for pk, _colon, state in pairs if pk.isascii() and pk.isdigit()}
