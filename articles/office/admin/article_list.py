"""Articles in the office: the list, and who sees what of it."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article
from articles.models.article import ArticleQuerySet
from articles.office import many, pointing
from articles.office.admin import listing
from articles.office.admin.bulk import BulkActions
from articles.office.withdrawing import WithdrawForm
from articles.translations.desk import TranslationFilter
from articles.workflow.filters import DeskFilter
from newsroom.core.desk.base import DeskAdmin
from newsroom.core.models import User

LIST = "admin:articles_article_changelist"


class ArticleList(BulkActions, DeskAdmin[Article]):
    """Who sees and changes what, the list, and decisions about many."""

    list_display = ("headline", "state", "date", "preview_link")
    list_filter = (
        listing.StateFilter,
        DeskFilter,
        listing.SectionFilter,
        listing.AuthorFilter,
        "language",
        TranslationFilter,
    )
    search_fields = ("title", "standfirst", "bylines__author__texts__name")
    search_help_text = gettext_lazy("Words of the headline or standfirst, or somebody who signs.")
    sortable_by = ()
    show_full_result_count = False
    actions = (
        *("submit_chosen", "approve_chosen", "publish_chosen", "plan_chosen"),
        *("move_chosen", "tag_chosen", "withdraw_chosen"),
    )
    add_words = gettext_lazy("New article")

    # -- who may do what ----------------------------------------------------------------------------------------------
    def get_queryset(self, request: HttpRequest) -> ArticleQuerySet:
        rows: ArticleQuerySet = Article.objects.visible_to(person(request))
        return rows.with_standing()

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return among(Article.objects.visible_to(person(request)), obj) and super().has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return super().has_change_permission(request) and among(Article.objects.editable_by(person(request)), obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        mine = Article.objects.editable_by(person(request)).filter(versions=None)
        return super().has_delete_permission(request) and among(mine, obj)

    def has_submit_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.submit_article")

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.publish_article")

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.withdraw_article")

    # -- the list -----------------------------------------------------------------------------------------------------
    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return listing.ArticleChangeList

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        context = dict(extra_context or {})
        if self.has_view_or_change_permission(request):
            context["tabs"] = listing.tabs(self.get_queryset(request), request)
        return super().changelist_view(request, context)

    @admin.display(description=gettext_lazy("headline"))
    def headline(self, article: Article) -> SafeString:
        return listing.headline(article)

    @admin.display(description=gettext_lazy("state"))
    def state(self, article: Article) -> SafeString:
        return listing.state_and_who(article)

    @admin.display(description=gettext_lazy("date"))
    def date(self, article: Article) -> SafeString:
        return listing.date_of(article)

    @admin.display(description=gettext_lazy("preview"))
    def preview_link(self, article: Article) -> SafeString:
        return listing.preview_of(article)

    @admin.action(description=gettext_lazy("Submit"), permissions=["submit"])
    def submit_chosen(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        many.decide(request, person(request), "submit")

    @admin.action(description=gettext_lazy("Approve"), permissions=["publish"])
    def approve_chosen(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        many.decide(request, person(request), "approve")

    @admin.action(description=gettext_lazy("Publish now"), permissions=["publish"])
    def publish_chosen(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        many.decide(request, person(request), "publish")

    @admin.action(description=gettext_lazy("Withdraw…"), permissions=["withdraw"])
    def withdraw_chosen(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
        form = WithdrawForm(request.POST if "reason" in request.POST else None)
        if form.is_valid():
            many.decide(request, person(request), "withdraw", form.cleaned_data)
            return None
        chosen = list(many.chosen(request, person(request)))
        return self.ask_why(request, form, chosen, action="withdraw_chosen")

    def ask_why(
        self, request: HttpRequest, form: WithdrawForm, articles: list[Article], *, action: str = "", back: str = ""
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Withdraw"),
            "form": form,
            "articles": articles,
            "pointers": pointing.groups(articles, request, self.admin_site),
            "action": action,
            "seen": request.POST.getlist("seen"),
            "back": back or reverse(LIST),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "articles/desk/withdraw.html", context)


def among(rows: QuerySet[Article], article: Article | None) -> bool:
    return article is None or article.pk is None or rows.filter(pk=article.pk).exists()


def person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user
