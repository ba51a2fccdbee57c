"""The list of articles: tabs by what the desk and the ledger say, columns, and pages that nobody has to count."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.categories import tree
from articles.models import Article, Author, Byline, Category, PublishedVersion, Revision, Stage
from articles.models.article import ArticleQuerySet
from articles.models.translation import with_behind
from articles.workflow.shown import told_of
from newsroom.core.desk.lists import BEFORE, MOST, UncountedChangeList, told
from newsroom.core.templatetags.desk import status

STATE = "state"
WITH_WRITER = [stage for stage in Stage if stage.is_with_its_writer]
TABS: dict[str, tuple[str | Promise, Q]] = {
    # By name: its words, and what it holds of rows `with_standing`.
    "drafts": (gettext_lazy("Drafts"), Q(stage__in=WITH_WRITER, was_live=False, is_planned=False)),
    "review": (gettext_lazy("In review"), Q(stage=Stage.IN_REVIEW)),
    "approved": (gettext_lazy("Approved"), Q(stage=Stage.APPROVED)),
    "planned": (gettext_lazy("Planned"), Q(is_planned=True)),
    "live": (gettext_lazy("Live"), Q(is_live=True)),
    "withdrawn": (gettext_lazy("Withdrawn"), Q(is_withdrawn=True)),
}


def tabs(rows: ArticleQuerySet, request: HttpRequest) -> list[dict[str, Any]]:
    chosen, numbers, found = request.GET.get(STATE, ""), _numbers(rows), []
    for name, (label, _held) in [*TABS.items(), ("", (_("All"), Q()))]:
        query = request.GET.copy()
        for parameter in (STATE, BEFORE, "p", "e"):
            query.pop(parameter, None)
        if name:
            query[STATE] = name
        number = numbers.get(name, 0)
        found.append(
            {
                "label": label,
                # "?" alone would lead to the address as it is; an order that means nothing asks for everything.
                "query": "?" + (query.urlencode() or "o="),
                "count": told(number) if number else "",
                "current": chosen == name,
            }
        )
    return found


def _numbers(rows: ArticleQuerySet) -> dict[str, int]:
    """How many wait for somebody, up to a little more than can be told. Two short queries."""
    stages = rows.filter(stage__in=[Stage.IN_REVIEW, Stage.APPROVED]).order_by().values_list("stage", flat=True)
    first = list(stages[: 2 * MOST + 2])
    planned = rows.filter(TABS["planned"][1]).order_by()[: MOST + 1].count()
    return {"review": first.count(Stage.IN_REVIEW), "approved": first.count(Stage.APPROVED), "planned": planned}


class StateFilter(admin.SimpleListFilter):
    """The tabs: they stand above the list, not among the filters."""

    title = gettext_lazy("state")
    parameter_name = STATE
    template = "articles/desk/no_filter.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, str(label)) for name, (label, _held) in TABS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        tab = TABS.get(self.value() or "")
        return queryset.filter(tab[1]) if tab else queryset


class SectionFilter(admin.SimpleListFilter):
    """A category, with all below it."""

    title = gettext_lazy("section")
    parameter_name = "section"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        rows = {row.pk: row for row in Category.objects.with_texts()}
        parents = {pk: row.parent_id for pk, row in rows.items()}
        depths = {pk: len(_line(pk, parents)) - 1 for pk in rows}
        return [(str(pk), "\u00a0\u00a0" * depths[pk] + str(rows[pk])) for pk in tree.in_order(parents.items())]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value() or ""
        if not value.isdecimal():
            return queryset
        parents = dict(Category.objects.values_list("pk", "parent"))
        wanted = int(value)
        return queryset.filter(category__in=[pk for pk in parents if wanted in _line(pk, parents)])


def _line(pk: int, parents: dict[int, int | None]) -> set[int]:
    found: set[int] = set()
    here: int | None = pk
    while here is not None and here not in found:
        found.add(here)
        here = parents.get(here)
    return found


class AuthorFilter(admin.SimpleListFilter):
    title = gettext_lazy("author")
    parameter_name = "author"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        rows = [(str(row.pk), str(row)) for row in Author.objects.pickable().with_texts()]
        return sorted(rows, key=lambda pair: (pair[1].casefold(), pair[0]))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value() or ""
        return queryset.filter(bylines__author=int(value)) if value.isdecimal() and len(value) < 19 else queryset


class ArticleChangeList(UncountedChangeList):
    """The newest first, walked by "older than this one": any depth costs one short query, and nothing is counted."""

    older = ""
    begun = False

    def get_filters_params(self, params: Any = None) -> dict[str, Any]:
        found = super().get_filters_params(params)
        found.pop(BEFORE, None)
        return found

    def get_results(self, request: HttpRequest) -> None:
        rows, mark = for_list(self.queryset).order_by("-pk"), request.GET.get(BEFORE, "")
        if mark:
            if not (mark.isascii() and mark.isdecimal() and len(mark) < 19):
                raise IncorrectLookupParameters
            rows = rows.filter(pk__lt=int(mark))
        found = list(rows[: self.list_per_page + 1])
        self.take(found)
        self.begun = bool(mark)
        if len(found) > self.list_per_page:
            self.older = self.get_query_string({BEFORE: str(self.result_list[-1].pk)})

    @property
    def newest(self) -> str:
        return self.get_query_string(remove=[BEFORE])


def for_list(rows: ArticleQuerySet) -> ArticleQuerySet:
    """With what the columns show, in a fixed number of queries."""
    now = timezone.now()
    versions = PublishedVersion.objects.filter(article=OuterRef("pk"))
    coming = versions.to_come(now).values("live_from")[:1]
    since = versions.live(now).values("first_published_at")[:1]
    saved = Revision.objects.saved().filter(article=OuterRef("pk")).values("made_at")[:1]
    found = rows.annotate(coming_at=Subquery(coming), live_since=Subquery(since), saved_at=Subquery(saved))
    lines = Prefetch("bylines", Byline.objects.select_related("author"))
    return (
        with_behind(found, now)
        .defer("body")
        .select_related("category", "assignee")
        .prefetch_related("category__texts", lines, "bylines__author__texts")
    )


def headline(article: Article) -> SafeString:
    """The title in its own language; below it, where it belongs and who signs it."""
    names = [str(line) for line in article.bylines.all()]
    below = [str(article.category)] if article.category else [_("No category yet")]
    return format_html(
        '<input type="hidden" name="seen" value="{}:{}"><bdi class="row-title" lang="{}">{}</bdi>'
        '<span class="meta">{}</span>',
        article.pk,
        article.version,
        article.language,
        article.title or _("Untitled"),
        format_html_join(" · ", "<bdi>{}</bdi>", ((words,) for words in [*below, *names])),
    )


def state_of(article: Any) -> SafeString:
    """What readers have first, then where the desk is; of rows `with_standing`."""
    parts = []
    if article.is_withdrawn:
        parts.append(status("stop", _("Withdrawn")))
    elif article.is_live:
        parts.append(status("published", _("Live")))
    elif article.was_live:
        parts.append(status("warn", _("Ended")))
    if article.is_planned:
        parts.append(status("scheduled", _("Planned")))
    stage = Stage(article.stage)
    if not parts or stage is not Stage.DRAFT:
        kind = {Stage.DRAFT: "draft", Stage.CHANGES_REQUESTED: "warn"}.get(stage, "review")
        parts.append(status("ok" if stage is Stage.APPROVED else kind, str(stage.label)))
    if getattr(article, "is_behind", False):
        parts.append(status("warn", _("Behind its original")))
    return format_html_join(" ", "{}", ((part,) for part in parts))


def state_and_who(article: Any) -> SafeString:
    """The same, with who sees to it and until when."""
    return format_html_join(" ", "{}", ((part,) for part in (state_of(article), *told_of(article))))


def date_of(article: Any) -> SafeString:
    moment, words = article.saved_at or article.created_at, _("saved on %(when)s")
    if article.is_live and article.live_since:
        moment, words = article.live_since, _("live since %(when)s")
    if article.is_planned and article.coming_at:
        moment, words = article.coming_at, _("planned for %(when)s")
    when = date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
    return format_html('<time class="nowrap" datetime="{}">{}</time>', moment.isoformat(), words % {"when": when})


def preview_of(article: Article) -> SafeString:
    """Which of the links it is, those who don't see the row hear."""
    address = reverse("admin:articles_article_preview", args=[article.pk])
    name = article.title or _("Untitled")
    return format_html(
        '<a href="{}">{}<span class="visually-hidden"> – <bdi>{}</bdi></span></a>', address, _("Preview"), name
    )
